package org.microwish.transfer;

import java.util.List;
import java.util.Set;
import org.microwish.caller.Role;

/** What can be imported, its columns, and who may do it. The first column is the row's own key. */
@SuppressWarnings("ImmutableEnumChecker") // Set.copyOf and List.of are unmodifiable.
public enum ImportKind {
  /** Party organisations. */
  ORGANISATIONS(
      Set.of(Role.OPERATOR, Role.ADMINISTRATOR),
      50,
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
      "externalKey",
      "organisationKey",
      "organisationId",
      "name",
      "phone",
      "kind",
      "division",
      "skills",
      "serviceAreas",
      "showsName"),
  /** Check-ins (双报到). */
  CHECK_INS(
      Set.of(Role.OPERATOR),
      200,
      "externalKey",
      "subjectType",
      "subjectKey",
      "subjectId",
      "community",
      "checkedInAt"),
  /** Wishes and micro-projects; they arrive submitted, for review. */
  WISHES(
      Set.of(Role.OPERATOR, Role.PARTNER),
      25,
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
  private final List<String> columns;

  ImportKind(Set<Role> roles, int chunk, String... columns) {
    this.roles = Set.copyOf(roles);
    this.chunk = chunk;
    this.columns = List.of(columns);
  }

  /** Who may import it. */
  Set<Role> roles() {
    return roles;
  }

  /** Rows of one transaction: few enough that it stays short. */
  int chunk() {
    return chunk;
  }

  /** The columns it knows. */
  List<String> columns() {
    return columns;
  }
}
