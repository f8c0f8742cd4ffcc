package org.microwish.lifecycle.inbox;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.microwish.ledger.leaf.AggregateType;

/**
 * Finds the items of inboxes about one type of aggregate. Each type whose aggregates can wait for
 * somebody implements this interface as a bean, and has a row {@code inbox.<type>} in {@code
 * ledger_cursor}.
 */
public interface InboxSource {

  AggregateType type();

  /** Returns at least one line for each kind of item. */
  List<Line> lines();

  /**
   * How to find the items of one kind.
   *
   * @param query an SQL query that selects those of the aggregates {@code :ids} that wait. Its
   *     columns: the aggregate's id, the part's id or 0, the scope, the scope's key, the time since
   *     when the aggregate or part waits, and the deadline or null. May use {@code :now}.
   * @param due computes the deadline from the time since when an item waits, if the query selects
   *     no deadline; null if such items have none
   */
  record Line(InboxKind kind, String query, UnaryOperator<Instant> due) {

    /** Creates a line of items whose query selects the deadline, or that have none. */
    public Line(InboxKind kind, String query) {
      this(kind, query, null);
    }
  }
}
