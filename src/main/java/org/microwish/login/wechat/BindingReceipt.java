package org.microwish.login.wechat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.login.account.Account;
import org.microwish.login.account.AccountRecorded;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;

/**
 * The response to a change of an account's bindings.
 *
 * @param memberId the member that the account is bound to now, or null
 * @param organisationId the organisation that the account is steward of now, or null
 * @param wishes the wishes that this change bound to the account
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "BindingReceipt",
    description =
        "The bindings of the account after the change. Call refreshSession to get a token for the"
            + " role MEMBER or STEWARD.")
public record BindingReceipt(
    @Schema(required = true) Id accountId,
    @Schema(required = true) long version,
    Id memberId,
    Id organisationId,
    @Schema(required = true) List<Id> wishes,
    @Schema(required = true) LedgerReceipt ledger)
    implements VersionedReceipt {

  static BindingReceipt of(Bindings.Bound bound) {
    return of(bound.recorded(), bound.wishes());
  }

  static BindingReceipt of(AccountRecorded recorded) {
    return of(recorded, List.of());
  }

  private static BindingReceipt of(AccountRecorded recorded, List<Long> wishes) {
    Account account = recorded.account();
    return new BindingReceipt(
        new Id(account.id),
        account.version,
        account.memberId == null ? null : new Id(account.memberId),
        account.organisationId == null ? null : new Id(account.organisationId),
        wishes.stream().map(Id::new).toList(),
        recorded.ledger());
  }
}
