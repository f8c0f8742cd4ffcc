package org.microwish.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares the committed contract with the code. After a change of the API: {@code ./mvnw test
 * -Dcontract.write} records examples of new operations and rewrites the contract; run it twice,
 * because examples enter the contract at build time.
 */
@Tag("database")
@QuarkusTest
class ContractTest {

  @Test
  void committedContract_matchesTheCode() throws IOException {
    String running = Contract.runningYaml();
    if (Contract.isWriting()) {
      Files.createDirectories(Contract.FILE.getParent());
      Files.writeString(Contract.FILE, running);
    }
    assertThat(Contract.FILE).content().isEqualTo(running);
  }

  @Test
  void everyOperation_isFullyDocumented() {
    List<String> lacking = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Contract.running().operations().forEach(operation -> check(operation, ids, lacking));
    assertThat(lacking).isEmpty();
    assertThat(ids).hasSizeGreaterThan(60);
  }

  private static void check(Contract.Operation operation, Set<String> ids, List<String> lacking) {
    JsonNode json = operation.json();
    String name = operation.method() + " " + operation.path();
    if (operation.id().isEmpty() || !ids.add(operation.id())) {
      lacking.add(name + ": an operationId of its own");
    }
    for (String member : List.of("summary", "tags", "security", "responses")) {
      if (!json.hasNonNull(member)
          || (json.path(member).isEmpty() && !json.path(member).isTextual())) {
        lacking.add(name + ": " + member);
      }
    }
    if (!operation.path().contains("/dev/") && !operation.documents(500)) {
      lacking.add(name + ": its problems");
    }
    JsonNode body = operation.body("application/json");
    if (!body.isMissingNode() && !hasExample(body)) {
      lacking.add(name + ": an example of the request");
    }
    json.path("responses")
        .properties()
        .forEach(
            response -> {
              JsonNode answer = response.getValue().path("content").path("application/json");
              if (response.getKey().startsWith("2")
                  && !answer.isMissingNode()
                  && !hasExample(answer)) {
                lacking.add(name + ": an example of the answer");
              }
            });
  }

  /** Operations that write no ledger entry of their own, and why. */
  private static final Map<String, String> WITHOUT_ENTRY =
      Map.ofEntries(
          Map.entry("createImport", "a job; each row that comes in has an entry of its own"),
          Map.entry("createPlan", "a computation; it claims nothing"),
          Map.entry("revisePlan", "a computation; it claims nothing"),
          Map.entry("sendPlanInvitations", "a job; each invitation has an entry of its own"),
          Map.entry("publishWishes", "a batch; each wish has an entry of its own"),
          Map.entry("approveClaims", "a batch; each claim has an entry of its own"),
          Map.entry("handOverWishes", "a batch; each wish has an entry of its own"),
          Map.entry("mergeOrganisation", "a batch; each step has an entry of its own"),
          Map.entry("inviteImportedStaff", "many invitations; each has an entry of its own"),
          Map.entry("readInbox", "marks of one account; nothing changes for anybody else"),
          Map.entry("answerMessageConsents", "counts of one account, for messages to it"),
          Map.entry("createWebhook", "settings of a client; the security log has them"),
          Map.entry("changeWebhook", "settings of a client; the security log has them"),
          Map.entry("deleteWebhook", "settings of a client; the security log has them"),
          Map.entry("pauseWebhook", "settings of a client; the security log has them"),
          Map.entry("resumeWebhook", "settings of a client; the security log has them"),
          Map.entry("rotateWebhookSecret", "settings of a client; the security log has them"),
          Map.entry("testWebhook", "sends something; nothing changes"),
          Map.entry("redeliverWebhook", "sends something again; nothing changes"),
          Map.entry("createDossier", "a ZIP file, whose index names the entry"),
          Map.entry("addCosignatures", "about the ledger itself"),
          Map.entry("startStatisticsRebuild", "counts again what the ledger says"),
          Map.entry("loginWithWeChat", "a session; an account it makes has an entry of its own"),
          Map.entry("loginWithPassword", "a session"),
          Map.entry("refreshSession", "a session"),
          Map.entry("stepUp", "a token"),
          Map.entry("endSession", "a session"),
          Map.entry("endOwnSession", "a session"),
          Map.entry("allowParticipation", "a permission; who names the member writes an entry"),
          Map.entry("reportWish", "a report; its closing is on record"),
          Map.entry("endAllSessions", "sessions"),
          Map.entry("requestToken", "a token"),
          Map.entry("beginEnrolment", "shows; the enrolment's completion is on record"),
          Map.entry("makeMemberBindingCode", "a code; the binding is on record"),
          Map.entry("makeWishBindingCode", "a code; the binding is on record"));

  @Test
  void everyWrite_answersWithItsLedgerEntry() {
    Contract contract = Contract.running();
    List<String> lacking =
        contract.operations().stream()
            .filter(operation -> Set.of("POST", "PUT", "DELETE").contains(operation.method()))
            .filter(operation -> !namesAnEntry(contract, operation))
            .map(Contract.Operation::id)
            .filter(id -> !WITHOUT_ENTRY.containsKey(id))
            .toList();
    assertThat(lacking).isEmpty();
  }

  private static boolean namesAnEntry(Contract contract, Contract.Operation operation) {
    return Stream.of(200, 201)
        .map(status -> operation.answer(status).path("application/json").path("schema"))
        .anyMatch(schema -> contract.resolved(schema).path("properties").has("ledger"));
  }

  private static boolean hasExample(JsonNode body) {
    return body.has("example") || body.has("examples");
  }
}
