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
 * Runs commands on aggregates. All commands run here except new claims, which are written in
 * batches. A command locks the row of the aggregate by a conditional update, reads the row under
 * this lock, lets the rules decide, and then writes rows, vault values and exactly one ledger
 * entry. All this happens in the caller's transaction; a refusal is an exception, so that the
 * transaction rolls back.
 *
 * @param <A> the type of the aggregate
 * @param <C> the context in which a command runs
 * @param <K> the type of the commands
 * @param <R> the result of a command
 */
public abstract class Executor<
    A extends Aggregate,
    C extends CommandContext<A, ?>,
    K extends Command<K, ? extends TransitionRow, C>,
    R> {

  /**
   * Maximum number of attempts to lock a row. A further attempt is needed if the lock failed, but
   * by the following read the aggregate has changed so that the rules accept the command.
   */
  private static final int LOCK_ATTEMPTS = 4;

  private final ExecutorParts parts;
  private final Class<A> type;

  protected Executor(ExecutorParts parts, Class<A> type) {
    this.parts = parts;
    this.type = type;
  }

  /**
   * Returns a condition for the locking update, in addition to the permitted states. For a command
   * that takes one of a limited number of places, the condition is that a place is free; then the
   * update does not change a full aggregate.
   *
   * @return HQL on the aggregate; null for no condition
   */
  protected String room(K command) {
    return null;
  }

  /** Returns true if the caller may see the aggregate. If not, the command fails with NOT_FOUND. */
  protected abstract boolean sees(Caller caller, A aggregate);

  /**
   * Returns true if the command may reveal to the caller that the aggregate exists. If not, the
   * command fails with NOT_FOUND.
   */
  protected boolean sees(K command, A aggregate) {
    return sees(command.caller, aggregate);
  }

  /**
   * Creates the context of a command, with the part on which the command works and the caller's
   * roles towards the aggregate and the part.
   */
  protected abstract C context(K command, A aggregate, long entryId, EventTime when);

  /**
   * Lets the rules decide whether the command is accepted.
   *
   * @return an action that writes the decision to the rows; run only if the row is locked
   * @throws ProblemException if the rules refuse the command
   */
  protected abstract Runnable decide(K command, C context);

  /** Creates the result of the command. */
  protected abstract R receipt(C context, LedgerReceipt ledger);

  /**
   * Runs a command on an existing aggregate.
   *
   * @throws ProblemException NOT_FOUND if the aggregate does not exist or the caller may not see
   *     it, UNDER_LEGAL_HOLD, PERSONAL_DATA_ERASED, PRECONDITION_FAILED, BUSY after {@value
   *     #LOCK_ATTEMPTS} failed attempts, or the refusals of the rules
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
      // After the lock failed, a place became free or the state changed to a permitted one. Clear
      // the session so that the next attempt reads the current rows.
      entities().clear();
    }
    throw ProblemType.BUSY.exception().retryAfter(Duration.ofSeconds(1));
  }

  /**
   * Stores a new aggregate at version 1 and writes its first ledger entry. Existing aggregates are
   * changed by {@link #execute}.
   *
   * @throws ProblemException FORBIDDEN if the caller has none of the required roles
   */
  protected R create(C context, TransitionRow transition) {
    if (!transition.permits(context.roles)) {
      throw Caller.forbidden();
    }
    entities().persist(context.aggregate);
    return finish(context, transition, null);
  }

  private C context(K command, boolean locked) {
    A aggregate = entities().find(type, command.aggregateId);
    if (aggregate == null || !sees(command, aggregate)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    aggregate.requireUsable();
    // After an erasure only the service's own commands, such as those of deadlines, may change the
    // aggregate.
    if (aggregate.erasedAt != null && command.caller.role() != Role.SYSTEM) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    EventTime when =
        EventTime.checked(
            command.caller, command.occurredAt(), aggregate.lastOccurredAt, parts.time().now());
    C context = context(command, aggregate, parts.ids().next(), when);
    if (command.ifMatch() != null) {
      // The lock has already raised the version by one.
      command.ifMatch().require(aggregate.version - (locked ? 1 : 0));
    }
    return context;
  }

  /**
   * Reads the part on which a command works.
   *
   * @return null if the command works on the whole aggregate
   * @throws ProblemException NOT_FOUND if the part does not exist or belongs to another aggregate
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
   * Writes the ledger entry of a command, then flushes and clears the session, so that the next
   * command in this transaction reads the row again after its own locking update.
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
                transition.shownAs().entryType(),
                aggregate.aggregateType(),
                Id.text(aggregate.id),
                aggregate.version,
                parts.pseudonyms().actor(context.caller, aggregate.id),
                context.at,
                context.now,
                new Transition(
                    transition.shownAs().name(),
                    from == null ? null : from.name(),
                    aggregate.currentState().name()),
                context.facts,
                context.postings(),
                commitments(context),
                DivisionCode.publicPath(aggregate.divisionPath),
                context.organisationId()));
  }

  /**
   * Stores private values and notes in the vault and inserts the attachments. Returns the
   * commitments for the leaf.
   */
  private List<Commitment> commitments(C context) {
    Subject subject = context.aggregate.subject();
    List<Commitment> commitments =
        new ArrayList<>(parts.vault().store(context.entryId, subject, context.secrets));
    parts.vault().keep(subject, context.kept());
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
