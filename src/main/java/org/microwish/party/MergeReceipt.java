package org.microwish.party;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;

/** One step of a merge of organisations: what it moved or ended. */
@Schema(
    name = "MergeStep",
    description =
        "A step of a merge: MEMBER moves a member, CLAIM a live claim, CHECK_IN checks the other"
            + " organisation in with a community, CHECK_OUT revokes the check-in of the merged one,"
            + " BELOW moves an organisation below it, CLOSE ends the merged organisation.")
public record MergeReceipt(
    @Schema(required = true) What what,
    @Schema(
            required = true,
            description = "The member, claim, check-in or organisation that the entry is about")
        Id id,
    @Schema(required = true) LedgerReceipt ledger) {

  /** What a step moves or ends. */
  @Schema(name = "MergeStepKind")
  public enum What {
    MEMBER,
    CLAIM,
    CHECK_IN,
    CHECK_OUT,
    BELOW,
    CLOSE
  }
}
