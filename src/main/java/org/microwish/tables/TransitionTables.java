package org.microwish.tables;

import java.util.List;
import java.util.Optional;
import org.microwish.group.lifecycle.GroupTransition;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.table.TransitionTable;
import org.microwish.wish.lifecycle.WishTransition;

/** Lists the transition tables of all aggregates. */
public final class TransitionTables {

  /** All tables. Add the table of a new aggregate here. */
  public static final List<TransitionTable> ALL =
      List.of(WishTransition.TABLE, GroupTransition.TABLE);

  private TransitionTables() {}

  /** Returns the table of an aggregate type; empty for types without a table, such as READ. */
  public static Optional<TransitionTable> of(AggregateType type) {
    return ALL.stream().filter(table -> table.type() == type).findFirst();
  }
}
