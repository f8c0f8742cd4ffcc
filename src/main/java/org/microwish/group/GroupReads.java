package org.microwish.group;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.party.Divisions;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.problem.ProblemType;

/**
 * Reads groups and memberships as far as the caller may see them. Requires a running transaction.
 */
@ApplicationScoped
public class GroupReads {

  private final GroupAccess access;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Members members;
  private final EntityManager entities;

  GroupReads(
      GroupAccess access,
      Divisions divisions,
      Organisations organisations,
      Members members,
      EntityManager entities) {
    this.access = access;
    this.divisions = divisions;
    this.organisations = organisations;
    this.members = members;
    this.entities = entities;
  }

  /**
   * Filters for listing groups; a null component does not filter.
   *
   * @param subtree the path of a division; matches its groups and those of divisions below it
   * @param field the whole name of a service
   * @param text a substring of the group's name
   */
  record Query(
      String number,
      GroupKind kind,
      GroupState state,
      String subtree,
      Long hostId,
      Long parentId,
      String field,
      String text) {}

  /** Reads a page of the groups that the caller may see, in the order of their ids. */
  Page<GroupView> list(Caller caller, Query query, PageQuery page) {
    Page<Group> rows =
        visible(caller)
            .filter(
                "number",
                query.number(),
                "g.id = (select n.aggregateId from NumberedAggregate n where n.number = :number)")
            .filter("kind", query.kind(), "g.kind = :kind")
            .filter("state", query.state(), "g.state = :state")
            .subtree("division", "g.divisionPath", query.subtree())
            .filter("hostId", query.hostId(), "g.hostId = :hostId")
            .filter("parentId", query.parentId(), "g.parentId = :parentId")
            .filter("field", query.field(), "locate(concat('\n', :field, '\n'), g.fields) > 0")
            .contains("q", "g.name", query.text())
            .ascending("g.id", row -> row.id)
            .page(entities, page);
    return rows.with(views(caller, rows.items()));
  }

  private static Listing<Group> visible(Caller caller) {
    Listing<Group> all = new Listing<>(Group.class, "from Group g").only("g.held = false");
    String published = "g.state in (ACTIVE, SUSPENDED)";
    if (caller == null) {
      return all.only(published);
    }
    return switch (caller.role()) {
      case OPERATOR, AUDITOR, SYSTEM ->
          all.only(published + " or g.divisionPath like :own", "own", caller.divisionPath() + "%");
      case MEMBER ->
          all.only(published + " or g.leaderId = :leader", "leader", caller.requireMember());
      case STEWARD ->
          all.only(published + " or g.hostId = :host", "host", caller.requireOrganisation());
      case RESIDENT, COLLECTOR, PARTNER, ADMINISTRATOR -> all.only(published);
    };
  }

  /**
   * Reads a group. Throws NOT_FOUND if the caller may not see the group. Throws UNDER_LEGAL_HOLD if
   * the caller may see the group but the group is under a legal hold.
   */
  GroupView read(Caller caller, long id) {
    return views(caller, List.of(require(caller, id))).getFirst();
  }

  private Group require(Caller caller, long id) {
    Group group =
        Optional.ofNullable(entities.find(Group.class, id))
            .filter(found -> access.sees(caller, found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    group.requireUsable();
    return group;
  }

  private List<GroupView> views(Caller caller, List<Group> rows) {
    Map<String, String> places =
        divisions.names(rows.stream().map(row -> row.divisionPath).distinct().toList());
    Map<Long, String> hosts =
        organisations.names(rows.stream().map(row -> row.hostId).filter(Objects::nonNull).toList());
    return rows.stream()
        .map(
            row ->
                GroupView.of(row, places, hosts, caller != null && access.seesRoster(caller, row)))
        .toList();
  }

  /**
   * Reads a page of a group's memberships, with masked names. Throws FORBIDDEN unless the caller is
   * the group's leader, a steward of its host organisation, or an operator or auditor of its
   * division.
   */
  Page<MembershipView> roster(Caller caller, long groupId, MembershipState state, PageQuery page) {
    if (!access.seesRoster(caller, require(caller, groupId))) {
      throw Caller.forbidden();
    }
    return memberships(
        new Listing<>(Membership.class, "from Membership m")
            .only("m.groupId = :group", "group", groupId)
            .filter("state", state, "m.state = :state"),
        page);
  }

  /** Reads a page of the caller's own memberships in the order of their ids. */
  Page<MembershipView> own(Caller caller, PageQuery page) {
    return memberships(
        new Listing<>(Membership.class, "from Membership m")
            .only("m.memberId = :own", "own", caller.requireMember()),
        page);
  }

  private Page<MembershipView> memberships(Listing<Membership> listing, PageQuery page) {
    Page<Membership> rows = listing.ascending("m.id", row -> row.id).page(entities, page);
    Map<Long, String> names =
        members.names(rows.items().stream().map(row -> row.memberId).distinct().toList());
    return rows.map(row -> MembershipView.of(row, names.get(row.memberId)));
  }

  /**
   * Reads a membership. Throws NOT_FOUND unless the caller is the person, the group's leader, a
   * steward of its host organisation, or an operator or auditor of its division.
   */
  MembershipView membership(Caller caller, long id) {
    Membership membership = entities.find(Membership.class, id);
    if (membership == null) {
      throw ProblemType.NOT_FOUND.exception();
    }
    boolean own =
        caller.is(Role.MEMBER) && Long.valueOf(membership.memberId).equals(caller.memberId());
    if (!own && !access.seesRoster(caller, require(caller, membership.groupId))) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return MembershipView.of(
        membership, members.names(List.of(membership.memberId)).get(membership.memberId));
  }
}
