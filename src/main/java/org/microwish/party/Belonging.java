package org.microwish.party;

import org.microwish.platform.Id;
import org.microwish.platform.http.CrossChecked;
import org.microwish.problem.FieldFault;

/**
 * A request with the organisation or division of a member or volunteer. A party member must have an
 * organisation. A volunteer must have a division and no organisation, and must be known to be old
 * enough to need no guardian's consent.
 */
interface Belonging extends CrossChecked {
  MemberKind kind();

  Id organisationId();

  String division();

  /**
   * True if the volunteer is known to be old enough to need no guardian's consent. Not used for
   * party members.
   */
  default boolean knownOfAge() {
    return true;
  }

  @Override
  default void crossCheck(Faults faults) {
    boolean volunteer = kind() == MemberKind.VOLUNTEER;
    if (!volunteer && organisationId() == null) {
      faults.add("organisationId", FieldFault.REQUIRED);
    }
    if (volunteer && organisationId() != null) {
      faults.add("organisationId", FieldFault.NOT_ALLOWED);
    }
    if (volunteer && division() == null) {
      faults.add("division", FieldFault.REQUIRED);
    }
    if (volunteer && !knownOfAge()) {
      faults.add("ofAge", FieldFault.REQUIRED);
    }
  }
}
