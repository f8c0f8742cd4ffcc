package org.microwish.party;

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
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.party.OrganisationQueries.Named;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.platform.sql.Transactions;
import org.microwish.platform.sql.Versions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.privacy.VaultWrite;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Reads, locks and changes party organisations, whose data is public. Changes run in the caller's
 * transaction. The class is longer than 400 lines because all commands use the same checks and
 * write their ledger entries with the same code.
 */
@ApplicationScoped
public class Organisations {

  /**
   * Maximum number of levels that {@link #isBelow} searches above an organisation; the party has
   * fewer than ten.
   */
  private static final int MAX_DEPTH = 20;

  private final EntityManager entities;
  private final OrganisationQueries queries;
  private final CheckInQueries checkIns;
  private final Versions versions;
  private final Divisions divisions;
  private final Instance<LiveUses> liveUses;
  private final Event<OrganisationDissolved> dissolved;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;

  Organisations(
      EntityManager entities,
      OrganisationQueries queries,
      CheckInQueries checkIns,
      Versions versions,
      Divisions divisions,
      Instance<LiveUses> liveUses,
      Event<OrganisationDissolved> dissolved,
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.queries = queries;
    this.checkIns = checkIns;
    this.versions = versions;
    this.divisions = divisions;
    this.liveUses = liveUses;
    this.dissolved = dissolved;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /** Returns the organisation with that id, in any state. */
  public Optional<Organisation> find(long id) {
    return Optional.ofNullable(entities.find(Organisation.class, id));
  }

  /**
   * Adds a query to the round trip. Its result contains these organisations as candidates for a
   * claim, by id; unknown ids are missing.
   */
  public Pending<Map<Long, Candidate>> candidates(
      RoundTrip trip, Collection<Long> organisationIds) {
    Map<Long, Candidate> found = new HashMap<>();
    trip.read(
        "SELECT id, division_path, state = 'ACTIVE' FROM organisation WHERE id IN (%s)",
        List.of(),
        organisationIds,
        row ->
            found.put(
                row.getLong(1),
                new Candidate(row.getLong(1), row.getString(2), row.getBoolean(3))));
    return trip.pending(found);
  }

  /**
   * Returns the path of the division whose operators manage the member: that of the member's
   * organisation, or that of the member if it is a volunteer.
   */
  public String divisionOf(Member member) {
    return member.organisationId == null
        ? member.divisionPath
        : find(member.organisationId).map(found -> found.divisionPath).orElseThrow();
  }

  /** Returns the organisation with that id; throws NOT_FOUND if there is none. */
  Organisation read(long id) {
    return find(id).orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /** Returns true if an organisation with this id exists and is dissolved. */
  public boolean isDissolved(long id) {
    return find(id).filter(row -> row.state == OrganisationState.DISSOLVED).isPresent();
  }

  /** Returns the names that an organisation had before, the earliest first. */
  List<OrganisationName> formerNames(long id) {
    return queries.formerNames(id);
  }

  /** Returns the views of organisations, without earlier names; unknown ids are missing. */
  public List<OrganisationView> views(Collection<Long> organisationIds) {
    List<Organisation> rows = organisationIds.stream().flatMap(id -> find(id).stream()).toList();
    Map<String, String> places =
        divisions.names(rows.stream().map(row -> row.divisionPath).toList());
    return rows.stream().map(row -> OrganisationView.of(row, places, null)).toList();
  }

  /** Returns the names of organisations by id; unknown ids are missing. */
  public Map<Long, String> names(Collection<Long> organisationIds) {
    return organisationIds.isEmpty()
        ? Map.of()
        : queries.names(Set.copyOf(organisationIds)).stream()
            .collect(Collectors.toMap(Named::id, Named::name));
  }

  /** Returns a page of organisations, in the order of their ids or names. */
  Page<Organisation> list(OrganisationFilter filter, PageQuery page) {
    Listing<Organisation> list = new Listing<>(Organisation.class, "from Organisation");
    list.sorted(filter.sort());
    if (filter.sort() == SortedBy.NAME) {
      list.ascendingText("sortKey", row -> row.sortKey);
    }
    return list.subtree("division", "divisionPath", filter.division())
        .filter("kind", filter.kind(), "kind = :kind")
        .filter("sector", filter.sector(), "sector = :sector")
        .filter("state", filter.state(), "state = :state")
        .filter("parentId", filter.parentId(), "parentId = :parentId")
        .contains("q", "name", filter.name())
        .ascending("id", row -> row.id)
        .page(entities, page);
  }

  /** Records one organisation. */
  public RecordedVersion record(Caller caller, OrganisationDraft draft) {
    return recordAll(caller, List.of(draft), index -> "", draft.occurredAt()).getFirst();
  }

  /**
   * Records many organisations at once, whose parents must already be recorded. Faulty fields are
   * reported as {@code /<index>/<field>}.
   *
   * @param occurredAt the time at which all drafts take effect, or null for now; the times in the
   *     drafts are ignored
   * @return what was recorded, in the order of the drafts
   */
  public List<RecordedVersion> recordAll(
      Caller caller, List<OrganisationDraft> drafts, Instant occurredAt) {
    return recordAll(caller, drafts, index -> "/" + index, occurredAt);
  }

  private List<RecordedVersion> recordAll(
      Caller caller, List<OrganisationDraft> drafts, IntFunction<String> base, Instant occurredAt) {
    Access.requireOrganisationRole(caller);
    EventTime moment = EventTime.of(caller, occurredAt, null, time.now());
    Map<String, Division> places =
        divisions.lockAll(drafts.stream().map(OrganisationDraft::division).toList());
    Map<Long, LockedOrganisation> parents =
        lock(drafts.stream().map(OrganisationDraft::parent).filter(Objects::nonNull).toList());
    Faults faults = new Faults();
    Set<String> codes = new HashSet<>();
    List<Organisation> rows = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      OrganisationDraft draft = drafts.get(i);
      Faults own = new Faults(base.apply(i));
      checkReferences(caller, draft, places, parents, own);
      faults.addAll(own);
      if (draft.creditCode() != null && !codes.add(draft.creditCode())) {
        faults.add(base.apply(i) + "/creditCode", FieldFault.DUPLICATE);
      }
    }
    faults.refuse();
    refuseTakenCodes(codes);
    for (OrganisationDraft draft : drafts) {
      Organisation row = new Organisation();
      row.id = ids.next();
      row.version = 1;
      row.state = OrganisationState.ACTIVE;
      row.createdAt = moment.occurredAt();
      fill(row, draft, places, moment);
      rows.add(row);
    }
    rows.forEach(entities::persist);
    flushUnique();
    return append(
        caller,
        EntryType.ORGANISATION_RECORDED,
        new Transition(PartyCommand.RECORD.name(), null, OrganisationState.ACTIVE.name()),
        rows,
        moment);
  }

  /**
   * Replaces the data of an organisation.
   *
   * @param version the versions that the caller's If-Match header accepts
   */
  public RecordedVersion change(Caller caller, long id, IfMatch version, OrganisationDraft draft) {
    Access.requireOrganisations(caller, read(id).divisionPath);
    Organisation row = raise(id, version);
    EventTime moment = EventTime.of(caller, draft.occurredAt(), row.updatedAt, time.now());
    Map<String, Division> places = divisions.lockAll(List.of(draft.division()));
    Map<Long, LockedOrganisation> parents =
        draft.parent() == null ? Map.of() : lock(List.of(draft.parent()));
    Faults faults = new Faults();
    checkReferences(caller, draft, places, parents, faults);
    if (draft.parent() != null && isBelow(draft.parent(), id)) {
      faults.add("/parentId", FieldFault.NOT_ALLOWED);
    }
    faults.refuse();
    keepName(row, draft, moment);
    fill(row, draft, places, moment);
    flushUnique();
    return changed(caller, row, Map.of(), moment);
  }

  /**
   * Records in the ledger that values about an organisation changed which another package stores,
   * such as the kinds of wishes that it is open to. The vault stores the new values, and the leaf
   * contains commitments to them. Allowed for the organisation's steward and the operators of its
   * division.
   *
   * @param version the versions that the caller's If-Match header accepts
   * @param values the new values by vault field
   */
  public RecordedVersion changeOwn(
      Caller caller, long id, IfMatch version, Map<String, String> values) {
    if (!Access.stewards(caller, id)) {
      Access.requireOrganisations(caller, read(id).divisionPath);
    }
    Organisation row = raise(id, version);
    EventTime moment = EventTime.of(caller, null, row.updatedAt, time.now());
    row.updatedAt = moment.occurredAt();
    return changed(caller, row, values, moment);
  }

  /**
   * Dissolves an organisation. Refused with STILL_IN_USE while it has active members, active
   * organisations below it, live check-ins, live claims that are not delivered, or approved groups
   * that it hosts. Each of these must be ended first, by its own command with its own ledger entry.
   */
  public RecordedVersion dissolve(Caller caller, long id, Instant occurredAt) {
    Access.requireOrganisations(caller, read(id).divisionPath);
    return dissolve(caller, id, null, occurredAt);
  }

  /**
   * Ends an organisation that was merged into another; refused as {@link #dissolve} is. The caller
   * must have checked the authorisation.
   */
  RecordedVersion merge(Caller caller, long id, long into, Instant occurredAt) {
    LockedOrganisation target = lock(List.of(id, into)).get(into);
    if (target == null || !target.isActive()) {
      throw ProblemException.invalid("/into", FieldFault.NOT_ALLOWED);
    }
    return dissolve(caller, id, into, occurredAt);
  }

  /**
   * A step of a merge of organisations: makes {@code into} the parent of the organisation {@code
   * id}, whose parent is {@code from}. The caller must have checked the authorisation.
   */
  RecordedVersion follow(Caller caller, long id, long from, long into, Instant occurredAt) {
    Organisation row = raise(id, IfMatch.ANY);
    LockedOrganisation target = lock(List.of(into)).get(into);
    boolean follows = row.parentId != null && row.parentId == from;
    if (!follows || target == null || !target.isActive() || isBelow(into, id)) {
      throw ProblemException.invalid("/into", FieldFault.NOT_ALLOWED);
    }
    EventTime moment = EventTime.of(caller, occurredAt, row.updatedAt, time.now());
    row.parentId = into;
    row.updatedAt = moment.occurredAt();
    return changed(caller, row, Map.of(), moment);
  }

  private RecordedVersion changed(
      Caller caller, Organisation row, Map<String, String> values, EventTime moment) {
    return append(
            caller,
            EntryType.ORGANISATION_CHANGED,
            new Transition(
                PartyCommand.CHANGE.name(),
                OrganisationState.ACTIVE.name(),
                OrganisationState.ACTIVE.name()),
            List.of(row),
            values,
            moment)
        .getFirst();
  }

  private RecordedVersion dissolve(Caller caller, long id, Long into, Instant occurredAt) {
    Organisation row = raise(id, IfMatch.ANY);
    EventTime moment = EventTime.of(caller, occurredAt, row.updatedAt, time.now());
    Map<String, Long> uses = new LinkedHashMap<>();
    uses.put("members", queries.countMembers(id, MemberState.ACTIVE));
    uses.put("organisations", queries.countBelow(id, OrganisationState.ACTIVE));
    uses.put("checkIns", checkIns.countLive(PartyType.ORGANISATION, id));
    uses.putAll(liveUses(liveUses, PartyType.ORGANISATION, id));
    refuseUsed(uses);
    row.state = OrganisationState.DISSOLVED;
    row.successorId = into;
    dissolved.fire(new OrganisationDissolved(id));
    row.liveCreditCode = null;
    row.updatedAt = moment.occurredAt();
    return append(
            caller,
            into == null ? EntryType.ORGANISATION_DISSOLVED : EntryType.ORGANISATION_MERGED,
            new Transition(
                (into == null ? PartyCommand.DISSOLVE : PartyCommand.MERGE).name(),
                OrganisationState.ACTIVE.name(),
                OrganisationState.DISSOLVED.name()),
            List.of(row),
            moment)
        .getFirst();
  }

  /** Merges the counts from all implementations of {@link LiveUses}. */
  static Map<String, Long> liveUses(Instance<LiveUses> all, PartyType type, long id) {
    Map<String, Long> uses = new LinkedHashMap<>();
    all.forEach(kept -> uses.putAll(kept.liveUses(type, id)));
    return uses;
  }

  /** Throws STILL_IN_USE if any count is positive; the problem lists only the positive counts. */
  static void refuseUsed(Map<String, Long> uses) {
    if (uses.values().stream().anyMatch(count -> count > 0)) {
      ProblemException problem = ProblemType.STILL_IN_USE.exception();
      uses.entrySet().stream()
          .filter(use -> use.getValue() > 0)
          .forEach(use -> problem.with(use.getKey(), use.getValue()));
      throw problem;
    }
  }

  /**
   * Locks organisations until the transaction ends, so that no organisation is dissolved while a
   * row that refers to it is added.
   *
   * @return the organisations by id; unknown ids are missing
   */
  public Map<Long, LockedOrganisation> lock(Collection<Long> organisationIds) {
    return organisationIds.isEmpty()
        ? Map.of()
        : queries.lock(Set.copyOf(organisationIds)).stream()
            .collect(Collectors.toMap(LockedOrganisation::id, row -> row));
  }

  /**
   * Locks an organisation's row and increments its version. Throws ALREADY_ENDED if the
   * organisation is dissolved.
   */
  private Organisation raise(long id, IfMatch version) {
    return versions.raise(
        Organisation.class,
        id,
        version,
        row -> {
          if (row.state != OrganisationState.ACTIVE) {
            throw ProblemType.ALREADY_ENDED.exception();
          }
        });
  }

  private void checkReferences(
      Caller caller,
      OrganisationDraft draft,
      Map<String, Division> places,
      Map<Long, LockedOrganisation> parents,
      Faults faults) {
    Division place = places.get(draft.division());
    if (place != null) {
      Access.requireImports(caller, place.path);
    }
    divisions.check(place, "/division", faults);
    if (draft.parentId() != null) {
      LockedOrganisation parent = parents.get(draft.parent());
      if (parent == null) {
        faults.add("/parentId", FieldFault.NOT_FOUND);
      } else if (!parent.isActive()) {
        faults.add("/parentId", FieldFault.NOT_ALLOWED);
      }
    }
  }

  /**
   * Returns true if the organisation {@code id} is {@code above} itself or is below {@code above};
   * locks each organisation on the way up. Also returns true if there are more than {@link
   * #MAX_DEPTH} levels.
   */
  boolean isBelow(long id, long above) {
    Long next = id;
    for (int depth = 0; next != null && depth < MAX_DEPTH; depth++) {
      if (next == above) {
        return true;
      }
      // Lock the row, so that two concurrent changes cannot create a cycle.
      next = queries.lockParent(next);
    }
    return next != null;
  }

  private void keepName(Organisation row, OrganisationDraft draft, EventTime moment) {
    if (!row.name.equals(draft.name())) {
      OrganisationName former = new OrganisationName();
      former.key = new OrganisationName.Key(row.id, row.version);
      former.name = row.name;
      former.until = moment.occurredAt();
      entities.persist(former);
    }
  }

  private void fill(
      Organisation row, OrganisationDraft draft, Map<String, Division> places, EventTime moment) {
    row.name = draft.name();
    row.kind = draft.kind();
    row.sector = draft.sector();
    row.creditCode = draft.creditCode();
    row.liveCreditCode = draft.creditCode();
    row.parentId = draft.parent();
    row.divisionPath = places.get(draft.division()).path;
    row.updatedAt = moment.occurredAt();
  }

  private void refuseTakenCodes(Set<String> codes) {
    if (codes.isEmpty()) {
      return;
    }
    queries.holders(codes).stream()
        .findFirst()
        .ifPresent(
            holder -> {
              throw ProblemType.ALREADY_EXISTS
                  .exception()
                  .with("creditCode", holder.creditCode())
                  .with("organisationId", Id.text(holder.id()));
            });
  }

  private void flushUnique() {
    try {
      entities.flush();
    } catch (RuntimeException thrown) {
      if (Transactions.isDuplicate(thrown)) {
        throw ProblemType.ALREADY_EXISTS.exception();
      }
      throw thrown;
    }
  }

  private List<RecordedVersion> append(
      Caller caller,
      EntryType type,
      Transition transition,
      List<Organisation> rows,
      EventTime moment) {
    return append(caller, type, transition, rows, Map.of(), moment);
  }

  private List<RecordedVersion> append(
      Caller caller,
      EntryType type,
      Transition transition,
      List<Organisation> rows,
      Map<String, String> more,
      EventTime moment) {
    List<VaultWrite> writes =
        rows.stream()
            .map(
                row -> {
                  Map<String, String> values = new HashMap<>(more);
                  values.put("name", row.name);
                  return new VaultWrite(ids.next(), Subject.organisation(row.id), values);
                })
            .toList();
    Map<Long, List<Commitment>> commitments = vault.commitAll(writes);
    Actor actor = pseudonyms.actor(caller, 0);
    List<EntryDraft> entries = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Organisation row = rows.get(i);
      long entryId = writes.get(i).entryId();
      entries.add(
          new EntryDraft(
              entryId,
              type,
              AggregateType.ORGANISATION,
              Id.text(row.id),
              row.version,
              actor,
              moment.occurredAt(),
              moment.recordedAt(),
              transition,
              Map.of("organisation", facts(row)),
              List.of(),
              commitments.get(entryId),
              DivisionCode.publicPath(row.divisionPath),
              row.id));
    }
    List<LedgerReceipt> receipts = ledger.appendAll(entries);
    List<RecordedVersion> recorded = new ArrayList<>();
    for (int i = 0; i < receipts.size(); i++) {
      Organisation row = rows.get(i);
      recorded.add(new RecordedVersion(row.id, row.version, receipts.get(i)));
    }
    return recorded;
  }

  private static Map<String, Object> facts(Organisation row) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", row.kind.name());
    facts.put("sector", row.sector.name());
    if (row.creditCode != null) {
      facts.put("creditCode", row.creditCode);
    }
    if (row.parentId != null) {
      facts.put("parent", Id.text(row.parentId));
    }
    facts.put("division", DivisionCode.publicPath(row.divisionPath));
    facts.put("state", row.state.name());
    if (row.successorId != null) {
      facts.put("mergedInto", Id.text(row.successorId));
    }
    return facts;
  }
}
