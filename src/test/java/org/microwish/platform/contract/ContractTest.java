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
    Contract.running()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (!operation.getKey().equals("parameters")) {
                            check(path.getKey(), operation, ids, lacking);
                          }
                        }));
    assertThat(lacking).isEmpty();
    assertThat(ids).hasSizeGreaterThan(60);
  }

  private static void check(
      String path, Map.Entry<String, JsonNode> operation, Set<String> ids, List<String> lacking) {
    JsonNode said = operation.getValue();
    String name = operation.getKey() + " " + path;
    String id = said.path("operationId").asText();
    if (id.isEmpty() || !ids.add(id)) {
      lacking.add(name + ": an operationId of its own");
    }
    for (String member : List.of("summary", "tags", "security", "responses")) {
      if (!said.hasNonNull(member)
          || (said.path(member).isEmpty() && !said.path(member).isTextual())) {
        lacking.add(name + ": " + member);
      }
    }
    if (!path.contains("/dev/") && !said.path("responses").has("500")) {
      lacking.add(name + ": its problems");
    }
    JsonNode body = said.path("requestBody").path("content").path("application/json");
    if (!body.isMissingNode() && !hasExample(body)) {
      lacking.add(name + ": an example of the request");
    }
    said.path("responses")
        .properties()
        .forEach(
            response -> {
              JsonNode json = response.getValue().path("content").path("application/json");
              if (response.getKey().startsWith("2") && !json.isMissingNode() && !hasExample(json)) {
                lacking.add(name + ": an example of the answer");
              }
            });
  }

  /** Operations that write no ledger entry of their own, and why. */
  private static final Map<String, String> WITHOUT_ENTRY =
      Map.ofEntries(
          Map.entry("createImport", "a job; each row that comes in has an entry of its own"),
          Map.entry("createDossier", "a ZIP file, whose index names the entry"),
          Map.entry("addCosignatures", "about the ledger itself"),
          Map.entry("startStatisticsRebuild", "counts again what the ledger says"),
          Map.entry("loginWithWeChat", "a session; an account it makes has an entry of its own"),
          Map.entry("loginWithPassword", "a session"),
          Map.entry("refreshSession", "a session"),
          Map.entry("endSession", "a session"),
          Map.entry("endAllSessions", "sessions"),
          Map.entry("requestToken", "a token"),
          Map.entry("beginEnrolment", "shows; the enrolment's completion is on record"),
          Map.entry("makeMemberBindingCode", "a code; the binding is on record"),
          Map.entry("makeWishBindingCode", "a code; the binding is on record"));

  @Test
  void everyWrite_answersWithItsLedgerEntry() {
    JsonNode contract = Contract.running();
    List<String> lacking = new ArrayList<>();
    contract
        .path("paths")
        .properties()
        .forEach(
            path ->
                List.of("post", "put", "delete").stream()
                    .map(method -> path.getValue().path(method))
                    .filter(operation -> !operation.isMissingNode())
                    .filter(operation -> !namesAnEntry(contract, operation))
                    .map(operation -> operation.path("operationId").asText())
                    .filter(id -> !WITHOUT_ENTRY.containsKey(id))
                    .forEach(lacking::add));
    assertThat(lacking).isEmpty();
  }

  private static boolean namesAnEntry(JsonNode contract, JsonNode operation) {
    for (String status : List.of("200", "201")) {
      JsonNode schema = operation.at("/responses/" + status + "/content/application~1json/schema");
      if (schema.has("$ref")) {
        schema = contract.at(schema.path("$ref").asText().substring(1));
      }
      if (schema.path("properties").has("ledger")) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasExample(JsonNode body) {
    return body.has("example") || body.has("examples");
  }
}
