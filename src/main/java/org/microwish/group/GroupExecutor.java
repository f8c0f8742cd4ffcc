package org.microwish.group;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.group.lifecycle.GroupRefusal;
import org.microwish.group.lifecycle.GroupRules;
import org.microwish.group.lifecycle.GroupSnapshot;
import org.microwish.group.lifecycle.GroupTransition;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.lifecycle.command.Executor;
import org.microwish.lifecycle.command.ExecutorParts;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** Runs commands on groups and their memberships. */
// Not @ApplicationScoped: CDI would create a client proxy, which needs a superclass with a
// no-argument constructor.
@Singleton
class GroupExecutor extends Executor<Group, GroupContext, CommandOnGroup, GroupReceipt> {

  private final GroupAccess access;
  private final Moderation moderation;
  private final Pseudonyms pseudonyms;
  private final EntityManager entities;

  GroupExecutor(
      ExecutorParts parts,
      GroupAccess access,
      Moderation moderation,
      Pseudonyms pseudonyms,
      EntityManager entities) {
    super(parts, Group.class);
    this.access = access;
    this.moderation = moderation;
    this.pseudonyms = pseudonyms;
    this.entities = entities;
  }

  /** Stores a proposed group and, if the group has a leader, the leader's membership. */
  GroupReceipt propose(GroupContext context) {
    if (context.membership != null) {
      move(context, MembershipState.IN);
      entities.persist(context.membership);
    }
    context.facts.put("group", facts(context.group));
    return create(context, GroupTransition.PROPOSE);
  }

  @Override
  protected String room(CommandOnGroup command) {
    return command.transition.takesPlace() ? "places is null or members < places" : null;
  }

  @Override
  protected boolean sees(Caller caller, Group group) {
    return access.sees(caller, group);
  }

  @Override
  protected GroupContext context(
      CommandOnGroup command, Group group, long entryId, EventTime when) {
    Membership membership = part(Membership.class, command);
    return new GroupContext(
        command.caller,
        group,
        membership,
        access.roles(command.caller, group, membership),
        entryId,
        when);
  }

  @Override
  protected Runnable decide(CommandOnGroup command, GroupContext context) {
    Group group = context.group;
    Membership membership = context.membership;
    GroupSnapshot snapshot =
        new GroupSnapshot(
            group.state,
            context.roles,
            membership == null ? null : membership.state,
            group.places,
            group.members,
            group.leaderId != null && group.leaderId.equals(command.caller.memberId()),
            command.transition.refusals().contains(GroupRefusal.MODERATION_OPEN)
                && moderation.isOpen(group),
            false,
            false,
            membership != null && Long.valueOf(membership.memberId).equals(group.leaderId));
    GroupRules.refusal(command.transition, command.decidedOn(snapshot))
        .ifPresent(
            refusal -> {
              throw problem(refusal, context);
            });
    return () -> write(command, context);
  }

  private static ProblemException problem(GroupRefusal refusal, GroupContext context) {
    return switch (refusal) {
      case NOT_PERMITTED -> ProblemType.FORBIDDEN.exception();
      case WRONG_STATE -> ProblemType.STATE_CONFLICT.exception().with("state", context.group.state);
      case WRONG_MEMBERSHIP_STATE ->
          ProblemType.STATE_CONFLICT.exception().with("state", context.membership.state);
      case OWN_PROPOSAL -> ProblemType.FORBIDDEN.exception();
      case MODERATION_OPEN -> ProblemType.MODERATION_OPEN.exception();
      case OWN_PARENT -> ProblemException.invalid("/parentId", FieldFault.NOT_ALLOWED);
      case PLACES_TAKEN -> ProblemException.invalid("/places", FieldFault.OUT_OF_RANGE);
      case HOLDS_MEMBERSHIP -> ProblemType.ALREADY_JOINED.exception();
      case FULL -> ProblemType.NO_PLACE_LEFT.exception();
      case LEADS -> ProblemType.STILL_LEADS.exception();
    };
  }

  private void write(CommandOnGroup command, GroupContext context) {
    Group group = context.group;
    group.state = GroupRules.after(command.transition, group.state);
    command.write(context);
    MembershipState next = GroupRules.membershipAfter(command.transition);
    if (next == null) {
      context.facts.put("group", facts(group));
    } else {
      move(context, next);
      entities.persist(context.membership);
    }
  }

  /**
   * Changes the membership's state, updates the group's number of members, adds the membership to
   * the leaf's facts, and stores the reason, to which the leaf only commits.
   */
  private void move(GroupContext context, MembershipState next) {
    Membership membership = context.membership;
    boolean was = membership.state == MembershipState.IN;
    membership.become(next, context.at);
    boolean is = next == MembershipState.IN;
    context.group.members += (is ? 1 : 0) - (was ? 1 : 0);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", Id.text(membership.id));
    facts.put("member", pseudonyms.ofMember(membership.memberId));
    facts.put("state", next.name());
    if (is && !was && membership.joinedAt.isBefore(context.at)) {
      facts.put("joinedAt", membership.joinedAt.toString());
    }
    context.facts.put("membership", facts);
    if (context.reason != null) {
      membership.endReason = context.reason;
      // The leaf has only a commitment: a readable reason would stay linked to the person's
      // pseudonym for ever.
      context.commitTo("membership.reason", context.reason.name());
    }
  }

  /**
   * Returns the leaf's fact {@code group}, the only data of a group that statistics and the
   * verifier see.
   */
  private Map<String, Object> facts(Group group) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", group.kind.name());
    facts.put("community", DivisionCode.publicPath(group.divisionPath));
    put(facts, "host", group.hostId == null ? null : Id.text(group.hostId));
    put(facts, "parent", group.parentId == null ? null : Id.text(group.parentId));
    put(facts, "places", group.places);
    if (group.sample) {
      facts.put("sample", true);
    }
    return facts;
  }

  private static void put(Map<String, Object> map, String key, Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  @Override
  protected GroupReceipt receipt(GroupContext context, LedgerReceipt ledger) {
    return GroupReceipt.of(context, ledger);
  }
}
