package org.microwish.transfer;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.microwish.platform.sql.Rows;
import org.microwish.wish.Claim;
import org.microwish.wish.EndReason;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/**
 * What the spreadsheet shows of wishes and claims, from the rows as the driver gives them.
 * Hibernate does not know these objects: it would keep a second copy of each and compare the two
 * before every further statement of a step.
 */
final class SheetReads {

  /** The columns for {@link #wish}. */
  static final String WISH =
      "id, version, kind, state, round, channel, category, subcategory, division_path,"
          + " public_title, public_summary, beneficiary_people, claim_policy, needs_approval,"
          + " shortfall, budget, created_by, created_at, submitted_at, reviewed_by, reviewed_at,"
          + " referred_to, first_published_at, confirmation, proxy_reason, rating, fulfilled_at,"
          + " notice_until, sample";

  /** The columns for {@link #claim}. */
  static final String CLAIM =
      "id, wish_id, state, claimant_type, claimant_id, organisation_id, participants, pledge,"
          + " committed, spent, returned, claimed_at, contacted_at, redo_count, overdue,"
          + " end_reason";

  private SheetReads() {}

  /** A wish of which only the columns above are read. */
  static Wish wish(ResultSet row) throws SQLException {
    Wish wish = new Wish();
    wish.id = row.getLong(1);
    wish.version = row.getLong(2);
    wish.kind = Rows.constant(WishKind.class, row, 3);
    wish.state = Rows.constant(WishState.class, row, 4);
    wish.round = row.getInt(5);
    wish.channel = Rows.constant(Channel.class, row, 6);
    wish.category = Rows.constant(Category.class, row, 7);
    wish.subcategory = row.getString(8);
    wish.divisionPath = row.getString(9);
    wish.publicTitle = row.getString(10);
    wish.publicSummary = row.getString(11);
    wish.beneficiaryPeople = Rows.integer(row, 12);
    wish.claimPolicy = Rows.constant(ClaimPolicy.class, row, 13);
    wish.needsApproval = row.getBoolean(14);
    wish.shortfall = row.getString(15);
    wish.budget = row.getBigDecimal(16);
    wish.createdBy = row.getString(17);
    wish.createdAt = Rows.instant(row, 18);
    wish.submittedAt = Rows.instant(row, 19);
    wish.reviewedBy = row.getString(20);
    wish.reviewedAt = Rows.instant(row, 21);
    wish.referredTo = row.getString(22);
    wish.firstPublishedAt = Rows.instant(row, 23);
    wish.confirmation = row.getString(24);
    wish.proxyReason = Rows.constant(ProxyReason.class, row, 25);
    wish.rating = Rows.integer(row, 26);
    wish.fulfilledAt = Rows.instant(row, 27);
    wish.noticeUntil = Rows.instant(row, 28);
    wish.sample = row.getBoolean(29);
    return wish;
  }

  /** A claim of which only the columns above are read. */
  static Claim claim(ResultSet row) throws SQLException {
    Claim claim = new Claim();
    claim.id = row.getLong(1);
    claim.wishId = row.getLong(2);
    claim.state = Rows.constant(ClaimState.class, row, 3);
    claim.claimantType = Rows.constant(ClaimantType.class, row, 4);
    claim.claimantId = row.getLong(5);
    claim.organisationId = row.getLong(6);
    claim.participants = row.getInt(7);
    claim.pledge = row.getBigDecimal(8);
    claim.committed = row.getBigDecimal(9);
    claim.spent = row.getBigDecimal(10);
    claim.returned = row.getBigDecimal(11);
    claim.claimedAt = Rows.instant(row, 12);
    claim.contactedAt = Rows.instant(row, 13);
    claim.redoCount = row.getInt(14);
    claim.overdue = row.getBoolean(15);
    claim.endReason = Rows.constant(EndReason.class, row, 16);
    return claim;
  }
}
