package org.microwish.login.session;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.login.account.Account;
import org.microwish.login.account.AccountState;
import org.microwish.login.account.Accounts;
import org.microwish.login.account.Epochs;
import org.microwish.login.session.SessionQueries.SessionRow;
import org.microwish.login.session.SessionQueries.UsedToken;
import org.microwish.login.token.AccessToken;
import org.microwish.login.token.AccessTokens;
import org.microwish.login.token.OpenIdProvider;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Login sessions. A session is a family of refresh tokens, of which each is good for one use and is
 * answered with its successor. A phone that loses the answer repeats and gets the same successor;
 * an old token that comes later has been copied, and ends the session and every access token of the
 * account. Sessions are no aggregates and stand in no ledger.
 */
@ApplicationScoped
public class Sessions {

  private static final Logger LOG = Logger.getLogger(Sessions.class);

  private final EntityManager entities;
  private final SessionQueries queries;
  private final Transactions transactions;
  private final Accounts accounts;
  private final Epochs epochs;
  private final AccessTokens tokens;
  private final SessionConfig config;
  private final Ids ids;

  Sessions(
      EntityManager entities,
      SessionQueries queries,
      Transactions transactions,
      Accounts accounts,
      Epochs epochs,
      AccessTokens tokens,
      SessionConfig config,
      Ids ids) {
    this.entities = entities;
    this.queries = queries;
    this.transactions = transactions;
    this.accounts = accounts;
    this.epochs = epochs;
    this.tokens = tokens;
    this.config = config;
    this.ids = ids;
  }

  /**
   * Opens a session for an account whose owner has just proved to be it, in the caller's
   * transaction.
   *
   * @param wanted what its tokens are to act as, or null for what the account mostly is
   * @throws ProblemException ACCOUNT_SUSPENDED; FORBIDDEN for a role that is not the account's
   */
  public SessionAnswer open(Account account, Role wanted) {
    // Whoever ends all sessions of the account comes before this one or sees it.
    accounts.lock(account.id);
    // The epoch first: what changes beside this has the epoch that the token then has not.
    long epoch = epochs.current(account.text());
    entities.flush();
    entities.refresh(account);
    requireActive(account);
    Set<Role> roles = accounts.usableRoles(account);
    Role role = choose(account, roles, wanted, null);
    long session = ids.next();
    queries.insert(session, account.id, role.name(), config.longest().toSeconds());
    RefreshToken refresh = RefreshToken.random();
    insert(refresh, session);
    return answer(account, epoch, role, roles, session, refresh);
  }

  /**
   * Gives the next tokens of a session for its newest refresh token, and the same again for one
   * that was used a moment ago. Runs in transactions of its own.
   *
   * @param wanted what the tokens are to act as from now on, or null for what they did
   * @throws ProblemException SESSION_ENDED; ACCOUNT_SUSPENDED and FORBIDDEN, which use nothing up
   */
  public SessionAnswer refresh(String refreshToken, Role wanted) {
    return RefreshToken.parse(refreshToken)
        .flatMap(token -> transactions.call(() -> rotate(token, wanted)))
        .orElseThrow(ProblemType.SESSION_ENDED::exception);
  }

  private Optional<SessionAnswer> rotate(RefreshToken token, Role wanted) {
    // Rivals wait here for each other; the second finds the salt of the first.
    boolean first = queries.use(token.hash(), Ids.randomBytes(32));
    UsedToken used = find(token).orElse(null);
    if (used == null || used.salt() == null) {
      // Never given out, or too old to be used for the first time.
      return Optional.empty();
    }
    if (!queries.lock(used.session())) {
      return Optional.empty();
    }
    SessionRow session = queries.session(used.session());
    if (!first && !used.isRecent()) {
      LOG.warnf(
          "session %s: a refresh token came that was used before; the session is ended",
          Id.text(used.session()));
      queries.revoke(used.session());
      epochs.raise(Id.text(session.account()));
      return Optional.empty();
    }
    // The epoch first, as above.
    long epoch = epochs.current(Id.text(session.account()));
    Account account = accounts.find(session.account()).orElseThrow();
    entities.refresh(account);
    requireActive(account);
    Set<Role> roles = accounts.usableRoles(account);
    Role role = choose(account, roles, wanted, Role.valueOf(session.role()));
    queries.setRole(used.session(), role.name());
    RefreshToken successor = token.successor(used.salt());
    if (first) {
      insert(successor, used.session());
    }
    return Optional.of(answer(account, epoch, role, roles, used.session(), successor));
  }

  /** Ends the session that a refresh token belongs to, with its access tokens, if there is one. */
  public void close(String refreshToken) {
    RefreshToken.parse(refreshToken)
        .ifPresent(
            token ->
                transactions.run(
                    () ->
                        find(token)
                            .filter(used -> queries.revoke(used.session()))
                            .ifPresent(
                                used ->
                                    epochs.raise(
                                        CurrentCaller.sessionKey(Id.text(used.session()))))));
  }

  /**
   * Ends all sessions of an account, and with them every access token, in the caller's transaction.
   */
  public void closeAll(Account account) {
    accounts.lock(account.id);
    queries.revokeAll(account.id);
    epochs.raise(account.text());
  }

  /** The account as its owner sees it. */
  public AccountView view(Account account, Role actingAs) {
    return AccountView.of(account, actingAs, accounts.usableRoles(account));
  }

  /**
   * Ends every session of the account that asks. Somebody whom an OpenID provider vouches for has
   * none, and tokens that carry no epoch: these are refused until the raised epoch is forgotten.
   */
  void closeAll(Caller caller) {
    transactions.run(
        () -> {
          Optional<Account> account = accounts.of(caller);
          if (account.isPresent()) {
            closeAll(account.get());
          } else if (OpenIdProvider.isAccount(caller.account())) {
            epochs.raise(caller.account());
          } else {
            throw Caller.forbidden();
          }
        });
  }

  private Optional<UsedToken> find(RefreshToken token) {
    return queries.token(token.hash(), config.repeat().toSeconds());
  }

  private void insert(RefreshToken token, long session) {
    queries.insertToken(token.hash(), session, config.idle().toSeconds());
  }

  private SessionAnswer answer(
      Account account, long epoch, Role role, Set<Role> roles, long session, RefreshToken refresh) {
    AccessToken access = tokens.issueForSession(account.as(role), epoch, Id.text(session));
    return SessionAnswer.of(access, refresh, AccountView.of(account, role, roles));
  }

  private static void requireActive(Account account) {
    if (account.state != AccountState.ACTIVE) {
      throw account.state == AccountState.SUSPENDED
          ? ProblemType.ACCOUNT_SUSPENDED.exception()
          : ProblemType.SESSION_ENDED.exception();
    }
  }

  /**
   * The role asked for; else the last one if the account still has it; else what the account mostly
   * is: staff and collectors their own role, a member a member.
   */
  private static Role choose(Account account, Set<Role> roles, Role wanted, Role last) {
    if (wanted != null) {
      if (!roles.contains(wanted)) {
        throw Caller.forbidden();
      }
      return wanted;
    }
    if (last != null && roles.contains(last)) {
      return last;
    }
    boolean plain = account.role == Role.RESIDENT || !roles.contains(account.role);
    Role mostly = plain && roles.contains(Role.MEMBER) ? Role.MEMBER : account.role;
    return roles.contains(mostly) ? mostly : roles.iterator().next();
  }

  @Scheduled(
      identity = "sessions-sweep",
      every = "1h",
      delayed = "5m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sweep() {
    transactions.deleteAll(queries::deleteTokens);
    transactions.deleteAll(queries::deleteSessions);
    transactions.deleteAll(most -> queries.deleteEpochs(CurrentCaller.sessionKey("%"), most));
  }
}
