package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.WishState;

/**
 * What a command on a wish answers.
 *
 * @param wishId the wish
 * @param version the wish's version now; its ETag
 * @param state the wish's state now
 * @param claim the claim that the command made or worked on, if it did
 * @param item the id of what the command added (a meeting, a follow-up, evidence), if it did
 * @param ledger the ledger entry that records it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What a command did, and the ledger entry that records it.")
public record WishReceipt(
    Id wishId, long version, WishState state, ClaimPart claim, Id item, LedgerReceipt ledger) {

  /**
   * The claim's part.
   *
   * @param id the claim
   * @param state its state now
   */
  @Schema(name = "WishReceiptClaim")
  public record ClaimPart(Id id, ClaimState state) {}

  /** The receipt of a command on that wish. */
  public static WishReceipt of(Wish wish, Claim claim, Long item, LedgerReceipt ledger) {
    return new WishReceipt(
        new Id(wish.id),
        wish.version,
        wish.state,
        claim == null ? null : new ClaimPart(new Id(claim.id), claim.state),
        item == null ? null : new Id(item),
        ledger);
  }

  /** The same with the entry that records it. */
  public WishReceipt recordedBy(LedgerReceipt entry) {
    return new WishReceipt(wishId, version, state, claim, item, entry);
  }
}
