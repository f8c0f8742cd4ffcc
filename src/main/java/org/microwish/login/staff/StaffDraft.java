package org.microwish.login.staff;

import java.util.Locale;
import java.util.regex.Pattern;
import org.microwish.caller.Role;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;

/**
 * An account of staff to be recorded.
 *
 * @param loginName 3 to 32 of {@code a-z 0-9 . _ -}; a handle, not a person's name
 * @param name the person's, for the vault; null where nobody said
 */
public record StaffDraft(String loginName, String name, StaffPlace place) {

  static final int MAX_NAME = 50;

  private static final Pattern LOGIN_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{2,31}");

  /**
   * What somebody works as, and where.
   *
   * @param organisationId of a steward, or null
   * @param division code or path of the division whose subtree it works in; null for an
   *     administrator of everything
   */
  public record StaffPlace(Role role, Long organisationId, String division) {}

  StaffDraft checked(Faults faults) {
    String login = faults.required("/loginName", loginName);
    if (login != null && !LOGIN_NAME.matcher(login).matches()) {
      faults.add("/loginName", FieldFault.INVALID_FORMAT);
    }
    return new StaffDraft(login, faults.optionalLine("/name", name, MAX_NAME), place);
  }

  /** A login name as it was typed, as it stands in the database. */
  static String normal(String typed) {
    return typed.strip().toLowerCase(Locale.ROOT);
  }
}
