package org.microwish.party;

import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;

/**
 * An organisation to be recorded, or what replaces its record.
 *
 * @param name 1 to 200 characters
 * @param creditCode see {@link CreditCode}, or null where it has none
 * @param parentId the organisation it stands under, or null
 * @param division code or path of the division it belongs to
 */
public record OrganisationDraft(
    String name,
    OrganisationKind kind,
    Sector sector,
    String creditCode,
    Long parentId,
    String division) {

  static final int MAX_NAME = 200;

  /** The cleaned draft; what is wrong goes to {@code faults}. */
  OrganisationDraft checked(Faults faults) {
    return new OrganisationDraft(
        faults.line("/name", name, MAX_NAME),
        faults.required("/kind", kind),
        faults.required("/sector", sector),
        checkedCreditCode(faults),
        parentId,
        faults.required("/division", division));
  }

  private String checkedCreditCode(Faults faults) {
    if (creditCode == null || creditCode.isBlank()) {
      return null;
    }
    try {
      return CreditCode.parse(creditCode).text();
    } catch (IllegalArgumentException malformed) {
      faults.add("/creditCode", FieldFault.INVALID_FORMAT);
      return null;
    }
  }
}
