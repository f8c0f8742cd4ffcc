package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.group.GroupDraft;
import org.microwish.group.GroupService;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.party.CheckInDraft;
import org.microwish.party.CheckIns;
import org.microwish.party.DivisionCode;
import org.microwish.party.MemberCommands;
import org.microwish.party.MemberDraft;
import org.microwish.party.MemberKind;
import org.microwish.party.OrganisationDraft;
import org.microwish.party.OrganisationKind;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.party.RecordedVersion;
import org.microwish.party.Sector;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
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

/**
 * Converts rows of a file to drafts and passes these to the services, in the running transaction.
 */
@ApplicationScoped
class Importer {

  private static final int MAX_KEY = 64;

  private final Organisations organisations;
  private final MemberCommands members;
  private final CheckIns checkIns;
  private final GroupService groups;
  private final WishDrafting drafting;
  private final WishReview review;
  private final Validator validator;
  private final ExternalKeys externalKeys;

  Importer(
      Organisations organisations,
      MemberCommands members,
      CheckIns checkIns,
      GroupService groups,
      WishDrafting drafting,
      WishReview review,
      Validator validator,
      ExternalKeys externalKeys) {
    this.organisations = organisations;
    this.members = members;
    this.checkIns = checkIns;
    this.groups = groups;
    this.drafting = drafting;
    this.review = review;
    this.validator = validator;
    this.externalKeys = externalKeys;
  }

  /**
   * Imports the rows whose external key was not imported before.
   *
   * @return the number of imported rows
   * @throws ProblemException if a row is refused; it does not tell which row
   * @throws ConstraintViolationException if a row violates a constraint of its draft; it does not
   *     tell which row
   */
  int importAll(ImportJob job, List<Row> rows) {
    for (Row row : rows) {
      check(row);
    }
    Map<String, Long> known =
        externalKeys.find(job.kind, job.scope, rows.stream().map(Row::key).toList());
    Map<String, Row> fresh = new LinkedHashMap<>();
    for (Row row : rows) {
      if (!known.containsKey(row.key())) {
        fresh.putIfAbsent(row.key(), row);
      }
    }
    if (!fresh.isEmpty()) {
      externalKeys.remember(job.kind, job.scope, record(job, fresh.values()));
    }
    return fresh.size();
  }

  private static void check(Row row) {
    if (row.fault() != null) {
      throw ProblemException.invalid("", row.fault());
    }
    if (row.key() == null) {
      throw ProblemException.invalid("/externalKey", FieldFault.REQUIRED);
    }
    if (row.key().length() > MAX_KEY) {
      throw ProblemException.invalid(
          FieldError.body("/externalKey", FieldFault.TOO_LONG).with("max", MAX_KEY));
    }
  }

  /** Passes the rows to the service for their kind and returns the new ids by external key. */
  private Map<String, Long> record(ImportJob job, Collection<Row> rows) {
    return switch (job.kind) {
      case ORGANISATIONS -> organisations(job, rows);
      case MEMBERS -> members(job, rows);
      case CHECK_INS -> checkIns(job, rows);
      case GROUPS -> groups(job, rows);
      case MEMBERSHIPS -> memberships(job, rows);
      case WISHES -> wishes(job, rows);
    };
  }

  private Map<String, Long> organisations(ImportJob job, Collection<Row> rows) {
    Map<String, Long> ids = earlier(ImportKind.ORGANISATIONS, job, rows, "parentKey");
    Map<String, Long> made = new LinkedHashMap<>();
    for (Row row : rows) {
      OrganisationDraft draft =
          valid(
              new OrganisationDraft(
                  row.get("name"),
                  row.choice("kind", OrganisationKind.class),
                  row.choice("sector", Sector.class),
                  row.get("creditCode"),
                  row.reference("parentKey", ids),
                  row.get("division"),
                  null));
      long id = organisations.record(job.caller(), draft).id();
      made.put(row.key(), id);
      // A later row of the same file may name this organisation as its parent.
      ids.put(row.key(), id);
    }
    return made;
  }

  private Map<String, Long> members(ImportJob job, Collection<Row> rows) {
    Map<String, Long> ids = earlier(ImportKind.ORGANISATIONS, job, rows, "organisationKey");
    List<MemberDraft> drafts = new ArrayList<>();
    for (Row row : rows) {
      drafts.add(
          valid(
              new MemberDraft(
                  row.get("organisationKey") == null
                      ? row.id("organisationId")
                      : row.reference("organisationKey", ids),
                  row.choice("kind", MemberKind.class),
                  row.hidden("name"),
                  row.hidden("phone"),
                  row.get("division"),
                  row.list("skills"),
                  row.list("serviceAreas"),
                  row.flag("showsName"),
                  row.flag("ofAge"),
                  null)));
    }
    return byKey(rows, members.recordAll(job.caller(), drafts, null));
  }

  private Map<String, Long> checkIns(ImportJob job, Collection<Row> rows) {
    Map<String, Long> bodies = earlier(ImportKind.ORGANISATIONS, job, rows, "subjectKey");
    Map<String, Long> people = earlier(ImportKind.MEMBERS, job, rows, "subjectKey");
    // A command records all its check-ins with the same time, so rows are grouped by time.
    Map<Instant, List<Row>> rowsByTime = new LinkedHashMap<>();
    Map<Instant, List<CheckInDraft>> draftsByTime = new HashMap<>();
    for (Row row : rows) {
      PartyType type = row.choice("subjectType", PartyType.class);
      CheckInDraft draft =
          valid(
              new CheckInDraft(
                  type,
                  row.get("subjectKey") == null
                      ? row.id("subjectId")
                      : row.reference(
                          "subjectKey", type == PartyType.ORGANISATION ? bodies : people),
                  row.get("community"),
                  null));
      Instant time = row.time("checkedInAt");
      rowsByTime.computeIfAbsent(time, unseen -> new ArrayList<>()).add(row);
      draftsByTime.computeIfAbsent(time, unseen -> new ArrayList<>()).add(draft);
    }
    Map<String, Long> made = new HashMap<>();
    rowsByTime.forEach(
        (time, together) ->
            made.putAll(
                byKey(together, checkIns.recordAll(job.caller(), draftsByTime.get(time), time))));
    return made;
  }

  private Map<String, Long> groups(ImportJob job, Collection<Row> rows) {
    Map<String, Long> hosts = earlier(ImportKind.ORGANISATIONS, job, rows, "hostKey");
    Map<String, Long> leaders = earlier(ImportKind.MEMBERS, job, rows, "leaderKey");
    Map<String, Long> parents = earlier(ImportKind.GROUPS, job, rows, "parentKey");
    Map<String, Long> made = new LinkedHashMap<>();
    for (Row row : rows) {
      GroupDraft draft =
          valid(
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
                  null));
      long id = groups.propose(job.caller(), draft).groupId().value();
      made.put(row.key(), id);
      // A later row of the same file may name this group as its parent.
      parents.put(row.key(), id);
    }
    return made;
  }

  private Map<String, Long> memberships(ImportJob job, Collection<Row> rows) {
    Map<String, Long> teams = earlier(ImportKind.GROUPS, job, rows, "groupKey");
    Map<String, Long> people = earlier(ImportKind.MEMBERS, job, rows, "memberKey");
    Map<String, Long> made = new HashMap<>();
    for (Row row : rows) {
      Id group = required(row.reference("groupKey", teams), "/groupKey");
      Id member = required(row.reference("memberKey", people), "/memberKey");
      made.put(
          row.key(),
          groups
              .record(job.caller(), group.value(), member.value(), row.time("joinedAt"), null)
              .membership()
              .id()
              .value());
    }
    return made;
  }

  private static Id required(Id reference, String pointer) {
    if (reference == null) {
      throw ProblemException.invalid(pointer, FieldFault.REQUIRED);
    }
    return reference;
  }

  private Map<String, Long> wishes(ImportJob job, Collection<Row> rows) {
    Map<String, Long> made = new LinkedHashMap<>();
    for (Row row : rows) {
      Instant submittedAt = row.time("submittedAt");
      WishReceipt created = drafting.create(job.caller(), valid(wish(row)), submittedAt, false);
      review.submit(job.caller(), created.wishId().value(), submittedAt);
      boolean repeated = repeats(job, row);
      if (repeated || created.duplicates() != null) {
        job.similar.add(row.number());
      }
      made.put(row.key(), created.wishId().value());
    }
    return made;
  }

  /** Whether an earlier row of the file has the same name, telephone number or title. */
  private static boolean repeats(ImportJob job, Row row) {
    boolean found = false;
    for (String field : List.of("residentName", "contactName", "contactPhone", "title")) {
      String value = Vault.comparable(field, Confidential.text(row.hidden(field))).orElse(null);
      if (value != null) {
        String key = field + "/" + DivisionCode.publicPath(row.get("division")) + "/" + value;
        Integer first = job.firstRows.putIfAbsent(key, row.number());
        found |= first != null && first < row.number();
      }
    }
    return found;
  }

  private static WishDraft wish(Row row) {
    return new WishDraft(
        row.choice("kind", WishKind.class),
        Objects.requireNonNullElse(row.choice("channel", Channel.class), Channel.IMPORT),
        row.choice("category", Category.class),
        row.get("subcategory"),
        row.get("division"),
        new WishDraft.PrivateWords(
            row.hidden("title"),
            row.hidden("details"),
            row.hidden("residentName"),
            row.hidden("contactName"),
            row.hidden("contactPhone"),
            row.hidden("address"),
            row.hidden("reporter"),
            row.hidden("remark")),
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
        row.money("budget"),
        null,
        null,
        null,
        null);
  }

  /** Checks a draft against the same constraints as the body of an HTTP request. */
  private <T> T valid(T draft) {
    Set<ConstraintViolation<T>> violations = validator.validate(draft);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    return draft;
  }

  /** Reads the ids of the imported rows whose external keys are in a column, by external key. */
  private Map<String, Long> earlier(
      ImportKind kind, ImportJob job, Collection<Row> rows, String column) {
    return externalKeys.find(
        kind, job.scope, rows.stream().map(row -> row.get(column)).collect(Collectors.toList()));
  }

  private static Map<String, Long> byKey(Collection<Row> rows, List<RecordedVersion> recorded) {
    Map<String, Long> ids = new LinkedHashMap<>();
    int next = 0;
    for (Row row : rows) {
      ids.put(row.key(), recorded.get(next++).id());
    }
    return ids;
  }
}
