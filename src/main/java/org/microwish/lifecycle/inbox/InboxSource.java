package org.microwish.lifecycle.inbox;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.microwish.ledger.leaf.AggregateType;

/**
 * Finds what waits for whom on one type of aggregate. Each type with an inbox implements this
 * interface as a bean, and has a row {@code inbox.<type>} in {@code ledger_cursor}.
 */
public interface InboxSource {

  AggregateType type();

  /** Returns one line for each kind of item. */
  List<Line> lines();

  /**
   * How to find the items of one kind.
   *
   * @param query an SQL query that selects, of the aggregates {@code :ids}, those that wait: the
   *     aggregate's id, the part's id or 0, the scope, its key, since when it waits, and until
   *     when, or null; it may use {@code :now}
   * @param due computes until when an item waits, from since when, if the query selects null; or
   *     null
   */
  record Line(InboxKind kind, String query, UnaryOperator<Instant> due) {

    /** Creates a line of items whose query selects the deadline, or that have none. */
    public Line(InboxKind kind, String query) {
      this(kind, query, null);
    }
  }
}
