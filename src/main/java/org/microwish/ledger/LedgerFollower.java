package org.microwish.ledger;

import com.github.f4b6a3.tsid.Tsid;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.platform.Time;

/**
 * Follows the ledger and reports changes made by any instance: every change of state is an entry,
 * and every entry normally gets a leaf within a second. A bean that caches data must observe {@link
 * Changed}, and must bypass its cache while {@link #isCurrent} is false.
 *
 * <p>The follower polls the database, so that other components need not poll often: it wakes the
 * sequencer when entries are queued, and fires {@link Grown}, which wakes the publisher, the
 * statistics and the serial numbers. While the ledger does not change, it polls twice a second.
 */
@ApplicationScoped
public class LedgerFollower implements LedgerReader {

  /** Pause between polls while the ledger changes. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  /**
   * Longest pause between polls while the ledger does not change; must be less than {@link #STALE}.
   */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** Caches are bypassed when the last complete poll is older than this. */
  private static final Duration STALE = Duration.ofSeconds(1);

  /**
   * Caches are also bypassed while an entry waits longer than this for its leaf, by this instance's
   * clock.
   */
  private static final Duration LATE = Duration.ofSeconds(2);

  /** Maximum number of leaves read per poll. */
  private static final int MOST = 2_000;

  /** An aggregate, with its id as shown in leaves. */
  public record Aggregate(AggregateType type, String id) {}

  /**
   * CDI event: aggregates have changed. Fired before {@link #treeSize} increases. If an aggregate
   * is not a wish, observers must assume that all their cached values have changed.
   */
  public record Changed(List<Aggregate> aggregates) {}

  /** CDI event: the tree size has changed, or is known for the first time. */
  public record Grown(long treeSize) {}

  /**
   * The state that one poll reads.
   *
   * @param size number of leaves in the tree
   * @param firstQueued smallest id in the queue; 0 when no entry waits for its leaf
   */
  private record Seen(long size, long firstQueued) {}

  /**
   * Reported if anything may have changed. The aggregate is not a wish, so observers discard all
   * cached values.
   */
  private static final List<Aggregate> EVERYTHING =
      List.of(new Aggregate(AggregateType.DIVISION, ""));

  private final Queries queries;
  private final Event<Changed> changed;
  private final Event<Grown> grown;
  private final SequencerPump sequencer;
  private final Time time;
  private final Pump pump = new Pump("ledger-follower", this::round);
  private volatile boolean late = true;
  private volatile long heardAt;
  private volatile long treeSize = -1;
  private Duration pause = SHORTEST_PAUSE;

  LedgerFollower(
      Queries queries,
      Event<Changed> changed,
      Event<Grown> grown,
      SequencerPump sequencer,
      Time time) {
    this.queries = queries;
    this.changed = changed;
    this.grown = grown;
    this.sequencer = sequencer;
    this.time = time;
  }

  void start(@Observes StartupEvent event) {
    pump.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
  }

  /**
   * Returns true if {@link Changed} was fired for every change older than a few seconds. Callers
   * must bypass their caches while this method returns false.
   */
  public boolean isCurrent() {
    return !late && System.nanoTime() - heardAt < STALE.toNanos();
  }

  /**
   * Returns the number of leaves whose changes were reported, so that cached data reflects at least
   * the tree of this size; -1 before the first poll.
   */
  @Override
  public long treeSize() {
    return treeSize;
  }

  /** Fires {@link Changed} for this instance's own changes on commit, before they have leaves. */
  void appended(@Observes(during = TransactionPhase.AFTER_SUCCESS) Ledger.Appended appended) {
    changed.fire(new Changed(appended.aggregates()));
  }

  /**
   * After this instance has added leaves, starts the next poll as soon as the minimum length of the
   * current pause is over.
   */
  void sequenced(@Observes SequencerPump.Sequenced sequenced) {
    pump.wake();
  }

  private Pause round() {
    // Take the time before the query: its answer may lack changes made while the query runs.
    long asOf = System.nanoTime();
    boolean more;
    try {
      more = look();
    } catch (RuntimeException failed) {
      // Caches are bypassed until a poll succeeds.
      late = true;
      throw failed;
    }
    if (more) {
      return Pause.NONE;
    }
    heardAt = asOf;
    // Keep the minimum pause under load too: this instance's changes are reported on commit anyway.
    return new Pause(SHORTEST_PAUSE, pause);
  }

  /** Polls once; returns true if the tree has more leaves than one poll reads. */
  private boolean look() {
    Seen seen =
        queries
            .first(
                Seen.class,
                """
                SELECT size, COALESCE((SELECT MIN(qid) FROM ledger_queue), 0)
                FROM ledger_head WHERE log_id = 1
                """,
                Map.of())
            .orElseThrow(() -> new LedgerDamagedException("the row of ledger_head is missing"));
    boolean first = treeSize < 0;
    if (first) {
      // Nothing was cached before the first poll.
      treeSize = seen.size();
    }
    long to = Math.min(seen.size(), treeSize + MOST);
    List<Aggregate> aggregates = to > treeSize ? read(to) : List.of();
    if (to < treeSize) {
      // The tree has shrunk: the database was replaced or restored.
      changed.fire(new Changed(EVERYTHING));
    } else if (!aggregates.isEmpty()) {
      changed.fire(new Changed(aggregates));
    }
    boolean waiting = seen.firstQueued() != 0;
    boolean idle = to == treeSize && !waiting;
    if (first || to != treeSize) {
      // Also fire on the first poll: an observer may have read a smaller tree before this poll.
      treeSize = to;
      grown.fire(new Grown(to));
    }
    if (waiting) {
      sequencer.wake();
    }
    pause = idle ? shorter(pause.multipliedBy(2), LONGEST_PAUSE) : SHORTEST_PAUSE;
    // Set last: caches must be bypassed until Changed was fired for an entry that was late.
    late = waiting && Tsid.from(seen.firstQueued()).getInstant().isBefore(lateBefore());
    return to < seen.size();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Instant lateBefore() {
    return time.now().minus(LATE);
  }

  private List<Aggregate> read(long to) {
    return queries.list(
        Aggregate.class,
        """
        SELECT e.aggregate_type, e.aggregate_id FROM ledger_leaf l
        JOIN ledger_entry e ON e.entry_id = l.entry_id
        WHERE l.leaf_index >= :from AND l.leaf_index < :to
        """,
        Map.of("from", treeSize, "to", to));
  }
}
