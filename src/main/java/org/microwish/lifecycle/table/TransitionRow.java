package org.microwish.lifecycle.table;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import org.microwish.ledger.leaf.EntryType;

/**
 * A row of a transition table: one command. Each command writes one ledger entry. A table is an
 * enum whose constants are its rows.
 */
public interface TransitionRow {

  /** Returns the command's name, as recorded in leaves. */
  String name();

  /** Returns the type of the ledger entry that records the command. */
  EntryType entryType();

  /**
   * Returns the row whose name and entry type the leaf shows: normally this row; another row if
   * this one would reveal something about a person. The other row must permit at least the same
   * states and roles.
   */
  default TransitionRow shownAs() {
    return this;
  }

  /**
   * Returns the states of the aggregate in which the command is permitted; empty if the command
   * creates the aggregate.
   */
  Set<? extends Enum<?>> sources();

  /**
   * Returns the states in which the aggregate can be after the command; empty if the state does not
   * change.
   */
  Set<? extends Enum<?>> targets();

  /** Returns the roles of which the caller needs at least one. */
  Set<? extends Enum<?>> roles();

  /**
   * Returns the permitted states of the part, such as a claim, on which the command works; empty if
   * the command works on the whole aggregate.
   */
  Set<? extends Enum<?>> parts();

  /** Returns the possible refusals, in order of precedence. */
  Set<? extends Enum<?>> refusals();

  /** Returns the facts that the request must supply, besides caller and time. */
  Set<? extends Enum<?>> facts();

  /** Returns true if the command works on one part, which the request names. */
  default boolean isOnPart() {
    return !parts().isEmpty();
  }

  /** Returns true if one of the given roles permits the command. */
  default boolean permits(Set<? extends Enum<?>> roles) {
    return !Collections.disjoint(roles(), roles);
  }

  /**
   * Returns true if the command can change the state {@code from} to the state {@code to}.
   *
   * @param from the name of the state before; null if the command creates the aggregate
   * @param to the name of the state after
   */
  default boolean leads(String from, String to) {
    boolean begins = from == null ? sources().isEmpty() : names(sources(), from);
    return begins && (targets().isEmpty() ? Objects.equals(from, to) : names(targets(), to));
  }

  private static boolean names(Set<? extends Enum<?>> states, String name) {
    for (Enum<?> state : states) {
      if (state.name().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
