package org.microwish.login.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.login.account.Account;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;

/**
 * An account as its owner sees it.
 *
 * @param actingAs the role of the session's current token
 * @param roles the roles in which the account may act; a refresh of the session can change the role
 * @param memberId the member that the account is bound to, or null
 * @param organisationId the organisation that the account is steward of, or null
 * @param division the code of the division where the account works: 12 digits, longer for a grid or
 *     building; null if the role needs no division, or if the account works in all divisions
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Account", description = "An account as its owner sees it.")
public record AccountView(
    @Schema(required = true) Id id,
    @Schema(required = true) Role actingAs,
    @Schema(
            required = true,
            description = "The roles that the account may act as; refreshSession changes the role")
        List<Role> roles,
    Id memberId,
    Id organisationId,
    String division) {

  /** Returns the view of an account that acts in one of its roles. */
  public static AccountView of(Account account, Role actingAs, Set<Role> roles) {
    return new AccountView(
        new Id(account.id),
        actingAs,
        List.copyOf(roles),
        account.memberId == null ? null : new Id(account.memberId),
        account.organisationId == null ? null : new Id(account.organisationId),
        account.divisionPath == null || account.divisionPath.isEmpty()
            ? null
            : DivisionCode.ofPath(account.divisionPath).text());
  }
}
