package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
 * Reads and locks party members and volunteers. Members are not public. Operators and auditors see
 * the members of their subtree, a steward those of its organisation, and a member only itself;
 * other members are NOT_FOUND for them. Callers with other roles get FORBIDDEN. Methods that have
 * no caller as parameter do not check who may see the members.
 */
@ApplicationScoped
public class Members {

  private static final Set<String> PHOTO_CONSENT = Set.of(MemberConsent.Purpose.PHOTO.field());

  private final EntityManager entities;
  private final MemberQueries queries;
  private final Instance<LiveUses> liveUses;
  private final Instance<MemberWork> work;
  private final Vault vault;

  Members(
      EntityManager entities,
      MemberQueries queries,
      Instance<LiveUses> liveUses,
      Instance<MemberWork> work,
      Vault vault) {
    this.entities = entities;
    this.queries = queries;
    this.liveUses = liveUses;
    this.work = work;
    this.vault = vault;
  }

  /** Returns the member with that id, in any state. Does not check the caller. */
  public Optional<Member> find(long id) {
    return Optional.ofNullable(entities.find(Member.class, id));
  }

  /** Returns the members by id; unknown ids are missing. Does not check the caller. */
  public Map<Long, Member> findAll(Collection<Long> memberIds) {
    return memberIds.isEmpty()
        ? Map.of()
        : queries.all(Set.copyOf(memberIds)).stream()
            .collect(Collectors.toMap(row -> row.id, row -> row));
  }

  /**
   * Adds a query to the round trip. Its result contains these members as candidates for a claim, by
   * id; unknown ids and volunteers are missing. The query locks the members in share mode, so that
   * none leaves while a claim is made.
   */
  public Pending<Map<Long, Candidate>> candidates(RoundTrip trip, Collection<Long> memberIds) {
    Map<Long, Candidate> found = new HashMap<>();
    trip.read(
        "SELECT m.id, m.organisation_id, m.division_path,"
            + " m.state = 'ACTIVE' AND NOT m.held AND (SELECT o.state FROM organisation o"
            + " WHERE o.id = m.organisation_id) = 'ACTIVE'"
            + " FROM member m WHERE m.organisation_id IS NOT NULL AND m.id IN (%s)"
            // The rows of the subquery are not locked, so imports into the organisation do not
            // wait.
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
   * Returns the unmasked names of members by id. The calling code must mask the names or have the
   * member's consent. Names that are unknown, erased or under a legal hold are missing.
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

  /**
   * Returns the names of those members who consent to be named as claimants of published wishes, by
   * id.
   */
  public Map<Long, String> publicNames(Collection<Long> memberIds) {
    Map<Long, String> names = new HashMap<>();
    vault
        .read(SubjectType.MEMBER, memberIds)
        .forEach(
            (id, values) -> {
              String name = values.get(MemberContact.NAME);
              MemberConsent consent = MemberConsent.of(values, MemberConsent.Purpose.NAME);
              if (name != null && consent != null && consent.asClaimant()) {
                names.put(id, name);
              }
            });
    if (!names.isEmpty()) {
      queries.held(Set.copyOf(names.keySet())).forEach(names::remove);
    }
    return names;
  }

  /**
   * Returns those of the members who consent to be photographed, without those under a legal hold.
   */
  public Set<Long> photographed(Collection<Long> memberIds) {
    Set<Long> consenting =
        new HashSet<>(vault.read(SubjectType.MEMBER, memberIds, PHOTO_CONSENT).keySet());
    if (!consenting.isEmpty()) {
      queries.held(consenting).forEach(consenting::remove);
    }
    return consenting;
  }

  /** Returns the skills by member id; members without skills are missing. */
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
   * Returns the paths of the divisions where members are ready to serve, by member id; members
   * without any are missing.
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
   * Reads a member with its data from other tables and the vault. Throws NOT_FOUND if the caller
   * may not see it, UNDER_LEGAL_HOLD if it is under a legal hold, and FORBIDDEN if the caller's
   * role may read no members.
   */
  MemberRecord read(Caller caller, long id) {
    return records(List.of(visible(caller, id))).getFirst();
  }

  /**
   * Returns a page of the members that the caller may see, in the order of their ids. Omits members
   * under a legal hold.
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
    return rows.with(records(rows.items()));
  }

  /**
   * Throws STILL_IN_USE while the member has a live claim of its own or participates in a live one.
   * Locks the member until the transaction ends, so that no claim is added in the meantime.
   */
  public void requireNoLiveClaims(long id) {
    lock(List.of(id));
    Organisations.refuseUsed(
        Map.of(LiveUses.CLAIMS, work.stream().mapToLong(one -> one.liveClaims(id)).sum()));
  }

  /** Counts the member's live uses, such as claims; see {@link LiveUses#liveUses}. */
  Map<String, Long> liveUses(long id) {
    return Organisations.liveUses(liveUses, PartyType.MEMBER, id);
  }

  /**
   * Locks members until the transaction ends, so that no member leaves while a row that refers to
   * the member is added.
   *
   * @return the members by id; unknown ids are missing
   */
  public Map<Long, LockedMember> lock(Collection<Long> memberIds) {
    return memberIds.isEmpty()
        ? Map.of()
        : queries.lock(Set.copyOf(memberIds)).stream()
            .collect(Collectors.toMap(LockedMember::id, row -> row));
  }

  /**
   * Returns the member if the caller may see it. Throws NOT_FOUND otherwise, and UNDER_LEGAL_HOLD
   * if it is under a legal hold.
   */
  public Member visible(Caller caller, long id) {
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
   * Restricts a list to the members of organisations in a subtree, the members who live or work in
   * the subtree, and those who are checked in with a community in it.
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
                MemberRecord.of(
                    row,
                    skills.getOrDefault(row.id, List.of()),
                    areas.getOrDefault(row.id, List.of()),
                    personal.getOrDefault(row.id, Map.of())))
        .toList();
  }
}
