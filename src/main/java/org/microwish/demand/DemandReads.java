package org.microwish.demand;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.demand.lifecycle.DemandCategory;
import org.microwish.demand.lifecycle.DemandKind;
import org.microwish.demand.lifecycle.DemandLevel;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemType;

/** Reads demands as far as the caller may see them. Requires a running transaction. */
@ApplicationScoped
public class DemandReads {

  private static final String PUBLIC =
      "d.publicTitle is not null and d.kind <> DISPUTE and d.erasedAt is null";

  private final DemandAccess access;
  private final ExternalReferences references;
  private final Divisions divisions;
  private final Vault vault;
  private final EntityManager entities;

  DemandReads(
      DemandAccess access,
      ExternalReferences references,
      Divisions divisions,
      Vault vault,
      EntityManager entities) {
    this.access = access;
    this.references = references;
    this.divisions = divisions;
    this.vault = vault;
    this.entities = entities;
  }

  /**
   * Filters for listing demands; a null component does not filter.
   *
   * @param subtree the path of a division; matches its demands and those of divisions below it
   */
  record Query(
      DemandScope scope,
      DemandKind kind,
      DemandCategory category,
      DemandState state,
      DemandLevel level,
      String subtree,
      Long hallId,
      Long mergedInto,
      ExternalReference source) {}

  /** Reads a page of the demands that the caller may see, in the order of their ids. */
  Page<DemandView> list(Caller caller, Query query, PageQuery page) {
    Listing<Demand> demands =
        new Listing<>(Demand.class, "from Demand d")
            .only("d.held = false")
            .sorted(query.scope())
            .filter("kind", query.kind(), "d.kind = :kind")
            .filter("category", query.category(), "d.category = :category")
            .filter("state", query.state(), "d.state = :state")
            .filter("level", query.level(), "d.level = :level")
            .subtree("division", "d.divisionPath", query.subtree())
            .filter("hallId", query.hallId(), "d.hallId = :hallId")
            .filter("mergedInto", query.mergedInto(), "d.mergedInto = :mergedInto")
            .filter(
                "externalReference",
                query.source() == null ? null : references.digest(query.source()),
                "d.id in (select r.key.aggregateId from ReferencedAggregate r"
                    + " where r.digest = :externalReference and r.key.aggregateType = DEMAND)");
    restrict(demands, caller, query);
    Page<Demand> rows = demands.ascending("d.id", row -> row.id).page(entities, page);
    return rows.with(views(caller, rows.items()));
  }

  private static void restrict(Listing<Demand> demands, Caller caller, Query query) {
    // The number of a source may be personal: only those who see the private part find it.
    boolean all = query.scope() == DemandScope.ALL && query.source() == null;
    switch (query.scope() == DemandScope.PUBLIC || caller == null
        ? DemandScope.PUBLIC
        : query.scope()) {
      case PUBLIC -> demands.only(query.source() == null ? PUBLIC : "1 = 0");
      case ALL -> {
        String condition = all ? PUBLIC + " or " : "";
        if (caller.is(Role.OPERATOR, Role.AUDITOR, Role.COLLECTOR)
            && caller.divisionPath() != null) {
          demands.only(condition + "d.divisionPath like :own", "own", caller.divisionPath() + "%");
        } else {
          demands.only(condition + "d.createdBy = :account", "account", caller.account());
        }
      }
      case ASKED ->
          demands
              .set("account", caller.account())
              .set("member", caller.memberId() == null ? -1L : caller.memberId())
              .only(
                  "d.asker = :account or d.createdBy = :account or d.enterpriseId in (select g.id"
                      + " from Group g where g.leaderId = :member and g.kind = ENTERPRISE"
                      + " and g.state = ACTIVE)");
      case HANDLED -> demands.only("d.handler = :account", "account", caller.account());
      case WAITING -> waiting(demands.only("d.state = DISPATCHED"), caller);
    }
  }

  private static void waiting(Listing<Demand> demands, Caller caller) {
    String path = caller.divisionPath() == null ? "-" : caller.divisionPath() + "%";
    switch (caller.role()) {
      case COLLECTOR ->
          demands.only(
              "d.officePath like :own and d.level in (BUILDING, GRID, COMMUNITY)", "own", path);
      case OPERATOR ->
          demands.only("d.officePath like :own and d.level in (COMMUNITY, STREET)", "own", path);
      case STEWARD -> demands.only("d.departmentId = :own", "own", caller.requireOrganisation());
      case MEMBER ->
          demands.only(
              "d.routeHallId in (select a.stationId from Attendant a"
                  + " where a.memberId = :own and a.liveKey is not null)",
              "own",
              caller.requireMember());
      case RESIDENT, AUDITOR, PARTNER, ADMINISTRATOR, SYSTEM -> demands.only("1 = 0");
    }
  }

  /**
   * Reads a demand. Throws NOT_FOUND if the caller may not see it, and UNDER_LEGAL_HOLD if it is
   * under a legal hold.
   */
  DemandView read(Caller caller, long id) {
    Demand demand =
        Optional.ofNullable(entities.find(Demand.class, id))
            .filter(found -> access.sees(caller, found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    demand.requireUsable();
    return views(caller, List.of(demand)).getFirst();
  }

  private List<DemandView> views(Caller caller, List<Demand> rows) {
    Map<String, String> places =
        divisions.names(
            rows.stream()
                .map(row -> DivisionCode.publicPath(row.divisionPath))
                .distinct()
                .toList());
    Set<Long> seen =
        caller == null
            ? Set.of()
            : rows.stream()
                .filter(row -> access.seesPrivate(caller, row))
                .flatMap(row -> Stream.of(row.id, row.mergedInto == null ? row.id : row.mergedInto))
                .collect(Collectors.toSet());
    Map<Long, Map<String, String>> values =
        seen.isEmpty() ? new HashMap<>() : vault.read(SubjectType.DEMAND, seen);
    return rows.stream()
        .map(row -> DemandView.of(row, places, own(caller, row, values, places)))
        .toList();
  }

  private DemandView.Own own(
      Caller caller,
      Demand row,
      Map<Long, Map<String, String>> values,
      Map<String, String> places) {
    if (caller == null || !access.seesPrivate(caller, row)) {
      return null;
    }
    String path = DivisionCode.publicPath(row.divisionPath);
    return DemandView.own(
        row,
        values.getOrDefault(row.id, Map.of()),
        values.getOrDefault(row.mergedInto == null ? row.id : row.mergedInto, Map.of()),
        places.getOrDefault(path, path),
        access.seesContact(caller, row),
        caller.account().equals(row.handler));
  }
}
