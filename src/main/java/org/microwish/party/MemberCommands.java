package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.sql.Versions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.privacy.VaultWrite;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Records and changes members, and records that they leave; each command writes a ledger entry.
 * Runs in the caller's transaction. Longer than 400 lines because all commands share the profile
 * checks and the ledger entry.
 */
@ApplicationScoped
public class MemberCommands {

  private static final String ACTIVE = MemberState.ACTIVE.name();

  private final EntityManager entities;
  private final MemberQueries queries;
  private final CheckInQueries checkIns;
  private final Versions versions;
  private final Members members;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Event<MemberLeft> left;
  private final Event<MemberMoved> moved;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;

  MemberCommands(
      EntityManager entities,
      MemberQueries queries,
      CheckInQueries checkIns,
      Versions versions,
      Members members,
      Divisions divisions,
      Organisations organisations,
      Event<MemberLeft> left,
      Event<MemberMoved> moved,
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.queries = queries;
    this.checkIns = checkIns;
    this.versions = versions;
    this.members = members;
    this.divisions = divisions;
    this.organisations = organisations;
    this.left = left;
    this.moved = moved;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /**
   * Creates one member, with a ledger entry. The time in the draft is the time of the event; null
   * means now.
   */
  public RecordedVersion record(Caller caller, MemberDraft draft) {
    return recordAll(caller, List.of(draft), index -> "", draft.occurredAt()).getFirst();
  }

  /**
   * Records many members at once. Faulty fields are reported as {@code /<index>/<field>}.
   *
   * @param occurredAt the time at which all drafts take effect, or null for now; the times in the
   *     drafts are ignored
   * @return what was recorded, in the order of the drafts
   */
  public List<RecordedVersion> recordAll(
      Caller caller, List<MemberDraft> drafts, Instant occurredAt) {
    return recordAll(caller, drafts, index -> "/" + index, occurredAt);
  }

  private List<RecordedVersion> recordAll(
      Caller caller, List<MemberDraft> drafts, IntFunction<String> base, Instant occurredAt) {
    Access.requireMemberImportRole(caller);
    return recordAll(caller, drafts, base, occurredAt, Map.of());
  }

  /**
   * Records the caller, a resident, as a volunteer.
   *
   * @param more personal values to store in addition to name and telephone number, by vault field
   */
  public RecordedVersion register(Caller caller, MemberDraft draft, Map<String, String> more) {
    return recordAll(caller, List.of(draft), index -> "", null, more).getFirst();
  }

  private List<RecordedVersion> recordAll(
      Caller caller,
      List<MemberDraft> drafts,
      IntFunction<String> base,
      Instant occurredAt,
      Map<String, String> more) {
    EventTime moment = EventTime.of(caller, occurredAt, null, time.now());
    List<MemberProfile> profiles = drafts.stream().map(MemberDraft::profile).toList();
    References references = references(profiles);
    Faults faults = new Faults();
    List<Draft> rows = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Faults own = new Faults(base.apply(i));
      check(caller, profiles.get(i), references, List.of(), own);
      faults.addAll(own);
      if (own.none()) {
        Member row = new Member();
        row.id = ids.next();
        row.version = 1;
        row.state = MemberState.ACTIVE;
        row.showsName = Boolean.TRUE.equals(drafts.get(i).showsName());
        row.createdAt = moment.occurredAt();
        row.updatedAt = moment.occurredAt();
        Lists lists = fill(row, profiles.get(i), references);
        Map<String, String> personal = new LinkedHashMap<>(drafts.get(i).contact().values());
        personal.putAll(more);
        rows.add(new Draft(row, lists, personal, true));
      }
    }
    faults.refuse();
    rows.forEach(draft -> entities.persist(draft.row()));
    insertLists(rows);
    return append(
        caller,
        EntryType.MEMBER_RECORDED,
        new Transition(PartyCommand.RECORD.name(), null, ACTIVE),
        rows,
        moment);
  }

  /**
   * Replaces a member's profile. Only an operator may move a member to another organisation, see
   * {@link #transfer}.
   *
   * @param version the versions that the caller's If-Match header accepts
   */
  public RecordedVersion change(Caller caller, long id, IfMatch version, MemberProfile profile) {
    requireManageable(caller, id);
    Member row = raise(id, version);
    EventTime moment = moment(caller, row, profile.occurredAt());
    boolean moves = !Objects.equals(profile.organisation(), row.organisationId);
    if (moves && caller.role() == Role.STEWARD) {
      throw ProblemException.invalid("/organisationId", FieldFault.NOT_ALLOWED);
    }
    References references = references(List.of(profile));
    Faults faults = new Faults();
    check(caller, profile, references, queries.areaPaths(id), faults);
    if (profile.kind() == MemberKind.VOLUNTEER && row.kind != MemberKind.VOLUNTEER) {
      // A party member must first leave, and so end its claims and check-ins; it can then be
      // recorded as a volunteer.
      faults.add("/kind", FieldFault.NOT_ALLOWED);
    }
    faults.refuse();
    if (moves) {
      moves(row);
    }
    Lists lists = fill(row, profile, references);
    queries.deleteSkills(id);
    queries.deleteServiceAreas(id);
    Draft draft = new Draft(row, lists, Map.of(), true);
    insertLists(List.of(draft));
    return append(caller, EntryType.MEMBER_CHANGED, changed(), List.of(draft), moment).getFirst();
  }

  /**
   * Moves a member to another organisation; skills, service areas and check-ins stay. Refused with
   * STILL_IN_USE while the member holds or takes part in live claims that are not delivered: these
   * claims belong to the former organisation, and must end or be handed over first.
   */
  public RecordedVersion transfer(Caller caller, long id, long organisationId, Instant occurredAt) {
    requireManageable(caller, id);
    Member row = raise(id, IfMatch.ANY);
    if (row.kind == MemberKind.VOLUNTEER || row.organisationId == organisationId) {
      throw ProblemException.invalid("/organisationId", FieldFault.NOT_ALLOWED);
    }
    moves(row);
    LockedOrganisation into = organisations.lock(List.of(organisationId)).get(organisationId);
    if (into == null) {
      throw ProblemException.invalid("/organisationId", FieldFault.NOT_FOUND);
    }
    Access.requireOperator(caller, into.divisionPath());
    return transfer(caller, row, into, occurredAt);
  }

  /**
   * A step of a merge of organisations: moves a member from the organisation {@code from} to the
   * organisation {@code into}. Later steps move the live claims. The caller must have checked the
   * authorisation.
   */
  RecordedVersion follow(Caller caller, long id, long from, long into, Instant occurredAt) {
    Member row = raise(id, IfMatch.ANY);
    LockedOrganisation target = organisations.lock(List.of(into)).get(into);
    if (target == null || !Long.valueOf(from).equals(row.organisationId)) {
      throw ProblemException.invalid("/into", FieldFault.NOT_ALLOWED);
    }
    fireMoved(row);
    return transfer(caller, row, target, occurredAt);
  }

  private RecordedVersion transfer(
      Caller caller, Member row, LockedOrganisation into, Instant occurredAt) {
    if (!into.isActive()) {
      throw ProblemException.invalid("/organisationId", FieldFault.NOT_ALLOWED);
    }
    EventTime moment = moment(caller, row, occurredAt);
    if (row.divisionPath.equals(organisations.divisionOf(row))) {
      row.divisionPath = into.divisionPath();
    }
    row.organisationId = into.id();
    Draft draft = new Draft(row, lists(row.id), Map.of(), false);
    return append(
            caller,
            EntryType.MEMBER_CHANGED,
            new Transition(PartyCommand.TRANSFER.name(), ACTIVE, ACTIVE),
            List.of(draft),
            moment)
        .getFirst();
  }

  /**
   * Throws STILL_IN_USE if the member has live claims that are not delivered; otherwise revokes the
   * access tokens of the member's account, which contain the previous organisation.
   */
  private void moves(Member row) {
    Organisations.refuseUsed(
        Map.of(LiveUses.CLAIMS, members.liveUses(row.id).getOrDefault(LiveUses.CLAIMS, 0L)));
    fireMoved(row);
  }

  private void fireMoved(Member row) {
    if (row.account != null) {
      moved.fire(new MemberMoved(row.account));
    }
  }

  /**
   * Replaces a member's name and telephone number.
   *
   * @param version the versions that the caller's If-Match header accepts
   */
  public RecordedVersion changeContact(
      Caller caller, long id, IfMatch version, MemberContact contact) {
    requireManageable(caller, id);
    Member row = raise(id, version);
    EventTime moment = moment(caller, row, null);
    Draft draft = new Draft(row, lists(id), contact.values(), false);
    return append(caller, EntryType.MEMBER_CHANGED, changed(), List.of(draft), moment).getFirst();
  }

  /**
   * Records that a member consents to appear by name on leaderboards or to be photographed, or
   * withdraws that consent. Only the member itself or the steward of its organisation may do so,
   * never an operator.
   *
   * @param version the versions that the caller's If-Match header accepts
   * @param by the person who consents; null if the consent is withdrawn
   * @throws ProblemException CONSENT_REQUIRED if a volunteer consents, but needs the consent of a
   *     guardian
   */
  RecordedVersion consent(
      Caller caller, long id, IfMatch version, MemberConsent.Purpose purpose, MemberConsent.By by) {
    requireOwn(caller, id);
    Member row = raise(id, version);
    EventTime moment = moment(caller, row, null);
    String guardian = vault.read(Subject.member(id)).get(MemberContact.CONSENT);
    if (by == MemberConsent.By.SELF && guardian != null && !guardian.equals(by.name())) {
      throw ProblemType.CONSENT_REQUIRED
          .exception()
          .with("consentOf", MemberConsent.By.GUARDIAN)
          .field(FieldError.body("/by", FieldFault.NOT_ALLOWED));
    }
    if (purpose == MemberConsent.Purpose.NAME) {
      row.showsName = by != null;
    }
    Map<String, String> personal = new HashMap<>();
    personal.put(
        purpose.field(),
        by == null
            ? null
            : new MemberConsent(
                    by,
                    moment.occurredAt().atZone(Time.ZONE).toLocalDate(),
                    purpose == MemberConsent.Purpose.NAME)
                .text());
    Draft draft = new Draft(row, lists(id), personal, false);
    return append(caller, EntryType.MEMBER_CHANGED, changed(), List.of(draft), moment).getFirst();
  }

  /**
   * Records in the ledger a change of values that another package keeps about a member, such as the
   * kinds of wishes that the member is open to. The other package writes its own rows; this method
   * stores the new values in the vault and commits to them in the leaf. Only the member itself or
   * the steward of its organisation may do this.
   *
   * @param version the versions that the caller's If-Match header accepts
   * @param values the new values by vault field
   */
  public RecordedVersion changeOwn(
      Caller caller, long id, IfMatch version, Map<String, String> values) {
    requireOwn(caller, id);
    Member row = raise(id, version);
    EventTime moment = moment(caller, row, null);
    Draft draft = new Draft(row, lists(id), values, false);
    return append(caller, EntryType.MEMBER_CHANGED, changed(), List.of(draft), moment).getFirst();
  }

  /** Throws FORBIDDEN unless the caller is the member itself or the steward of its organisation. */
  private void requireOwn(Caller caller, long id) {
    if (!Access.isMember(caller, id)
        && !Access.stewards(caller, members.visible(caller, id).organisationId)) {
      throw Caller.forbidden();
    }
  }

  /** Moves a member from merged divisions to their successors. */
  void follow(long id) {
    Member row = raise(id, IfMatch.ANY);
    EventTime moment = moment(Caller.SYSTEM, row, null);
    row.divisionPath = divisions.currentPath(row.divisionPath);
    Lists before = lists(id);
    Lists lists =
        new Lists(
            before.skills(),
            before.serviceAreas().stream().map(divisions::currentPath).distinct().toList());
    // The session already contains the rows of the service areas, so only new areas are added.
    for (String area : before.serviceAreas()) {
      if (!lists.serviceAreas().contains(area)) {
        entities.remove(
            entities.find(MemberServiceArea.class, new MemberServiceArea.Key(id, area)));
      }
    }
    for (String area : lists.serviceAreas()) {
      if (!before.serviceAreas().contains(area)) {
        entities.persist(new MemberServiceArea(id, area));
      }
    }
    Draft draft = new Draft(row, lists, Map.of(), false);
    append(Caller.SYSTEM, EntryType.MEMBER_CHANGED, changed(), List.of(draft), moment);
  }

  /**
   * Records that a member has left. Refused with STILL_IN_USE while the member has live check-ins,
   * holds or takes part in a live claim that is not delivered, belongs to a group, or has applied
   * to one. Each of these must be ended first, by its own command with its own ledger entry.
   */
  public RecordedVersion leave(Caller caller, long id, Instant occurredAt) {
    if (!Access.isMember(caller, id)) {
      requireManageable(caller, id);
    }
    Member row = raise(id, IfMatch.ANY);
    EventTime moment = moment(caller, row, occurredAt);
    Map<String, Long> uses = new LinkedHashMap<>();
    uses.put("checkIns", checkIns.countLive(PartyType.MEMBER, id));
    uses.putAll(members.liveUses(id));
    Organisations.refuseUsed(uses);
    row.state = MemberState.LEFT;
    left.fire(new MemberLeft(id, row.account));
    Draft draft = new Draft(row, lists(id), Map.of(), false);
    return append(
            caller,
            EntryType.MEMBER_LEFT,
            new Transition(PartyCommand.LEAVE.name(), ACTIVE, MemberState.LEFT.name()),
            List.of(draft),
            moment)
        .getFirst();
  }

  /**
   * Throws NOT_FOUND if the caller may not see the member, and FORBIDDEN if the caller may not
   * change it.
   */
  private void requireManageable(Caller caller, long id) {
    Access.requireMemberRole(caller);
    Member row = members.visible(caller, id);
    if (!Access.stewards(caller, row.organisationId)
        && !Access.operates(caller, organisations.divisionOf(row))) {
      throw Caller.forbidden();
    }
  }

  /**
   * Locks a member's row and increments its version. Throws ALREADY_ENDED if the member has left,
   * and UNDER_LEGAL_HOLD if it is under a legal hold.
   */
  private Member raise(long id, IfMatch version) {
    return versions.raise(
        Member.class,
        id,
        version,
        row -> {
          if (row.state != MemberState.ACTIVE) {
            throw ProblemType.ALREADY_ENDED.exception();
          }
          // A legal hold may have been placed while this command waited for the lock.
          if (row.held) {
            throw ProblemType.UNDER_LEGAL_HOLD.exception();
          }
        });
  }

  private EventTime moment(Caller caller, Member row, Instant occurredAt) {
    EventTime moment = EventTime.of(caller, occurredAt, row.updatedAt, time.now());
    row.updatedAt = moment.occurredAt();
    return moment;
  }

  /** The locked organisations and the divisions that profiles refer to. */
  private record References(
      Map<Long, LockedOrganisation> organisations, Map<String, Division> divisions) {}

  private References references(List<MemberProfile> profiles) {
    Set<Long> organisationIds = new HashSet<>();
    Set<String> places = new HashSet<>();
    for (MemberProfile profile : profiles) {
      if (profile.organisation() != null) {
        organisationIds.add(profile.organisation());
      }
      places.addAll(profile.serviceAreas());
      if (profile.division() != null) {
        places.add(profile.division());
      }
    }
    return new References(organisations.lock(organisationIds), divisions.lockAll(places));
  }

  /**
   * Checks a profile.
   *
   * @param kept the paths of the service areas that the member has already; they may be closed
   */
  private void check(
      Caller caller,
      MemberProfile profile,
      References references,
      List<String> kept,
      Faults faults) {
    if (profile.kind() == MemberKind.VOLUNTEER) {
      checkVolunteer(caller, profile, references);
    } else {
      checkOrganisation(caller, profile, references, faults);
    }
    if (profile.division() != null) {
      divisions.check(references.divisions().get(profile.division()), "/division", faults);
    }
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < profile.serviceAreas().size(); i++) {
      Division area = references.divisions().get(profile.serviceAreas().get(i));
      if (area == null || !kept.contains(area.path)) {
        divisions.check(area, "/serviceAreas/" + i, faults);
      }
      if (area != null && !paths.add(area.path)) {
        faults.add("/serviceAreas/" + i, FieldFault.DUPLICATE);
      }
    }
  }

  /**
   * Throws FORBIDDEN unless the caller is an operator or administrator of the volunteer's division,
   * or a resident, who registers itself as a volunteer.
   */
  private static void checkVolunteer(Caller caller, MemberProfile profile, References references) {
    Division home = references.divisions().get(profile.division());
    if (home != null && caller.role() != Role.RESIDENT && !Access.imports(caller, home.path)) {
      throw Caller.forbidden();
    }
  }

  private static void checkOrganisation(
      Caller caller, MemberProfile profile, References references, Faults faults) {
    LockedOrganisation organisation = references.organisations().get(profile.organisation());
    if (organisation == null) {
      faults.add("/organisationId", FieldFault.NOT_FOUND);
    } else if (!Access.stewards(caller, profile.organisation())
        && !Access.imports(caller, organisation.divisionPath())) {
      throw Caller.forbidden();
    } else if (!organisation.isActive()) {
      faults.add("/organisationId", FieldFault.NOT_ALLOWED);
    }
  }

  /** Copies a checked profile into the row, and returns the profile's skills and service areas. */
  private static Lists fill(Member row, MemberProfile profile, References references) {
    row.organisationId = profile.organisation();
    row.kind = profile.kind();
    row.divisionPath =
        profile.division() == null
            ? references.organisations().get(profile.organisation()).divisionPath()
            : references.divisions().get(profile.division()).path;
    return new Lists(
        profile.skills(),
        profile.serviceAreas().stream()
            .map(area -> references.divisions().get(area).path)
            .toList());
  }

  private record Lists(List<String> skills, List<String> serviceAreas) {}

  /**
   * A member's row with its skills and service areas, and what changed.
   *
   * @param personal the new personal values by vault field; empty if they are unchanged
   * @param profile true if the profile changed
   */
  private record Draft(Member row, Lists lists, Map<String, String> personal, boolean profile) {

    /** Shows the names of the fields without the personal values, which a log must not show. */
    @Override
    public String toString() {
      return "Draft" + personal.keySet();
    }
  }

  private Lists lists(long id) {
    return new Lists(
        members.skills(List.of(id)).getOrDefault(id, List.of()),
        members.serviceAreas(List.of(id)).getOrDefault(id, List.of()));
  }

  private void insertLists(List<Draft> drafts) {
    // Fill one table after the other, so that the inserts into each are batched.
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

  private static Transition changed() {
    return new Transition(PartyCommand.CHANGE.name(), ACTIVE, ACTIVE);
  }

  private List<RecordedVersion> append(
      Caller caller, EntryType type, Transition transition, List<Draft> drafts, EventTime moment) {
    List<VaultWrite> personal = new ArrayList<>();
    List<VaultWrite> committed = new ArrayList<>();
    for (Draft draft : drafts) {
      long entryId = ids.next();
      Subject subject = Subject.member(draft.row().id);
      personal.add(new VaultWrite(entryId, subject, draft.personal()));
      // Skills are free text and may contain personal data, so the leaf holds only a commitment.
      // The vault stores the opening of the commitment; the table member_skill stores the skills.
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
    Map<Long, String> shown =
        pseudonyms.ofMembers(drafts.stream().map(draft -> draft.row().id).toList());
    Actor actor = pseudonyms.actor(caller, 0);
    List<EntryDraft> entries = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Member row = drafts.get(i).row();
      long entryId = personal.get(i).entryId();
      entries.add(
          new EntryDraft(
              entryId,
              type,
              AggregateType.MEMBER,
              Objects.requireNonNull(shown.get(row.id)),
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
    List<RecordedVersion> recorded = new ArrayList<>();
    for (int i = 0; i < receipts.size(); i++) {
      Member row = drafts.get(i).row();
      recorded.add(new RecordedVersion(row.id, row.version, receipts.get(i)));
    }
    return recorded;
  }

  private static Map<String, Object> facts(Draft draft) {
    Member row = draft.row();
    Map<String, Object> facts = new LinkedHashMap<>();
    if (row.organisationId != null) {
      facts.put("organisation", Id.text(row.organisationId));
    }
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
