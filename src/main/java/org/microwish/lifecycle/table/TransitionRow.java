package org.microwish.lifecycle.table;

import java.util.Objects;
import java.util.Set;
import org.microwish.ledger.leaf.EntryType;

/**
 * A row of a transition table: one command, which writes one ledger entry. A table is an enum whose
 * constants are its rows.
 */
public interface TransitionRow {

  /** The command's name, as recorded in leaves. */
  String name();

  /** The type of the ledger entry that records it. */
  EntryType entryType();

  /**
   * The row that the leaf shows: another one if this one would reveal something about a person. It
   * permits at least the same states and roles.
   */
  default TransitionRow shownAs() {
    return this;
  }

  /** The permitted source states; empty if the command creates the aggregate. */
  Set<? extends Enum<?>> sources();

  /** The possible target states; empty if the state does not change. */
  Set<? extends Enum<?>> targets();

  /** The roles of which the caller needs at least one. */
  Set<? extends Enum<?>> roles();

  /**
   * The permitted states of the part, such as a claim, that the command works on; empty if it works
   * on the whole aggregate.
   */
  Set<? extends Enum<?>> parts();

  /** The possible refusals, in order of precedence. */
  Set<? extends Enum<?>> refusals();

  /** The facts that the request must supply, besides caller and time. */
  Set<? extends Enum<?>> facts();

  /** Whether it works on one part, which the command names. */
  default boolean isOnPart() {
    return !parts().isEmpty();
  }

  /** Whether one of these roles permits the command. */
  default boolean permits(Set<? extends Enum<?>> roles) {
    return roles().stream().anyMatch(roles::contains);
  }

  /**
   * Whether it leads from one state to the other.
   *
   * @param from null if the command creates the aggregate
   */
  default boolean leads(String from, String to) {
    boolean begins = from == null ? sources().isEmpty() : names(sources(), from);
    return begins && (targets().isEmpty() ? Objects.equals(from, to) : names(targets(), to));
  }

  private static boolean names(Set<? extends Enum<?>> states, String name) {
    return states.stream().anyMatch(state -> state.name().equals(name));
  }
}
