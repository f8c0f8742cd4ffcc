package org.microwish.caller;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.microwish.problem.ProblemType;

/**
 * The scope that each operation requires from a client's token. Clients cannot call an operation
 * that is missing from the table, unless the operation is {@code @PermitAll}. Roles are checked
 * first: a scope never grants more than the role.
 */
public class ScopeTable {

  /**
   * Each line: the required scope | operation ids. Instead of a scope, {@code any} permits every
   * client to call the operations, and {@code people} permits no client.
   */
  private static final String TABLE =
      """
      wishes:read  | listWishes getWish listWishClaims getClaim listNotes listMeetings
      wishes:read  | listFollowUps listPostings listWishEvidence getEvidenceContent
      wishes:write | createWish editWish submitWish addWishEvidence addClaimEvidence
      party:read   | listMembers getMember listCheckIns getCheckIn
      party:read   | listActivityEnrolments
      party:read   | listGroupMemberships getMembership getMemberOpenness getOrganisationOpenness
      imports      | createImport getImport listImports listImportErrors listImportDuplicates
      imports      | downloadImportTemplate listImportRows
      wishes:read  | listConsents listWishInvitations getInvitation listReminders
      wishes:write | recordConsent addNote withdrawWish
      wishes:read  | listChanges listWebhooks getWebhook createWebhook changeWebhook
      wishes:read  | deleteWebhook pauseWebhook resumeWebhook rotateWebhookSecret testWebhook
      wishes:read  | listWebhookDeliveries getWebhookDelivery redeliverWebhook
      ledger:audit | downloadSpreadsheet getPeriodReport downloadPeriodReport getStatement
      ledger:audit | downloadStatement listHolds getHold exportHold
      ledger:audit | getDuties downloadDuties getDutiesPage
      any          | getIdempotentAnswer getMe getMyData
      people       | readOpenings listPersonalReads createDossier
      people       | listDeskWishes countDeskWishes listDeskClaims listDeskInvitations
      """;

  private static final String ANY = "any";

  private static final String PEOPLE = "people";

  private static final Map<String, Predicate<Set<Scope>>> ALLOWED = read();

  private final CurrentCaller caller;

  ScopeTable(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Returns the ids of the operations in {@link #TABLE}. */
  static Set<String> operations() {
    return ALLOWED.keySet();
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
    Predicate<Set<Scope>> allowed = operation == null ? null : ALLOWED.get(operation.operationId());
    return allowed == null ? method.isAnnotationPresent(PermitAll.class) : allowed.test(scopes);
  }

  private static Map<String, Predicate<Set<Scope>>> read() {
    Map<String, Predicate<Set<Scope>>> allowed = new HashMap<>();
    for (String line : TABLE.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      String name = cells[0].strip();
      Predicate<Set<Scope>> rule =
          switch (name) {
            case ANY -> scopes -> true;
            case PEOPLE -> scopes -> false;
            default -> {
              Scope scope = Scope.of(name).orElseThrow();
              yield scopes -> scopes.contains(scope);
            }
          };
      for (String operation : cells[1].strip().split(" +", -1)) {
        allowed.put(operation, rule);
      }
    }
    return Map.copyOf(allowed);
  }
}
