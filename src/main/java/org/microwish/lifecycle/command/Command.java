package org.microwish.lifecycle.command;

import java.time.Instant;
import java.util.function.Consumer;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.table.TransitionRow;
import org.microwish.platform.http.IfMatch;

/**
 * A command as an {@link Executor} runs it: the caller, the aggregate, the transition and
 * additional writes.
 *
 * @param <S> the subclass, which the chainable methods return
 * @param <T> the type of the rows of the aggregate's transition table
 * @param <C> the type of the context in which the command runs
 */
public abstract class Command<S extends Command<S, T, C>, T extends TransitionRow, C> {

  public final Caller caller;
  public final long aggregateId;
  public final T transition;

  /** The id of the part, such as a claim, on which the command works, or null. */
  private Long partId;

  /** When the command happened, or null for now. */
  private Instant occurredAt;

  /**
   * The versions that the caller's If-Match header accepts, or null if the command does not check
   * the version.
   */
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
   * Adds writes beyond those that the rules decide: texts, facts, further rows. Each call adds to
   * the earlier ones.
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

  /** Runs the writes that were added with {@link #writing}, in the order of the calls. */
  public void write(C context) {
    effects.accept(context);
  }
}
