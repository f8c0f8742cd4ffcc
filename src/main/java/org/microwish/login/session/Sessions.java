package org.microwish.login.session;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
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
import org.microwish.login.token.AccessToken;
import org.microwish.login.token.AccessTokens;
import org.microwish.login.token.OpenIdProvider;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Transactions;
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

  private static final int SWEPT_AT_ONCE = 1000;
  private static final Logger LOG = Logger.getLogger(Sessions.class);

  private final EntityManager entities;
  private final Transactions transactions;
  private final Accounts accounts;
  private final Epochs epochs;
  private final AccessTokens tokens;
  private final SessionConfig config;
  private final Ids ids;

  Sessions(
      EntityManager entities,
      Transactions transactions,
      Accounts accounts,
      Epochs epochs,
      AccessTokens tokens,
      SessionConfig config,
      Ids ids) {
    this.entities = entities;
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
    lockAccount(account);
    // The epoch first: what changes beside this has the epoch that the token then has not.
    long epoch = epochs.current(account.text());
    entities.flush();
    entities.refresh(account);
    requireActive(account);
    Set<Role> roles = accounts.usableRoles(account);
    Role role = choose(account, roles, wanted, null);
    long session = ids.next();
    entities
        .createNativeQuery(
            "INSERT INTO login_session (id, account_id, role, created_at, last_used_at, expires_at)"
                + " VALUES (?1, ?2, ?3, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6),"
                + " UTC_TIMESTAMP(6) + INTERVAL ?4 SECOND)")
        .setParameter(1, session)
        .setParameter(2, account.id)
        .setParameter(3, role.name())
        .setParameter(4, config.longest().toSeconds())
        .executeUpdate();
    RefreshToken refresh = RefreshToken.random();
    insert(refresh, session);
    return answer(account, epoch, role, roles, session, refresh);
  }

  private void lockAccount(Account account) {
    entities
        .createNativeQuery("SELECT id FROM account WHERE id = ?1 FOR UPDATE")
        .setParameter(1, account.id)
        .getResultList();
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
    boolean first =
        entities
                .createNativeQuery(
                    "UPDATE refresh_token SET used_at = UTC_TIMESTAMP(6), successor_salt = ?2"
                        + " WHERE token_hash = ?1 AND used_at IS NULL"
                        + " AND expires_at > UTC_TIMESTAMP(6)")
                .setParameter(1, token.hash())
                .setParameter(2, Ids.randomBytes(32))
                .executeUpdate()
            == 1;
    Used used = find(token);
    if (used == null || used.salt() == null) {
      // Never given out, or too old to be used for the first time.
      return Optional.empty();
    }
    Optional<Session> found = lock(used.session());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Session session = found.get();
    if (!first && !used.isRecent()) {
      LOG.warnf(
          "session %s: a refresh token came that was used before; the session is ended",
          Id.text(used.session()));
      revoke(used.session());
      epochs.raise(Id.text(session.account()));
      return Optional.empty();
    }
    // The epoch first, as above.
    long epoch = epochs.current(Id.text(session.account()));
    Account account = accounts.find(session.account()).orElseThrow();
    entities.refresh(account);
    requireActive(account);
    Set<Role> roles = accounts.usableRoles(account);
    Role role = choose(account, roles, wanted, session.role());
    entities
        .createNativeQuery("UPDATE login_session SET role = ?2 WHERE id = ?1")
        .setParameter(1, used.session())
        .setParameter(2, role.name())
        .executeUpdate();
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
                    () -> {
                      Used used = find(token);
                      if (used != null && revoke(used.session())) {
                        epochs.raise(CurrentCaller.sessionKey(Id.text(used.session())));
                      }
                    }));
  }

  /**
   * Ends all sessions of an account, and with them every access token, in the caller's transaction.
   */
  public void closeAll(Account account) {
    lockAccount(account);
    entities
        .createNativeQuery(
            "UPDATE login_session SET revoked_at = UTC_TIMESTAMP(6)"
                + " WHERE account_id = ?1 AND revoked_at IS NULL")
        .setParameter(1, account.id)
        .executeUpdate();
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

  /**
   * A refresh token's row.
   *
   * @param salt null while it is not used
   * @param isRecent whether it was used a moment ago
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Used(long session, byte[] salt, boolean isRecent) {}

  private Used find(RefreshToken token) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT session_id, successor_salt,"
                    + " CASE WHEN used_at >= UTC_TIMESTAMP(6) - INTERVAL ?2 SECOND"
                    + " THEN 1 ELSE 0 END"
                    + " FROM refresh_token WHERE token_hash = ?1")
            .setParameter(1, token.hash())
            .setParameter(2, config.repeat().toSeconds())
            .getResultList();
    if (rows.isEmpty()) {
      return null;
    }
    Object[] row = rows.getFirst();
    return new Used(
        ((Number) row[0]).longValue(), (byte[]) row[1], ((Number) row[2]).intValue() == 1);
  }

  private record Session(long account, Role role) {}

  /** Locks a session that is not over, and notes that it is used. */
  private Optional<Session> lock(long id) {
    int live =
        entities
            .createNativeQuery(
                "UPDATE login_session SET last_used_at = UTC_TIMESTAMP(6)"
                    + " WHERE id = ?1 AND revoked_at IS NULL AND expires_at > UTC_TIMESTAMP(6)")
            .setParameter(1, id)
            .executeUpdate();
    if (live == 0) {
      return Optional.empty();
    }
    Object[] row =
        (Object[])
            entities
                .createNativeQuery("SELECT account_id, role FROM login_session WHERE id = ?1")
                .setParameter(1, id)
                .getSingleResult();
    return Optional.of(new Session(((Number) row[0]).longValue(), Role.valueOf((String) row[1])));
  }

  private boolean revoke(long session) {
    return entities
            .createNativeQuery(
                "UPDATE login_session SET revoked_at = UTC_TIMESTAMP(6)"
                    + " WHERE id = ?1 AND revoked_at IS NULL")
            .setParameter(1, session)
            .executeUpdate()
        == 1;
  }

  private void insert(RefreshToken token, long session) {
    entities
        .createNativeQuery(
            "INSERT INTO refresh_token (token_hash, session_id, created_at, expires_at)"
                + " VALUES (?1, ?2, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL ?3 SECOND)")
        .setParameter(1, token.hash())
        .setParameter(2, session)
        .setParameter(3, config.idle().toSeconds())
        .executeUpdate();
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
    sweep("DELETE FROM refresh_token WHERE expires_at < UTC_TIMESTAMP(6)");
    sweep("DELETE FROM login_session WHERE expires_at < UTC_TIMESTAMP(6)");
    // Tokens of those sessions have ended of themselves; an account's epoch must stay.
    sweep(
        "DELETE FROM token_epoch WHERE account LIKE '"
            + CurrentCaller.sessionKey("%")
            + "' AND raised_at < UTC_TIMESTAMP(6) - INTERVAL 2 DAY");
  }

  private void sweep(String delete) {
    int deleted;
    do {
      deleted =
          transactions.call(
              () -> entities.createNativeQuery(delete + " LIMIT " + SWEPT_AT_ONCE).executeUpdate());
    } while (deleted == SWEPT_AT_ONCE);
  }
}
