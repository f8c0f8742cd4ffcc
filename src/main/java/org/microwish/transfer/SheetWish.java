package org.microwish.transfer;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.microwish.wish.lifecycle.AcceptedBy;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/**
 * The data of a wish for the spreadsheet; it contains none of the encrypted personal values.
 *
 * @param number the serial number; null if none is assigned yet
 * @param evidence the number of evidence files that belong to no claim
 * @param visitedOn the day of the last follow-up visit, or null
 */
record SheetWish(
    long id,
    long version,
    String number,
    WishKind kind,
    WishState state,
    int round,
    Channel channel,
    Category category,
    String subcategory,
    String divisionPath,
    String publicTitle,
    String publicSummary,
    Integer beneficiaryPeople,
    ClaimPolicy claimPolicy,
    boolean needsApproval,
    String shortfall,
    BigDecimal budget,
    String createdBy,
    Instant createdAt,
    Instant submittedAt,
    String reviewedBy,
    Instant reviewedAt,
    String referredTo,
    Instant firstPublishedAt,
    String confirmation,
    ProxyReason proxyReason,
    AcceptedBy acceptedBy,
    Integer rating,
    Instant fulfilledAt,
    Instant noticeUntil,
    boolean sample,
    long evidence,
    LocalDate visitedOn) {

  /** Returns when the wish was submitted; if it was not submitted, when it was created. */
  Instant reportedAt() {
    return submittedAt == null ? createdAt : submittedAt;
  }
}
