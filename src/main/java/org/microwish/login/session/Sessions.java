package org.microwish.login.session;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
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
import org.microwish.platform.http.SecurityLog;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Opens, refreshes and ends login sessions. A session has a chain of refresh tokens. Each refresh
 * token can be used once; its use returns the next one. A client that lost the response may send
 * the used token again for a short time and gets the same next token. A used token that is
 * presented later counts as stolen: the session ends, and all access tokens of the account are
 * revoked. Sessions are not aggregates and write no ledger entries.
 */
@ApplicationScoped
public class Sessions {

  /** Maximum number of sessions that {@link #list} returns; most accounts have only a few. */
  private static final int MOST_LISTED = 100;

  private static final Logger LOG = Logger.getLogger(Sessions.class);

  private final EntityManager entities;
  private final SessionQueries queries;
  private final Transactions transactions;
  private final Accounts accounts;
  private final Epochs epochs;
  private final AccessTokens tokens;
  private final SessionConfig config;
  private final SecurityLog security;
  private final Ids ids;

  Sessions(
      EntityManager entities,
      SessionQueries queries,
      Transactions transactions,
      Accounts accounts,
      Epochs epochs,
      AccessTokens tokens,
      SessionConfig config,
      SecurityLog security,
      Ids ids) {
    this.security = security;
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
   * Opens a session for an account whose owner has just authenticated, in the caller's transaction.
   *
   * @param wanted the role of the session's tokens, or null for the account's default role
   * @param confirmed true if the owner has just shown a second factor
   * @throws ProblemException ACCOUNT_SUSPENDED; SESSION_ENDED for an erased account; FORBIDDEN for
   *     a role that the account does not have
   */
  public SessionAnswer open(Account account, Role wanted, boolean confirmed) {
    security.subject(account.text());
    // closeAll takes the same lock. So it either ends before this session exists, or closes this
    // session too.
    accounts.lock(account.id);
    // Read the epoch before the account: a concurrent change of the account raises the epoch and so
    // revokes the token issued here.
    long epoch = epochs.current(account.text());
    entities.flush();
    entities.refresh(account);
    requireActive(account);
    Set<Role> roles = accounts.usableRoles(account);
    Role role = choose(account, roles, wanted, null);
    long session = ids.next();
    queries.insert(session, account.id, role.name(), longest(account).toSeconds());
    RefreshToken refresh = RefreshToken.random();
    insert(refresh, session, account);
    return answer(account, epoch, role, roles, session, refresh, confirmed);
  }

  /**
   * Issues another access token of a session, in the caller's transaction. The caller has just
   * verified a second factor of the account's owner.
   *
   * @throws ProblemException SESSION_ENDED; ACCOUNT_SUSPENDED; FORBIDDEN for a role that the
   *     account no longer has
   */
  public ConfirmedAnswer confirm(Account account, long session, Role role) {
    if (!queries.lock(session) || queries.session(session).account() != account.id) {
      throw ProblemType.SESSION_ENDED.exception();
    }
    // Read the epoch before the account, as in open().
    long epoch = epochs.current(account.text());
    entities.refresh(account);
    requireActive(account);
    choose(account, accounts.usableRoles(account), role, null);
    return ConfirmedAnswer.of(
        tokens.issueForSession(account.as(role), epoch, Id.text(session), true));
  }

  /**
   * Exchanges the newest refresh token of a session for a new access token and the next refresh
   * token. A refresh token that was used a moment ago may be sent again: the response contains the
   * same next refresh token. Runs in its own transaction.
   *
   * @param wanted the role of the tokens from now on, or null to keep the last one
   * @throws ProblemException SESSION_ENDED; ACCOUNT_SUSPENDED and FORBIDDEN, which do not use up
   *     the refresh token
   */
  public SessionAnswer refresh(String refreshToken, Role wanted) {
    return RefreshToken.parse(refreshToken)
        .flatMap(token -> transactions.call(() -> rotate(token, wanted)))
        .orElseThrow(ProblemType.SESSION_ENDED::exception);
  }

  private Optional<SessionAnswer> rotate(RefreshToken token, Role wanted) {
    // Concurrent uses of one token wait here for each other. The second use changes no row and then
    // reads the salt that the first one stored.
    boolean first = queries.use(token.hash(), Ids.randomBytes(32));
    UsedToken used = find(token).orElse(null);
    if (used == null || used.salt() == null) {
      // The token was never issued, expired before its first use, or was deleted after it expired.
      return Optional.empty();
    }
    if (!queries.lock(used.session())) {
      return Optional.empty();
    }
    SessionRow session = queries.session(used.session());
    security.subject(Id.text(session.account()));
    if (!first && !used.isRecent()) {
      LOG.warnf(
          "session %s: a used refresh token was presented again; the session is ended",
          Id.text(used.session()));
      queries.revoke(used.session());
      epochs.raise(Id.text(session.account()));
      return Optional.empty();
    }
    // Read the epoch before the account, as in open().
    long epoch = epochs.current(Id.text(session.account()));
    Account account = accounts.find(session.account()).orElseThrow();
    entities.refresh(account);
    requireActive(account);
    // Checked again at each refresh: the limit is shorter if the account has become an
    // administrator's since the session began.
    if (session.age().longValue() >= longest(account).toSeconds()) {
      return Optional.empty();
    }
    Set<Role> roles = accounts.usableRoles(account);
    Role role = choose(account, roles, wanted, Role.valueOf(session.role()));
    queries.setRole(used.session(), role.name());
    RefreshToken successor = token.successor(used.salt());
    if (first) {
      insert(successor, used.session(), account);
    }
    return Optional.of(answer(account, epoch, role, roles, used.session(), successor, false));
  }

  /**
   * Ends the session that a refresh token belongs to, and revokes the session's access tokens. Does
   * nothing if the token belongs to no live session.
   */
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
   * Ends all sessions of an account and revokes all its access tokens, in the caller's transaction.
   */
  public void closeAll(Account account) {
    accounts.lock(account.id);
    queries.revokeAll(account.id);
    queries.dropBrowserCode(account.id);
    epochs.raise(account.text());
  }

  /**
   * Lists the newest live sessions of the caller's account; throws FORBIDDEN if the caller has no
   * account.
   *
   * @param current the session of the caller's access token, if any
   */
  List<SessionView> list(Caller caller, Optional<String> current) {
    return transactions.call(
        () -> {
          Account account = accounts.of(caller).orElseThrow(Caller::forbidden);
          return queries.live(account.id, idle(account).toSeconds(), MOST_LISTED).stream()
              .map(row -> SessionView.of(row, current))
              .toList();
        });
  }

  /**
   * Ends one session of the caller's account; throws NOT_FOUND if the account has no such live
   * session.
   */
  void end(Caller caller, long session) {
    transactions.run(
        () -> {
          Account account = accounts.of(caller).orElseThrow(Caller::forbidden);
          if (!queries.revokeOwn(session, account.id)) {
            throw ProblemType.NOT_FOUND.exception();
          }
          epochs.raise(CurrentCaller.sessionKey(Id.text(session)));
        });
  }

  /**
   * Returns an account as its owner sees it.
   *
   * @param actingAs the role of the owner's current access token
   */
  public AccountView view(Account account, Role actingAs) {
    return AccountView.of(account, actingAs, accounts.usableRoles(account));
  }

  /**
   * Ends all sessions of the caller's account. A user of an OpenID provider has no sessions here,
   * and the provider's tokens contain no epoch. Therefore all tokens of such a user are refused
   * until {@link Epochs} no longer caches the raised epoch, after about a day.
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

  private void insert(RefreshToken token, long session, Account account) {
    queries.insertToken(token.hash(), session, idle(account).toSeconds());
  }

  private Duration idle(Account account) {
    return account.role == Role.ADMINISTRATOR ? config.administrator().idle() : config.idle();
  }

  private Duration longest(Account account) {
    return account.role == Role.ADMINISTRATOR ? config.administrator().longest() : config.longest();
  }

  private SessionAnswer answer(
      Account account,
      long epoch,
      Role role,
      Set<Role> roles,
      long session,
      RefreshToken refresh,
      boolean confirmed) {
    AccessToken access =
        tokens.issueForSession(account.as(role), epoch, Id.text(session), confirmed);
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
   * Chooses the role of a session's tokens: the wanted role if one is given, or FORBIDDEN if the
   * account does not have it; else the last role if the account still has it; else the default. The
   * default is MEMBER for a resident with a membership, and the account's own role for others. If
   * the account's own role cannot be used now, the default is MEMBER or another usable role.
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
    transactions.deleteAll(queries::deleteBrowserCodes);
    transactions.deleteAll(most -> queries.deleteEpochs(CurrentCaller.sessionKey("%"), most));
  }
}
