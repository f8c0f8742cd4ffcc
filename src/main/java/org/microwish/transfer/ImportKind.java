package org.microwish.transfer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.microwish.caller.Role;

/**
 * The kinds of imports with their columns and permitted roles. The first column of every kind is
 * the external key of the row.
 */
@SuppressWarnings("ImmutableEnumChecker") // Copies are unmodifiable.
public enum ImportKind {
  /** Organisations of the Communist Party (党组织). */
  ORGANISATIONS(
      Set.of(Role.OPERATOR, Role.ADMINISTRATOR),
      50,
      Map.of("parentId", "parentKey"),
      "externalKey",
      "name",
      "kind",
      "sector",
      "creditCode",
      "parentKey",
      "division"),
  /** Members; {@code skills} and {@code serviceAreas} are lists with {@code ;} between items. */
  MEMBERS(
      Set.of(Role.OPERATOR),
      200,
      Map.of("organisationId", "organisationKey"),
      "externalKey",
      "organisationKey",
      "organisationId",
      "name",
      "phone",
      "kind",
      "division",
      "skills",
      "serviceAreas",
      "showsName",
      "ofAge"),
  /** Check-ins (双报到). */
  CHECK_INS(
      Set.of(Role.OPERATOR),
      200,
      Map.of("subjectId", "subjectKey", "occurredAt", "checkedInAt"),
      "externalKey",
      "subjectType",
      "subjectKey",
      "subjectId",
      "community",
      "checkedInAt"),
  /**
   * Groups, imported as proposed and not yet approved; {@code fields} is a list with {@code ;}
   * between items.
   */
  GROUPS(
      Set.of(Role.OPERATOR),
      50,
      Map.of("hostId", "hostKey", "parentId", "parentKey", "leaderId", "leaderKey"),
      "externalKey",
      "kind",
      "name",
      "purpose",
      "division",
      "hostKey",
      "parentKey",
      "leaderKey",
      "fields",
      "places"),
  /** Memberships of members in groups, which existed before the import. */
  MEMBERSHIPS(
      Set.of(Role.OPERATOR),
      50,
      Map.of("memberId", "memberKey"),
      "externalKey",
      "groupKey",
      "memberKey",
      "joinedAt"),
  /** Wishes and micro-projects, imported as submitted for review. */
  WISHES(
      Set.of(Role.OPERATOR, Role.PARTNER),
      25,
      Map.of(
          "buildings", "beneficiaryBuildings",
          "households", "beneficiaryHouseholds",
          "people", "beneficiaryPeople",
          "occurredAt", "submittedAt"),
      "externalKey",
      "kind",
      "channel",
      "category",
      "subcategory",
      "division",
      "title",
      "details",
      "residentName",
      "contactName",
      "contactPhone",
      "address",
      "reporter",
      "remark",
      "beneficiaryBuildings",
      "beneficiaryHouseholds",
      "beneficiaryPeople",
      "neededSkill",
      "claimPolicy",
      "capacity",
      "places",
      "needsApproval",
      "claimableBy",
      "claimableFrom",
      "budget",
      "submittedAt");

  private final Set<Role> roles;
  private final int chunk;
  private final Map<String, String> columnsByField;
  private final List<String> columns;

  ImportKind(Set<Role> roles, int chunk, Map<String, String> columnsByField, String... columns) {
    this.roles = Set.copyOf(roles);
    this.chunk = chunk;
    this.columnsByField = Map.copyOf(columnsByField);
    this.columns = List.of(columns);
  }

  /** Returns the roles that may import files of this kind. */
  Set<Role> roles() {
    return roles;
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

  /** Returns the names of the columns that a file of this kind may have. */
  List<String> columns() {
    return columns;
  }
}
