package org.microwish.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;

/**
 * Response to a command on a group.
 *
 * @param groupId the group
 * @param version the group's version after the command; a client sends version 7 as {@code
 *     If-Match: "7"}
 * @param state the group's state after the command
 * @param membership the membership that the command created or changed, if any
 * @param ledger the ledger entry that records the command
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "The result of a command: the group's version and state after it, the membership that it"
            + " created or changed, and the ledger entry that records it.")
public record GroupReceipt(
    Id groupId, long version, GroupState state, MembershipPart membership, LedgerReceipt ledger)
    implements VersionedReceipt {

  /**
   * The membership in the receipt.
   *
   * @param id the membership
   * @param state the membership's state after the command
   */
  @Schema(name = "GroupReceiptMembership")
  public record MembershipPart(Id id, MembershipState state) {}

  static GroupReceipt of(GroupContext context, LedgerReceipt ledger) {
    Membership membership = context.membership;
    return new GroupReceipt(
        new Id(context.group.id),
        context.group.version,
        context.group.state,
        membership == null ? null : new MembershipPart(new Id(membership.id), membership.state),
        ledger);
  }
}
