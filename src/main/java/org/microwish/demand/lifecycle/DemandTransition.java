package org.microwish.demand.lifecycle;

import static org.microwish.demand.lifecycle.DemandState.ACCEPTED;
import static org.microwish.demand.lifecycle.DemandState.ANSWERED;
import static org.microwish.demand.lifecycle.DemandState.CLOSED;
import static org.microwish.demand.lifecycle.DemandState.CONVERTED;
import static org.microwish.demand.lifecycle.DemandState.DISPATCHED;
import static org.microwish.demand.lifecycle.DemandState.HANDLING;
import static org.microwish.demand.lifecycle.DemandState.MERGED;
import static org.microwish.demand.lifecycle.DemandState.REJECTED;
import static org.microwish.demand.lifecycle.DemandState.RETURNED;
import static org.microwish.demand.lifecycle.DemandState.SUBMITTED;
import static org.microwish.demand.lifecycle.DemandState.WITHDRAWN;
import static org.microwish.lifecycle.table.Row.set;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.lifecycle.table.Row;
import org.microwish.lifecycle.table.TransitionTable;

/** The transition table of demands and the support for them. */
@SuppressWarnings("ImmutableEnumChecker") // The row's sets are unmodifiable.
public enum DemandTransition
    implements Row.Of<DemandState, DemandRole, SupportState, DemandRefusal, DemandFact> {
  /** A resident, an enterprise, an attendant of a hall, staff or a partner submits a demand. */
  SUBMIT(
      EntryType.DEMAND_SUBMITTED,
      set(),
      set(SUBMITTED),
      set(DemandRole.ASKER, DemandRole.RECORDER, DemandRole.OPERATOR),
      set(),
      set(),
      set(DemandFact.VALUES)),
  /** The asker or recorder replaces the texts of a demand that is not accepted yet. */
  REVISE(
      EntryType.DEMAND_REVISED,
      set(SUBMITTED, RETURNED),
      set(SUBMITTED),
      set(DemandRole.ASKER, DemandRole.AUTHOR),
      set(),
      set(),
      set(DemandFact.VALUES)),
  /** An operator accepts the demand; the time to answer begins. */
  ACCEPT(
      EntryType.DEMAND_ACCEPTED,
      set(SUBMITTED),
      set(ACCEPTED),
      set(DemandRole.OPERATOR),
      set(),
      set(DemandRefusal.DUE_IN_PAST),
      set()),
  /** An operator returns the demand to its asker. */
  RETURN(
      EntryType.DEMAND_RETURNED,
      set(SUBMITTED),
      set(RETURNED),
      set(DemandRole.OPERATOR),
      set(),
      set(),
      set(DemandFact.REASON)),
  /** An operator rejects the demand. */
  REJECT(
      EntryType.DEMAND_REJECTED,
      set(SUBMITTED, ACCEPTED),
      set(REJECTED),
      set(DemandRole.OPERATOR),
      set(),
      set(),
      set(DemandFact.REASON)),
  /** The asker or recorder withdraws the demand. */
  WITHDRAW(
      EntryType.DEMAND_WITHDRAWN,
      set(SUBMITTED, RETURNED, ACCEPTED, DISPATCHED, HANDLING),
      set(WITHDRAWN),
      set(DemandRole.ASKER, DemandRole.AUTHOR),
      set(),
      set(),
      set()),
  /** An operator dispatches the demand to a level, a hall or a department. */
  DISPATCH(
      EntryType.DEMAND_DISPATCHED,
      set(ACCEPTED, DISPATCHED, HANDLING),
      set(DISPATCHED),
      set(DemandRole.OPERATOR),
      set(),
      set(DemandRefusal.NO_SUCH_LEVEL, DemandRefusal.DUE_IN_PAST),
      set(DemandFact.VALUES)),
  /** Somebody of the level or hall becomes the demand's only handler. */
  TAKE(
      EntryType.DEMAND_TAKEN,
      set(DISPATCHED),
      set(HANDLING),
      set(DemandRole.OFFICE),
      set(),
      set(DemandRefusal.OWN_DEMAND, DemandRefusal.ROUTE_CHANGED),
      set()),
  /** The handler, or the level before a handler has taken the demand, hands it back. */
  HAND_BACK(
      EntryType.DEMAND_HANDED_BACK,
      set(DISPATCHED, HANDLING),
      set(ACCEPTED),
      set(DemandRole.OFFICE, DemandRole.HANDLER),
      set(),
      set(DemandRefusal.OTHER_HANDLER),
      set(DemandFact.REASON)),
  /** The due date has passed: the demand goes to the level above. */
  ESCALATE(
      EntryType.DEMAND_ESCALATED,
      set(DISPATCHED, HANDLING),
      set(DISPATCHED),
      set(DemandRole.SWEEPER),
      set(),
      set(DemandRefusal.NOT_DUE, DemandRefusal.TOP_LEVEL),
      set(DemandFact.VALUES)),
  /** The handler answers the demand, and all demands that were merged into it. */
  ANSWER(
      EntryType.DEMAND_ANSWERED,
      set(HANDLING),
      set(ANSWERED),
      set(DemandRole.HANDLER),
      set(),
      set(DemandRefusal.ADOPTION_MISMATCH, DemandRefusal.OUTCOME_MISMATCH),
      set(DemandFact.VALUES)),
  /** The asker evaluates the answer, which closes the demand. */
  EVALUATE(
      EntryType.DEMAND_EVALUATED,
      set(ANSWERED),
      set(CLOSED),
      set(DemandRole.ASKER),
      set(),
      set(),
      set(DemandFact.VALUES)),
  /** The asker is not satisfied: the handler works on the demand again. Possible once. */
  OBJECT(
      EntryType.DEMAND_OBJECTED,
      set(ANSWERED),
      set(HANDLING),
      set(DemandRole.ASKER),
      set(),
      set(DemandRefusal.ALREADY_OBJECTED),
      set(DemandFact.REASON)),
  /** An operator has an answered demand handled again. */
  REOPEN(
      EntryType.DEMAND_REOPENED,
      set(ANSWERED, CLOSED),
      set(HANDLING),
      set(DemandRole.OPERATOR),
      set(),
      set(),
      set(DemandFact.REASON)),
  /** An operator, or the end of the time to evaluate, closes an answered demand. */
  CLOSE(
      EntryType.DEMAND_CLOSED,
      set(ANSWERED),
      set(CLOSED),
      set(DemandRole.OPERATOR, DemandRole.SWEEPER),
      set(),
      set(),
      set()),
  /** An operator publishes the demand with public texts, or replaces these. */
  PUBLISH(
      EntryType.DEMAND_PUBLISHED,
      set(ACCEPTED, DISPATCHED, HANDLING, ANSWERED, CLOSED),
      set(),
      set(DemandRole.OPERATOR),
      set(),
      set(DemandRefusal.NEVER_PUBLIC, DemandRefusal.MODERATION_OPEN),
      set(DemandFact.VALUES)),
  /** An operator takes the public texts back. */
  UNPUBLISH(
      EntryType.DEMAND_UNPUBLISHED,
      set(ACCEPTED, DISPATCHED, HANDLING, ANSWERED, CLOSED, CONVERTED, MERGED, WITHDRAWN),
      set(),
      set(DemandRole.OPERATOR),
      set(),
      set(DemandRefusal.NOT_PUBLIC),
      set(DemandFact.REASON)),
  /** A resident or member supports a public demand. */
  SUPPORT(
      EntryType.DEMAND_SUPPORTED,
      set(ACCEPTED, DISPATCHED, HANDLING, ANSWERED),
      set(),
      set(DemandRole.CANDIDATE),
      set(),
      set(DemandRefusal.NOT_PUBLIC, DemandRefusal.SUPPORTS),
      set()),
  /** A person takes the support back. */
  TAKE_BACK(
      EntryType.SUPPORT_TAKEN_BACK,
      set(ACCEPTED, DISPATCHED, HANDLING, ANSWERED, CLOSED, MERGED, CONVERTED),
      set(),
      set(DemandRole.SUPPORTER),
      set(SupportState.GIVEN),
      set(),
      set()),
  /** An operator merges the demand into another, whose answer is then also this one's. */
  MERGE(
      EntryType.DEMAND_MERGED,
      set(SUBMITTED, ACCEPTED, DISPATCHED, HANDLING),
      set(MERGED),
      set(DemandRole.OPERATOR),
      set(),
      set(DemandRefusal.INTO_ITSELF, DemandRefusal.CIRCLE, DemandRefusal.TARGET_ENDED),
      set(DemandFact.VALUES)),
  /** An operator makes a wish or micro-project of the demand. */
  CONVERT(
      EntryType.DEMAND_CONVERTED,
      set(ACCEPTED, DISPATCHED, HANDLING),
      set(CONVERTED),
      set(DemandRole.OPERATOR),
      set(),
      set(),
      set(DemandFact.VALUES)),
  /** The demand moves to the successor of its community, which was merged into another. */
  MOVE(
      EntryType.DEMAND_MOVED,
      set(SUBMITTED, RETURNED, ACCEPTED, DISPATCHED, HANDLING, ANSWERED),
      set(),
      set(DemandRole.SWEEPER),
      set(),
      set(),
      set(DemandFact.VALUES));

  /** The transition table with a row for each constant. */
  public static final TransitionTable TABLE =
      TransitionTable.of(AggregateType.DEMAND, DemandState.class, DemandTransition.class);

  private final Row<DemandState, DemandRole, SupportState, DemandRefusal, DemandFact> row;

  DemandTransition(
      EntryType entryType,
      Set<DemandState> sources,
      Set<DemandState> targets,
      Set<DemandRole> roles,
      Set<SupportState> parts,
      Set<DemandRefusal> refusals,
      Set<DemandFact> facts) {
    Set<DemandRefusal> all = EnumSet.of(DemandRefusal.NOT_PERMITTED, DemandRefusal.WRONG_STATE);
    all.addAll(refusals);
    if (!parts.isEmpty()) {
      all.add(DemandRefusal.WRONG_SUPPORT_STATE);
    }
    this.row =
        new Row<>(
            entryType, sources, targets, roles, parts, Collections.unmodifiableSet(all), facts);
  }

  @Override
  public Row<DemandState, DemandRole, SupportState, DemandRefusal, DemandFact> row() {
    return row;
  }
}
