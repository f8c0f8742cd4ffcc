package org.microwish.caller;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.microwish.problem.ProblemType;

/**
 * The scope that each operation requires from a client's token. Clients cannot call an operation
 * that is missing from the table, unless it is {@code @PermitAll}. Roles are checked first: a scope
 * never grants more than the role.
 */
public class ScopeTable {

  /** Each line: scope | operation ids. */
  private static final String TABLE =
      """
      wishes:read  | listWishes getWish listWishClaims getClaim listNotes listMeetings
      wishes:read  | listFollowUps listPostings listWishEvidence getEvidenceContent
      wishes:write | createWish editWish submitWish addWishEvidence addClaimEvidence
      party:read   | listMembers getMember listCheckIns getCheckIn
      party:read   | listGroupMemberships getMembership
      imports      | createImport getImport listImportErrors
      wishes:read  | listConsents
      wishes:write | recordConsent
      ledger:audit | getOpenings downloadSpreadsheet listHolds getHold exportHold
      any          | getIdempotentAnswer getMe getMyData
      """;

  private static final String ANY = "any";

  private static final Map<String, Optional<Scope>> NEEDED = read();

  private final CurrentCaller caller;

  ScopeTable(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Operation id to required scope; empty if any client's token is accepted. */
  static Map<String, Optional<Scope>> needed() {
    return NEEDED;
  }

  @ServerRequestFilter
  void check(ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    if (method == null) {
      return;
    }
    Optional<Set<Scope>> scopes = caller.scopes();
    if (scopes.isPresent() && !allows(method, scopes.get())) {
      throw ProblemType.FORBIDDEN.exception();
    }
  }

  private static boolean allows(Method method, Set<Scope> scopes) {
    Operation operation = method.getAnnotation(Operation.class);
    Optional<Scope> needed = operation == null ? null : NEEDED.get(operation.operationId());
    if (needed == null) {
      return method.isAnnotationPresent(PermitAll.class);
    }
    return needed.isEmpty() || scopes.contains(needed.get());
  }

  private static Map<String, Optional<Scope>> read() {
    Map<String, Optional<Scope>> needed = new HashMap<>();
    for (String line : TABLE.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      String name = cells[0].strip();
      Optional<Scope> scope = Scope.of(name);
      if (scope.isEmpty() && !name.equals(ANY)) {
        throw new IllegalStateException("no such scope: " + name);
      }
      for (String operation : cells[1].strip().split(" +", -1)) {
        needed.put(operation, scope);
      }
    }
    return Map.copyOf(needed);
  }
}
