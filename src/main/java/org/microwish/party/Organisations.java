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
import org.microwish.platform.Transactions;
import org.microwish.platform.http.IfMatch;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.privacy.VaultWrite;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** The party organisations, which are public. Changes run in the caller's transaction. */
@ApplicationScoped
public class Organisations implements PanacheRepositoryBase<Organisation, Long> {

  /** Levels above an organisation that are looked at; the party has fewer than ten. */
  private static final int MAX_DEPTH = 20;

  private final EntityManager entities;
  private final Divisions divisions;
  private final Instance<LiveClaims> liveClaims;
  private final Event<OrganisationDissolved> dissolved;
  private final Vault vault;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;

  Organisations(
      EntityManager entities,
      Divisions divisions,
      Instance<LiveClaims> liveClaims,
      Event<OrganisationDissolved> dissolved,
      Vault vault,
      Ledger ledger,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.divisions = divisions;
    this.liveClaims = liveClaims;
    this.dissolved = dissolved;
    this.vault = vault;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /** The organisation with that id, whatever its state. */
  public Optional<Organisation> find(long id) {
    return findByIdOptional(id);
  }

  /**
   * These organisations as candidates for a claim, by id, when the trip is sent; unknown ids are
   * missing.
   */
  public Map<Long, Candidate> candidates(RoundTrip trip, Collection<Long> organisationIds) {
    Map<Long, Candidate> found = new HashMap<>();
    trip.read(
        "SELECT id, division_path, state = 'ACTIVE' FROM organisation WHERE id IN (%s)",
        List.of(),
        organisationIds,
        row ->
            found.put(
                row.getLong(1),
                new Candidate(row.getLong(1), row.getString(2), row.getBoolean(3))));
    return found;
  }

  /** The organisation with that id, or NOT_FOUND. */
  Organisation read(long id) {
    return findByIdOptional(id).orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /** The names of organisations by id; unknown ids are missing. */
  public Map<Long, String> names(Collection<Long> organisationIds) {
    Map<Long, String> names = new HashMap<>();
    Rows.read(
        entities,
        "SELECT id, name FROM organisation WHERE id IN (%s)",
        List.of(),
        Set.copyOf(organisationIds),
        row -> names.put(row.getLong(1), row.getString(2)));
    return names;
  }

  /** The active organisation with that credit code. */
  public Optional<Organisation> findByCreditCode(String creditCode) {
    return find("liveCreditCode", creditCode).firstResultOptional();
  }

  /**
   * A page of organisations, oldest first.
   *
   * @param after the last id of the page before, or null for the first
   */
  public List<Organisation> list(OrganisationFilter filter, Long after, int limit) {
    Conditions query = new Conditions();
    query.subtree("divisionPath", filter.division());
    query.equal("kind", filter.kind());
    query.equal("sector", filter.sector());
    query.equal("state", filter.state());
    query.equal("parentId", filter.parentId());
    query.contains("name", filter.name());
    query.after("id", after);
    return find(query.where() + " order by id", query.parameters()).range(0, limit - 1).list();
  }

  /** Records one organisation. */
  public Recorded record(Caller caller, OrganisationDraft draft, Instant occurredAt) {
    return recordAll(caller, List.of(draft), index -> "", occurredAt).getFirst();
  }

  /**
   * Records many organisations. Parents must be on record already. Faulty fields are named {@code
   * /<index>/<field>}.
   *
   * @return what was recorded, in the order of the drafts
   */
  public List<Recorded> recordAll(
      Caller caller, List<OrganisationDraft> drafts, Instant occurredAt) {
    return recordAll(caller, drafts, index -> "/" + index, occurredAt);
  }

  private List<Recorded> recordAll(
      Caller caller, List<OrganisationDraft> given, IntFunction<String> base, Instant occurredAt) {
    Access.requireOrganisationRole(caller);
    Moment moment = Moment.of(caller, occurredAt, null, time.now());
    List<OrganisationDraft> drafts = new ArrayList<>();
    Faults faults = new Faults();
    for (int i = 0; i < given.size(); i++) {
      Faults own = new Faults(base.apply(i));
      drafts.add(given.get(i).checked(own));
      faults.addAll(own);
    }
    faults.refuse();
    Map<String, Division> places =
        divisions.lookupAll(drafts.stream().map(OrganisationDraft::division).toList());
    Map<Long, Standing> parents =
        lock(drafts.stream().map(OrganisationDraft::parentId).filter(Objects::nonNull).toList());
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
    rows.forEach(this::persist);
    flushUnique();
    return append(
        caller,
        EntryType.ORGANISATION_RECORDED,
        new Transition(PartyCommand.RECORD.name(), null, OrganisationState.ACTIVE.name()),
        rows,
        moment);
  }

  /**
   * Replaces an organisation's record.
   *
   * @param version the versions that the caller has seen
   */
  public Recorded change(
      Caller caller, long id, IfMatch version, OrganisationDraft given, Instant occurredAt) {
    Organisation row = read(id);
    Access.requireOrganisations(caller, row.divisionPath);
    Faults faults = new Faults();
    OrganisationDraft draft = given.checked(faults);
    faults.refuse();
    advance(row);
    version.require(row.version - 1);
    Moment moment = Moment.of(caller, occurredAt, row.updatedAt, time.now());
    Map<String, Division> places = divisions.lookupAll(List.of(draft.division()));
    Map<Long, Standing> parents =
        draft.parentId() == null ? Map.of() : lock(List.of(draft.parentId()));
    checkReferences(caller, draft, places, parents, faults);
    if (draft.parentId() != null && isBelow(draft.parentId(), id)) {
      faults.add("/parentId", FieldFault.NOT_ALLOWED);
    }
    faults.refuse();
    fill(row, draft, places, moment);
    flushUnique();
    return append(
            caller,
            EntryType.ORGANISATION_CHANGED,
            new Transition(
                PartyCommand.CHANGE.name(),
                OrganisationState.ACTIVE.name(),
                OrganisationState.ACTIVE.name()),
            List.of(row),
            moment)
        .getFirst();
  }

  /**
   * Ends an organisation. Refused with STILL_IN_USE while it has active members, active
   * organisations below it, live check-ins or live claims, so that nothing hangs on an ended one:
   * each of these is ended by its own command and its own ledger entry first.
   */
  public Recorded dissolve(Caller caller, long id, Instant occurredAt) {
    Organisation row = read(id);
    Access.requireOrganisations(caller, row.divisionPath);
    advance(row);
    Moment moment = Moment.of(caller, occurredAt, row.updatedAt, time.now());
    long members =
        count("select count(*) from member where organisation_id = ?1 and state = 'ACTIVE'", id);
    long below =
        count("select count(*) from organisation where parent_id = ?1 and state = 'ACTIVE'", id);
    long checkIns =
        count(
            "select count(*) from check_in where subject_type = 'ORGANISATION' and subject_id = ?1"
                + " and live_key is not null",
            id);
    long claims =
        liveClaims.stream()
            .mapToLong(claimed -> claimed.countLiveClaims(PartyType.ORGANISATION, id))
            .sum();
    Map<String, Long> uses = new LinkedHashMap<>();
    uses.put("members", members);
    uses.put("organisations", below);
    uses.put("checkIns", checkIns);
    uses.put("claims", claims);
    refuseUsed(uses);
    row.state = OrganisationState.DISSOLVED;
    dissolved.fire(new OrganisationDissolved(id));
    row.liveCreditCode = null;
    row.updatedAt = moment.occurredAt();
    return append(
            caller,
            EntryType.ORGANISATION_DISSOLVED,
            new Transition(
                PartyCommand.DISSOLVE.name(),
                OrganisationState.ACTIVE.name(),
                OrganisationState.DISSOLVED.name()),
            List.of(row),
            moment)
        .getFirst();
  }

  /** STILL_IN_USE when anything is counted; only what is there is named. */
  static void refuseUsed(Map<String, Long> uses) {
    if (uses.values().stream().anyMatch(count -> count > 0)) {
      ProblemException problem = ProblemType.STILL_IN_USE.exception();
      uses.entrySet().stream()
          .filter(use -> use.getValue() > 0)
          .forEach(use -> problem.with(use.getKey(), use.getValue()));
      throw problem;
    }
  }

  /** What a locked row says of an organisation now. */
  public record Standing(OrganisationState state, String divisionPath) {
    public boolean isActive() {
      return state == OrganisationState.ACTIVE;
    }
  }

  /**
   * Locks organisations until the transaction ends, so that none is dissolved while something is
   * hung on it.
   *
   * @return how they stand, by id; unknown ids are missing
   */
  public Map<Long, Standing> lock(Collection<Long> organisationIds) {
    Map<Long, Standing> standings = new HashMap<>();
    // Everybody locks in the order of ids, so nobody waits in a circle.
    for (List<Long> chunk : Rows.chunks(new TreeSet<>(organisationIds))) {
      @SuppressWarnings("unchecked")
      List<Object[]> rows =
          entities
              .createNativeQuery(
                  "SELECT id, state, division_path FROM organisation WHERE id IN (?1)"
                      + " ORDER BY id FOR UPDATE")
              .setParameter(1, chunk)
              .getResultList();
      for (Object[] row : rows) {
        standings.put(
            ((Number) row[0]).longValue(),
            new Standing(OrganisationState.valueOf((String) row[1]), (String) row[2]));
      }
    }
    return standings;
  }

  /** Locks an active organisation's row and makes its next version. */
  private void advance(Organisation row) {
    int updated =
        entities
            .createNativeQuery(
                "UPDATE organisation SET version = version + 1 WHERE id = ?1 AND state = 'ACTIVE'")
            .setParameter(1, row.id)
            .executeUpdate();
    entities.refresh(row);
    if (updated == 0) {
      throw ProblemType.ALREADY_ENDED.exception();
    }
  }

  private void checkReferences(
      Caller caller,
      OrganisationDraft draft,
      Map<String, Division> places,
      Map<Long, Standing> parents,
      Faults faults) {
    Division place = places.get(draft.division());
    if (place == null) {
      faults.add("/division", FieldFault.NOT_FOUND);
    } else {
      Access.requireOrganisations(caller, place.path);
    }
    if (draft.parentId() != null) {
      Standing parent = parents.get(draft.parentId());
      if (parent == null) {
        faults.add("/parentId", FieldFault.NOT_FOUND);
      } else if (!parent.isActive()) {
        faults.add("/parentId", FieldFault.NOT_ALLOWED);
      }
    }
  }

  /** Whether {@code id} is {@code above} or stands below it; locks the way up. */
  private boolean isBelow(long id, long above) {
    Long next = id;
    for (int depth = 0; next != null && depth < MAX_DEPTH; depth++) {
      if (next == above) {
        return true;
      }
      // Locked, so that two changes at once cannot close a circle between them.
      List<?> parents =
          entities
              .createNativeQuery("SELECT parent_id FROM organisation WHERE id = ?1 FOR UPDATE")
              .setParameter(1, next)
              .getResultList();
      Object parent = parents.isEmpty() ? null : parents.getFirst();
      next = parent == null ? null : ((Number) parent).longValue();
    }
    return next != null;
  }

  private void fill(
      Organisation row, OrganisationDraft draft, Map<String, Division> places, Moment moment) {
    row.name = draft.name();
    row.kind = draft.kind();
    row.sector = draft.sector();
    row.creditCode = draft.creditCode();
    row.liveCreditCode = draft.creditCode();
    row.parentId = draft.parentId();
    row.divisionPath = places.get(draft.division()).path;
    row.updatedAt = moment.occurredAt();
  }

  private void refuseTakenCodes(Set<String> codes) {
    for (List<String> chunk : Rows.chunks(codes)) {
      Optional<Organisation> holder = find("liveCreditCode in ?1", chunk).firstResultOptional();
      if (holder.isPresent()) {
        throw ProblemType.ALREADY_EXISTS
            .exception()
            .with("creditCode", holder.get().creditCode)
            .with("organisationId", Id.text(holder.get().id));
      }
    }
  }

  private void flushUnique() {
    try {
      flush();
    } catch (RuntimeException thrown) {
      if (Transactions.isDuplicate(thrown)) {
        throw ProblemType.ALREADY_EXISTS.exception();
      }
      throw thrown;
    }
  }

  private long count(String sql, long id) {
    return ((Number) entities.createNativeQuery(sql).setParameter(1, id).getSingleResult())
        .longValue();
  }

  private List<Recorded> append(
      Caller caller,
      EntryType type,
      Transition transition,
      List<Organisation> rows,
      Moment moment) {
    List<VaultWrite> writes =
        rows.stream()
            .map(
                row ->
                    new VaultWrite(
                        ids.next(), Subject.organisation(row.id), Map.of("name", row.name)))
            .toList();
    Map<Long, List<Commitment>> commitments = vault.commitAll(writes);
    Actor actor = vault.actor(caller, 0);
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
    List<Recorded> recorded = new ArrayList<>();
    for (int i = 0; i < receipts.size(); i++) {
      Organisation row = rows.get(i);
      recorded.add(new Recorded(row.id, row.version, receipts.get(i)));
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
    return facts;
  }
}
