package org.microwish.lifecycle.command;

import java.time.Instant;
import java.util.function.Consumer;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.table.TransitionRow;
import org.microwish.platform.http.IfMatch;

/**
 * One command as an {@link Executor} runs it: who gives it, on what, and what it writes.
 *
 * @param <S> the type itself, for the methods that return it
 * @param <T> the rows of the aggregate's table
 * @param <C> what it finds under the lock
 */
public abstract class Command<S extends Command<S, T, C>, T extends TransitionRow, C> {

  public final Caller caller;
  public final long aggregateId;
  public final T transition;

  /** The part, such as a claim, that it names, or null. */
  private Long partId;

  /** When it happened, or null for now. */
  private Instant occurredAt;

  /** The versions that the caller has seen, or null where it need not have. */
  private IfMatch ifMatch;

  private Consumer<C> effects = context -> {};

  protected Command(Caller caller, long aggregateId, T transition) {
    this.caller = caller;
    this.aggregateId = aggregateId;
    this.transition = transition;
  }

  protected abstract S self();

  public S at(Instant time) {
    occurredAt = time;
    return self();
  }

  public S ifMatch(IfMatch versions) {
    ifMatch = versions;
    return self();
  }

  public S naming(Long part) {
    partId = part;
    return self();
  }

  /**
   * Writes what the decision does not: words, facts, rows of its own. Each call adds to those
   * before.
   */
  public S writing(Consumer<C> rows) {
    effects = effects.andThen(rows);
    return self();
  }

  public Long partId() {
    return partId;
  }

  public Instant occurredAt() {
    return occurredAt;
  }

  public IfMatch ifMatch() {
    return ifMatch;
  }

  /** Runs what {@link #writing} added, in that order. */
  public void write(C context) {
    effects.accept(context);
  }
}
