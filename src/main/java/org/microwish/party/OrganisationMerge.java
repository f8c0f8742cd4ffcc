package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.microwish.caller.Caller;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.party.MergeReceipt.What;
import org.microwish.platform.Id;
import org.microwish.platform.idempotency.Batches;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Merges an organisation into another in steps. Each step moves one thing in a transaction of its
 * own with one ledger entry, and the last step ends the organisation. A merge that was interrupted
 * is continued by a repeated request, because {@link #next} finds only what has not moved yet.
 */
@ApplicationScoped
public class OrganisationMerge {

  private final OrganisationQueries queries;
  private final CheckInQueries checkInQueries;
  private final Organisations organisations;
  private final MemberCommands members;
  private final CheckIns checkIns;
  private final Instance<LiveUses> liveUses;
  private final Instance<MergedWork> work;

  OrganisationMerge(
      OrganisationQueries queries,
      CheckInQueries checkInQueries,
      Organisations organisations,
      MemberCommands members,
      CheckIns checkIns,
      Instance<LiveUses> liveUses,
      Instance<MergedWork> work) {
    this.queries = queries;
    this.checkInQueries = checkInQueries;
    this.organisations = organisations;
    this.members = members;
    this.checkIns = checkIns;
    this.liveUses = liveUses;
    this.work = work;
  }

  /**
   * Returns the next steps of a merge, at most {@code limit}, as {@code <what>:<id>}. The last step
   * of a merge is {@code CLOSE}; it is missing if the other steps reach the limit.
   *
   * @throws ProblemException FORBIDDEN unless the caller is an operator of both divisions;
   *     ALREADY_ENDED if the organisation {@code id} has ended; VALIDATION_FAILED if the
   *     organisation {@code into} does not exist, has ended, or is the same as {@code id} or below
   *     it; STILL_IN_USE while the organisation {@code id} hosts groups, proposed groups aside
   */
  List<String> next(Caller caller, long id, long into, int limit) {
    Organisation from = organisations.read(id);
    Access.requireOperator(caller, from.divisionPath);
    Organisation target =
        organisations
            .find(into)
            .orElseThrow(() -> ProblemException.invalid("/into", FieldFault.NOT_FOUND));
    Access.requireOperator(caller, target.divisionPath);
    if (from.state != OrganisationState.ACTIVE) {
      throw ProblemType.ALREADY_ENDED.exception();
    }
    if (target.state != OrganisationState.ACTIVE || organisations.isBelow(into, id)) {
      throw ProblemException.invalid("/into", FieldFault.NOT_ALLOWED);
    }
    Map<String, Long> uses =
        new TreeMap<>(Organisations.liveUses(liveUses, PartyType.ORGANISATION, id));
    uses.remove(LiveUses.CLAIMS);
    Organisations.refuseUsed(uses);
    List<String> steps = new ArrayList<>();
    add(steps, What.MEMBER, queries.members(id, MemberState.ACTIVE, limit), limit);
    work.forEach(each -> add(steps, What.CLAIM, each.left(id, limit), limit));
    Set<String> there = Set.copyOf(checkIns.communitiesOf(PartyType.ORGANISATION, into));
    for (CheckIn row : checkInQueries.of(PartyType.ORGANISATION, id)) {
      if (row.liveKey != null) {
        if (!there.contains(row.divisionPath)) {
          add(steps, What.CHECK_IN, List.of(row.id), limit);
        }
        add(steps, What.CHECK_OUT, List.of(row.id), limit);
      }
    }
    add(steps, What.BELOW, queries.below(id, OrganisationState.ACTIVE, limit), limit);
    add(steps, What.CLOSE, List.of(id), limit);
    return steps;
  }

  private static void add(List<String> steps, What what, List<Long> ids, int limit) {
    ids.stream()
        .limit(limit - steps.size())
        .forEach(id -> steps.add(what + ":" + Id.text(id.longValue())));
  }

  /** Runs one step in the caller's transaction. */
  MergeReceipt run(Caller caller, long from, long into, String step, Instant at) {
    String[] parts = step.split(":", 2);
    What what = What.valueOf(parts[0]);
    long id = Id.fromString(parts[1]).value();
    return switch (what) {
      case MEMBER -> of(what, members.follow(caller, id, from, into, at));
      case CLAIM -> new MergeReceipt(what, new Id(id), move(caller, id, into, at));
      case CHECK_IN -> of(what, checkIns.follow(caller, id, into, at));
      case CHECK_OUT -> of(what, checkIns.end(caller, id, at));
      case BELOW -> of(what, organisations.follow(caller, id, from, into, at));
      case CLOSE -> of(what, close(caller, from, into, at));
    };
  }

  /**
   * Dissolves the organisation after all other steps. Throws STILL_IN_USE if live claims are left,
   * such as those that were refused to move.
   */
  private RecordedVersion close(Caller caller, long from, long into, Instant at) {
    organisations.lock(List.of(from, into));
    long left = work.stream().mapToLong(each -> each.left(from, Batches.MOST).size()).sum();
    Organisations.refuseUsed(Map.of(LiveUses.CLAIMS, left));
    return organisations.merge(caller, from, into, at);
  }

  private LedgerReceipt move(Caller caller, long id, long into, Instant at) {
    // MergedWork has one implementation, so a step contains only the id of the work.
    return work.get().move(caller, id, into, at);
  }

  private static MergeReceipt of(What what, RecordedVersion recorded) {
    return new MergeReceipt(what, new Id(recorded.id()), recorded.ledger());
  }
}
