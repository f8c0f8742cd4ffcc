package org.microwish.login.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.login.account.Account;
import org.microwish.login.account.Accounts;
import org.microwish.login.credential.OneTimeCode;
import org.microwish.login.session.SessionQueries.BrowserCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.limits.Attempts;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Logs in the users of the mini-program to the pages of a browser, where WeChat's login does not
 * exist: the mini-program shows a code, and the user types it into the page. A code works once and
 * expires after {@link SessionConfig#browserCode}. A new code replaces an earlier one of the same
 * account, so that a retry after a lost response leaves only one valid code.
 */
@ApplicationScoped
public class BrowserLogins {

  /** The kind under which {@link Attempts} counts wrong codes, for the client's address. */
  private static final String TRIES = "browser-address";

  /** Length of a code in characters: 60 random bits. */
  private static final int CHARACTERS = 12;

  private final SessionQueries queries;
  private final Sessions sessions;
  private final Accounts accounts;
  private final Attempts attempts;
  private final Transactions transactions;
  private final SessionConfig config;

  BrowserLogins(
      SessionQueries queries,
      Sessions sessions,
      Accounts accounts,
      Attempts attempts,
      Transactions transactions,
      SessionConfig config) {
    this.queries = queries;
    this.sessions = sessions;
    this.accounts = accounts;
    this.attempts = attempts;
    this.transactions = transactions;
    this.config = config;
  }

  /**
   * Issues a code for a session of the caller's account, in the role of the caller.
   *
   * @throws ProblemException FORBIDDEN if the caller has no account here
   */
  BrowserCodeView issue(Caller caller) {
    OneTimeCode code = OneTimeCode.random(CHARACTERS);
    return transactions.call(
        () -> {
          Account account = accounts.of(caller).orElseThrow(Caller::forbidden);
          queries.putBrowserCode(
              account.id, code.hash(), caller.role().name(), config.browserCode().toSeconds());
          return new BrowserCodeView(
              new Confidential(code.text()),
              queries.browserCodeExpiry(account.id).toInstant(ZoneOffset.UTC));
        });
  }

  /**
   * Uses up a code and opens a session.
   *
   * @param typed the code as a person typed it
   * @param address the client's network address, for which failures are counted
   * @throws ProblemException LOGIN_REFUSED if the code is unknown, used or expired;
   *     TOO_MANY_REQUESTS after too many failures; as {@link Sessions#open}, which does not use up
   *     the code
   */
  SessionAnswer open(String typed, String address) {
    attempts.spend(TRIES, address);
    byte[] hash = OneTimeCode.hash(typed);
    SessionAnswer opened =
        transactions.call(
            () -> {
              BrowserCode code = queries.browserCode(hash).orElse(null);
              // Of two concurrent logins with one code, only one deletes the row.
              if (code == null || !queries.useBrowserCode(hash)) {
                return null;
              }
              return sessions.open(
                  accounts.find(code.account()).orElseThrow(), Role.valueOf(code.role()), false);
            });
    if (opened == null) {
      attempts.failed(TRIES, address);
      throw ProblemType.LOGIN_REFUSED.exception();
    }
    return opened;
  }
}
