package org.microwish.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

  private static final String GLOSSARY = "openapi/glossary.properties";

  @Test
  void committedContract_matchesTheCode() throws IOException {
    String running = Contract.runningYaml();
    String older = OlderVersion.of(running);
    if (Contract.isWriting()) {
      Files.createDirectories(Contract.FILE.getParent());
      Files.writeString(Contract.FILE, running);
      Files.writeString(Contract.OLDER_FILE, older);
    }
    assertThat(Contract.FILE).content().isEqualTo(running);
    assertThat(Contract.OLDER_FILE).content().isEqualTo(older);
  }

  @Test
  void contract_isSmall() throws IOException {
    int operations = Contract.running().operations().size();
    assertThat(Files.size(Contract.FILE)).isLessThan(600_000L + 5_000L * (operations - 171));
  }

  @Test
  void everySchemaPropertyValueAndParameter_isDescribed() {
    Contract contract = Contract.running();
    List<String> lacking = new ArrayList<>();
    contract
        .schemas()
        .properties()
        .forEach(
            schema -> {
              String name = schema.getKey();
              if (!schema.getValue().has("description") || name.matches(".*[0-9]")) {
                lacking.add(name);
              }
              if (schema.getValue().path("enum").size()
                  != schema.getValue().path("x-enum-descriptions").size()) {
                lacking.add(name + "'s values");
              }
              schema
                  .getValue()
                  .path("properties")
                  .properties()
                  .forEach(
                      property -> {
                        if (!property.getValue().has("description")) {
                          lacking.add(name + "." + property.getKey());
                        }
                      });
            });
    for (Contract.Operation operation : contract.operations()) {
      for (JsonNode parameter : operation.json().path("parameters")) {
        if (!parameter.has("description")) {
          lacking.add(operation.id() + ": " + parameter.path("name").asText());
        }
      }
    }
    assertThat(lacking).isEmpty();
  }

  /**
   * Finds texts of the glossary that describe nothing in the contract, or that a description in the
   * code overrides.
   */
  @Test
  void everyTextOfTheGlossary_isUsed() throws IOException {
    Contract contract = Contract.running();
    Properties glossary = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/" + GLOSSARY))) {
      glossary.load(file);
    }
    assertThat(
            glossary.stringPropertyNames().stream()
                .filter(key -> !describes(contract, key, glossary.getProperty(key))))
        .isEmpty();
  }

  private static boolean describes(Contract contract, String key, String text) {
    String[] parts = key.split("\\.", 3);
    JsonNode schema = contract.schemas().path(parts[0]);
    return switch (parts.length) {
      case 1 ->
          schema.isMissingNode()
              ? contract.schemas().findValues("properties").stream()
                  .anyMatch(properties -> isText(properties.path(key), text))
              : schema.path("description").asText().startsWith(text);
      case 2 ->
          switch (parts[0]) {
            case "tag" -> contract.json().path("tags").findValuesAsText("name").contains(parts[1]);
            case "parameter" ->
                contract.operations().stream()
                    .anyMatch(operation -> isText(parameter(operation, parts[1]), text));
            default ->
                schema.has("enum")
                    ? schema.path("description").asText().contains(text)
                    : isText(schema.path("properties").path(parts[1]), text);
          };
      default -> isText(parameter(contract.operation(parts[1]), parts[2]), text);
    };
  }

  private static JsonNode parameter(Contract.Operation operation, String name) {
    for (JsonNode parameter : operation.json().path("parameters")) {
      if (parameter.path("name").asText().equals(name)) {
        return parameter;
      }
    }
    return MissingNode.getInstance();
  }

  private static boolean isText(JsonNode described, String text) {
    return described.path("description").asText().equals(text);
  }

  @Test
  void everyExample_isValid() {
    Contract contract = Contract.running();
    AnswerSchemas schemas = new AnswerSchemas(contract);
    List<String> faults = new ArrayList<>();
    for (Contract.Operation operation : contract.operations()) {
      bodies(operation)
          .filter(body -> body.has("example"))
          .forEach(
              body ->
                  schemas
                      .faults(body.path("schema"), body.path("example"))
                      .forEach(fault -> faults.add(operation.id() + ": " + fault)));
      for (JsonNode response : operation.json().path("responses")) {
        JsonNode problem = response.path("content").path("application/problem+json");
        for (JsonNode example : problem.path("examples")) {
          schemas
              .faults(problem.path("schema"), example.path("value"))
              .forEach(fault -> faults.add(operation.id() + ": " + fault));
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  private static Stream<JsonNode> bodies(Contract.Operation operation) {
    List<JsonNode> bodies = new ArrayList<>();
    bodies.add(operation.body("application/json"));
    operation
        .json()
        .path("responses")
        .forEach(response -> bodies.add(response.path("content").path("application/json")));
    return bodies.stream();
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
    if (!operation.path().contains("/dev/") && operation.codes(500).isEmpty()) {
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

  /** Operations whose answer does not name a ledger entry, and the reason. */
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
          Map.entry("markInboxRead", "marks of one account; nothing changes for anybody else"),
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
          Map.entry("loginInBrowser", "a session"),
          Map.entry("makeBrowserCode", "a code; it only opens a session"),
          Map.entry("refreshSession", "a session"),
          Map.entry("stepUpSession", "a token"),
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
