package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.WishState;

/**
 * The result of a command on a wish.
 *
 * @param wishId the wish
 * @param version the wish's version after the command; If-Match accepts it as {@code "7"}
 * @param state the wish's state after the command
 * @param claim the claim that the command created or changed, or null
 * @param item the id of the meeting, follow-up or evidence that the command added, or null
 * @param duplicates for collectors and operators who record or submit a wish, wishes that may be
 *     duplicates of this one; null if there are none
 * @param ledger the ledger entry that records the command
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "The result of a command: the wish's version and state after it, the claim or item that it"
            + " created or changed, and the ledger entry that records it. `duplicates` points out"
            + " to collectors and operators who create or submit a wish up to five other wishes"
            + " of the community that may be records of the same need; they are only a hint.")
public record WishReceipt(
    Id wishId,
    long version,
    WishState state,
    ClaimPart claim,
    Id item,
    List<Duplicate> duplicates,
    LedgerReceipt ledger)
    implements VersionedReceipt {

  /**
   * The claim in a receipt.
   *
   * @param id the claim's id
   * @param state the claim's state after the command
   */
  @Schema(name = "WishReceiptClaim")
  public record ClaimPart(Id id, ClaimState state) {}

  /** Creates the receipt of a command on this wish. */
  public static WishReceipt of(Wish wish, Claim claim, Long item, LedgerReceipt ledger) {
    return new WishReceipt(
        new Id(wish.id),
        wish.version,
        wish.state,
        claim == null ? null : new ClaimPart(new Id(claim.id), claim.state),
        item == null ? null : new Id(item),
        null,
        ledger);
  }

  /** Returns a copy with this ledger entry. */
  public WishReceipt recordedBy(LedgerReceipt entry) {
    return new WishReceipt(wishId, version, state, claim, item, duplicates, entry);
  }

  /** Returns a copy with these wishes as {@code duplicates}. */
  public WishReceipt pointingOut(List<Duplicate> others) {
    return others.isEmpty()
        ? this
        : new WishReceipt(wishId, version, state, claim, item, others, ledger);
  }
}
