package org.microwish.transfer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.microwish.caller.Role;

/**
 * The kinds of imports with their columns and permitted roles. The first column is the row's
 * external key.
 */
@SuppressWarnings("ImmutableEnumChecker") // Copies are unmodifiable.
public enum ImportKind {
  /** Party organisations. */
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
  /** Groups, imported as proposed. {@code fields} is a list too. */
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
  /** Existing memberships in groups. */
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

  /** The roles that may import it. */
  Set<Role> roles() {
    return roles;
  }

  /**
   * Rows per transaction, few enough to keep it short and to need no splitting of IN lists: 200
   * members name at most 4,200 divisions.
   */
  int chunk() {
    return chunk;
  }

  /**
   * The column of a field that a service refuses: the last name in the pointer, as the file calls
   * it. Null if the pointer contains no name, because the row as a whole is refused.
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

  /** The permitted columns. */
  List<String> columns() {
    return columns;
  }
}
