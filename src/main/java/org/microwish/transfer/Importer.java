package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.microwish.caller.Role;
import org.microwish.group.GroupDraft;
import org.microwish.group.GroupService;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.login.staff.Staff;
import org.microwish.login.staff.StaffDraft;
import org.microwish.party.CheckInDraft;
import org.microwish.party.CheckIns;
import org.microwish.party.Division;
import org.microwish.party.DivisionCode;
import org.microwish.party.DivisionDraft;
import org.microwish.party.Divisions;
import org.microwish.party.MemberCommands;
import org.microwish.party.MemberDraft;
import org.microwish.party.MemberKind;
import org.microwish.party.NationalDivisions;
import org.microwish.party.OrganisationDraft;
import org.microwish.party.OrganisationKind;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.party.RecordedVersion;
import org.microwish.party.Sector;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.privacy.Vault;
import org.microwish.problem.Failures;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.command.WishDraft;
import org.microwish.wish.command.WishDrafting;
import org.microwish.wish.command.WishReview;

/**
 * Converts rows of a file to drafts and passes these to the services, in the running transaction.
 * Longer than 400 lines because each kind of import has its steps here.
 */
@ApplicationScoped
class Importer {

  private static final int MAX_KEY = 64;

  private final Divisions divisions;
  private final NationalDivisions national;
  private final Staff staff;
  private final Organisations organisations;
  private final MemberCommands members;
  private final CheckIns checkIns;
  private final GroupService groups;
  private final WishDrafting drafting;
  private final WishReview review;
  private final PastNames names;
  private final PastRecorder past;
  private final SheetQueries sheets;
  private final Validator validator;
  private final ExternalKeys externalKeys;
  private final Time time;

  Importer(
      Divisions divisions,
      NationalDivisions national,
      Staff staff,
      Organisations organisations,
      MemberCommands members,
      CheckIns checkIns,
      GroupService groups,
      WishDrafting drafting,
      WishReview review,
      PastNames names,
      PastRecorder past,
      SheetQueries sheets,
      Validator validator,
      ExternalKeys externalKeys,
      Time time) {
    this.divisions = divisions;
    this.national = national;
    this.staff = staff;
    this.organisations = organisations;
    this.members = members;
    this.checkIns = checkIns;
    this.groups = groups;
    this.drafting = drafting;
    this.review = review;
    this.names = names;
    this.past = past;
    this.sheets = sheets;
    this.validator = validator;
    this.externalKeys = externalKeys;
    this.time = time;
  }

  /**
   * The result of importing rows.
   *
   * @param imported the number of rows that were imported; the others are known or refused
   * @param refused the faults of the rows that were refused
   * @param similar the imported rows that may be duplicates of wishes
   * @param ids the ids of the imported and the known rows; without divisions, whose id is the code
   */
  record Outcome(
      int imported, Map<Row, List<ImportFault>> refused, List<Row> similar, Map<Row, Target> ids) {

    /**
     * The record that a row was imported as.
     *
     * @param known true if the row was imported before, from this file or an earlier one
     */
    record Target(long id, boolean known) {}

    /**
     * Returns the outcome for rows that are imported together, one of which a service refuses.
     *
     * @param row the refused row
     */
    static Outcome refused(ImportKind kind, List<Row> unit, Row row, List<ImportFault> faults) {
      Map<Row, List<ImportFault>> refused = new LinkedHashMap<>();
      refused.put(row, faults);
      refuse(kind, unit, refused);
      return new Outcome(0, refused, List.of(), Map.of());
    }

    /**
     * Adds those rows of a unit that have no faults themselves to {@code refused}, because another
     * row of the unit has a fault.
     */
    private static void refuse(
        ImportKind kind, List<Row> unit, Map<Row, List<ImportFault>> refused) {
      int faulty =
          unit.stream().filter(refused::containsKey).findFirst().map(Row::number).orElseThrow();
      for (Row row : unit) {
        refused.putIfAbsent(
            row, List.of(ImportFault.ofOtherRow(kind.columns().getFirst().name(), faulty)));
      }
    }

    static Outcome refused(List<Row> rows, ImportFault fault) {
      Map<Row, List<ImportFault>> refused = new LinkedHashMap<>();
      rows.forEach(row -> refused.put(row, List.of(fault)));
      return new Outcome(0, refused, List.of(), Map.of());
    }
  }

  /**
   * How the rows of a kind are imported.
   *
   * @param draft converts a unit of rows (see {@link ImportKind#units}) to a draft; adds faults to
   *     the rows
   * @param record records drafts and returns their ids, in the same order
   * @param sameKind the ids of imported rows of the same kind, by key, to which rows of the chunk
   *     refer
   */
  private record Steps<D>(
      Function<List<Row>, D> draft,
      Function<List<D>, List<Long>> record,
      Map<String, Long> sameKind) {

    static <D> Steps<D> of(Function<Row, D> draft, Function<List<D>, List<Long>> record) {
      return of(draft, record, new HashMap<>());
    }

    static <D> Steps<D> of(
        Function<Row, D> draft, Function<List<D>, List<Long>> record, Map<String, Long> sameKind) {
      return new Steps<>(unit -> draft.apply(unit.getFirst()), record, sameKind);
    }
  }

  /**
   * Imports the rows that were not imported before. A row with faults that are found without
   * calling a service is refused with all these faults; the other rows are imported.
   *
   * @throws ProblemException if a service refuses a row; the exception does not name the row
   */
  Outcome importAll(ImportJob job, List<Row> rows) {
    List<Row> similar = new ArrayList<>();
    return importAll(job, rows, steps(job, rows, similar), similar);
  }

  private <D> Outcome importAll(ImportJob job, List<Row> rows, Steps<D> steps, List<Row> similar) {
    Map<String, Long> known = known(job, rows);
    Map<String, Division> places = places(job.kind, rows);
    Map<Row, List<ImportFault>> refused = new LinkedHashMap<>();
    Map<List<Row>, D> pending = new LinkedHashMap<>();
    Map<List<Row>, Boolean> processed = new LinkedHashMap<>();
    int imported = 0;
    for (List<Row> unit : job.kind.units(rows)) {
      Row first = unit.getFirst();
      if (first.key() != null && first.key().length() > MAX_KEY) {
        first.fault(
            job.kind.columns().getFirst().name(), FieldFault.TOO_LONG, Map.of("max", MAX_KEY));
      }
      if (unit.stream().noneMatch(Row::hasFaults) && known.containsKey(first.key())) {
        processed.put(unit, true);
        continue;
      }
      if (isAmong(pending.keySet(), first.get("parentKey"))) {
        // The parent is among the pending rows: record them now, because the row needs its id.
        imported += record(job, pending, steps, known);
      }
      D draft = steps.draft().apply(unit);
      for (ImportColumn column : job.kind.columns()) {
        if (column.required() && first.get(column.name()) == null) {
          first.fault(column.name(), FieldFault.REQUIRED);
        }
        unit.forEach(row -> check(job, row, column, places));
      }
      violations(draft).forEach(first::fault);
      unit.stream().filter(Row::hasFaults).forEach(row -> refused.put(row, row.faults()));
      if (unit.stream().anyMatch(Row::hasFaults)) {
        Outcome.refuse(job.kind, unit, refused);
      } else {
        pending.put(unit, draft);
        processed.put(unit, false);
        known.put(first.key(), null);
      }
    }
    imported += record(job, pending, steps, known);
    return new Outcome(imported, refused, similar, ids(processed, known));
  }

  private static Map<Row, Outcome.Target> ids(
      Map<List<Row>, Boolean> processed, Map<String, Long> known) {
    Map<Row, Outcome.Target> ids = new LinkedHashMap<>();
    processed.forEach(
        (unit, before) -> {
          Long id = known.get(unit.getFirst().key());
          if (id != null) {
            unit.forEach(row -> ids.put(row, new Outcome.Target(id, before)));
          }
        });
    return ids;
  }

  private static boolean isAmong(Set<List<Row>> units, String key) {
    return units.stream().anyMatch(unit -> unit.getFirst().key().equals(key));
  }

  /**
   * Records the pending drafts, stores their external keys, and returns the number of their rows.
   *
   * @param known receives the ids of the rows by key
   */
  private <D> int record(
      ImportJob job, Map<List<Row>, D> pending, Steps<D> steps, Map<String, Long> known) {
    if (pending.isEmpty()) {
      return 0;
    }
    List<Long> ids = steps.record().apply(List.copyOf(pending.values()));
    Map<String, Long> made = new LinkedHashMap<>();
    int next = 0;
    for (List<Row> unit : pending.keySet()) {
      made.put(unit.getFirst().key(), ids.get(next++));
    }
    if (job.kind != ImportKind.DIVISIONS) {
      externalKeys.remember(job, made);
      known.putAll(made);
    }
    steps.sameKind().putAll(made);
    int rows = pending.keySet().stream().mapToInt(List::size).sum();
    pending.clear();
    return rows;
  }

  /**
   * Returns the ids of the rows that were imported before, by key. For divisions, the values are
   * null, because the key, the division's code, is also the id.
   */
  private Map<String, Long> known(ImportJob job, List<Row> rows) {
    List<String> keys = rows.stream().map(Row::key).filter(Objects::nonNull).toList();
    return switch (job.kind) {
      case DIVISIONS -> {
        Map<String, Long> known = new HashMap<>();
        divisions.lookupAll(keys).keySet().forEach(code -> known.put(code, null));
        yield known;
      }
      case WISHES, HISTORY -> externalKeys.wishes(job, keys);
      default -> externalKeys.find(job.kind.keys(), job.known(), keys);
    };
  }

  /** Returns the recorded divisions whose codes are in cells, by code. */
  private Map<String, Division> places(ImportKind kind, List<Row> rows) {
    Set<String> named = new HashSet<>();
    for (ImportColumn column : kind.columns()) {
      if (column.form().namesDivisions()) {
        rows.forEach(row -> named.addAll(divisions(row, column)));
      }
    }
    return named.isEmpty() ? Map.of() : divisions.lookupAll(named);
  }

  /** Returns the codes of divisions in a cell. */
  private static List<String> divisions(Row row, ImportColumn column) {
    String cell = row.get(column.name());
    return cell != null && column.form() == ImportColumn.Form.DIVISION
        ? List.of(cell)
        : row.list(column.name());
  }

  private static void check(
      ImportJob job, Row row, ImportColumn column, Map<String, Division> places) {
    if (!column.form().namesDivisions()) {
      return;
    }
    List<String> codes = divisions(row, column);
    // Members may live, work and serve in any division, not only in the caller's.
    boolean anywhere =
        column.form() == ImportColumn.Form.DIVISIONS || job.kind == ImportKind.MEMBERS;
    if (!places.keySet().containsAll(codes)) {
      row.fault(column.name(), FieldFault.NOT_FOUND);
    } else if (!anywhere
        && !codes.stream().allMatch(code -> job.caller().includes(places.get(code).path))) {
      row.fault(column.name(), FieldFault.NOT_ALLOWED);
    }
  }

  /** Checks a draft against the same constraints as the body of an HTTP request. */
  private <D> List<FieldError> violations(D draft) {
    Set<ConstraintViolation<D>> violations = validator.validate(draft);
    return violations.isEmpty()
        ? List.of()
        : Failures.toProblem(new ConstraintViolationException(violations)).errors();
  }

  /**
   * Returns the steps for the kind of the job.
   *
   * @param similar a list to which the steps add the rows that may duplicate existing wishes
   */
  private Steps<?> steps(ImportJob job, List<Row> rows, List<Row> similar) {
    return switch (job.kind) {
      case DIVISIONS -> divisions(job, rows);
      case ACCOUNTS -> accounts(job, rows);
      case ORGANISATIONS -> organisations(job, rows);
      case MEMBERS -> members(job, rows);
      case CHECK_INS -> checkIns(job, rows);
      case GROUPS -> groups(job, rows);
      case MEMBERSHIPS -> memberships(job, rows);
      case WISHES -> wishes(job, similar);
      case CLAIMS -> claims(job, rows);
      case HISTORY -> history(job, rows, similar);
    };
  }

  private Steps<DivisionDraft> divisions(ImportJob job, List<Row> rows) {
    Map<String, String> official =
        national.names(
            rows.stream()
                .filter(row -> row.get("name") == null)
                .map(Row::key)
                .filter(Objects::nonNull)
                .toList());
    return Steps.of(
        row -> {
          String code = row.key();
          Integer year = row.integer("year");
          return row.get("name") != null || !official.containsKey(code)
              ? new DivisionDraft(code, row.get("name"), year)
              : new DivisionDraft(
                  code,
                  official.get(code),
                  Objects.requireNonNullElse(year, NationalDivisions.YEAR));
        },
        drafts -> ids(divisions.recordAll(job.caller(), drafts, null)));
  }

  private Steps<StaffDraft> accounts(ImportJob job, List<Row> rows) {
    Map<String, Long> bodies = earlier(ImportKind.ORGANISATIONS, job, rows, "organisationKey");
    return Steps.of(
        row ->
            new StaffDraft(
                row.get("loginName"),
                row.hidden("name"),
                row.choice("role", Role.class),
                organisation(row, bodies),
                row.get("division")),
        drafts ->
            drafts.stream()
                .map(draft -> staff.recordUninvited(job.caller(), draft).account().id)
                .toList());
  }

  private static Id organisation(Row row, Map<String, Long> bodies) {
    return row.get("organisationKey") == null
        ? row.id("organisationId")
        : row.reference("organisationKey", bodies);
  }

  private Steps<OrganisationDraft> organisations(ImportJob job, List<Row> rows) {
    Map<String, Long> parents = earlier(ImportKind.ORGANISATIONS, job, rows, "parentKey");
    return Steps.of(
        row ->
            new OrganisationDraft(
                row.get("name"),
                row.choice("kind", OrganisationKind.class),
                row.choice("sector", Sector.class),
                row.get("creditCode"),
                row.reference("parentKey", parents),
                row.get("division"),
                null),
        drafts -> ids(organisations.recordAll(job.caller(), drafts, null)),
        parents);
  }

  private Steps<MemberDraft> members(ImportJob job, List<Row> rows) {
    Map<String, Long> bodies = earlier(ImportKind.ORGANISATIONS, job, rows, "organisationKey");
    return Steps.of(
        row ->
            new MemberDraft(
                organisation(row, bodies),
                row.choice("kind", MemberKind.class),
                row.hidden("name"),
                row.hidden("phone"),
                row.get("division"),
                row.list("skills"),
                row.list("serviceAreas"),
                row.flag("showsName"),
                row.flag("ofAge"),
                null),
        drafts -> ids(members.recordAll(job.caller(), drafts, null)));
  }

  private Steps<CheckInDraft> checkIns(ImportJob job, List<Row> rows) {
    Map<String, Long> bodies = earlier(ImportKind.ORGANISATIONS, job, rows, "subjectKey");
    Map<String, Long> people = earlier(ImportKind.MEMBERS, job, rows, "subjectKey");
    return Steps.of(
        row -> {
          PartyType type = row.choice("subjectType", PartyType.class);
          return new CheckInDraft(
              type,
              row.get("subjectKey") == null
                  ? row.id("subjectId")
                  : row.reference("subjectKey", type == PartyType.ORGANISATION ? bodies : people),
              row.get("community"),
              row.time("checkedInAt"));
        },
        drafts -> {
          // A command records all its check-ins with the same time, so they are grouped by time.
          Map<Instant, List<CheckInDraft>> byTime = new LinkedHashMap<>();
          drafts.forEach(
              draft ->
                  byTime.computeIfAbsent(draft.occurredAt(), at -> new ArrayList<>()).add(draft));
          IdentityHashMap<CheckInDraft, Long> made = new IdentityHashMap<>();
          byTime.forEach(
              (at, together) -> {
                List<Long> ids = ids(checkIns.recordAll(job.caller(), together, at));
                for (int i = 0; i < ids.size(); i++) {
                  made.put(together.get(i), ids.get(i));
                }
              });
          return drafts.stream().map(made::get).toList();
        });
  }

  private Steps<GroupDraft> groups(ImportJob job, List<Row> rows) {
    Map<String, Long> hosts = earlier(ImportKind.ORGANISATIONS, job, rows, "hostKey");
    Map<String, Long> leaders = earlier(ImportKind.MEMBERS, job, rows, "leaderKey");
    Map<String, Long> parents = earlier(ImportKind.GROUPS, job, rows, "parentKey");
    return Steps.of(
        row ->
            new GroupDraft(
                row.choice("kind", GroupKind.class),
                row.get("name"),
                row.get("purpose"),
                row.get("division"),
                row.reference("hostKey", hosts),
                row.reference("parentKey", parents),
                row.reference("leaderKey", leaders),
                row.list("fields"),
                row.integer("places"),
                null),
        drafts ->
            drafts.stream()
                .map(draft -> groups.propose(job.caller(), draft).groupId().value())
                .toList(),
        parents);
  }

  /** A membership to record. */
  private record MembershipDraft(Id group, Id member, Instant joinedAt) {}

  private Steps<MembershipDraft> memberships(ImportJob job, List<Row> rows) {
    Map<String, Long> teams = earlier(ImportKind.GROUPS, job, rows, "groupKey");
    Map<String, Long> people = earlier(ImportKind.MEMBERS, job, rows, "memberKey");
    return Steps.of(
        row ->
            new MembershipDraft(
                row.reference("groupKey", teams),
                row.reference("memberKey", people),
                row.time("joinedAt")),
        drafts ->
            drafts.stream()
                .map(
                    draft ->
                        groups
                            .record(
                                job.caller(),
                                draft.group().value(),
                                draft.member().value(),
                                draft.joinedAt(),
                                null)
                            .membership()
                            .id()
                            .value())
                .toList());
  }

  private Steps<WishDraft> wishes(ImportJob job, List<Row> similar) {
    Map<String, String> subcategories = subcategories();
    IdentityHashMap<WishDraft, Row> rows = new IdentityHashMap<>();
    return Steps.of(
        row -> {
          WishDraft draft = WishRows.of(row, subcategories);
          rows.put(draft, row);
          return draft;
        },
        drafts ->
            drafts.stream().map(draft -> submitted(job, draft, rows.get(draft), similar)).toList());
  }

  /** Returns the codes of the subcategories that new wishes may have, by category and name. */
  private Map<String, String> subcategories() {
    return sheets.activeSubcategories().stream()
        .collect(
            Collectors.toMap(
                one -> one.category() + "/" + one.name(),
                SheetQueries.Subcategory::code,
                (first, second) -> first));
  }

  private Steps<PastClaim> claims(ImportJob job, List<Row> rows) {
    PastReader reader = new PastReader(names.find(job, rows), time.now());
    return Steps.of(reader::claim, drafts -> past.record(job.caller(), drafts));
  }

  private Steps<PastWish> history(ImportJob job, List<Row> rows, List<Row> similar) {
    Map<String, String> subcategories = subcategories();
    PastReader reader = new PastReader(names.find(job, rows), time.now());
    return new Steps<>(
        unit -> reader.wish(unit, (row, places) -> WishRows.ofPast(row, places, subcategories)),
        drafts ->
            drafts.stream()
                .map(
                    draft -> {
                      long wish = submitted(job, draft.draft(), draft.row(), similar);
                      past.record(job.caller(), wish, draft);
                      return wish;
                    })
                .toList(),
        new HashMap<>());
  }

  /** Records a wish and returns its id; adds the row to {@code similar} if the wish may repeat. */
  private long submitted(ImportJob job, WishDraft draft, Row row, List<Row> similar) {
    WishReceipt created = drafting.create(job.caller(), draft, draft.occurredAt(), false);
    review.submit(job.caller(), created.wishId().value(), draft.occurredAt());
    boolean repeated = repeats(job, row);
    if (repeated || created.duplicates() != null) {
      similar.add(row);
    }
    return created.wishId().value();
  }

  /**
   * Remembers the names, telephone numbers and titles of rows that were processed before, so that
   * later rows are compared with them.
   */
  void notice(ImportJob job, List<Row> rows) {
    if (job.kind.keys() == ImportKind.WISHES) {
      job.kind.units(rows).forEach(unit -> repeats(job, unit.getFirst()));
    }
  }

  /**
   * Returns true if an earlier row of the file has the same name, telephone number or title in the
   * same community. Remembers the values of this row for later rows.
   */
  private static boolean repeats(ImportJob job, Row row) {
    boolean found = false;
    for (String field : List.of("residentName", "contactName", "contactPhone", "title")) {
      String value = Vault.comparable(field, Confidential.text(row.hidden(field))).orElse(null);
      if (value != null) {
        // A person can be the resident of one wish and the contact of another.
        String key =
            (field.endsWith("Name") ? "name" : field)
                + "/"
                + DivisionCode.publicPath(row.get("division"))
                + "/"
                + value;
        Integer first = job.firstRows.putIfAbsent(key, row.number());
        found |= first != null && first < row.number();
      }
    }
    return found;
  }

  /** Reads the ids of the imported rows whose external keys are in a column, by external key. */
  private Map<String, Long> earlier(
      ImportKind kind, ImportJob job, Collection<Row> rows, String column) {
    return externalKeys.find(
        kind,
        job.scopes(),
        rows.stream().map(row -> row.get(column)).filter(Objects::nonNull).toList());
  }

  private static List<Long> ids(List<RecordedVersion> recorded) {
    return recorded.stream().map(RecordedVersion::id).toList();
  }
}
