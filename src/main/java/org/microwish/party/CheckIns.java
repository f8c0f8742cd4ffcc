package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.party.CheckInQueries.Community;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Transactions;
import org.microwish.platform.sql.Versions;
import org.microwish.privacy.Masking;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The check-ins (双报到) of organisations and members with communities: a subject has at most one live
 * check-in with a community, and any number of revoked ones. Check-ins are not public. Operators
 * and auditors see the check-ins with communities in their subtree; a steward sees those of its
 * organisation and of the organisation's members; a member sees its own. Changes run in the
 * caller's transaction. Longer than 400 lines because all commands share the checks of subject and
 * community.
 */
@ApplicationScoped
public class CheckIns {

  private final EntityManager entities;
  private final CheckInQueries queries;
  private final Versions versions;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Members members;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;

  CheckIns(
      EntityManager entities,
      CheckInQueries queries,
      Versions versions,
      Divisions divisions,
      Organisations organisations,
      Members members,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.queries = queries;
    this.versions = versions;
    this.divisions = divisions;
    this.organisations = organisations;
    this.members = members;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /** Returns the paths of the communities with which the subject is checked in now. */
  public List<String> communitiesOf(PartyType subjectType, long subjectId) {
    return queries.communities(subjectType, List.of(subjectId)).stream()
        .map(Community::path)
        .toList();
  }

  /**
   * Returns, by subject id, the paths of the communities with which the subjects are checked in
   * now; subjects without a live check-in are missing.
   */
  public Map<Long, Set<String>> communitiesOf(PartyType subjectType, Collection<Long> subjectIds) {
    return subjectIds.isEmpty()
        ? Map.of()
        : queries.communities(subjectType, subjectIds).stream()
            .collect(
                Collectors.groupingBy(
                    Community::subjectId, Collectors.mapping(Community::path, Collectors.toSet())));
  }

  /** Returns the check-in if the caller may see it; throws NOT_FOUND otherwise. */
  CheckIn read(Caller caller, long id) {
    return visible(caller)
        .only("id = :id", "id", id)
        .first(entities)
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /** Returns a page of the check-ins that the caller may see, in the order of their ids. */
  Page<CheckIn> list(Caller caller, CheckInFilter filter, PageQuery page) {
    return visible(caller)
        .subtree("division", "divisionPath", filter.division())
        .filter("subjectType", filter.subjectType(), "subjectType = :subjectType")
        .filter("subjectId", filter.subjectId(), "subjectId = :subjectId")
        .filter("organisationId", filter.organisationId(), "organisationId = :organisationId")
        .filter(
            "state",
            filter.state(),
            state ->
                switch (state) {
                  case LIVE -> "liveKey is not null";
                  case REVOKED -> "liveKey is null";
                })
        .ascending("id", row -> row.id)
        .page(entities, page);
  }

  /** Returns the names of the subjects, communities and organisations of these check-ins. */
  CheckInNames names(List<CheckIn> rows) {
    List<Long> memberIds =
        rows.stream()
            .filter(row -> row.subjectType == PartyType.MEMBER)
            .map(row -> row.subjectId)
            .toList();
    Map<Long, String> masked = new HashMap<>();
    members.names(memberIds).forEach((id, name) -> masked.put(id, Masking.name(name)));
    return new CheckInNames(
        organisations.names(rows.stream().map(row -> row.organisationId).toList()),
        masked,
        divisions.names(rows.stream().map(row -> row.divisionPath).distinct().toList()));
  }

  /** Checks an organisation or member in with a community. */
  public RecordedVersion record(Caller caller, CheckInDraft draft) {
    return recordAll(caller, List.of(draft), index -> "", draft.occurredAt()).getFirst();
  }

  /**
   * Records many check-ins at once. Faulty fields are reported as {@code /<index>/<field>}.
   *
   * @param occurredAt when all check-ins happened, or null for now; the times in the drafts are
   *     ignored
   * @return what was recorded, in the order of the drafts
   */
  public List<RecordedVersion> recordAll(
      Caller caller, List<CheckInDraft> drafts, Instant occurredAt) {
    return recordAll(caller, drafts, index -> "/" + index, occurredAt);
  }

  private List<RecordedVersion> recordAll(
      Caller caller, List<CheckInDraft> drafts, IntFunction<String> base, Instant occurredAt) {
    if (!caller.is(Role.OPERATOR, Role.ADMINISTRATOR, Role.STEWARD, Role.MEMBER, Role.SYSTEM)) {
      throw Caller.forbidden();
    }
    // Administrators record check-ins only by imports, whose rows contain times. EventTime.of
    // refuses times from administrators, so use EventTime.checked for them.
    EventTime moment =
        caller.is(Role.ADMINISTRATOR)
            ? EventTime.checked(caller, occurredAt, null, time.now())
            : EventTime.of(caller, occurredAt, null, time.now());
    Map<String, Division> communities =
        divisions.lockAll(drafts.stream().map(CheckInDraft::community).toList());
    Map<Long, LockedOrganisation> bodies =
        organisations.lock(idsOf(drafts, PartyType.ORGANISATION));
    Map<Long, LockedMember> people = members.lock(idsOf(drafts, PartyType.MEMBER));
    Faults faults = new Faults();
    Set<String> keys = new HashSet<>();
    List<CheckIn> rows = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      CheckInDraft draft = drafts.get(i);
      Faults own = new Faults(base.apply(i));
      Division community = communities.get(draft.community());
      divisions.check(community, "/community", own);
      if (community != null && community.level != DivisionLevel.COMMUNITY) {
        own.add("/community", FieldFault.NOT_ALLOWED);
      }
      Subject subject = subject(draft, bodies, people);
      if (subject == null) {
        own.add("/subjectId", FieldFault.NOT_FOUND);
      } else {
        check(caller, draft, subject, community, own);
      }
      faults.addAll(own);
      if (own.none()) {
        CheckIn row =
            live(
                draft.subjectType(),
                draft.subject(),
                subject.organisationId(),
                community.path,
                moment);
        rows.add(row);
        if (!keys.add(row.liveKey)) {
          faults.add(base.apply(i), FieldFault.DUPLICATE);
        }
      }
    }
    faults.refuse();
    if (!keys.isEmpty()) {
      queries.live(keys).stream()
          .findFirst()
          .ifPresent(
              live -> {
                throw alreadyCheckedIn().with("checkInId", Id.text(live));
              });
    }
    return insert(caller, rows, moment);
  }

  private List<RecordedVersion> insert(Caller caller, List<CheckIn> rows, EventTime moment) {
    rows.forEach(entities::persist);
    try {
      entities.flush();
    } catch (RuntimeException thrown) {
      if (Transactions.isDuplicate(thrown)) {
        throw alreadyCheckedIn();
      }
      throw thrown;
    }
    return append(
        caller,
        EntryType.CHECKED_IN,
        new Transition(PartyCommand.CHECK_IN.name(), null, CheckInState.LIVE.name()),
        rows,
        moment);
  }

  /** Ends a check-in. The row is kept as history, and the subject may check in again. */
  public RecordedVersion revoke(Caller caller, long id, Instant occurredAt) {
    if (!mayRevoke(caller, read(caller, id))) {
      throw Caller.forbidden();
    }
    return end(caller, id, occurredAt);
  }

  /** Ends a check-in. The caller must have checked the authorisation. */
  RecordedVersion end(Caller caller, long id, Instant occurredAt) {
    CheckIn row =
        versions.raise(
            CheckIn.class,
            id,
            found -> {
              if (found.liveKey == null) {
                throw ProblemType.ALREADY_REVOKED.exception();
              }
            });
    row.liveKey = null;
    EventTime moment = EventTime.of(caller, occurredAt, row.checkedInAt, time.now());
    row.revokedAt = moment.occurredAt();
    return append(
            caller,
            EntryType.CHECK_IN_REVOKED,
            new Transition(
                PartyCommand.REVOKE.name(), CheckInState.LIVE.name(), CheckInState.REVOKED.name()),
            List.of(row),
            moment)
        .getFirst();
  }

  /**
   * Moves a live check-in to another community; ends the check-in if its subject is already checked
   * in with that community.
   */
  void move(long id, String path) {
    CheckIn row =
        versions.raise(
            CheckIn.class,
            id,
            found -> {
              if (found.liveKey == null) {
                throw ProblemType.ALREADY_REVOKED.exception();
              }
            });
    String key = key(row.subjectType, row.subjectId, path);
    boolean there = !queries.live(List.of(key)).isEmpty();
    EventTime moment = EventTime.of(Caller.SYSTEM, null, row.checkedInAt, time.now());
    if (there) {
      row.liveKey = null;
      row.revokedAt = moment.occurredAt();
    } else {
      row.liveKey = key;
      row.divisionPath = path;
    }
    append(
        Caller.SYSTEM,
        there ? EntryType.CHECK_IN_REVOKED : EntryType.CHECK_IN_MOVED,
        new Transition(
            (there ? PartyCommand.REVOKE : PartyCommand.MOVE).name(),
            CheckInState.LIVE.name(),
            row.state().name()),
        List.of(row),
        moment);
  }

  private static String key(PartyType type, long subjectId, String path) {
    return type + ":" + Id.text(subjectId) + ":" + path;
  }

  /**
   * A step of a merge of organisations: checks the organisation {@code into} in with the community
   * with which the merged organisation has the check-in {@code id}. The caller must have checked
   * the authorisation.
   */
  RecordedVersion follow(Caller caller, long id, long into, Instant occurredAt) {
    LockedOrganisation target = organisations.lock(List.of(into)).get(into);
    if (target == null || !target.isActive()) {
      throw ProblemException.invalid("/into", FieldFault.NOT_ALLOWED);
    }
    EventTime moment = EventTime.of(caller, occurredAt, null, time.now());
    // The community may have been merged since that check-in: use its successor.
    String path =
        divisions.require(
                divisions.currentPath(entities.find(CheckIn.class, id).divisionPath), "/into")
            .path;
    CheckIn row = live(PartyType.ORGANISATION, into, into, path, moment);
    return insert(caller, List.of(row), moment).getFirst();
  }

  private CheckIn live(
      PartyType type, long subjectId, long organisationId, String path, EventTime moment) {
    CheckIn row = new CheckIn();
    row.id = ids.next();
    row.version = 1;
    row.subjectType = type;
    row.subjectId = subjectId;
    row.organisationId = organisationId;
    row.divisionPath = path;
    row.liveKey = key(type, subjectId, path);
    row.checkedInAt = moment.occurredAt();
    row.createdAt = moment.recordedAt();
    return row;
  }

  /** The organisation or member that checks in, as read from its locked row. */
  private record Subject(long organisationId, String divisionPath, boolean active) {}

  private static Subject subject(
      CheckInDraft draft, Map<Long, LockedOrganisation> bodies, Map<Long, LockedMember> people) {
    return switch (draft.subjectType()) {
      case ORGANISATION ->
          Optional.ofNullable(bodies.get(draft.subject()))
              .map(found -> new Subject(draft.subject(), found.divisionPath(), found.isActive()))
              .orElse(null);
      case MEMBER ->
          Optional.ofNullable(people.get(draft.subject()))
              // A volunteer belongs to no organisation and cannot check in.
              .filter(found -> found.organisationId() != null)
              .map(
                  found ->
                      new Subject(found.organisationId(), found.divisionPath(), found.isActive()))
              .orElse(null);
    };
  }

  /**
   * Checks one check-in. The steward of the organisation, the member itself and an operator or
   * administrator of the community may record it. Other callers get FORBIDDEN, or, for a member
   * outside their subtree, the fault NOT_FOUND for the member's id. An inactive organisation or
   * member gets the fault NOT_ALLOWED.
   */
  private static void check(
      Caller caller, CheckInDraft draft, Subject subject, Division community, Faults faults) {
    boolean own =
        Access.stewards(caller, subject.organisationId())
            || (draft.subjectType() == PartyType.MEMBER
                && Access.isMember(caller, draft.subject()));
    boolean operates = community != null && Access.records(caller, community.path);
    if (!own && !operates) {
      if (draft.subjectType() == PartyType.MEMBER
          && !Access.records(caller, subject.divisionPath())) {
        faults.add("/subjectId", FieldFault.NOT_FOUND);
      } else if (community != null) {
        throw Caller.forbidden();
      }
    } else if (!subject.active()) {
      faults.add("/subjectId", FieldFault.NOT_ALLOWED);
    }
  }

  private static boolean mayRevoke(Caller caller, CheckIn row) {
    return Access.operates(caller, row.divisionPath)
        || Access.stewards(caller, row.organisationId)
        || (row.subjectType == PartyType.MEMBER && Access.isMember(caller, row.subjectId));
  }

  private static Listing<CheckIn> visible(Caller caller) {
    Listing<CheckIn> listing = new Listing<>(CheckIn.class, "from CheckIn");
    return switch (caller.role()) {
      case OPERATOR, AUDITOR, SYSTEM -> {
        if (caller.divisionPath() == null) {
          throw Caller.forbidden();
        }
        yield listing.within("divisionPath", caller.divisionPath());
      }
      case STEWARD -> listing.only("organisationId = :own", "own", caller.requireOrganisation());
      case MEMBER ->
          listing.only("subjectType = MEMBER and subjectId = :own", "own", caller.requireMember());
      case RESIDENT, COLLECTOR, PARTNER, ADMINISTRATOR -> throw Caller.forbidden();
    };
  }

  private static Collection<Long> idsOf(List<CheckInDraft> drafts, PartyType type) {
    return drafts.stream()
        .filter(draft -> draft.subjectType() == type)
        .map(CheckInDraft::subject)
        .toList();
  }

  private static ProblemException alreadyCheckedIn() {
    return ProblemType.ALREADY_CHECKED_IN.exception();
  }

  private List<RecordedVersion> append(
      Caller caller, EntryType type, Transition transition, List<CheckIn> rows, EventTime moment) {
    List<Long> memberIds =
        rows.stream()
            .filter(row -> row.subjectType == PartyType.MEMBER)
            .map(row -> row.subjectId)
            .distinct()
            .toList();
    Map<Long, String> shown = memberIds.isEmpty() ? Map.of() : pseudonyms.ofMembers(memberIds);
    Actor actor = pseudonyms.actor(caller, 0);
    List<EntryDraft> entries = new ArrayList<>();
    for (CheckIn row : rows) {
      entries.add(
          new EntryDraft(
              ids.next(),
              type,
              AggregateType.CHECK_IN,
              Id.text(row.id),
              row.version,
              actor,
              moment.occurredAt(),
              moment.recordedAt(),
              transition,
              facts(row, shown),
              List.of(),
              List.of(),
              row.divisionPath,
              row.subjectType == PartyType.ORGANISATION ? row.organisationId : null));
    }
    List<LedgerReceipt> receipts = ledger.appendAll(entries);
    List<RecordedVersion> recorded = new ArrayList<>();
    for (int i = 0; i < receipts.size(); i++) {
      CheckIn row = rows.get(i);
      recorded.add(new RecordedVersion(row.id, row.version, receipts.get(i)));
    }
    return recorded;
  }

  /**
   * Returns the facts of the ledger leaf: only what the statistics need, that is the subject and
   * the community. The entry itself has the time and the state. A member's organisation is left
   * out, because it is not counted. A revocation has no facts.
   */
  private static Map<String, Object> facts(CheckIn row, Map<Long, String> shown) {
    if (row.state() == CheckInState.REVOKED) {
      return Map.of();
    }
    String subject =
        switch (row.subjectType) {
          case ORGANISATION -> Id.text(row.subjectId);
          case MEMBER -> Objects.requireNonNull(shown.get(row.subjectId));
        };
    return Map.of(
        "checkIn",
        Map.of(
            "subject",
            Map.of("type", row.subjectType.name(), "id", subject),
            "community",
            row.divisionPath));
  }
}
