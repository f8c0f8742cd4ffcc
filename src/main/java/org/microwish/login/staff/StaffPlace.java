package org.microwish.login.staff;

import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.http.CrossChecked;
import org.microwish.problem.FieldFault;

/**
 * The role of a staff account, and the organisation or division in which the account has that role.
 */
public interface StaffPlace extends CrossChecked {

  /** The account's role, one of the roles of staff. */
  Role role();

  /** A steward's organisation; null for other roles. */
  Id organisationId();

  /**
   * Code or path of the division in whose subtree the account works; null for an administrator of
   * all divisions. A steward's account always gets the division of its organisation; a division
   * that a request gives for a steward must exist, but is not used.
   */
  String division();

  /**
   * Requires that the role is one of staff, that the fields that the role needs are present, and
   * that only a STEWARD has an organisation.
   */
  @Override
  default void crossCheck(Faults faults) {
    switch (role()) {
      case RESIDENT, MEMBER, PARTNER, SYSTEM -> faults.add("role", FieldFault.NOT_ALLOWED);
      case STEWARD -> {
        if (organisationId() == null) {
          faults.add("organisationId", FieldFault.REQUIRED);
        }
      }
      case COLLECTOR, OPERATOR, AUDITOR, ADMINISTRATOR -> {
        if (organisationId() != null) {
          faults.add("organisationId", FieldFault.NOT_ALLOWED);
        }
        if (division() == null && role() != Role.ADMINISTRATOR) {
          faults.add("division", FieldFault.REQUIRED);
        }
      }
      case null -> {
        // The constraint of the field reports a missing role.
      }
    }
  }
}
