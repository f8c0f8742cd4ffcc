package org.microwish.login.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.microwish.caller.Revocations;
import org.microwish.login.account.AccountQueries.RaisedEpoch;
import org.microwish.party.MemberLeft;
import org.microwish.party.MemberMoved;
import org.microwish.party.OrganisationDissolved;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/**
 * Revokes the tokens of accounts, clients and login sessions by epoch. A token carries the epoch in
 * which it was issued; raising the epoch revokes all earlier tokens. Each instance caches in memory
 * the few epochs that were raised within the longest token lifetime. It reloads them on demand once
 * they are older than {@link #FRESH}: one small query, at most every two seconds, however many
 * tokens are checked.
 *
 * <p>If the database is unreachable, the cached epochs are used until they are older than {@link
 * #STALE}. After that a request with a token gets DATABASE_UNAVAILABLE, because the token may have
 * been revoked; a request without a token, such as a public read, is served.
 */
@ApplicationScoped
public class Epochs implements Revocations {

  /** Maximum age of cached epochs that are used without a reload. */
  static final Duration FRESH = Duration.ofSeconds(2);

  /**
   * Time that may pass between a call of {@link #areKnown} and the call of {@link #isRevoked} that
   * follows.
   */
  private static final Duration MARGIN = Duration.ofMillis(250);

  /** Maximum age of cached epochs that are used if the reload fails. */
  static final Duration STALE = Duration.ofSeconds(5);

  /** Minimum pause between a failed reload and the next attempt. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * How many hours ago an epoch may have been raised to be loaded: the longest token lifetime, plus
   * one hour for clock differences.
   */
  private static final int REMEMBERED_HOURS = (int) LONGEST_LIFE.toHours() + 1;

  private static final Logger LOG = Logger.getLogger(Epochs.class);

  /**
   * CDI event: the current transaction raises an epoch. After the commit, this instance's cache is
   * invalidated.
   */
  record Raised(String account) {}

  /**
   * A snapshot of the epochs in the database.
   *
   * @param epochs the raised epochs by account, client or session
   * @param asOf {@link System#nanoTime} before the read
   * @param raise the number of raises in this instance that were committed before the read; the
   *     snapshot includes them all
   */
  private record Known(Map<String, Long> epochs, long asOf, long raise) {}

  private final AccountQueries queries;
  private final Transactions transactions;
  private final Event<Raised> raised;
  private final Time time;
  private final AtomicLong raises = new AtomicLong();
  private final Object reading = new Object();
  private volatile Known known;
  private long failedAt;

  Epochs(AccountQueries queries, Transactions transactions, Event<Raised> raised, Time time) {
    this.queries = queries;
    this.transactions = transactions;
    this.raised = raised;
    this.time = time;
    this.failedAt = System.nanoTime() - PAUSE.toNanos() - 1;
  }

  /**
   * Revokes all tokens of an account, client or session, in the caller's transaction. The
   * revocation takes effect after the commit: at once in this instance, within {@link #STALE} in
   * the other instances.
   */
  public void raise(String account) {
    queries.raiseEpoch(account);
    raised.fire(new Raised(account));
  }

  /**
   * Revokes all tokens of the account of a member who leaves, because tokens may carry the
   * membership.
   */
  void left(@Observes MemberLeft member) {
    if (member.account() == null) {
      return;
    }
    raise(member.account());
  }

  /**
   * Revokes all tokens of the account of a member who changes organisation, because tokens may
   * carry the former organisation.
   */
  void moved(@Observes MemberMoved member) {
    raise(member.account());
  }

  /** Revokes all tokens of the stewards of a dissolved organisation. */
  void dissolved(@Observes OrganisationDissolved organisation) {
    queries.ofOrganisation(organisation.id()).forEach(id -> raise(Id.text(id.longValue())));
  }

  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) Raised ignored) {
    raises.incrementAndGet();
  }

  /** Returns the epoch for a new token, read from the database in the caller's transaction. */
  public long current(String account) {
    Long epoch = queries.epoch(account);
    return epoch == null ? 0 : epoch;
  }

  @Override
  public boolean areKnown() {
    // The margin ensures that the snapshot is still fresh when isRevoked is called a moment later.
    return isWithin(known, FRESH.minus(MARGIN));
  }

  @Override
  public boolean isRevoked(String account, long epoch, Instant issuedAt) {
    return epoch < known().epochs().getOrDefault(account, 0L)
        || issuedAt.isBefore(time.own().minus(LONGEST_LIFE));
  }

  private Known known() {
    Known now = known;
    if (isWithin(now, FRESH)) {
      return now;
    }
    // One thread reads; the others wait for this read, at most as long as a statement may take.
    synchronized (reading) {
      if (isWithin(known, FRESH)) {
        return known;
      }
      // After a failed read, waiting threads do not read again until the back-off has passed.
      if (System.nanoTime() - failedAt > PAUSE.toNanos()) {
        try {
          known = read();
        } catch (RuntimeException unreachable) {
          failedAt = System.nanoTime();
          LOG.warnf("cannot read which tokens are revoked: %s", unreachable.getMessage());
        }
      }
      if (!isWithin(known, STALE)) {
        throw ProblemType.DATABASE_UNAVAILABLE.exception().retryAfter(STALE);
      }
      return known;
    }
  }

  private boolean isWithin(Known epochs, Duration age) {
    return epochs != null
        && epochs.raise() == raises.get()
        && System.nanoTime() - epochs.asOf() < age.toNanos();
  }

  private Known read() {
    long asOf = System.nanoTime();
    long raise = raises.get();
    // Reads in its own transaction, because tokens are checked before the request has a
    // transaction.
    Map<String, Long> epochs =
        transactions.call(() -> queries.raisedWithin(REMEMBERED_HOURS)).stream()
            .collect(Collectors.toMap(RaisedEpoch::account, RaisedEpoch::epoch));
    return new Known(epochs, asOf, raise);
  }
}
