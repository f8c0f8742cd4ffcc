package org.microwish.lifecycle.table;

import java.util.Objects;
import java.util.Set;
import org.microwish.ledger.leaf.EntryType;

/**
 * A row of a transition table: one command, which writes one ledger entry. A table is an enum whose
 * constants are its rows.
 */
public interface TransitionRow {

  /** The command, as leaves name it. */
  String name();

  /** The ledger entry that records it. */
  EntryType entryType();

  /** The states it may come from; empty when the aggregate comes into being. */
  Set<? extends Enum<?>> sources();

  /** The states it may lead to; empty when the state stays. */
  Set<? extends Enum<?>> targets();

  /** What the caller must be to the aggregate; one of them is enough. */
  Set<? extends Enum<?>> roles();

  /**
   * The states of the one part, such as a claim, that it works on; empty when it works on the whole
   * aggregate.
   */
  Set<? extends Enum<?>> parts();

  /** Why it may be refused, in order of precedence. */
  Set<? extends Enum<?>> refusals();

  /** What it must be told, beyond who and when. */
  Set<? extends Enum<?>> facts();

  /** Whether it works on one part that the command names. */
  default boolean isOnPart() {
    return !parts().isEmpty();
  }

  /** Whether somebody who is all of this to the aggregate may give the command at all. */
  default boolean permits(Set<? extends Enum<?>> roles) {
    return roles().stream().anyMatch(roles::contains);
  }

  /**
   * Whether it leads from one state to the other.
   *
   * @param from null when the aggregate comes into being
   */
  default boolean leads(String from, String to) {
    boolean begins = from == null ? sources().isEmpty() : names(sources(), from);
    return begins && (targets().isEmpty() ? Objects.equals(from, to) : names(targets(), to));
  }

  private static boolean names(Set<? extends Enum<?>> states, String name) {
    return states.stream().anyMatch(state -> state.name().equals(name));
  }
}
