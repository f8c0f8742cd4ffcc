package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.party.DivisionQueries.Named;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Transactions;
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
 * Reads and changes divisions. All divisions are public, and every ancestor of a recorded division
 * is recorded too. Changes run in the caller's transaction. Longer than 400 lines because all
 * commands share the locks and the rules for changed codes.
 */
@ApplicationScoped
public class Divisions {

  private static final String STATE = DivisionState.RECORDED.name();

  /** The maximum number of communities of a street that a list shows. */
  private static final int COMMUNITIES = 500;

  /** The first valid year: the first list of 12-digit codes is from 2009. */
  private static final int FIRST_YEAR = 2009;

  private final EntityManager entities;
  private final DivisionQueries queries;
  private final Versions versions;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;
  private final Instance<DivisionContents> contents;

  Divisions(
      EntityManager entities,
      DivisionQueries queries,
      Versions versions,
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time,
      @Any Instance<DivisionContents> contents) {
    this.entities = entities;
    this.queries = queries;
    this.versions = versions;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
    this.contents = contents;
  }

  /** Returns the division with that code or path; empty if there is none. */
  public Optional<Division> lookup(String codeOrPath) {
    return Optional.ofNullable(lookupAll(List.of(codeOrPath)).get(codeOrPath));
  }

  /**
   * Returns the divisions with those codes or paths, keyed by the text as given. Unknown or
   * malformed texts are missing.
   */
  public Map<String, Division> lookupAll(Collection<String> codesOrPaths) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (String text : codesOrPaths) {
      DivisionCode.read(text).ifPresent(code -> codes.put(text, code.text()));
    }
    if (codes.isEmpty()) {
      return Map.of();
    }
    Map<String, Division> byCode = new HashMap<>();
    queries
        .all(Set.copyOf(codes.values()))
        .forEach(division -> byCode.put(division.code, division));
    Map<String, Division> found = new HashMap<>();
    codes.forEach(
        (text, code) -> {
          if (byCode.containsKey(code)) {
            found.put(text, byCode.get(code));
          }
        });
    return found;
  }

  /**
   * Returns the division that a request field names by code or path; throws VALIDATION_FAILED if
   * there is no such division.
   *
   * @param field the name or JSON pointer of the field, for the error
   */
  public Division require(String codeOrPath, FieldError.In in, String field) {
    DivisionCode code =
        DivisionCode.read(codeOrPath)
            .orElseThrow(
                () ->
                    ProblemException.invalid(new FieldError(in, field, FieldFault.INVALID_FORMAT)));
    return Optional.ofNullable(entities.find(Division.class, code.text()))
        .orElseThrow(
            () -> ProblemException.invalid(new FieldError(in, field, FieldFault.NOT_FOUND)));
  }

  /**
   * Returns the division that a body field names by code or path, for something new that will
   * belong to it; throws VALIDATION_FAILED if there is no such division, or if it was merged or
   * closed. Locks the division in share mode, so that it is not closed in the meantime.
   *
   * @param pointer the JSON pointer of the field, for the error
   */
  public Division require(String codeOrPath, String pointer) {
    Division row = require(codeOrPath, FieldError.In.BODY, pointer);
    lock(List.of(row));
    closed(row, pointer)
        .ifPresent(
            error -> {
              throw ProblemException.invalid(error);
            });
    return row;
  }

  /**
   * Returns divisions like {@link #lookupAll}, for something new that will belong to them; the
   * caller must then {@link #check} each. Locks them in share mode, so that none is closed in the
   * meantime.
   */
  public Map<String, Division> lockAll(Collection<String> codesOrPaths) {
    Map<String, Division> found = lookupAll(codesOrPaths);
    lock(found.values());
    return found;
  }

  private void lock(Collection<Division> rows) {
    Set<String> codes = rows.stream().map(row -> row.code).collect(Collectors.toSet());
    if (!codes.isEmpty()) {
      codes.removeAll(queries.lock(codes, DivisionState.RECORDED.name()));
      // The rows whose codes are left were merged or closed, perhaps after this session read them.
      rows.stream().filter(row -> codes.contains(row.code)).forEach(entities::refresh);
    }
  }

  /** Adds a fault if there is no such division, or if it was merged or closed. */
  void check(Division row, String field, Faults faults) {
    if (row == null) {
      faults.add(field, FieldFault.NOT_FOUND);
    } else {
      closed(row, field).ifPresent(faults::add);
    }
  }

  private Optional<FieldError> closed(Division row, String field) {
    FieldError error = FieldError.body(field, FieldFault.CLOSED);
    return isOpen(row)
        ? Optional.empty()
        : Optional.of(row.successor == null ? error : error.with("successor", row.successor));
  }

  /**
   * Returns false if the division was merged or closed. Also returns false if its community was
   * merged or closed, because the divisions in a merged community are merged soon afterwards.
   */
  private boolean isOpen(Division row) {
    String community = DivisionCode.communityPath(row.path);
    return row.state == DivisionState.RECORDED
        && (community == null
            || community.equals(row.path)
            || entities.find(Division.class, community).state == DivisionState.RECORDED);
  }

  /**
   * Returns the path of the division that is responsible now: the successor of a merged division,
   * or the division itself.
   */
  public String currentPath(Division division) {
    Division row = division;
    while (row.successor != null) {
      row = entities.find(Division.class, row.successor);
    }
    return row.path;
  }

  /** Like {@link #currentPath(Division)}, for the path of a recorded division. */
  String currentPath(String path) {
    return currentPath(entities.find(Division.class, DivisionCode.ofPath(path).text()));
  }

  /**
   * Returns the path of the division that a query parameter names; null if the parameter is
   * missing.
   *
   * @throws ProblemException VALIDATION_FAILED if there is no such division
   */
  public String subtree(String codeOrPath, String parameter) {
    return codeOrPath == null ? null : require(codeOrPath, FieldError.In.QUERY, parameter).path;
  }

  /** Returns true if there is a division with that code or path. */
  public boolean exists(String codeOrPath) {
    return lookup(codeOrPath).isPresent();
  }

  /** Returns the name of the division with that path; the path itself if it is unknown. */
  public String name(String path) {
    return names(List.of(path)).getOrDefault(path, path);
  }

  /** Returns the names of divisions by path; unknown paths are missing. */
  public Map<String, String> names(Collection<String> paths) {
    Set<String> codes = new HashSet<>();
    paths.forEach(path -> DivisionCode.read(path).ifPresent(code -> codes.add(code.text())));
    return codes.isEmpty()
        ? Map.of()
        : queries.names(codes).stream().collect(Collectors.toMap(Named::path, Named::name));
  }

  /** Returns the division with that code; throws NOT_FOUND if there is none. */
  Division read(String code) {
    return Optional.of(code)
        .filter(DivisionCode::isCode)
        .map(text -> entities.find(Division.class, text))
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /** Returns a street and its communities, ordered by path; only those that are in use. */
  public List<Division> communities(Division street) {
    return new Listing<>(Division.class, "from Division")
        .within("path", street.path)
        .only("level in (STREET, COMMUNITY) and state = RECORDED")
        .ascendingText("path", row -> row.path)
        .list(entities, COMMUNITIES);
  }

  /** Returns the streets in use, by path; at most as many as a street's list has communities. */
  public List<Division> streets() {
    return new Listing<>(Division.class, "from Division")
        .only("level = STREET and state = RECORDED")
        .ascendingText("path", row -> row.path)
        .list(entities, COMMUNITIES);
  }

  /**
   * Returns a page of divisions, ordered by name or by path; by path, each division precedes its
   * subtree.
   */
  Page<Division> list(DivisionFilter filter, PageQuery page) {
    Listing<Division> list = new Listing<>(Division.class, "from Division");
    list.sorted(filter.sort());
    if (filter.sort() == SortedBy.NAME) {
      list.ascendingText("sortKey", row -> row.sortKey);
    }
    return list.subtree("subtree", "path", filter.subtree())
        .filter("parent", filter.parent(), "parentCode = :parent")
        .filter("level", filter.level(), "level = :level")
        .contains("q", "name", filter.name())
        .ascendingText("path", row -> row.path)
        .page(entities, page);
  }

  /** Records one division. */
  public RecordedVersion record(Caller caller, DivisionDraft draft, Instant occurredAt) {
    return recordAll(caller, List.of(draft), index -> "", occurredAt).getFirst();
  }

  /**
   * Records many divisions at once. Their parents must be recorded already or be among them, in any
   * order. Faulty fields are reported as {@code /<index>/<field>}.
   *
   * @return what was recorded, in the order of the drafts; the ids are the codes' {@link
   *     DivisionCode#number numbers}
   */
  public List<RecordedVersion> recordAll(
      Caller caller, List<DivisionDraft> drafts, Instant occurredAt) {
    return recordAll(caller, drafts, index -> "/" + index, occurredAt);
  }

  private List<RecordedVersion> recordAll(
      Caller caller, List<DivisionDraft> drafts, IntFunction<String> base, Instant occurredAt) {
    if (!caller.is(Role.ADMINISTRATOR, Role.SYSTEM)) {
      throw Caller.forbidden();
    }
    EventTime moment = EventTime.of(caller, occurredAt, null, time.now());
    Set<String> known = new HashSet<>();
    Set<String> wanted = new HashSet<>();
    for (DivisionDraft draft : drafts) {
      DivisionCode code = DivisionCode.parse(draft.code());
      Access.requireDivisions(caller, code.path());
      wanted.add(draft.code());
      code.parent().ifPresent(parent -> wanted.add(parent.text()));
    }
    Set<String> closed = new HashSet<>();
    for (Division division : lockAll(wanted).values()) {
      known.add(division.code);
      if (!isOpen(division)) {
        closed.add(division.code);
      }
    }
    for (DivisionDraft draft : drafts) {
      if (!known.add(draft.code())) {
        throw ProblemType.ALREADY_EXISTS.exception().with("code", draft.code());
      }
    }
    List<Division> rows = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      DivisionDraft draft = drafts.get(i);
      DivisionCode code = DivisionCode.parse(draft.code());
      String parent = code.parent().map(DivisionCode::text).orElse(null);
      if (parent != null && !known.contains(parent)) {
        throw ProblemException.invalid(base.apply(i) + "/code", FieldFault.NOT_FOUND);
      }
      // Only the system may record a division below a closed one: follow(String) moves divisions
      // one merge at a time, and the successor may itself have been merged since.
      if (closed.contains(parent) && caller.role() != Role.SYSTEM) {
        throw ProblemException.invalid(base.apply(i) + "/code", FieldFault.CLOSED);
      }
      Division row = new Division();
      row.code = draft.code();
      row.path = code.path();
      row.parentCode = parent;
      row.level = code.level();
      row.name = draft.name();
      row.codeYear = year(draft.year(), base.apply(i));
      row.version = 1;
      row.createdAt = moment.occurredAt();
      row.updatedAt = moment.occurredAt();
      rows.add(row);
    }
    rows.stream().sorted(Comparator.comparing(row -> row.path)).forEach(entities::persist);
    try {
      entities.flush();
    } catch (RuntimeException thrown) {
      if (Transactions.isDuplicate(thrown)) {
        throw ProblemType.ALREADY_EXISTS.exception();
      }
      throw thrown;
    }
    return append(
        caller,
        EntryType.DIVISION_RECORDED,
        new Transition(PartyCommand.RECORD.name(), null, STATE),
        rows,
        moment);
  }

  /**
   * Changes a division's name and the year of its code list.
   *
   * @param version the versions that the caller's If-Match header accepts
   */
  public RecordedVersion change(
      Caller caller, String code, IfMatch version, DivisionDraft.Edit edit) {
    Access.requireDivisions(caller, read(code).path);
    short year = year(edit.year(), "");
    Division row = versions.raise(Division.class, code, version, Divisions::requireInUse);
    EventTime moment = EventTime.of(caller, null, row.updatedAt, time.now());
    row.name = edit.name();
    row.codeYear = year;
    row.updatedAt = moment.occurredAt();
    return append(
            caller,
            EntryType.DIVISION_CHANGED,
            new Transition(PartyCommand.CHANGE.name(), STATE, STATE),
            List.of(row),
            moment)
        .getFirst();
  }

  /**
   * Merges a community into another one of the same street. The community accepts no new rows from
   * now on; {@link DivisionMerges} moves the existing rows soon afterwards.
   *
   * @param version the versions that the caller's If-Match header accepts
   */
  public RecordedVersion merge(Caller caller, String code, IfMatch version, String into) {
    Access.requireDivisions(caller, read(code).path);
    Division row = versions.raise(Division.class, code, version, Divisions::requireInUse);
    Division target = require(into, "/into");
    Access.requireDivisions(caller, target.path);
    if (row.level != DivisionLevel.COMMUNITY
        || target.level != DivisionLevel.COMMUNITY
        || target.code.equals(code)
        || !target.parentCode.equals(row.parentCode)) {
      throw ProblemException.invalid("/into", FieldFault.NOT_ALLOWED);
    }
    return end(caller, row, DivisionState.MERGED, target);
  }

  /**
   * Closes a division. Refused with STILL_IN_USE while divisions below it are in use or other rows
   * belong to it, including rows that have yet to move here from divisions that were merged into
   * it.
   *
   * @param version the versions that the caller's If-Match header accepts
   */
  public RecordedVersion close(Caller caller, String code, IfMatch version) {
    Access.requireDivisions(caller, read(code).path);
    Division row = versions.raise(Division.class, code, version, Divisions::requireInUse);
    Map<String, Long> uses = new LinkedHashMap<>();
    for (Division one : withPredecessors(row)) {
      uses.merge("divisions", queries.countBelow(one.code, DivisionState.RECORDED), Long::sum);
      contents.forEach(each -> uses.merge(each.name(), each.count(one.path), Long::sum));
    }
    Organisations.refuseUsed(uses);
    return end(caller, row, DivisionState.CLOSED, null);
  }

  /**
   * Returns the divisions that were merged into this one, directly or through others, and then this
   * one. The divisions with the most merges in between come first. Callers count rows in this
   * order, so a row that moves to a successor during the count is counted at least once.
   */
  private List<Division> withPredecessors(Division row) {
    List<Division> all = new ArrayList<>(List.of(row));
    for (int i = 0; i < all.size(); i++) {
      all.addAll(queries.predecessors(all.get(i).code));
    }
    return all.reversed();
  }

  /**
   * Moves a division whose parent was merged to the parent's successor: records a new division with
   * the same name there, and merges the division {@code code} into the new one. The new code keeps
   * the last part of the old one, or has another number if that part is taken.
   */
  RecordedVersion follow(String code) {
    Division row = versions.raise(Division.class, code, any -> {});
    Division above = entities.find(Division.class, row.parentCode);
    if (row.state != DivisionState.RECORDED || above.successor == null) {
      throw ProblemType.ALREADY_ENDED.exception();
    }
    String name = code.substring(above.code.length());
    // Move to the direct successor only, even if it has been merged too; the next run moves the new
    // division on. So the ledger shows one move for each merge.
    String target = above.successor;
    List<String> used = queries.below(target);
    String free = target + name;
    for (int number = 1; used.contains(free); number++) {
      free = target + DivisionCode.below(name.charAt(0), number);
    }
    record(Caller.SYSTEM, new DivisionDraft(free, row.name, (int) row.codeYear), null);
    return end(Caller.SYSTEM, row, DivisionState.MERGED, entities.find(Division.class, free));
  }

  private static void requireInUse(Division row) {
    if (row.state != DivisionState.RECORDED) {
      throw ProblemType.ALREADY_ENDED.exception();
    }
  }

  private RecordedVersion end(
      Caller caller, Division row, DivisionState state, Division successor) {
    EventTime moment = EventTime.of(caller, null, row.updatedAt, time.now());
    row.state = state;
    row.successor = successor == null ? null : successor.code;
    row.updatedAt = moment.occurredAt();
    boolean merged = state == DivisionState.MERGED;
    return append(
            caller,
            merged ? EntryType.DIVISION_MERGED : EntryType.DIVISION_CLOSED,
            new Transition(
                (merged ? PartyCommand.MERGE : PartyCommand.CLOSE).name(), STATE, state.name()),
            List.of(row),
            moment)
        .getFirst();
  }

  private List<RecordedVersion> append(
      Caller caller, EntryType type, Transition transition, List<Division> rows, EventTime moment) {
    List<String> finer = rows.stream().filter(Divisions::isFine).map(row -> row.code).toList();
    Map<String, String> shown = finer.isEmpty() ? Map.of() : pseudonyms.ofDivisions(finer);
    List<VaultWrite> writes = new ArrayList<>();
    for (Division row : rows) {
      Map<String, String> values = new LinkedHashMap<>();
      if (isFine(row)) {
        values.put("code", row.code);
      }
      values.put("name", row.name);
      writes.add(new VaultWrite(ids.next(), Subject.division(number(row)), values));
    }
    Map<Long, List<Commitment>> commitments = vault.commitAll(writes);
    List<EntryDraft> entries = new ArrayList<>();
    var actor = pseudonyms.actor(caller, 0);
    for (int i = 0; i < rows.size(); i++) {
      Division row = rows.get(i);
      long entryId = writes.get(i).entryId();
      entries.add(
          new EntryDraft(
              entryId,
              type,
              AggregateType.DIVISION,
              isFine(row) ? shown.get(row.code) : row.code,
              row.version,
              actor,
              moment.occurredAt(),
              moment.recordedAt(),
              transition,
              Map.of("division", facts(row)),
              List.of(),
              commitments.get(entryId),
              DivisionCode.publicPath(row.path),
              null));
    }
    List<LedgerReceipt> receipts = ledger.appendAll(entries);
    List<RecordedVersion> recorded = new ArrayList<>();
    for (int i = 0; i < receipts.size(); i++) {
      Division row = rows.get(i);
      recorded.add(new RecordedVersion(number(row), row.version, receipts.get(i)));
    }
    return recorded;
  }

  private static Map<String, Object> facts(Division row) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("path", DivisionCode.publicPath(row.path));
    facts.put("level", row.level.name());
    if (row.parentCode != null) {
      facts.put("parent", DivisionCode.publicPath(DivisionCode.parse(row.parentCode).path()));
    }
    facts.put("year", (long) row.codeYear);
    if (row.successor != null) {
      facts.put("successor", DivisionCode.publicPath(DivisionCode.parse(row.successor).path()));
    }
    return facts;
  }

  /**
   * Returns true if the division is below the community level, such as a grid or a building; public
   * ledger leaves must not show such a division.
   */
  private static boolean isFine(Division row) {
    return row.level.compareTo(DivisionLevel.COMMUNITY) > 0;
  }

  private static long number(Division row) {
    return DivisionCode.parse(row.code).number();
  }

  /**
   * Returns the given year, or the current year if it is null. Throws VALIDATION_FAILED if the year
   * is before 2009 or after next year, whose list is published in advance.
   */
  private short year(Integer given, String base) {
    int thisYear = time.now().atZone(Time.ZONE).getYear();
    int year = given == null ? thisYear : given;
    if (year < FIRST_YEAR || year > thisYear + 1) {
      throw ProblemException.invalid(base + "/year", FieldFault.OUT_OF_RANGE);
    }
    return (short) year;
  }
}
