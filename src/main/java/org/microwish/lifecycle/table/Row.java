package org.microwish.lifecycle.table;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.ledger.leaf.EntryType;

/**
 * The properties of a {@link TransitionRow}, with the enums of its aggregate as type parameters.
 * The sets are unmodifiable and in the order of their enums.
 */
public record Row<
    S extends Enum<S>, R extends Enum<R>, P extends Enum<P>, X extends Enum<X>, F extends Enum<F>>(
    EntryType entryType,
    Set<S> sources,
    Set<S> targets,
    Set<R> roles,
    Set<P> parts,
    Set<X> refusals,
    Set<F> facts) {

  /**
   * Returns an unmodifiable set of the values, in the order of their enum; the set may be empty.
   */
  @SafeVarargs
  public static <E extends Enum<E>> Set<E> set(E... values) {
    if (values.length == 0) {
      return Set.of();
    }
    EnumSet<E> set = EnumSet.noneOf(values[0].getDeclaringClass());
    for (E value : values) {
      set.add(value);
    }
    return Collections.unmodifiableSet(set);
  }

  /**
   * A row of an aggregate's transition table, implemented by enum constants. All properties come
   * from {@link #row}.
   */
  public interface Of<
          S extends Enum<S>,
          R extends Enum<R>,
          P extends Enum<P>,
          X extends Enum<X>,
          F extends Enum<F>>
      extends TransitionRow {

    Row<S, R, P, X, F> row();

    @Override
    default EntryType entryType() {
      return row().entryType();
    }

    @Override
    default Set<S> sources() {
      return row().sources();
    }

    @Override
    default Set<S> targets() {
      return row().targets();
    }

    @Override
    default Set<R> roles() {
      return row().roles();
    }

    @Override
    default Set<P> parts() {
      return row().parts();
    }

    @Override
    default Set<X> refusals() {
      return row().refusals();
    }

    @Override
    default Set<F> facts() {
      return row().facts();
    }
  }
}
