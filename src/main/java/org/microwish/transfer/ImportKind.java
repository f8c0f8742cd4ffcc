package org.microwish.transfer;

import static org.microwish.transfer.ImportColumn.choice;
import static org.microwish.transfer.ImportColumn.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.caller.Role;
import org.microwish.caller.Scope;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.party.DivisionCode;
import org.microwish.party.MemberKind;
import org.microwish.party.OrganisationKind;
import org.microwish.party.PartyType;
import org.microwish.party.Sector;
import org.microwish.platform.Confidential;
import org.microwish.platform.Labels;
import org.microwish.platform.sql.Rows;
import org.microwish.transfer.ImportColumn.Form;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;

/**
 * The kinds of imports with their columns and permitted roles. The first column of every kind
 * identifies the row: it is the external key, or for divisions and accounts their code and login
 * name. A new kind needs a constant here and its case in {@link Importer}. Longer than 400 lines
 * because most of them list columns.
 */
@SuppressWarnings("ImmutableEnumChecker") // Copies are unmodifiable.
public enum ImportKind {
  /**
   * Divisions, grids, buildings and units. A missing name is taken from the national list. A row
   * whose division is already recorded counts as known, that is, as imported before.
   */
  DIVISIONS(
      Set.of(Role.ADMINISTRATOR),
      100,
      Map.of(),
      List.of(),
      text("code", "地区编码").needed(),
      text("name", "地区名称"),
      ImportColumn.of("year", "编码年度", Form.NUMBER)) {
    @Override
    List<Row> ordered(List<Row> rows) {
      // Sort by code, so that each division comes after its parent. The sort is stable: repeated
      // rows stay in their order.
      return rows.stream().sorted(Comparator.comparing(row -> String.valueOf(row.key()))).toList();
    }

    @Override
    Stream<String> references(Row row) {
      List<String> above = new ArrayList<>();
      Optional<DivisionCode> next = DivisionCode.read(row.key()).flatMap(DivisionCode::parent);
      while (next.isPresent()) {
        above.add(next.get().text());
        next = next.get().parent();
      }
      return above.stream();
    }
  },
  /** Accounts of staff, imported without invitations. */
  ACCOUNTS(
      Set.of(Role.ADMINISTRATOR),
      50,
      Map.of("organisationId", "organisationKey"),
      List.of(),
      text("loginName", "登录名").needed(),
      text("name", "姓名"),
      choice(
              "role",
              "角色",
              List.of(
                  Role.COLLECTOR, Role.STEWARD, Role.OPERATOR, Role.AUDITOR, Role.ADMINISTRATOR),
              Labels::of)
          .needed(),
      ImportColumn.of("division", "地区编码", Form.DIVISION),
      text("organisationKey", "党组织来源编号"),
      text("organisationId", "党组织编号")),
  /** Organisations of the Communist Party (党组织). */
  ORGANISATIONS(
      Set.of(Role.OPERATOR, Role.ADMINISTRATOR, Role.PARTNER),
      50,
      Map.of("parentId", "parentKey"),
      List.of(List.of("creditCode")),
      text("externalKey", "来源编号").needed(),
      text("name", "党组织名称").needed(),
      choice("kind", "党组织类型", List.of(OrganisationKind.values()), Labels::of).needed(),
      choice("sector", "所属领域", List.of(Sector.values()), Labels::of).needed(),
      text("creditCode", "统一社会信用代码"),
      text("parentKey", "上级来源编号"),
      ImportColumn.of("division", "地区编码", Form.DIVISION).needed()),
  /** Members; {@code skills} and {@code serviceAreas} are lists with {@code ;} between items. */
  MEMBERS(
      Set.of(Role.OPERATOR, Role.ADMINISTRATOR, Role.PARTNER),
      200,
      Map.of("organisationId", "organisationKey"),
      List.of(),
      text("externalKey", "来源编号").needed(),
      text("organisationKey", "党组织来源编号"),
      text("organisationId", "党组织编号"),
      text("name", "姓名").needed(),
      text("phone", "联系电话"),
      choice("kind", "人员类别", List.of(MemberKind.values()), Labels::of).needed(),
      ImportColumn.of("division", "地区编码", Form.DIVISION),
      ImportColumn.of("skills", "特长", Form.LIST),
      ImportColumn.of("serviceAreas", "服务地区编码", Form.DIVISIONS),
      ImportColumn.of("showsName", "同意公开姓名", Form.FLAG),
      ImportColumn.of("ofAge", "已满14周岁", Form.FLAG)),
  /** Check-ins (双报到). */
  CHECK_INS(
      Set.of(Role.OPERATOR, Role.ADMINISTRATOR),
      200,
      Map.of("subjectId", "subjectKey", "occurredAt", "checkedInAt"),
      List.of(List.of("subjectType", "subjectKey", "subjectId", "community")),
      text("externalKey", "来源编号").needed(),
      choice("subjectType", "报到主体", List.of(PartyType.values()), Labels::of).needed(),
      text("subjectKey", "主体来源编号"),
      text("subjectId", "主体编号"),
      ImportColumn.of("community", "社区编码", Form.DIVISION).needed(),
      ImportColumn.of("checkedInAt", "报到时间", Form.TIME)),
  /**
   * Groups, imported as proposed and not yet approved; {@code fields} is a list with {@code ;}
   * between items.
   */
  GROUPS(
      Set.of(Role.OPERATOR),
      50,
      Map.of("hostId", "hostKey", "parentId", "parentKey", "leaderId", "leaderKey"),
      List.of(),
      text("externalKey", "来源编号").needed(),
      choice("kind", "团体类型", List.of(GroupKind.values()), Labels::of).needed(),
      text("name", "团体名称").needed(),
      text("purpose", "宗旨"),
      ImportColumn.of("division", "地区编码", Form.DIVISION).needed(),
      text("hostKey", "主办党组织来源编号"),
      text("parentKey", "上级来源编号"),
      text("leaderKey", "负责人来源编号"),
      ImportColumn.of("fields", "服务领域", Form.LIST),
      ImportColumn.of("places", "名额", Form.NUMBER)),
  /**
   * Memberships of members in groups, which existed before the import. A dry run does not report
   * that the rows of several chunks together exceed the places of a group: to find out, it would
   * have to record all earlier rows of the group again for each chunk.
   */
  MEMBERSHIPS(
      Set.of(Role.OPERATOR),
      50,
      Map.of("memberId", "memberKey"),
      List.of(List.of("groupKey", "memberKey")),
      text("externalKey", "来源编号").needed(),
      text("groupKey", "团体来源编号").needed(),
      text("memberKey", "成员来源编号").needed(),
      ImportColumn.of("joinedAt", "加入时间", Form.TIME)),
  /** Wishes and micro-projects, imported as submitted for review. */
  WISHES(
      Set.of(Role.OPERATOR, Role.PARTNER),
      25,
      Map.of(
          "buildings", "beneficiaryBuildings",
          "households", "beneficiaryHouseholds",
          "people", "beneficiaryPeople",
          "occurredAt", "submittedAt"),
      List.of(List.of(WishRows.REFERENCE)),
      WishColumns.WORDS,
      text("neededSkill", "所需特长"),
      choice("claimPolicy", "认领方式", List.of(ClaimPolicy.values()), Labels::of),
      choice("capacity", "名额方式", List.of(Capacity.values()), Labels::of),
      ImportColumn.of("places", "名额", Form.NUMBER),
      ImportColumn.of("needsApproval", "认领需审批", Form.FLAG),
      choice("claimableBy", "可认领者", List.of(ClaimableBy.values()), Labels::of),
      choice("claimableFrom", "认领范围", List.of(ClaimableFrom.values()), Labels::of),
      ImportColumn.of("budget", "预算金额", Form.AMOUNT),
      ImportColumn.of("submittedAt", "上报日期", Form.TIME)) {
    @Override
    void adapt(Map<String, Confidential> values) {
      // In the exported spreadsheet, the category's column also contains the subcategory, and the
      // column of the claim policy also states whether claims need approval.
      splitCategory(values);
      split(values, "claimPolicy", "（需审批）")
          .ifPresent(rest -> values.putIfAbsent("needsApproval", new Confidential("true")));
    }

    @Override
    boolean ignores(String heading) {
      return isExported(heading);
    }
  },
  /**
   * Claims that were made on paper, on wishes that are published in the service; with their
   * delivery, if they are delivered. A claim is recorded on behalf of its claimant.
   */
  CLAIMS(
      Set.of(Role.OPERATOR),
      25,
      Map.of(),
      // The rows of one wish compete for its places and its budget.
      List.of(List.of("wish")),
      List.of(text("externalKey", "来源编号").needed(), text("wish", "心愿编号").needed()),
      WishColumns.CLAIM) {
    @Override
    List<Row> ordered(List<Row> rows) {
      return together(rows).stream().flatMap(List::stream).toList();
    }

    @Override
    List<List<Row>> together(List<Row> rows) {
      // Keep the rows of a wish together: one transaction must record all their events in the order
      // in which they happened.
      return by(rows, row -> row.get("wish")).stream()
          .flatMap(some -> Rows.chunks(some, MAX_TOGETHER).stream())
          .toList();
    }

    @Override
    boolean ignores(String heading) {
      return isExported(heading);
    }
  },
  /**
   * A ledger of past wishes (台账) with their claims, money and confirmations: one row for each
   * claim, or for a wish without claims. All rows of a wish are imported together or not at all;
   * its first row has the wish's own values.
   */
  HISTORY(
      Set.of(Role.OPERATOR),
      10,
      WishColumns.OF_HISTORY_FIELDS,
      List.of(List.of(WishRows.REFERENCE)),
      WishColumns.HISTORY,
      WishColumns.CLAIM) {
    @Override
    List<Row> ordered(List<Row> rows) {
      return units(rows).stream().flatMap(List::stream).toList();
    }

    @Override
    List<List<Row>> units(List<Row> rows) {
      return by(rows, Row::key);
    }

    @Override
    ImportKind keys() {
      return WISHES;
    }

    @Override
    void adapt(Map<String, Confidential> values) {
      splitCategory(values);
    }

    @Override
    boolean ignores(String heading) {
      return isExported(heading);
    }
  };

  /** The maximum number of claims on one wish in one transaction. */
  private static final int MAX_TOGETHER = 300;

  private final Set<Role> roles;
  private final int chunk;
  private final Map<String, String> columnsByField;
  private final List<List<String>> unique;
  private final List<ImportColumn> columns;
  private final Map<String, ImportColumn> byName;

  /**
   * Creates a kind.
   *
   * @param columnsByField the columns of fields that have another name in the file
   * @param unique columns whose values, taken together, at most one row may have, besides the key
   */
  ImportKind(
      Set<Role> roles,
      int chunk,
      Map<String, String> columnsByField,
      List<List<String>> unique,
      ImportColumn... columns) {
    this(roles, chunk, columnsByField, unique, List.of(), List.of(columns));
  }

  ImportKind(
      Set<Role> roles,
      int chunk,
      Map<String, String> columnsByField,
      List<List<String>> unique,
      List<ImportColumn> shared,
      ImportColumn... columns) {
    this(roles, chunk, columnsByField, unique, shared, List.of(columns));
  }

  ImportKind(
      Set<Role> roles,
      int chunk,
      Map<String, String> columnsByField,
      List<List<String>> unique,
      List<ImportColumn> first,
      List<ImportColumn> more) {
    this.roles = Set.copyOf(roles);
    this.chunk = chunk;
    this.columnsByField = Map.copyOf(columnsByField);
    this.unique = unique.stream().map(List::copyOf).toList();
    this.columns = Stream.concat(first.stream(), more.stream()).toList();
    this.byName =
        this.columns.stream().collect(Collectors.toMap(ImportColumn::name, Function.identity()));
  }

  /** Returns the roles that may import files of this kind. */
  Set<Role> roles() {
    return roles;
  }

  /** Returns the scopes that a partner needs to import files of this kind. */
  Set<Scope> scopes() {
    return this == ORGANISATIONS || this == MEMBERS
        ? Set.of(Scope.IMPORTS, Scope.PARTY_IMPORTS)
        : Set.of(Scope.IMPORTS);
  }

  /**
   * Returns the number of rows per transaction. It is small enough to keep the transaction short
   * and to need no splitting of IN lists: 200 members name at most 4,200 divisions.
   */
  int chunk() {
    return chunk;
  }

  /**
   * Returns the column that contains a field that a service refuses: the last name in the JSON
   * pointer, renamed if the file uses another name. Returns null if the pointer contains no name,
   * because then the row as a whole is refused.
   *
   * @param pointer such as {@code /words/title}, or {@code /3/skills/0} for one of many drafts
   */
  String column(String pointer) {
    return Stream.of(pointer.split("/", -1))
        .filter(name -> !name.isEmpty() && !name.chars().allMatch(Character::isDigit))
        .reduce((earlier, later) -> later)
        .map(name -> columnsByField.getOrDefault(name, name))
        .orElse(null);
  }

  /** Returns the columns that a file of this kind may have; the first identifies the row. */
  List<ImportColumn> columns() {
    return columns;
  }

  /** Returns the column with that name, or null. */
  ImportColumn named(String name) {
    return byName.get(name);
  }

  /** Returns the column with that name or heading, or null. */
  ImportColumn headed(String heading) {
    return columns.stream()
        .filter(column -> heading.equals(column.name()) || heading.equals(column.heading()))
        .findFirst()
        .orElse(null);
  }

  /** Returns the rows in the order in which they are imported. */
  List<Row> ordered(List<Row> rows) {
    return rows;
  }

  /**
   * Divides rows into groups. Either all rows of a group are imported or none; the first row
   * identifies the group.
   */
  List<List<Row>> units(List<Row> rows) {
    return rows.stream().map(List::of).toList();
  }

  /** Divides rows into groups that one transaction should import if possible. */
  List<List<Row>> together(List<Row> rows) {
    return units(rows);
  }

  /** Groups rows by a value. A row without the value is a group of its own. */
  private static List<List<Row>> by(List<Row> rows, Function<Row, String> value) {
    Map<Object, List<Row>> groups = new LinkedHashMap<>();
    rows.forEach(
        row ->
            groups
                .computeIfAbsent(
                    Objects.requireNonNullElse((Object) value.apply(row), row),
                    group -> new ArrayList<>())
                .add(row));
    return List.copyOf(groups.values());
  }

  /** Returns the kind under which the external keys of the rows are stored. */
  ImportKind keys() {
    return this;
  }

  /** Splits the cells of a row that combine several values. */
  void adapt(Map<String, Confidential> values) {}

  /**
   * If a cell contains a text, cuts the cell off before that text and returns what follows the
   * text.
   */
  private static Optional<String> split(
      Map<String, Confidential> values, String column, String at) {
    String text = Confidential.text(values.get(column));
    int place = text == null ? -1 : text.indexOf(at);
    if (place < 0) {
      return Optional.empty();
    }
    values.put(column, new Confidential(text.substring(0, place)));
    return Optional.of(text.substring(place + at.length()));
  }

  private static void splitCategory(Map<String, Confidential> values) {
    split(values, "category", "/")
        .filter(rest -> !rest.isBlank())
        .ifPresent(rest -> values.putIfAbsent("subcategory", new Confidential(rest)));
  }

  /** Returns true if the exported spreadsheet has a column with the heading. */
  private static boolean isExported(String heading) {
    return SheetColumns.ALL.stream().anyMatch(column -> heading.equals(column.heading()));
  }

  /**
   * Returns true if a column that this kind does not import is skipped; other unknown columns are
   * refused.
   */
  boolean ignores(String heading) {
    return false;
  }

  /** Returns the keys of earlier rows of the same file to which the row refers. */
  Stream<String> references(Row row) {
    return byName.containsKey("parentKey") ? Stream.ofNullable(row.get("parentKey")) : Stream.of();
  }

  /**
   * Returns the unique values that the row takes once it is imported: its key, and the values that
   * only one row may have. They can change the result of a later row of the same file.
   */
  Set<String> occupies(Row row) {
    Set<String> occupied = new HashSet<>();
    occupied.add("key " + row.key());
    for (List<String> together : unique) {
      if (together.stream().anyMatch(column -> row.get(column) != null)) {
        occupied.add(
            together.stream()
                .map(column -> String.valueOf(row.get(column)))
                .map(text -> code(together, text).toUpperCase(Locale.ROOT))
                .collect(Collectors.joining(" ", together + " ", "")));
      }
    }
    return occupied;
  }

  /** Returns the code for a label of one of the columns; returns other texts unchanged. */
  private String code(List<String> names, String text) {
    return names.stream()
        .map(name -> byName.get(name).codes().get(text))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(text);
  }

  /**
   * Returns the unique values of earlier rows, see {@link #occupies}, that can change the result of
   * this row.
   */
  Set<String> dependsOn(Row row) {
    Set<String> needed = new HashSet<>(occupies(row));
    references(row).forEach(key -> needed.add("key " + key));
    return needed;
  }
}
