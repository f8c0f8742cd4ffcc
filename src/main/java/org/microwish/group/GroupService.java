package org.microwish.group;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.GroupTransition;
import org.microwish.group.lifecycle.LeaveReason;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.lifecycle.review.Review;
import org.microwish.party.Division;
import org.microwish.party.Divisions;
import org.microwish.party.LockedMember;
import org.microwish.party.LockedOrganisation;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The commands on groups and memberships. Each must be called in a transaction, appends one ledger
 * entry, and throws a problem if the command is refused.
 */
@ApplicationScoped
public class GroupService {

  /** Maximum number of levels of nested groups. */
  private static final int MAX_DEPTH = 20;

  private final GroupExecutor executor;
  private final GroupQueries queries;
  private final GroupAccess access;
  private final Moderation moderation;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Members members;
  private final Ids ids;
  private final Time time;
  private final EntityManager entities;

  GroupService(
      GroupExecutor executor,
      GroupQueries queries,
      GroupAccess access,
      Moderation moderation,
      Divisions divisions,
      Organisations organisations,
      Members members,
      Ids ids,
      Time time,
      EntityManager entities) {
    this.executor = executor;
    this.queries = queries;
    this.access = access;
    this.moderation = moderation;
    this.divisions = divisions;
    this.organisations = organisations;
    this.members = members;
    this.ids = ids;
    this.time = time;
    this.entities = entities;
  }

  /**
   * Proposes a group. A member who proposes a group becomes its leader; an operator may name a
   * leader or none.
   */
  public GroupReceipt propose(Caller caller, GroupDraft draft) {
    EventTime.given(caller, draft.occurredAt());
    return propose(caller, draft, false);
  }

  /**
   * Proposes a group.
   *
   * @param sample true if the group belongs to the fictitious sample data
   */
  public GroupReceipt propose(Caller caller, GroupDraft draft, boolean sample) {
    EventTime when = EventTime.checked(caller, draft.occurredAt(), null, time.now());
    Division division = place(caller, draft, null);
    if (caller.is(Role.OPERATOR) && !caller.covers(division.path)) {
      throw ProblemException.invalid("/division", FieldFault.NOT_ALLOWED);
    }
    Group group = new Group();
    group.begin(ids.next(), caller, when);
    group.sample = sample;
    group.state = GroupState.PROPOSED;
    group.submittedAt = when.occurredAt();
    group.divisionPath = division.path;
    group.leaderId = leader(caller, draft);
    Membership own = group.leaderId == null ? null : membership(group.id, group.leaderId);
    GroupContext context =
        new GroupContext(caller, group, own, access.roles(caller, group, null), ids.next(), when);
    context.secrets.putAll(draft.publicWords());
    fill(context, draft, division);
    return executor.propose(context);
  }

  private Long leader(Caller caller, GroupDraft draft) {
    if (!caller.is(Role.OPERATOR)) {
      if (draft.leaderId() != null) {
        throw ProblemException.invalid("/leaderId", FieldFault.NOT_ALLOWED);
      }
      requireFree(caller, caller.requireMember());
      return caller.memberId();
    }
    return draft.leaderId() == null ? null : usable(draft.leaderId().value(), "/leaderId");
  }

  /**
   * Locks the member until the transaction ends. Throws VALIDATION_FAILED for the field {@code
   * pointer} unless the member exists and is active.
   */
  private long usable(long memberId, String pointer) {
    LockedMember member = members.lock(List.of(memberId)).get(memberId);
    require(member != null, pointer, FieldFault.NOT_FOUND);
    require(member.isActive(), pointer, FieldFault.NOT_ALLOWED);
    return memberId;
  }

  private static void require(boolean holds, String pointer, FieldFault fault) {
    if (!holds) {
      throw ProblemException.invalid(pointer, fault);
    }
  }

  private Membership membership(long groupId, long memberId) {
    Membership membership = new Membership();
    membership.id = ids.next();
    membership.groupId = groupId;
    membership.memberId = memberId;
    return membership;
  }

  /**
   * Returns the draft's division. A new host must be active; a new parent must be visible to the
   * caller, not disbanded, and less than MAX_DEPTH levels deep; otherwise throws VALIDATION_FAILED.
   *
   * @param row the group that the draft replaces, or null for a new group; a host or parent that
   *     stays the same is not checked
   */
  private Division place(Caller caller, GroupDraft draft, Group row) {
    if (draft.host() != null && (row == null || !draft.host().equals(row.hostId))) {
      LockedOrganisation host = organisations.lock(List.of(draft.host())).get(draft.host());
      require(host != null, "/hostId", FieldFault.NOT_FOUND);
      require(host.isActive(), "/hostId", FieldFault.NOT_ALLOWED);
    }
    if (draft.parent() != null && (row == null || !draft.parent().equals(row.parentId))) {
      Group parent = entities.find(Group.class, draft.parent());
      require(parent != null && access.sees(caller, parent), "/parentId", FieldFault.NOT_FOUND);
      require(!isDisbanded(parent.id), "/parentId", FieldFault.NOT_ALLOWED);
      require(depth(parent) < MAX_DEPTH, "/parentId", FieldFault.TOO_DEEP);
    }
    return divisions.require(draft.division(), "/division");
  }

  /**
   * Returns the number of groups from {@code group} up to the topmost group, both included; at most
   * {@code MAX_DEPTH + 1}.
   */
  private int depth(Group group) {
    int depth = 0;
    for (Group at = group; at != null && depth <= MAX_DEPTH; depth++) {
      at = at.parentId == null ? null : entities.find(Group.class, at.parentId);
    }
    return depth;
  }

  private static void fill(GroupContext context, GroupDraft draft, Division division) {
    Group group = context.group;
    group.kind = draft.kind();
    group.name = draft.name();
    group.purpose = draft.purpose();
    group.divisionPath = division.path;
    group.hostId = draft.host();
    group.parentId = draft.parent();
    group.fields = Group.joined(draft.fields());
    group.places = draft.places();
  }

  /** Replaces the data of a group, except its leader. */
  public GroupReceipt edit(Caller caller, long id, GroupDraft draft, IfMatch version, Instant at) {
    if (draft.leaderId() != null) {
      throw ProblemException.invalid("/leaderId", FieldFault.NOT_ALLOWED);
    }
    GroupTransition transition =
        caller.is(Role.OPERATOR) ? GroupTransition.AMEND : GroupTransition.EDIT;
    return executor.execute(
        Review.amendment(CommandOnGroup.of(caller, id, transition).at(at), draft.publicWords())
            .ifMatch(version)
            .deciding(group -> group.places(draft.places()).below(isBelow(draft.parent(), id)))
            .writing(
                context -> {
                  Division division = place(caller, draft, context.group);
                  if (caller.is(Role.OPERATOR)) {
                    require(caller.covers(division.path), "/division", FieldFault.NOT_ALLOWED);
                  }
                  if (!context.group.divisionPath.equals(division.path)) {
                    moderation.move(context.group, division.path);
                  }
                  fill(context, draft, division);
                }));
  }

  /**
   * Returns true if {@code id} is the group {@code above} or a group below {@code above}. Locks the
   * groups on the way up until the transaction ends.
   */
  private boolean isBelow(Long id, long above) {
    Long next = id;
    for (int depth = 0; next != null && depth <= MAX_DEPTH; depth++) {
      if (next == above) {
        return true;
      }
      List<Long> parents = queries.lockedParent(next);
      next = parents.isEmpty() ? null : parents.getFirst();
    }
    return false;
  }

  /**
   * Approves a proposed group.
   *
   * @param version the request's If-Match header: the version that the caller has read
   */
  public GroupReceipt approve(Caller caller, long id, IfMatch version, Instant at) {
    return executor.execute(
        Review.publication(CommandOnGroup.of(caller, id, GroupTransition.APPROVE).at(at), Map.of())
            .ifMatch(version)
            .writing(context -> requireTies(context.group)));
  }

  /**
   * Throws STATE_CONFLICT if the group's host organisation is no longer active or its parent group
   * is disbanded. Locks the host and the parent until the transaction ends.
   */
  private void requireTies(Group group) {
    if (group.hostId != null
        && !organisations.lock(List.of(group.hostId)).get(group.hostId).isActive()) {
      throw ProblemType.STATE_CONFLICT.exception().with("hostId", Id.text(group.hostId));
    }
    if (group.parentId != null && isDisbanded(group.parentId)) {
      throw ProblemType.STATE_CONFLICT.exception().with("parentId", Id.text(group.parentId));
    }
  }

  private boolean isDisbanded(long id) {
    return queries.lockedState(id).contains(GroupState.DISBANDED.name());
  }

  /** Suspends an active group. */
  public GroupReceipt suspend(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        Review.decision(CommandOnGroup.of(caller, id, GroupTransition.SUSPEND).at(at), reason));
  }

  /** Resumes a suspended group. */
  public GroupReceipt resume(Caller caller, long id, Instant at) {
    return executor.execute(
        Review.republication(
            Review.decision(CommandOnGroup.of(caller, id, GroupTransition.RESUME).at(at), null)));
  }

  /** Disbands a group and ends all its memberships in the same ledger entry. */
  public GroupReceipt disband(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        Review.decision(CommandOnGroup.of(caller, id, GroupTransition.DISBAND).at(at), reason)
            .writing(
                context -> {
                  context.facts.put(
                      "ended",
                      queries.endAll(id, MembershipState.LIVE, MembershipState.LEFT, context.at));
                  context.group.members = 0;
                  context.group.endedAt = context.at;
                }));
  }

  /** Makes a person who belongs to the group its leader. */
  public GroupReceipt handOver(Caller caller, long membershipId, Instant at) {
    return executor.execute(
        onMembership(caller, membershipId, GroupTransition.HAND_OVER)
            .at(at)
            .writing(
                context -> {
                  requireFree(caller, context.membership.memberId);
                  context.group.leaderId = context.membership.memberId;
                }));
  }

  /** Records that the caller applies for membership in a group. */
  public GroupReceipt join(Caller caller, long id, Instant at) {
    long memberId = caller.requireMember();
    requireFree(caller, memberId);
    return executor.execute(becoming(caller, id, memberId, GroupTransition.JOIN).at(at));
  }

  /**
   * Records that a member belongs to the group.
   *
   * @param joinedAt since when the member has belonged to the group; null for the command's time
   */
  public GroupReceipt record(Caller caller, long id, long memberId, Instant joinedAt, Instant at) {
    usable(memberId, "/memberId");
    return executor.execute(
        becoming(caller, id, memberId, GroupTransition.RECORD)
            .at(at)
            .writing(context -> context.membership.joinedAt = since(joinedAt, context.at)));
  }

  private static Instant since(Instant joinedAt, Instant at) {
    if (joinedAt == null) {
      return null;
    }
    require(!joinedAt.isBefore(EventTime.EARLIEST), "/joinedAt", FieldFault.OUT_OF_RANGE);
    require(!joinedAt.isAfter(at), "/joinedAt", FieldFault.IN_FUTURE);
    return joinedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns a command that creates a membership. */
  private CommandOnGroup becoming(
      Caller caller, long id, long memberId, GroupTransition transition) {
    return CommandOnGroup.of(caller, id, transition)
        .deciding(group -> group.holding(queries.countLive(id, memberId) > 0))
        .writing(context -> context.membership = membership(id, memberId));
  }

  /**
   * Locks the member until the transaction ends. Throws FORBIDDEN if the member is unknown, has
   * left or is under a legal hold; in the last case UNDER_LEGAL_HOLD, if the caller may know of the
   * hold.
   */
  private void requireFree(Caller caller, long memberId) {
    LockedMember member = members.lock(List.of(memberId)).get(memberId);
    if (member == null || !member.isActive()) {
      // Only the member and operators may know of a hold.
      boolean mayKnow =
          caller.is(Role.OPERATOR) || Long.valueOf(memberId).equals(caller.memberId());
      throw member != null && member.held() && mayKnow
          ? ProblemType.UNDER_LEGAL_HOLD.exception()
          : Caller.forbidden();
    }
  }

  /** Admits an applicant. */
  public GroupReceipt admit(Caller caller, long membershipId, Instant at) {
    return executor.execute(
        onMembership(caller, membershipId, GroupTransition.ADMIT)
            .at(at)
            .writing(context -> requireFree(caller, context.membership.memberId)));
  }

  /** Declines an applicant. */
  public GroupReceipt decline(Caller caller, long membershipId, LeaveReason reason, Instant at) {
    return executor.execute(
        onMembership(caller, membershipId, GroupTransition.DECLINE)
            .at(at)
            .writing(context -> context.reason = reason));
  }

  /** Ends the caller's own membership. */
  public GroupReceipt leave(Caller caller, long membershipId, Instant at) {
    return executor.execute(onMembership(caller, membershipId, GroupTransition.LEAVE).at(at));
  }

  /** Removes a member from the group. */
  public GroupReceipt remove(Caller caller, long membershipId, LeaveReason reason, Instant at) {
    return executor.execute(
        onMembership(caller, membershipId, GroupTransition.REMOVE)
            .at(at)
            .writing(context -> context.reason = reason));
  }

  private CommandOnGroup onMembership(
      Caller caller, long membershipId, GroupTransition transition) {
    long groupId =
        queries.groupOf(membershipId).stream()
            .findFirst()
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    return CommandOnGroup.of(caller, groupId, transition).naming(membershipId);
  }
}
