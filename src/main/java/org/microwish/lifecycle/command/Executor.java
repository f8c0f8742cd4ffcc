package org.microwish.lifecycle.command;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.Transition;
import org.microwish.lifecycle.Aggregate;
import org.microwish.lifecycle.Part;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.table.TransitionRow;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.privacy.Subject;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The one way in which an aggregate changes: take its row's lock by a conditional update, read it
 * under the lock, let the rules decide, write rows, vault values and exactly one ledger entry.
 * Works in the caller's transaction; a refusal throws, and the transaction leaves nothing.
 *
 * @param <A> the aggregate
 * @param <C> what a command finds under the lock
 * @param <K> the commands
 * @param <R> what a command answers
 */
public abstract class Executor<
    A extends Aggregate,
    C extends CommandContext<A, ?>,
    K extends Command<K, ? extends TransitionRow, C>,
    R> {

  /** How often an aggregate that changed between a failed lock and our look at it is tried. */
  private static final int LOCK_ATTEMPTS = 4;

  private final ExecutorParts parts;
  private final Class<A> type;

  protected Executor(ExecutorParts parts, Class<A> type) {
    this.parts = parts;
    this.type = type;
  }

  /**
   * What must hold for the lock, besides the state; for a command that takes a place, that one is
   * free. So a full aggregate is refused without making the others wait.
   *
   * @return HQL on the aggregate; null for nothing
   */
  protected String room(K command) {
    return null;
  }

  /** Whether the caller may see the aggregate; what it may not see is NOT_FOUND to it. */
  protected abstract boolean sees(Caller caller, A aggregate);

  /** What the command finds: the part that it names, and what the caller is to both. */
  protected abstract C context(K command, A aggregate, long entryId, EventTime when);

  /**
   * Lets the rules decide.
   *
   * @return what writes the decision to the rows; run under the lock only
   * @throws ProblemException when the rules refuse
   */
  protected abstract Runnable decide(K command, C context);

  /** What the command answers. */
  protected abstract R receipt(C context, LedgerReceipt ledger);

  /**
   * Runs a command.
   *
   * @throws ProblemException NOT_FOUND when the caller may not see the aggregate, else what the
   *     rules say
   */
  public R execute(K command) {
    for (int attempt = 1; attempt <= LOCK_ATTEMPTS; attempt++) {
      boolean locked =
          parts
              .versions()
              .raiseIf(type, command.aggregateId, command.transition.sources(), room(command));
      C context = context(command, locked);
      Runnable accepted = decide(command, context);
      if (locked) {
        Enum<?> from = context.aggregate.currentState();
        accepted.run();
        context.aggregate.changed(context.at, context.now);
        return finish(context, command.transition, from);
      }
      // It has become free, or has come into a fitting state, since the lock failed. The next look
      // must find what is there then, not what this one has read.
      entities().clear();
    }
    throw ProblemType.BUSY.exception().retryAfter(Duration.ofSeconds(1));
  }

  /** Puts an aggregate on record that comes into being; the counterpart for version 1. */
  protected R create(C context, TransitionRow transition) {
    if (!transition.permits(context.roles)) {
      throw Caller.forbidden();
    }
    entities().persist(context.aggregate);
    return finish(context, transition, null);
  }

  private C context(K command, boolean locked) {
    A aggregate = entities().find(type, command.aggregateId);
    if (aggregate == null || !sees(command.caller, aggregate)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    aggregate.requireUsable();
    // Only deadlines still move what is left of it.
    if (aggregate.erasedAt != null && command.caller.role() != Role.SYSTEM) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    EventTime when =
        EventTime.checked(
            command.caller, command.occurredAt(), aggregate.lastOccurredAt, parts.time().now());
    C context = context(command, aggregate, parts.ids().next(), when);
    if (command.ifMatch() != null) {
      // The lock has raised the version that the caller can have seen by one.
      command.ifMatch().require(aggregate.version - (locked ? 1 : 0));
    }
    return context;
  }

  /**
   * The part that a command names.
   *
   * @return null where it names none
   * @throws ProblemException NOT_FOUND where there is none, or another aggregate has it
   */
  protected <P extends Part> P part(Class<P> partType, K command) {
    if (command.partId() == null) {
      return null;
    }
    P part = entities().find(partType, command.partId());
    if (part == null || part.aggregateId() != command.aggregateId) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return part;
  }

  /**
   * Records the command, writes what Hibernate holds and lets go of it: the next command of this
   * transaction must read what its own locking update has left, not what this one knew.
   */
  private R finish(C context, TransitionRow transition, Enum<?> from) {
    parts.watchers().forEach(watcher -> watcher.look(context));
    R answer = receipt(context, record(context, transition, from));
    entities().flush();
    entities().clear();
    return answer;
  }

  private LedgerReceipt record(C context, TransitionRow transition, Enum<?> from) {
    A aggregate = context.aggregate;
    return parts
        .ledger()
        .append(
            new EntryDraft(
                context.entryId,
                transition.entryType(),
                aggregate.aggregateType(),
                Id.text(aggregate.id),
                aggregate.version,
                parts.pseudonyms().actor(context.caller, aggregate.id),
                context.at,
                context.now,
                new Transition(
                    transition.name(),
                    from == null ? null : from.name(),
                    aggregate.currentState().name()),
                context.facts,
                context.postings(),
                commitments(context),
                DivisionCode.publicPath(aggregate.divisionPath),
                context.organisationId()));
  }

  /** Keeps private values and notes in the vault, and what is added in its tables. */
  private List<Commitment> commitments(C context) {
    Subject subject = context.aggregate.subject();
    List<Commitment> commitments =
        new ArrayList<>(parts.vault().store(context.entryId, subject, context.secrets));
    context
        .commitments()
        .forEach(
            (field, value) ->
                commitments.add(parts.vault().commit(context.entryId, subject, field, value)));
    for (CommandContext.Words words : context.notes()) {
      Note note = note(context, words.kind());
      context.keep(note);
      commitments.addAll(
          parts
              .vault()
              .store(context.entryId, subject, Map.of(Note.field(note.id), words.text().value())));
    }
    context.attachments().forEach(entities()::persist);
    return commitments;
  }

  private Note note(C context, Note.Kind kind) {
    Note note = new Note();
    note.id = parts.ids().next();
    note.partId = context.partId();
    note.kind = kind;
    note.author = context.caller.account();
    note.authorRole = context.caller.role();
    note.occurredAt = context.at;
    return note;
  }

  private EntityManager entities() {
    return parts.entities();
  }
}
