package org.microwish.verify;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.microwish.demand.lifecycle.DemandKind;
import org.microwish.demand.lifecycle.DemandLevel;
import org.microwish.demand.lifecycle.DemandRefusal;
import org.microwish.demand.lifecycle.DemandRole;
import org.microwish.demand.lifecycle.DemandRules;
import org.microwish.demand.lifecycle.DemandSnapshot;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.demand.lifecycle.DemandTransition;
import org.microwish.demand.lifecycle.SupportState;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.Leaf;

/**
 * Checks each command on a demand with {@link DemandRules}, the rules that the service applies, and
 * that only the handler answers. Leaves show neither who belongs to an office or leads an
 * enterprise nor whether a finding of moderation is open, so the check assumes what the command
 * needs.
 */
final class DemandAudit {

  private static final class Demand {
    private final Map<String, SupportState> supports = new HashMap<>();
    private DemandKind kind;
    private DemandLevel level;
    private boolean isPublic;
    private boolean objected;
    private Instant due;
    private long route;

    /** The pseudonym of who submitted the demand. */
    private String author;

    /** The pseudonym of the handler, or null. */
    private String handler;

    /** The demand into which this one was merged, or null. */
    private String into;
  }

  private final Map<String, Demand> demands = new HashMap<>();

  /**
   * Checks the next leaf of a demand. The caller has already checked the states.
   *
   * @return the finding; null if there is none
   */
  Finding check(long index, Leaf leaf) {
    Demand demand = demands.computeIfAbsent(leaf.aggregateId(), id -> new Demand());
    try {
      return check(index, leaf, demand);
    } catch (ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | DateTimeException malformed) {
      return Rule.ILL_FORMED.at(index, "a fact is missing or has another form: " + malformed);
    }
  }

  private Finding check(long index, Leaf leaf, Demand demand) {
    DemandTransition command = DemandTransition.valueOf(leaf.transition().command());
    Map<String, Object> facts = leaf.facts();
    Map<String, Object> said = Facts.nullable(facts, "demand");
    Map<String, Object> support = Facts.nullable(facts, "support");
    SupportState after = DemandRules.supportAfter(command);
    if ((after == null) != (support == null) || (after == null) != (said != null)) {
      return refused(index, command, "support");
    }
    if (command == DemandTransition.SUBMIT) {
      demand.author = leaf.actor().pseudonym();
      demand.kind = DemandKind.valueOf(Facts.required(said, "kind"));
    }
    String id = support == null ? null : Facts.required(support, "id");
    if (id != null && command.parts().isEmpty() && demand.supports.containsKey(id)) {
      return refused(index, command, DemandRefusal.SUPPORTS);
    }
    DemandSnapshot snapshot =
        new DemandSnapshot(
            command == DemandTransition.SUBMIT
                ? null
                : DemandState.valueOf(leaf.transition().from()),
            demand.kind,
            roles(leaf.actor(), demand),
            id == null ? null : demand.supports.get(id),
            false,
            demand.isPublic,
            false,
            demand.objected,
            demand.due != null && !demand.due.isAfter(leaf.occurredAt()),
            demand.level == DemandLevel.STREET || demand.level == DemandLevel.DEPARTMENT,
            request(leaf, command, said));
    DemandRefusal refusal =
        DemandRules.refusal(command, snapshot)
            .filter(
                found -> command != DemandTransition.SUBMIT || found != DemandRefusal.WRONG_STATE)
            .orElse(null);
    if (refusal != null) {
      return refused(index, command, refusal);
    }
    if (support != null) {
      if (!after.name().equals(support.get("state"))) {
        return refused(index, command, "state " + support.get("state"));
      }
      demand.supports.put(id, after);
      return null;
    }
    return take(index, leaf, demand, command, said);
  }

  private DemandSnapshot.Request request(
      Leaf leaf, DemandTransition command, Map<String, Object> said) {
    return switch (command) {
      case ACCEPT, DISPATCH ->
          DemandSnapshot.Request.due(
              true, Instant.parse(Facts.required(said, "due")).isAfter(leaf.occurredAt()));
      case ANSWER ->
          DemandSnapshot.Request.answer(
              (Boolean) leaf.facts().get("adopted"),
              leaf.commitments().stream().anyMatch(one -> one.field().equals("outcome")));
      case MERGE ->
          DemandSnapshot.Request.into(
              target(
                  leaf.aggregateId(),
                  Facts.required(Facts.object(leaf.facts(), "merged"), "into")));
      default -> DemandSnapshot.Request.PLAIN;
    };
  }

  private DemandSnapshot.Target target(String id, String into) {
    if (id.equals(into)) {
      return DemandSnapshot.Target.ITSELF;
    }
    String at = into;
    for (int depth = 0; at != null && depth <= demands.size(); depth++) {
      if (at.equals(id)) {
        return DemandSnapshot.Target.CIRCLE;
      }
      Demand demand = demands.get(at);
      at = demand == null ? null : demand.into;
    }
    return DemandSnapshot.Target.OPEN;
  }

  private static Finding take(
      long index, Leaf leaf, Demand demand, DemandTransition command, Map<String, Object> said) {
    boolean routed = command == DemandTransition.DISPATCH || command == DemandTransition.ESCALATE;
    long route = ((Number) said.get("route")).longValue();
    String level = (String) said.get("level");
    DemandLevel next = level == null ? null : DemandLevel.valueOf(level);
    if (route != demand.route + (routed ? 1 : 0)) {
      return refused(index, command, "route " + route);
    }
    if (command == DemandTransition.ESCALATE
        ? !isAbove(next, demand.level)
        : !routed && next != demand.level) {
      return refused(index, command, "level " + level);
    }
    if (demand.kind != DemandKind.valueOf(Facts.required(said, "kind"))) {
      return refused(index, command, "kind");
    }
    boolean shown = Boolean.TRUE.equals(said.get("public"));
    boolean publishes =
        command == DemandTransition.PUBLISH || command == DemandTransition.UNPUBLISH;
    if (publishes ? shown != (command == DemandTransition.PUBLISH) : shown != demand.isPublic) {
      return refused(index, command, "public " + shown);
    }
    demand.route = route;
    demand.level = next;
    demand.isPublic = shown;
    demand.due = said.get("due") == null ? null : Instant.parse(Facts.required(said, "due"));
    switch (command) {
      case TAKE -> demand.handler = leaf.actor().pseudonym();
      case DISPATCH, ESCALATE, HAND_BACK, WITHDRAW, CONVERT -> demand.handler = null;
      case MERGE -> {
        demand.handler = null;
        demand.into = Facts.required(Facts.object(leaf.facts(), "merged"), "into");
      }
      case OBJECT -> demand.objected = true;
      default -> {
        // The other commands change neither the handler nor what the next commands depend on.
      }
    }
    return null;
  }

  private static boolean isAbove(DemandLevel level, DemandLevel below) {
    return level != null
        && below != null
        && level.compareTo(below) > 0
        && level != DemandLevel.DEPARTMENT;
  }

  private static Set<DemandRole> roles(Actor actor, Demand demand) {
    EnumSet<DemandRole> roles = EnumSet.noneOf(DemandRole.class);
    if (actor.pseudonym() != null && actor.pseudonym().equals(demand.handler)) {
      roles.add(DemandRole.HANDLER);
    }
    if (actor.pseudonym() != null && actor.pseudonym().equals(demand.author)) {
      roles.add(DemandRole.AUTHOR);
    }
    switch (actor.role()) {
      case "OPERATOR" -> {
        roles.add(DemandRole.OPERATOR);
        roles.add(DemandRole.OFFICE);
      }
      case "COLLECTOR" -> {
        roles.add(DemandRole.RECORDER);
        roles.add(DemandRole.OFFICE);
      }
      case "PARTNER" -> roles.add(DemandRole.RECORDER);
      case "STEWARD" -> roles.add(DemandRole.OFFICE);
      case "MEMBER" -> {
        roles.addAll(
            EnumSet.of(
                DemandRole.RECORDER, DemandRole.ASKER, DemandRole.CANDIDATE, DemandRole.SUPPORTER));
        roles.add(DemandRole.OFFICE);
      }
      case "RESIDENT" ->
          roles.addAll(EnumSet.of(DemandRole.ASKER, DemandRole.CANDIDATE, DemandRole.SUPPORTER));
      case "SYSTEM" -> roles.add(DemandRole.SWEEPER);
      default -> {
        // Callers of other roles may do nothing.
      }
    }
    return roles;
  }

  private static Finding refused(long index, DemandTransition command, Object why) {
    return Rule.DEMAND_REFUSED.at(index, command, why);
  }
}
