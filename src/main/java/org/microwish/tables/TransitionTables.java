package org.microwish.tables;

import java.util.List;
import java.util.Optional;
import org.microwish.group.lifecycle.GroupTransition;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.table.TransitionTable;
import org.microwish.wish.lifecycle.WishTransition;

/** Names the transition table of every aggregate that has one. */
public final class TransitionTables {

  /** A new aggregate adds its line here. */
  public static final List<TransitionTable> ALL =
      List.of(WishTransition.TABLE, GroupTransition.TABLE);

  private TransitionTables() {}

  /** The table of a type; nothing for those that need none, such as READ. */
  public static Optional<TransitionTable> of(AggregateType type) {
    return ALL.stream().filter(table -> table.type() == type).findFirst();
  }
}
