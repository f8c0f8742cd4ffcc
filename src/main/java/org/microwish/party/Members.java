package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemType;

/**
 * Reads and locks party members and volunteers. They are not public: staff see those of their
 * subtree, a steward its organisation's, a member itself. Other members are NOT_FOUND; other roles
 * are FORBIDDEN.
 */
@ApplicationScoped
public class Members {

  private final EntityManager entities;
  private final MemberQueries queries;
  private final Instance<LiveUses> liveUses;
  private final Vault vault;

  Members(EntityManager entities, MemberQueries queries, Instance<LiveUses> liveUses, Vault vault) {
    this.entities = entities;
    this.queries = queries;
    this.liveUses = liveUses;
    this.vault = vault;
  }

  /** The member with that id, whatever its state. Does not check the caller. */
  public Optional<Member> find(long id) {
    return Optional.ofNullable(entities.find(Member.class, id));
  }

  /** The members by id; unknown ids are missing. Does not check the caller. */
  public Map<Long, Member> findAll(Collection<Long> memberIds) {
    return memberIds.isEmpty()
        ? Map.of()
        : queries.all(Set.copyOf(memberIds)).stream()
            .collect(Collectors.toMap(row -> row.id, row -> row));
  }

  /**
   * Adds a read to the trip: these members as candidates for a claim, by id. Unknown ids and
   * volunteers are missing. Locks the members in share mode, so that none leaves while it claims.
   */
  public Pending<Map<Long, Candidate>> candidates(RoundTrip trip, Collection<Long> memberIds) {
    Map<Long, Candidate> found = new HashMap<>();
    trip.read(
        "SELECT m.id, m.organisation_id, m.division_path,"
            + " m.state = 'ACTIVE' AND NOT m.held AND (SELECT o.state FROM organisation o"
            + " WHERE o.id = m.organisation_id) = 'ACTIVE'"
            + " FROM member m WHERE m.organisation_id IS NOT NULL AND m.id IN (%s)"
            // A subquery's rows are not locked, so imports into the organisation do not wait.
            + " LOCK IN SHARE MODE",
        List.of(),
        memberIds,
        row ->
            found.put(
                row.getLong(1),
                new Candidate(row.getLong(2), row.getString(3), row.getBoolean(4))));
    return trip.pending(found);
  }

  /**
   * The names of members in clear, by id. Callers must mask them or have the member's consent.
   * Names that are unknown, erased or under a legal hold are missing.
   */
  public Map<Long, String> names(Collection<Long> memberIds) {
    Map<Long, String> names = new HashMap<>();
    vault
        .read(SubjectType.MEMBER, memberIds)
        .forEach(
            (id, values) -> {
              if (values.get(MemberContact.NAME) != null) {
                names.put(id, values.get(MemberContact.NAME));
              }
            });
    if (!names.isEmpty()) {
      queries.held(Set.copyOf(names.keySet())).forEach(names::remove);
    }
    return names;
  }

  /** The skills by member id; members without skills are missing. */
  public Map<Long, List<String>> skills(Collection<Long> memberIds) {
    return memberIds.isEmpty()
        ? Map.of()
        : queries.skills(Set.copyOf(memberIds)).stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.key.memberId(),
                    Collectors.mapping(row -> row.key.skill(), Collectors.toList())));
  }

  /**
   * The paths of the divisions where members are ready to serve, by member id; members without any
   * are missing.
   */
  public Map<Long, List<String>> serviceAreas(Collection<Long> memberIds) {
    return memberIds.isEmpty()
        ? Map.of()
        : queries.serviceAreas(Set.copyOf(memberIds)).stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.key.memberId(),
                    Collectors.mapping(row -> row.key.divisionPath(), Collectors.toList())));
  }

  /**
   * The member. Throws NOT_FOUND if the caller may not see it, UNDER_LEGAL_HOLD if it is held, and
   * FORBIDDEN if the caller's role may read no members.
   */
  MemberRecord read(Caller caller, long id) {
    return records(List.of(visible(caller, id))).getFirst();
  }

  /**
   * A page of the members that the caller may see, in the order of their ids; none under a legal
   * hold.
   */
  Page<MemberRecord> list(Caller caller, MemberFilter filter, PageQuery page) {
    Page<Member> rows =
        listing(caller)
            .only("m.held = false")
            .filter("organisationId", filter.organisationId(), "m.organisationId = :organisationId")
            .subtree("division", "m.divisionPath", filter.division())
            .filter("kind", filter.kind(), "m.kind = :kind")
            .filter("state", filter.state(), "m.state = :state")
            .filter(
                "skill",
                filter.skill(),
                "m.id in (select s.key.memberId from MemberSkill s where s.key.skill = :skill)")
            .ascending("m.id", row -> row.id)
            .page(entities, page);
    return new Page<>(records(rows.items()), rows.nextCursor());
  }

  /**
   * Throws STILL_IN_USE while the member has a live claim of its own or participates in a live one.
   * Locks the member until the transaction ends, so that no claim is added meanwhile.
   */
  public void requireNoLiveClaims(long id) {
    lock(List.of(id));
    Organisations.refuseUsed(
        Map.of(LiveUses.CLAIMS, liveUses(id).getOrDefault(LiveUses.CLAIMS, 0L)));
  }

  /** The live uses of the member, by the name that the API shows. */
  Map<String, Long> liveUses(long id) {
    return Organisations.liveUses(liveUses, PartyType.MEMBER, id);
  }

  /**
   * Locks members until the transaction ends, so that none leaves while something that refers to it
   * is added.
   *
   * @return by id; unknown ids are missing
   */
  public Map<Long, LockedMember> lock(Collection<Long> memberIds) {
    return memberIds.isEmpty()
        ? Map.of()
        : queries.lock(Set.copyOf(memberIds)).stream()
            .collect(Collectors.toMap(LockedMember::id, row -> row));
  }

  /**
   * The member if the caller may see it; throws NOT_FOUND otherwise, and UNDER_LEGAL_HOLD if it is
   * held.
   */
  Member visible(Caller caller, long id) {
    Member row =
        listing(caller)
            .only("m.id = :id", "id", id)
            .first(entities)
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    if (row.held) {
      throw ProblemType.UNDER_LEGAL_HOLD.exception();
    }
    return row;
  }

  private static Listing<Member> listing(Caller caller) {
    Listing<Member> listing = new Listing<>(Member.class, "from Member m");
    return switch (caller.role()) {
      case OPERATOR, AUDITOR, SYSTEM -> ofSubtree(listing, caller.divisionPath());
      case STEWARD -> listing.only("m.organisationId = :own", "own", caller.requireOrganisation());
      case MEMBER -> listing.only("m.id = :own", "own", caller.requireMember());
      case RESIDENT, COLLECTOR, PARTNER, ADMINISTRATOR -> throw Caller.forbidden();
    };
  }

  /**
   * Restricts staff to members of their subtree's organisations, those who live or work in it, and
   * those who are checked in there.
   */
  private static Listing<Member> ofSubtree(Listing<Member> listing, String path) {
    if (path == null) {
      throw Caller.forbidden();
    }
    return path.isEmpty()
        ? listing
        : listing.only(
            """
            m.divisionPath like :own
            or m.organisationId in (select o.id from Organisation o where o.divisionPath like :own)
            or m.id in (select c.subjectId from CheckIn c where c.subjectType = MEMBER
              and c.liveKey is not null and c.divisionPath like :own)
            """,
            "own",
            path + "%");
  }

  private List<MemberRecord> records(List<Member> rows) {
    List<Long> memberIds = rows.stream().map(row -> row.id).toList();
    Map<Long, List<String>> skills = skills(memberIds);
    Map<Long, List<String>> areas = serviceAreas(memberIds);
    Map<Long, Map<String, String>> personal = vault.read(SubjectType.MEMBER, memberIds);
    return rows.stream()
        .map(
            row ->
                new MemberRecord(
                    row,
                    skills.getOrDefault(row.id, List.of()),
                    areas.getOrDefault(row.id, List.of()),
                    MemberContact.of(personal.getOrDefault(row.id, Map.of()))))
        .toList();
  }
}
