package org.microwish.party;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.Moment;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Conditions;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.RoundTrip;
import org.microwish.platform.Rows;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.privacy.VaultWrite;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemType;

/**
 * The members of party organisations. They are not public: staff see those of their subtree, a
 * steward its organisation's, a member itself; to all others a member does not exist. Changes run
 * in the caller's transaction.
 */
@ApplicationScoped
public class Members implements PanacheRepositoryBase<Member, Long> {

  private static final String ACTIVE = MemberState.ACTIVE.name();
  private static final IfMatch ANY_VERSION = new IfMatch(List.of());

  private final EntityManager entities;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Instance<LiveClaims> liveClaims;
  private final Event<MemberLeft> left;
  private final Event<MemberMoved> moved;
  private final Vault vault;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;

  Members(
      EntityManager entities,
      Divisions divisions,
      Organisations organisations,
      Instance<LiveClaims> liveClaims,
      Event<MemberLeft> left,
      Event<MemberMoved> moved,
      Vault vault,
      Ledger ledger,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.divisions = divisions;
    this.organisations = organisations;
    this.liveClaims = liveClaims;
    this.left = left;
    this.moved = moved;
    this.vault = vault;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /** The member with that id, whatever its state and whoever asks. */
  public Optional<Member> find(long id) {
    return findByIdOptional(id);
  }

  /** The members with those ids by id, whoever asks; unknown ids are missing. */
  public Map<Long, Member> findAll(Collection<Long> memberIds) {
    Map<Long, Member> found = new HashMap<>();
    for (List<Long> chunk : Rows.chunks(Set.copyOf(memberIds))) {
      list("id in ?1", chunk).forEach(row -> found.put(row.id, row));
    }
    return found;
  }

  /**
   * These members as candidates for a claim, by id, when the trip is sent; unknown ids are missing.
   */
  public Map<Long, Candidate> candidates(RoundTrip trip, Collection<Long> memberIds) {
    Map<Long, Candidate> found = new HashMap<>();
    trip.read(
        "SELECT m.id, m.organisation_id, m.division_path,"
            + " m.state = 'ACTIVE' AND NOT m.held AND o.state = 'ACTIVE'"
            + " FROM member m JOIN organisation o ON o.id = m.organisation_id WHERE m.id IN (%s)",
        List.of(),
        memberIds,
        row ->
            found.put(
                row.getLong(1),
                new Candidate(row.getLong(2), row.getString(3), row.getBoolean(4))));
    return found;
  }

  /**
   * The names of members in clear, by id, for whoever masks them or has their consent; missing
   * where none is known, it was erased, or a legal hold keeps it.
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
    for (List<Long> chunk : Rows.chunks(names.keySet())) {
      entities
          .createQuery("select id from Member where id in ?1 and held = true", Long.class)
          .setParameter(1, chunk)
          .getResultList()
          .forEach(names::remove);
    }
    return names;
  }

  /** The skills of members, by member id; those without any are missing. */
  public Map<Long, List<String>> skills(Collection<Long> memberIds) {
    Map<Long, List<String>> found = new HashMap<>();
    for (List<Long> chunk : Rows.chunks(Set.copyOf(memberIds))) {
      entities
          .createQuery("from MemberSkill where key.memberId in ?1 order by key", MemberSkill.class)
          .setParameter(1, chunk)
          .getResultList()
          .forEach(
              row ->
                  found
                      .computeIfAbsent(row.key.memberId(), id -> new ArrayList<>())
                      .add(row.key.skill()));
    }
    return found;
  }

  /** The paths of the divisions where members are ready to serve, by member id. */
  public Map<Long, List<String>> serviceAreas(Collection<Long> memberIds) {
    Map<Long, List<String>> found = new HashMap<>();
    for (List<Long> chunk : Rows.chunks(Set.copyOf(memberIds))) {
      entities
          .createQuery(
              "from MemberServiceArea where key.memberId in ?1 order by key",
              MemberServiceArea.class)
          .setParameter(1, chunk)
          .getResultList()
          .forEach(
              row ->
                  found
                      .computeIfAbsent(row.key.memberId(), id -> new ArrayList<>())
                      .add(row.key.divisionPath()));
    }
    return found;
  }

  /** One member as the caller may see it, or NOT_FOUND. */
  MemberRecord read(Caller caller, long id) {
    Member row = visible(caller, id);
    return records(List.of(row)).getFirst();
  }

  /**
   * A page of the members that the caller may see, oldest first.
   *
   * @param after the last id of the page before, or null for the first
   */
  List<MemberRecord> list(Caller caller, MemberFilter filter, Long after, int limit) {
    Conditions query = new Conditions();
    switch (caller.role()) {
      case OPERATOR, AUDITOR, SYSTEM -> restrictToSubtree(query, caller);
      case STEWARD -> query.equal("organisationId", caller.requireOrganisation());
      case MEMBER -> query.equal("id", caller.requireMember());
      case RESIDENT, COLLECTOR, PARTNER, ADMINISTRATOR -> throw Caller.forbidden();
    }
    query.equal("held", false);
    query.equal("organisationId", filter.organisationId());
    query.subtree("divisionPath", filter.division());
    query.equal("kind", filter.kind());
    query.equal("state", filter.state());
    if (filter.skill() != null) {
      query.add(
          "id in (select s.key.memberId from MemberSkill s where s.key.skill = ?)", filter.skill());
    }
    query.after("id", after);
    return records(
        find(query.where() + " order by id", query.parameters()).range(0, limit - 1).list());
  }

  /** Records one member. */
  public Recorded record(Caller caller, MemberDraft draft, Instant occurredAt) {
    return recordAll(caller, List.of(draft), index -> "", occurredAt).getFirst();
  }

  /**
   * Records many members, thousands in seconds. Faulty fields are named {@code /<index>/<field>}.
   *
   * @return what was recorded, in the order of the drafts
   */
  public List<Recorded> recordAll(Caller caller, List<MemberDraft> drafts, Instant occurredAt) {
    return recordAll(caller, drafts, index -> "/" + index, occurredAt);
  }

  private List<Recorded> recordAll(
      Caller caller, List<MemberDraft> given, IntFunction<String> base, Instant occurredAt) {
    Access.requireMemberRole(caller);
    Moment moment = Moment.of(caller, occurredAt, null, time.now());
    List<MemberDraft> drafts = new ArrayList<>();
    Faults faults = new Faults();
    for (int i = 0; i < given.size(); i++) {
      Faults own = new Faults(base.apply(i));
      drafts.add(given.get(i).checked(own));
      faults.addAll(own);
    }
    faults.refuse();
    References references = references(drafts.stream().map(MemberDraft::profile).toList());
    List<Draft> rows = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      MemberDraft draft = drafts.get(i);
      Faults own = new Faults(base.apply(i));
      check(caller, draft.profile(), references, own);
      faults.addAll(own);
      if (own.none()) {
        Member row = new Member();
        row.id = ids.next();
        row.version = 1;
        row.state = MemberState.ACTIVE;
        row.showsName = draft.showsName();
        row.createdAt = moment.occurredAt();
        row.updatedAt = moment.occurredAt();
        rows.add(new Draft(row, fill(row, draft.profile(), references), draft.contact(), true));
      }
    }
    faults.refuse();
    rows.forEach(draft -> persist(draft.row()));
    flush();
    insertLists(rows);
    return append(
        caller,
        EntryType.MEMBER_RECORDED,
        new Transition(PartyCommand.RECORD.name(), null, ACTIVE),
        rows,
        moment);
  }

  /**
   * Replaces a member's profile. Only an operator moves a member to another organisation.
   *
   * @param version the versions that the caller has seen
   */
  public Recorded change(
      Caller caller, long id, IfMatch version, MemberProfile given, Instant occurredAt) {
    Member row = manageable(caller, id);
    Faults faults = new Faults();
    MemberProfile profile = given.checked(faults);
    faults.refuse();
    Moment moment = advance(caller, row, version, occurredAt);
    if (profile.organisationId() != row.organisationId && caller.role() == Role.STEWARD) {
      faults.add("/organisationId", FieldFault.NOT_ALLOWED);
      faults.refuse();
    }
    References references = references(List.of(profile));
    check(caller, profile, references, faults);
    faults.refuse();
    if (profile.organisationId() != row.organisationId && row.account != null) {
      moved.fire(new MemberMoved(row.account));
    }
    Lists lists = fill(row, profile, references);
    deleteLists(id);
    Draft draft = new Draft(row, lists, null, true);
    insertLists(List.of(draft));
    return append(caller, EntryType.MEMBER_CHANGED, changed(), List.of(draft), moment).getFirst();
  }

  /**
   * Replaces a member's name and telephone number.
   *
   * @param version the versions that the caller has seen
   */
  public Recorded changeContact(
      Caller caller, long id, IfMatch version, MemberContact given, Instant occurredAt) {
    Member row = manageable(caller, id);
    Faults faults = new Faults();
    MemberContact contact = given.checked(faults);
    faults.refuse();
    Moment moment = advance(caller, row, version, occurredAt);
    Draft draft = new Draft(row, lists(id), contact, false);
    return append(caller, EntryType.MEMBER_CHANGED, changed(), List.of(draft), moment).getFirst();
  }

  /**
   * Records a member's consent to appear by name on leaderboards, or that it took it back. Given by
   * the member itself or through its organisation's steward, never by staff.
   *
   * @param version the versions that the caller has seen
   */
  public Recorded changeShowsName(Caller caller, long id, IfMatch version, boolean showsName) {
    Member row = visible(caller, id);
    if (!Access.isMember(caller, id) && !Access.stewards(caller, row.organisationId)) {
      throw Caller.forbidden();
    }
    Moment moment = advance(caller, row, version, null);
    row.showsName = showsName;
    Draft draft = new Draft(row, lists(id), null, false);
    return append(caller, EntryType.MEMBER_CHANGED, changed(), List.of(draft), moment).getFirst();
  }

  /**
   * Ends a membership. Refused with STILL_IN_USE while the member has live check-ins or live claims
   * or takes part in one: each of these is ended by its own command and its own ledger entry first.
   */
  public Recorded leave(Caller caller, long id, Instant occurredAt) {
    Member row = manageable(caller, id);
    Moment moment = advance(caller, row, ANY_VERSION, occurredAt);
    long checkIns =
        ((Number)
                entities
                    .createNativeQuery(
                        "select count(*) from check_in where subject_type = 'MEMBER'"
                            + " and subject_id = ?1 and live_key is not null")
                    .setParameter(1, id)
                    .getSingleResult())
            .longValue();
    long claims = countLiveClaims(id);
    Map<String, Long> uses = new LinkedHashMap<>();
    uses.put("checkIns", checkIns);
    uses.put("claims", claims);
    Organisations.refuseUsed(uses);
    row.state = MemberState.LEFT;
    if (row.account != null) {
      left.fire(new MemberLeft(row.account));
    }
    Draft draft = new Draft(row, lists(id), null, false);
    return append(
            caller,
            EntryType.MEMBER_LEFT,
            new Transition(PartyCommand.LEAVE.name(), ACTIVE, MemberState.LEFT.name()),
            List.of(draft),
            moment)
        .getFirst();
  }

  private long countLiveClaims(long id) {
    return liveClaims.stream()
        .mapToLong(claimed -> claimed.countLiveClaims(PartyType.MEMBER, id))
        .sum();
  }

  /**
   * STILL_IN_USE while the member has live claims or takes part in one. Locks the member until the
   * transaction ends, so that no claim is hung on it meanwhile.
   */
  public void requireNoLiveClaims(long id) {
    lock(List.of(id));
    Organisations.refuseUsed(Map.of("claims", countLiveClaims(id)));
  }

  /** What a locked row says of a member now. */
  public record Standing(
      MemberState state, long organisationId, String divisionPath, boolean held) {

    /** Whether anything may be hung on it; not while a legal hold keeps it. */
    public boolean isActive() {
      return state == MemberState.ACTIVE && !held;
    }
  }

  /** Drivers answer BOOLEAN columns as booleans or as numbers. */
  private static boolean isTrue(Object column) {
    return column instanceof Boolean flag ? flag : ((Number) column).intValue() != 0;
  }

  /**
   * Locks members until the transaction ends, so that none leaves while something is hung on it.
   *
   * @return how they stand, by id; unknown ids are missing
   */
  public Map<Long, Standing> lock(Collection<Long> memberIds) {
    Map<Long, Standing> standings = new HashMap<>();
    // Everybody locks in the order of ids, so nobody waits in a circle.
    for (List<Long> chunk : Rows.chunks(new TreeSet<>(memberIds))) {
      @SuppressWarnings("unchecked")
      List<Object[]> rows =
          entities
              .createNativeQuery(
                  "SELECT id, state, organisation_id, division_path, held FROM member WHERE id IN (?1)"
                      + " ORDER BY id FOR UPDATE")
              .setParameter(1, chunk)
              .getResultList();
      for (Object[] row : rows) {
        standings.put(
            ((Number) row[0]).longValue(),
            new Standing(
                MemberState.valueOf((String) row[1]),
                ((Number) row[2]).longValue(),
                (String) row[3],
                isTrue(row[4])));
      }
    }
    return standings;
  }

  /** The member if the caller may see it, else NOT_FOUND. */
  private Member visible(Caller caller, long id) {
    Conditions query = new Conditions();
    query.equal("id", id);
    switch (caller.role()) {
      case OPERATOR, AUDITOR, SYSTEM -> restrictToSubtree(query, caller);
      case STEWARD -> query.equal("organisationId", caller.requireOrganisation());
      case MEMBER -> query.equal("id", caller.requireMember());
      case RESIDENT, COLLECTOR, PARTNER, ADMINISTRATOR -> throw Caller.forbidden();
    }
    Member row =
        find(query.where(), query.parameters())
            .firstResultOptional()
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    if (row.held) {
      throw ProblemType.UNDER_LEGAL_HOLD.exception();
    }
    return row;
  }

  /** The member if the caller may change its record. */
  private Member manageable(Caller caller, long id) {
    Access.requireMemberRole(caller);
    Member row = visible(caller, id);
    if (!Access.stewards(caller, row.organisationId)) {
      String division =
          organisations.find(row.organisationId).map(found -> found.divisionPath).orElseThrow();
      if (!Access.operates(caller, division)) {
        throw Caller.forbidden();
      }
    }
    return row;
  }

  /**
   * Staff see the members of their subtree's organisations, those who live or work in it, and those
   * who are checked in there.
   */
  private static void restrictToSubtree(Conditions query, Caller caller) {
    if (caller.divisionPath() == null) {
      throw Caller.forbidden();
    }
    if (!caller.divisionPath().isEmpty()) {
      String subtree = caller.divisionPath() + "%";
      query.add(
          "divisionPath like ?"
              + " or organisationId in (select o.id from Organisation o where o.divisionPath like ?)"
              + " or id in (select c.subjectId from CheckIn c where c.subjectType = ?"
              + " and c.liveKey is not null and c.divisionPath like ?)",
          subtree,
          subtree,
          PartyType.MEMBER,
          subtree);
    }
  }

  /** Locks an active member's row and makes its next version. */
  private Moment advance(Caller caller, Member row, IfMatch version, Instant occurredAt) {
    int updated =
        entities
            .createNativeQuery(
                "UPDATE member SET version = version + 1 WHERE id = ?1 AND state = 'ACTIVE'")
            .setParameter(1, row.id)
            .executeUpdate();
    entities.refresh(row);
    if (updated == 0) {
      throw ProblemType.ALREADY_ENDED.exception();
    }
    // It may have been placed while this waited for the lock.
    if (row.held) {
      throw ProblemType.UNDER_LEGAL_HOLD.exception();
    }
    version.require(row.version - 1);
    Moment moment = Moment.of(caller, occurredAt, row.updatedAt, time.now());
    row.updatedAt = moment.occurredAt();
    return moment;
  }

  /** What profiles refer to, read with their organisations locked. */
  private record References(
      Map<Long, Organisations.Standing> organisations, Map<String, Division> divisions) {}

  private References references(List<MemberProfile> profiles) {
    Set<Long> organisationIds = new HashSet<>();
    Set<String> places = new HashSet<>();
    for (MemberProfile profile : profiles) {
      organisationIds.add(profile.organisationId());
      places.addAll(profile.serviceAreas());
      if (profile.division() != null) {
        places.add(profile.division());
      }
    }
    return new References(organisations.lock(organisationIds), divisions.lookupAll(places));
  }

  private static void check(
      Caller caller, MemberProfile profile, References references, Faults faults) {
    Organisations.Standing organisation = references.organisations().get(profile.organisationId());
    if (organisation == null) {
      faults.add("/organisationId", FieldFault.NOT_FOUND);
    } else if (!Access.stewards(caller, profile.organisationId())
        && !Access.operates(caller, organisation.divisionPath())) {
      throw Caller.forbidden();
    } else if (!organisation.isActive()) {
      faults.add("/organisationId", FieldFault.NOT_ALLOWED);
    }
    if (profile.division() != null && !references.divisions().containsKey(profile.division())) {
      faults.add("/division", FieldFault.NOT_FOUND);
    }
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < profile.serviceAreas().size(); i++) {
      Division area = references.divisions().get(profile.serviceAreas().get(i));
      if (area == null) {
        faults.add("/serviceAreas/" + i, FieldFault.NOT_FOUND);
      } else if (!paths.add(area.path)) {
        faults.add("/serviceAreas/" + i, FieldFault.DUPLICATE);
      }
    }
  }

  /** Copies a checked profile into the row and answers its lists. */
  private static Lists fill(Member row, MemberProfile profile, References references) {
    row.organisationId = profile.organisationId();
    row.kind = profile.kind();
    row.divisionPath =
        profile.division() == null
            ? references.organisations().get(profile.organisationId()).divisionPath()
            : references.divisions().get(profile.division()).path;
    return new Lists(
        profile.skills(),
        profile.serviceAreas().stream()
            .map(area -> references.divisions().get(area).path)
            .toList());
  }

  private record Lists(List<String> skills, List<String> serviceAreas) {}

  /**
   * A row with its lists, and what of it is new.
   *
   * @param contact the new personal values, or null
   * @param profile whether the profile is new
   */
  private record Draft(Member row, Lists lists, MemberContact contact, boolean profile) {}

  private Lists lists(long id) {
    return new Lists(
        skills(List.of(id)).getOrDefault(id, List.of()),
        serviceAreas(List.of(id)).getOrDefault(id, List.of()));
  }

  private void insertLists(List<Draft> drafts) {
    // One table after the other, so that each goes out in one batch.
    for (Draft draft : drafts) {
      draft
          .lists()
          .skills()
          .forEach(skill -> entities.persist(new MemberSkill(draft.row().id, skill)));
    }
    for (Draft draft : drafts) {
      draft
          .lists()
          .serviceAreas()
          .forEach(area -> entities.persist(new MemberServiceArea(draft.row().id, area)));
    }
  }

  private void deleteLists(long id) {
    for (String list : List.of("MemberSkill", "MemberServiceArea")) {
      entities
          .createQuery("delete from " + list + " where key.memberId = ?1")
          .setParameter(1, id)
          .executeUpdate();
    }
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
                    personal.getOrDefault(row.id, Map.of())))
        .toList();
  }

  private static Transition changed() {
    return new Transition(PartyCommand.CHANGE.name(), ACTIVE, ACTIVE);
  }

  private List<Recorded> append(
      Caller caller, EntryType type, Transition transition, List<Draft> drafts, Moment moment) {
    List<VaultWrite> personal = new ArrayList<>();
    List<VaultWrite> committed = new ArrayList<>();
    for (Draft draft : drafts) {
      long entryId = ids.next();
      Subject subject = Subject.member(draft.row().id);
      personal.add(
          new VaultWrite(
              entryId, subject, draft.contact() == null ? Map.of() : draft.contact().values()));
      // People write anything into a skill, so a leaf only commits to them.
      committed.add(
          new VaultWrite(
              entryId,
              subject,
              draft.profile()
                  ? Map.of("skills", String.join("\n", draft.lists().skills()))
                  : Map.of()));
    }
    Map<Long, List<Commitment>> commitments = vault.storeAll(personal);
    vault.commitAll(committed).forEach((entryId, more) -> commitments.get(entryId).addAll(more));
    Map<Long, String> pseudonyms =
        vault.memberPseudonyms(drafts.stream().map(draft -> draft.row().id).toList());
    Actor actor = vault.actor(caller, 0);
    List<EntryDraft> entries = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Member row = drafts.get(i).row();
      long entryId = personal.get(i).entryId();
      entries.add(
          new EntryDraft(
              entryId,
              type,
              AggregateType.MEMBER,
              Objects.requireNonNull(pseudonyms.get(row.id)),
              row.version,
              actor,
              moment.occurredAt(),
              moment.recordedAt(),
              transition,
              Map.of("member", facts(drafts.get(i))),
              List.of(),
              commitments.get(entryId),
              DivisionCode.publicPath(row.divisionPath),
              row.organisationId));
    }
    List<LedgerReceipt> receipts = ledger.appendAll(entries);
    List<Recorded> recorded = new ArrayList<>();
    for (int i = 0; i < receipts.size(); i++) {
      Member row = drafts.get(i).row();
      recorded.add(new Recorded(row.id, row.version, receipts.get(i)));
    }
    return recorded;
  }

  private static Map<String, Object> facts(Draft draft) {
    Member row = draft.row();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("organisation", Id.text(row.organisationId));
    facts.put("kind", row.kind.name());
    facts.put("community", DivisionCode.publicPath(row.divisionPath));
    facts.put(
        "serviceAreas",
        draft.lists().serviceAreas().stream().map(DivisionCode::publicPath).distinct().toList());
    facts.put("showsName", row.showsName);
    facts.put("state", row.state.name());
    return facts;
  }
}
