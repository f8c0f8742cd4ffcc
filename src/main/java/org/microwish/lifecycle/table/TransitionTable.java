package org.microwish.lifecycle.table;

import java.util.List;
import java.util.Optional;
import org.microwish.ledger.leaf.AggregateType;

/**
 * The transition table of one type of aggregate.
 *
 * @param type the type of aggregate
 * @param states all states, in the order of the lifecycle
 * @param rows the commands, in the order of the lifecycle
 */
public record TransitionTable(
    AggregateType type, List<? extends Enum<?>> states, List<? extends TransitionRow> rows) {

  /** Creates a table from an enum of states and an enum of rows. */
  public static <S extends Enum<S>, R extends Enum<R> & TransitionRow> TransitionTable of(
      AggregateType type, Class<S> states, Class<R> rows) {
    return new TransitionTable(
        type, List.of(states.getEnumConstants()), List.of(rows.getEnumConstants()));
  }

  /** Returns the row with this name, the command of a leaf; empty if there is none. */
  public Optional<TransitionRow> row(String command) {
    // A loop, because a verifier looks up millions of rows.
    for (TransitionRow row : rows) {
      if (row.name().equals(command)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns true if no command changes this state to another. Commands that keep the state do not
   * count.
   */
  public boolean isFinal(Enum<?> state) {
    return rows.stream()
        .noneMatch(row -> row.sources().contains(state) && !row.targets().isEmpty());
  }
}
