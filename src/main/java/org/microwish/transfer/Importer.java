package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.party.CheckInDraft;
import org.microwish.party.CheckIns;
import org.microwish.party.MemberCommands;
import org.microwish.party.MemberContact;
import org.microwish.party.MemberDraft;
import org.microwish.party.MemberKind;
import org.microwish.party.MemberProfile;
import org.microwish.party.OrganisationDraft;
import org.microwish.party.OrganisationKind;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.party.Recorded;
import org.microwish.party.Sector;
import org.microwish.platform.Id;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.transfer.Row.BadCell;
import org.microwish.wish.Beneficiaries;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.command.WishDraft;
import org.microwish.wish.command.WishDrafting;
import org.microwish.wish.command.WishReview;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.money.Money;

/** Turns rows into commands of the services, in the running transaction. */
@ApplicationScoped
class Importer {

  private final Organisations organisations;
  private final MemberCommands members;
  private final CheckIns checkIns;
  private final WishDrafting drafting;
  private final WishReview review;
  private final Validator validator;
  private final ExternalKeys externalKeys;

  Importer(
      Organisations organisations,
      MemberCommands members,
      CheckIns checkIns,
      WishDrafting drafting,
      WishReview review,
      Validator validator,
      ExternalKeys externalKeys) {
    this.organisations = organisations;
    this.members = members;
    this.checkIns = checkIns;
    this.drafting = drafting;
    this.review = review;
    this.validator = validator;
    this.externalKeys = externalKeys;
  }

  /** What came of a list of rows: how many are new, how many were known, what was refused. */
  record Outcome(int imported, int known, List<RowFault> faults) {}

  /** Rows that stand in a transaction's way; it must be rolled back and the rows tried singly. */
  static final class Refused extends RuntimeException {
    final transient List<RowFault> faults;

    Refused(List<RowFault> faults) {
      super("rows refused", null, false, false);
      this.faults = faults;
    }
  }

  /**
   * Imports rows, all of them or none.
   *
   * @throws Refused when one of them cannot come in
   */
  Outcome importAll(ImportJob job, List<Row> rows) {
    Map<String, Long> known = keys(job.kind, job.scope, rows.stream().map(Row::key).toList());
    List<Row> fresh = new ArrayList<>();
    List<RowFault> faults = new ArrayList<>();
    Map<String, Row> seen = new HashMap<>();
    for (Row row : rows) {
      if (row.fault() != null) {
        faults.add(new RowFault(row.number(), null, row.fault().name()));
      } else if (row.key() == null) {
        faults.add(fault(row, "externalKey", FieldFault.REQUIRED));
      } else if (row.key().length() > 64) {
        faults.add(fault(row, "externalKey", FieldFault.TOO_LONG));
      } else if (seen.put(row.key(), row) != null) {
        faults.add(fault(row, "externalKey", FieldFault.DUPLICATE));
      } else if (!known.containsKey(row.key())) {
        fresh.add(row);
      }
    }
    if (!faults.isEmpty()) {
      throw new Refused(faults);
    }
    if (!fresh.isEmpty()) {
      List<Long> made =
          switch (job.kind) {
            case ORGANISATIONS -> organisations(job, fresh);
            case MEMBERS -> members(job, fresh);
            case CHECK_INS -> checkIns(job, fresh);
            case WISHES -> wishes(job, fresh);
          };
      remember(job, fresh, made);
    }
    return new Outcome(fresh.size(), rows.size() - fresh.size(), List.of());
  }

  private static RowFault fault(Row row, String column, FieldFault fault) {
    return new RowFault(row.number(), column, fault.name());
  }

  private Map<String, Long> keys(ImportKind kind, String scope, List<String> asked) {
    return externalKeys.find(kind, scope, asked);
  }

  private void remember(ImportJob job, List<Row> rows, List<Long> made) {
    Map<String, Long> byKey = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      byKey.put(rows.get(i).key(), made.get(i));
    }
    externalKeys.remember(job.kind, job.scope, byKey);
  }

  private List<Long> organisations(ImportJob job, List<Row> rows) {
    Map<String, Long> above = keys(ImportKind.ORGANISATIONS, job.scope, column(rows, "parentKey"));
    List<Long> made = new ArrayList<>();
    for (Row row : rows) {
      try {
        Long parent = resolve(row, "parentKey", null, above);
        OrganisationDraft draft =
            new OrganisationDraft(
                row.get("name"),
                row.choice("kind", OrganisationKind.class),
                row.choice("sector", Sector.class),
                row.get("creditCode"),
                parent,
                row.get("division"));
        long id = organisations.record(job.caller(), draft, null).id();
        // A later row of this file may stand under it.
        above.put(row.key(), id);
        made.add(id);
      } catch (BadCell bad) {
        throw new Refused(List.of(fault(row, bad.column, bad.fault)));
      } catch (ProblemException refused) {
        throw new Refused(faults(row, refused, Map.of("parentId", "parentKey")));
      }
    }
    return made;
  }

  private List<Long> members(ImportJob job, List<Row> rows) {
    Map<String, Long> bodies =
        keys(ImportKind.ORGANISATIONS, job.scope, column(rows, "organisationKey"));
    List<MemberDraft> drafts = new ArrayList<>();
    List<RowFault> faults = new ArrayList<>();
    for (Row row : rows) {
      try {
        drafts.add(
            new MemberDraft(
                new MemberProfile(
                    resolve(row, "organisationKey", "organisationId", bodies),
                    row.choice("kind", MemberKind.class),
                    row.get("division"),
                    row.list("skills"),
                    row.list("serviceAreas")),
                new MemberContact(row.get("name"), row.get("phone")),
                Boolean.TRUE.equals(row.flag("showsName"))));
      } catch (BadCell bad) {
        faults.add(fault(row, bad.column, bad.fault));
      }
    }
    if (!faults.isEmpty()) {
      throw new Refused(faults);
    }
    return recorded(
        rows,
        Map.of("organisationId", "organisationKey"),
        () -> members.recordAll(job.caller(), drafts, null));
  }

  private List<Long> checkIns(ImportJob job, List<Row> rows) {
    List<String> subjects = column(rows, "subjectKey");
    Map<String, Long> bodies = keys(ImportKind.ORGANISATIONS, job.scope, subjects);
    Map<String, Long> people = keys(ImportKind.MEMBERS, job.scope, subjects);
    // One call has one time: rows of one time go together.
    Map<Instant, List<Row>> byTime = new LinkedHashMap<>();
    Map<Row, CheckInDraft> drafts = new HashMap<>();
    List<RowFault> faults = new ArrayList<>();
    for (Row row : rows) {
      try {
        PartyType type = row.choice("subjectType", PartyType.class);
        Long subject =
            resolve(
                row, "subjectKey", "subjectId", type == PartyType.ORGANISATION ? bodies : people);
        drafts.put(row, new CheckInDraft(type, subject, row.get("community")));
        byTime.computeIfAbsent(time(row, "checkedInAt"), time -> new ArrayList<>()).add(row);
      } catch (BadCell bad) {
        faults.add(fault(row, bad.column, bad.fault));
      }
    }
    if (!faults.isEmpty()) {
      throw new Refused(faults);
    }
    Map<Row, Long> made = new HashMap<>();
    byTime.forEach(
        (time, group) -> {
          List<Long> ids =
              recorded(
                  group,
                  Map.of("subjectId", "subjectKey"),
                  () ->
                      checkIns.recordAll(
                          job.caller(), group.stream().map(drafts::get).toList(), time));
          for (int i = 0; i < group.size(); i++) {
            made.put(group.get(i), ids.get(i));
          }
        });
    return rows.stream().map(made::get).toList();
  }

  private List<Long> recorded(
      List<Row> rows,
      Map<String, String> columns,
      java.util.function.Supplier<List<Recorded>> command) {
    try {
      return command.get().stream().map(Recorded::id).toList();
    } catch (ProblemException refused) {
      List<RowFault> faults = new ArrayList<>();
      for (FieldError error : refused.errors()) {
        String[] path = error.name().split("/", 3);
        boolean ofRow = path.length > 1 && path[1].matches("[0-9]{1,6}");
        int index = ofRow ? Integer.parseInt(path[1]) : 0;
        faults.add(
            new RowFault(
                rows.get(index).number(),
                path.length < 3 ? null : columnOf("/" + path[2], columns),
                error.fault().name()));
      }
      if (faults.isEmpty()) {
        faults.add(new RowFault(rows.getFirst().number(), null, refused.type().name()));
      }
      throw new Refused(faults);
    }
  }

  private List<Long> wishes(ImportJob job, List<Row> rows) {
    List<Long> made = new ArrayList<>();
    for (Row row : rows) {
      try {
        Instant at = time(row, "submittedAt");
        WishDraft draft = draft(row);
        List<RowFault> faults = new ArrayList<>();
        for (ConstraintViolation<WishDraft> violation : validator.validate(draft)) {
          faults.add(
              new RowFault(
                  row.number(),
                  columnOf("/" + violation.getPropertyPath().toString().replace('.', '/'), WORDS),
                  code(violation)));
        }
        if (!faults.isEmpty()) {
          throw new Refused(faults);
        }
        WishReceipt created = drafting.create(job.caller(), draft, at, false);
        review.submit(job.caller(), created.wishId().value(), at);
        made.add(created.wishId().value());
      } catch (BadCell bad) {
        throw new Refused(List.of(fault(row, bad.column, bad.fault)));
      } catch (ProblemException refused) {
        throw new Refused(faults(row, refused, WORDS));
      }
    }
    return made;
  }

  private static final Map<String, String> WORDS =
      Map.of(
          "buildings", "beneficiaryBuildings",
          "households", "beneficiaryHouseholds",
          "people", "beneficiaryPeople",
          "occurredAt", "submittedAt");

  private static String code(ConstraintViolation<?> violation) {
    String name =
        violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
    return switch (name) {
      case "NotNull" -> FieldFault.REQUIRED.name();
      case "Min", "Max" -> FieldFault.OUT_OF_RANGE.name();
      case "Text", "WishTerms" -> violation.getMessage();
      default -> FieldFault.INVALID_FORMAT.name();
    };
  }

  private static WishDraft draft(Row row) throws BadCell {
    Channel channel = row.choice("channel", Channel.class);
    return new WishDraft(
        row.choice("kind", WishKind.class),
        channel == null ? Channel.IMPORT : channel,
        row.choice("category", Category.class),
        row.get("subcategory"),
        row.get("division"),
        new WishDraft.PrivateWords(
            row.get("title"),
            row.get("details"),
            row.get("residentName"),
            row.get("contactName"),
            row.get("contactPhone"),
            row.get("address"),
            row.get("reporter"),
            row.get("remark")),
        null,
        new Beneficiaries(
            row.integer("beneficiaryBuildings"),
            row.integer("beneficiaryHouseholds"),
            row.integer("beneficiaryPeople")),
        row.get("neededSkill"),
        row.choice("claimPolicy", ClaimPolicy.class),
        row.choice("capacity", Capacity.class),
        row.integer("places"),
        row.flag("needsApproval"),
        row.choice("claimableBy", ClaimableBy.class),
        row.choice("claimableFrom", ClaimableFrom.class),
        money(row),
        null,
        null,
        null);
  }

  private static Money money(Row row) throws BadCell {
    try {
      return row.get("budget") == null ? null : Money.parse(row.get("budget"));
    } catch (IllegalArgumentException malformed) {
      throw new BadCell("budget", FieldFault.INVALID_FORMAT);
    }
  }

  private static Instant time(Row row, String column) throws BadCell {
    try {
      return row.get(column) == null ? null : OffsetDateTime.parse(row.get(column)).toInstant();
    } catch (DateTimeParseException malformed) {
      throw new BadCell(column, FieldFault.INVALID_FORMAT);
    }
  }

  private static List<String> column(List<Row> rows, String column) {
    return rows.stream().map(row -> row.get(column)).toList();
  }

  /** The id that a row names, by an external key of an earlier import or by the API's id. */
  private static Long resolve(Row row, String keyColumn, String idColumn, Map<String, Long> known)
      throws BadCell {
    String key = row.get(keyColumn);
    if (key != null) {
      Long id = known.get(key);
      if (id == null) {
        throw new BadCell(keyColumn, FieldFault.NOT_FOUND);
      }
      return id;
    }
    String id = idColumn == null ? null : row.get(idColumn);
    if (id == null) {
      return null;
    }
    try {
      return Id.fromString(id).value();
    } catch (IllegalArgumentException malformed) {
      throw new BadCell(idColumn, FieldFault.INVALID_FORMAT);
    }
  }

  private static List<RowFault> faults(
      Row row, ProblemException refused, Map<String, String> columns) {
    List<RowFault> faults = new ArrayList<>();
    for (FieldError error : refused.errors()) {
      faults.add(new RowFault(row.number(), columnOf(error.name(), columns), error.fault().name()));
    }
    if (faults.isEmpty()) {
      faults.add(new RowFault(row.number(), null, refused.type().name()));
    }
    return faults;
  }

  /** The column of a pointer: its last name that is no index, as the file calls it. */
  private static String columnOf(String pointer, Map<String, String> columns) {
    String column = null;
    for (String part : pointer.split("/", -1)) {
      if (!part.isEmpty() && !part.matches("[0-9]+")) {
        column = part;
      }
    }
    return column == null ? null : columns.getOrDefault(column, column);
  }
}
