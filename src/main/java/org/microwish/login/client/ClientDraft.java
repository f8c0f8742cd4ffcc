package org.microwish.login.client;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.caller.Role;
import org.microwish.caller.Scope;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;

/**
 * A client to be recorded, or what replaces its record.
 *
 * @param name the program's, 1 to 100 characters
 * @param role PARTNER or AUDITOR
 * @param organisationId the organisation it acts for; null only for an auditor
 * @param division code or path of the division whose subtree it works in
 * @param scopes at least one
 */
public record ClientDraft(
    String name, Role role, Long organisationId, String division, Set<Scope> scopes) {

  static final int MAX_NAME = 100;

  /** Reads the names of scopes; what is wrong goes to {@code faults}. */
  static Set<Scope> scopes(Collection<String> names, Faults faults) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    int i = 0;
    for (String name : names) {
      String field = "/scopes/" + i++;
      Scope.of(name)
          .ifPresentOrElse(
              scope -> {
                if (!scopes.add(scope)) {
                  faults.add(field, FieldFault.DUPLICATE);
                }
              },
              () -> faults.add(field, FieldFault.UNKNOWN_VALUE));
    }
    return scopes;
  }

  /** The cleaned draft; what is wrong goes to {@code faults}. */
  ClientDraft checked(Faults faults) {
    if (faults.required("/role", role) != null && role != Role.PARTNER && role != Role.AUDITOR) {
      faults.add("/role", FieldFault.NOT_ALLOWED);
    }
    return new ClientDraft(
        faults.line("/name", name, MAX_NAME),
        role,
        organisationId,
        faults.required("/division", division),
        scopes);
  }
}
