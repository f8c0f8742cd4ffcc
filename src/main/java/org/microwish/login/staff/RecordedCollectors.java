package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.microwish.caller.Role;
import org.microwish.login.account.AccountState;
import org.microwish.login.account.Accounts;
import org.microwish.login.token.OpenIdProvider;
import org.microwish.platform.Id;
import org.microwish.wish.command.Collectors;

/** Finds collectors among the accounts. */
@ApplicationScoped
class RecordedCollectors implements Collectors {

  private final Accounts accounts;

  RecordedCollectors(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Accounts of an OpenID provider are not recorded: only their tokens show role and division. */
  @Override
  public Optional<String> divisionOf(String account) {
    return OpenIdProvider.hasIssued(account)
        ? Optional.of("")
        : Id.parse(account)
            .flatMap(id -> accounts.find(id.value()))
            .filter(row -> row.state == AccountState.ACTIVE && row.role == Role.COLLECTOR)
            .map(row -> row.divisionPath);
  }
}
