package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.group.GroupDraft;
import org.microwish.group.GroupReceipt;
import org.microwish.group.GroupService;
import org.microwish.platform.Id;
import org.microwish.platform.http.IfMatch;
import org.microwish.sample.SampleStreet.GroupStep;

/** Creates the sample's groups and their memberships, in the caller's transaction. */
@ApplicationScoped
class SampleGroups {

  private final GroupService groups;

  SampleGroups(GroupService groups) {
    this.groups = groups;
  }

  /**
   * Runs all commands on one group, in order.
   *
   * @param steps the commands; all must be on the same group
   * @param ids the ids of members, organisations and other groups by key
   * @return a map with one element, from the group's key to its id
   */
  Map<String, Long> run(List<GroupStep> steps, Map<String, Long> ids) {
    String key = steps.getFirst().group();
    Map<String, Long> memberships = new HashMap<>();
    Long id = null;
    for (GroupStep step : steps) {
      GroupReceipt receipt =
          run(step, SampleCallers.of(step.by(), ids), id, memberships.get(step.member()), ids);
      id = receipt.groupId().value();
      if (receipt.membership() != null) {
        memberships.put(step.member(), receipt.membership().id().value());
      }
    }
    return Map.of(key, id);
  }

  private GroupReceipt run(
      GroupStep step, Caller by, Long group, Long membership, Map<String, Long> ids) {
    Instant at = step.occurredAt();
    return switch (step.command()) {
      case PROPOSE -> groups.propose(by, draft(step, ids), true);
      case APPROVE -> groups.approve(by, group, IfMatch.ANY, at);
      case SUSPEND -> groups.suspend(by, group, step.note(), at);
      case DISBAND -> groups.disband(by, group, step.note(), at);
      case RECORD -> groups.record(by, group, ids.get(step.member()), step.joinedAt(), at);
      case JOIN -> groups.join(by, group, at);
      case ADMIT -> groups.admit(by, membership, at);
      case DECLINE -> groups.decline(by, membership, step.reason(), at);
      case LEAVE -> groups.leave(by, membership, at);
    };
  }

  private static GroupDraft draft(GroupStep step, Map<String, Long> ids) {
    GroupDraft draft = step.draft();
    return new GroupDraft(
        draft.kind(),
        draft.name(),
        draft.purpose(),
        draft.division(),
        id(step.host(), ids),
        id(step.parent(), ids),
        id(step.leader(), ids),
        draft.fields(),
        draft.places(),
        step.occurredAt());
  }

  private static Id id(String key, Map<String, Long> ids) {
    return key == null ? null : new Id(ids.get(key));
  }
}
