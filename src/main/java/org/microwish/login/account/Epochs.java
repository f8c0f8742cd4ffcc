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
 * The epochs of accounts and clients. A token carries the epoch it was made in, and raising the
 * epoch revokes all that were made before. Each instance keeps the epochs raised within the longest
 * life of a token in memory, which are few, and reads them anew when they are asked for and older
 * than {@link #FRESH}: one small query every other second, however many tokens are shown.
 *
 * <p>When the database cannot be asked, what is known stands until it is {@link #STALE} old. Then a
 * request with a token is answered DATABASE_UNAVAILABLE, because nobody knows whether the token is
 * still good; a request without one, such as a public read, is not touched.
 */
@ApplicationScoped
public class Epochs implements Revocations {

  /** Epochs no older than this are taken as they are. */
  static final Duration FRESH = Duration.ofSeconds(2);

  /** Between the question whether they are fresh and the look at them. */
  private static final Duration MARGIN = Duration.ofMillis(250);

  /** Epochs older than this are no longer believed. */
  static final Duration STALE = Duration.ofSeconds(5);

  /** How long the database is left alone after it could not be read. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The longest life of a token, and an hour by which clocks may differ. */
  private static final int REMEMBERED_HOURS = (int) LONGEST_LIFE.toHours() + 1;

  private static final Logger LOG = Logger.getLogger(Epochs.class);

  /** Forgets what is in memory, once the transaction that raised an epoch has committed. */
  record Raised(String account) {}

  /**
   * The epochs as they were.
   *
   * @param asOf {@link System#nanoTime} before they were read
   * @param raise how many raises of this instance they may lack none of
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
   * Revokes all tokens of an account or client, in the caller's transaction: at once in this
   * instance when it has committed, within {@link #STALE} in the others.
   */
  public void raise(String account) {
    queries.raiseEpoch(account);
    raised.fire(new Raised(account));
  }

  /** Its tokens say that it is a member; it gets others, that do not. */
  void left(@Observes MemberLeft member) {
    raise(member.account());
  }

  /** Its tokens say which organisation it is of. */
  void moved(@Observes MemberMoved member) {
    raise(member.account());
  }

  /** Tokens of its stewards say that they act for it. */
  void dissolved(@Observes OrganisationDissolved organisation) {
    queries.ofOrganisation(organisation.id()).forEach(id -> raise(Id.text(id.longValue())));
  }

  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) Raised ignored) {
    raises.incrementAndGet();
  }

  /** The epoch that a new token must carry, from the database, in the caller's transaction. */
  public long current(String account) {
    Long epoch = queries.epoch(account);
    return epoch == null ? 0 : epoch;
  }

  @Override
  public boolean areKnown() {
    // With some time to spare: what is known now must still be when it is asked for in a moment.
    return isWithin(known, FRESH.minus(MARGIN));
  }

  @Override
  public boolean isRevoked(String account, long epoch, Instant issuedAt) {
    return epoch < known().epochs().getOrDefault(account, 0L)
        || issuedAt.isBefore(time.now().minus(LONGEST_LIFE));
  }

  private Known known() {
    Known now = known;
    if (isWithin(now, FRESH)) {
      return now;
    }
    // One of those who ask reads; the others wait for it, no longer than a statement may take.
    synchronized (reading) {
      if (isWithin(known, FRESH)) {
        return known;
      }
      // After a failure those who wait are told so too, and do not wait for one of their own.
      if (System.nanoTime() - failedAt > PAUSE.toNanos()) {
        try {
          known = read();
        } catch (RuntimeException unreachable) {
          failedAt = System.nanoTime();
          LOG.warnf("which tokens are revoked cannot be read: %s", unreachable.getMessage());
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
    // A transaction of its own: this is asked for before a request has one.
    Map<String, Long> epochs =
        transactions.call(() -> queries.raisedWithin(REMEMBERED_HOURS)).stream()
            .collect(Collectors.toMap(RaisedEpoch::account, RaisedEpoch::epoch));
    return new Known(epochs, asOf, raise);
  }
}
