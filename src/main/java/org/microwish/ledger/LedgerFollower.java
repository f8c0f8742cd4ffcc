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
 * Tells this instance what has changed, whichever instance changed it, by following the ledger:
 * every change of state is an entry, and every entry gets a leaf within a second. Whoever keeps
 * something in memory observes {@link Changed} and asks {@link #isCurrent} before it believes what
 * it keeps.
 *
 * <p>It is the only one that polls the database for the work of other instances. It wakes the
 * sequencer when entries are queued, and fires {@link Grown}, which wakes the publisher and the
 * statistics. While nothing happens it looks less and less often.
 */
@ApplicationScoped
public class LedgerFollower {

  /** How often to look while the ledger changes. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  /** How often to look while it does not; less than {@link #STALE}. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** What is kept in memory is not believed when nothing was heard for so long. */
  private static final Duration STALE = Duration.ofSeconds(1);

  /** Nor while an entry waits so long for its leaf, by this instance's clock. */
  private static final Duration LATE = Duration.ofSeconds(2);

  /** Leaves of one look. */
  private static final int MOST = 2_000;

  /** An aggregate that an entry is of, by its id as leaves write it. */
  public record Aggregate(AggregateType type, String id) {}

  /** Aggregates that have changed; a CDI event, fired before {@link #treeSize} moves on. */
  public record Changed(List<Aggregate> aggregates) {}

  /** The tree has another size; a CDI event. */
  public record Grown(long treeSize) {}

  /**
   * What the database says now.
   *
   * @param size leaves of the tree
   * @param firstQueued 0 when no entry waits for its leaf
   */
  private record Seen(long size, long firstQueued) {}

  /** No wish: whoever keeps something knows that anything may be different. */
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

  /** Whether all changes that are older than a second or so have been told. */
  public boolean isCurrent() {
    return !late && System.nanoTime() - heardAt < STALE.toNanos();
  }

  /** Leaves whose changes have been told: what is in memory is true of at least this tree. */
  public long treeSize() {
    return treeSize;
  }

  /** This instance's own changes need no leaf to be known. */
  void appended(@Observes(during = TransactionPhase.AFTER_SUCCESS) Ledger.Appended appended) {
    changed.fire(new Changed(appended.aggregates()));
  }

  /** This instance has added leaves. */
  void sequenced(@Observes SequencerPump.Sequenced sequenced) {
    pump.wake();
  }

  private Pause round() {
    // As of the question, not of its answer.
    long asOf = System.nanoTime();
    boolean more;
    try {
      more = look();
    } catch (RuntimeException failed) {
      // Public reads come from the database until it can be followed again.
      late = true;
      throw failed;
    }
    if (more) {
      return Pause.NONE;
    }
    heardAt = asOf;
    // Not more often in a rush either: this instance's own changes are told when they commit.
    return new Pause(SHORTEST_PAUSE, pause);
  }

  /** Answers whether there is more to see. */
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
            .orElseThrow(() -> new LedgerDamagedException("the head's row is missing"));
    boolean first = treeSize < 0;
    if (first) {
      // Nothing was kept before the first look.
      treeSize = seen.size();
    }
    long to = Math.min(seen.size(), treeSize + MOST);
    List<Aggregate> aggregates = to > treeSize ? read(to) : List.of();
    if (to < treeSize) {
      // A smaller tree is another database's, or what a restore has left of it.
      changed.fire(new Changed(EVERYTHING));
    } else if (!aggregates.isEmpty()) {
      changed.fire(new Changed(aggregates));
    }
    boolean waiting = seen.firstQueued() != 0;
    boolean idle = to == treeSize && !waiting;
    if (first || to != treeSize) {
      // Also after the first look: others may have read a smaller tree before it.
      treeSize = to;
      grown.fire(new Grown(to));
    }
    if (waiting) {
      sequencer.wake();
    }
    pause = idle ? shorter(pause.multipliedBy(2), LONGEST_PAUSE) : SHORTEST_PAUSE;
    // Set last: caches were bypassed while an entry was late.
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
