package org.microwish.login.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.party.DivisionContents;
import org.microwish.platform.http.IfMatch;

/**
 * Moves accounts to the successor of their division when the division is merged, and prevents the
 * closing of a division with active accounts.
 */
@ApplicationScoped
class AccountContents implements DivisionContents {

  private final Accounts accounts;
  private final AccountQueries queries;

  AccountContents(Accounts accounts, AccountQueries queries) {
    this.accounts = accounts;
    this.queries = queries;
  }

  @Override
  public String name() {
    return "accounts";
  }

  @Override
  public long count(String path) {
    return queries.countIn(path, AccountState.ACTIVE);
  }

  @Override
  public List<Misplaced> misplaced(int limit) {
    return queries.misplaced(AccountState.ERASED, limit);
  }

  @Override
  public void move(Misplaced row) {
    Account account = accounts.find(row.id()).orElseThrow();
    accounts.change(
        Caller.SYSTEM,
        row.id(),
        IfMatch.ANY,
        new AccountDraft(account.role, account.organisationId, row.path()));
  }
}
