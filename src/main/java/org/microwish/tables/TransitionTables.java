package org.microwish.tables;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.microwish.demand.lifecycle.DemandTransition;
import org.microwish.group.lifecycle.GroupTransition;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.table.TransitionTable;
import org.microwish.station.lifecycle.StationTransition;
import org.microwish.wish.lifecycle.WishTransition;

/** Lists the transition tables of all aggregates. */
public final class TransitionTables {

  /** All tables. Add the table of a new aggregate here. */
  public static final List<TransitionTable> ALL =
      List.of(
          WishTransition.TABLE,
          GroupTransition.TABLE,
          StationTransition.TABLE,
          DemandTransition.TABLE);

  private static final Map<AggregateType, TransitionTable> BY_TYPE =
      ALL.stream().collect(Collectors.toMap(TransitionTable::type, Function.identity()));

  private TransitionTables() {}

  /** Returns the table of an aggregate type; empty for types without a table, such as READ. */
  public static Optional<TransitionTable> of(AggregateType type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }
}
