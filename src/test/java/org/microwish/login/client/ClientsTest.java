package org.microwish.login.client;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.login.client.ClientApi.Credentials;
import org.microwish.login.credential.SecretHashes;
import org.microwish.platform.contract.Contract;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests the registration of API clients, and what their tokens allow. */
@Tag("database")
@QuarkusTest
class ClientsTest {

  private static final String CLIENTS = "/api/v1/clients";

  private final Street street = Street.here();

  @BeforeEach
  void places() {
    ClientApi.divisions();
  }

  @Test
  void clientSecret_isShownOnce_andNeverStored() {
    String key = UUID.randomUUID().toString();
    String draft = ClientApi.draft("PARTNER", "\"wishes:read\"");
    Credentials client =
        ClientApi.of(
            ClientApi.command("POST", CLIENTS, draft, key)
                .statusCode(201)
                .body("version", equalTo(1))
                .body("state", equalTo("ACTIVE"))
                .body("ledger.leafHash", matchesPattern("[0-9a-f]{64}"))
                .body("secret", matchesPattern("mws_[0-9A-Z]{13}_[A-Za-z0-9_-]{43}")));
    // A repeated request is answered with the client but without the secret.
    ClientApi.command("POST", CLIENTS, draft, key)
        .statusCode(201)
        .header("Idempotency-Replayed", "true")
        .body("id", equalTo(client.id()))
        .body("secretId", notNullValue())
        .body("secret", nullValue());
    String random = client.secret().substring(18);
    assertThat(street.column("SELECT secret_hash FROM client_secret"))
        .noneMatch(r -> r.contains(random));
    assertThat(street.column("SELECT answer FROM idempotency")).noneMatch(r -> r.contains(random));
    assertThat(street.column("SELECT payload FROM ledger_entry WHERE aggregate_type = 'CLIENT'"))
        .noneMatch(leaf -> leaf.contains(random) || leaf.contains("对接程序"))
        .anyMatch(leaf -> leaf.contains(client.id()) && leaf.contains("wishes:read"));
    given()
        .auth()
        .oauth2(Tokens.administrator("root"))
        .get(CLIENTS + "/" + client.id())
        .then()
        .statusCode(200)
        .header("ETag", notNullValue())
        .body("name", equalTo("对接程序"))
        .body("division", equalTo(ClientApi.STREET))
        .body("scopes", equalTo(List.of("wishes:read")))
        .body("secrets", hasSize(1))
        .body("keys", hasSize(0));
  }

  @Test
  void clientToken_hasDivisionAndScopesOfTheClient() {
    Credentials client = ClientApi.partner("\"wishes:read\", \"wishes:write\"");
    String token =
        ClientApi.ask(client)
            .statusCode(200)
            .header("Cache-Control", "no-store")
            .body("token_type", equalTo("Bearer"))
            .body("expires_in", equalTo(1800))
            .body("scope", equalTo("wishes:read wishes:write"))
            .extract()
            .path("access_token");
    given()
        .auth()
        .oauth2(token)
        .get("/api/v1/probe/caller")
        .then()
        .body("account", equalTo(client.id()))
        .body("role", equalTo("PARTNER"))
        .body("divisionPath", equalTo("440104013"));
    ClientApi.ask(
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                client.id(),
                "client_secret",
                client.secret(),
                "scope",
                "wishes:read"))
        .statusCode(200)
        .body("scope", equalTo("wishes:read"));
  }

  @Test
  void scopes_restrictTheRolesOperations() {
    Credentials reader = ClientApi.partner("\"wishes:read\"");
    Credentials writer = ClientApi.partner("\"wishes:write\"");
    Credentials importer = ClientApi.partner("\"imports\"");
    String wish =
        """
        {"kind": "WISH", "channel": "PARTNER", "category": "GOODS", "division": "%s",
         "words": {"title": "助浴椅", "details": "一把", "contactPhone": "13900000002", "address": "1号"}}
        """
            .formatted(ClientApi.COMMUNITY);
    create(ClientApi.token(reader), wish, 403);
    create(ClientApi.token(importer), wish, 403);
    create(ClientApi.token(writer), wish, 201);
    assertThat(ClientApi.read(ClientApi.token(reader), "/api/v1/wishes")).isEqualTo(200);
    assertThat(ClientApi.read(ClientApi.token(writer), "/api/v1/wishes")).isEqualTo(403);
    assertThat(ClientApi.read(ClientApi.token(reader), "/api/v1/imports/0D1RZQ4J8M3TB"))
        .isEqualTo(403);
    assertThat(ClientApi.read(ClientApi.token(importer), "/api/v1/imports/0D1RZQ4J8M3TB"))
        .isEqualTo(404);
    // Operations outside the table that need no role are open to clients too.
    assertThat(ClientApi.read(ClientApi.token(importer), "/api/v1/divisions")).isEqualTo(200);
    // A scope grants nothing beyond the role: only auditors may read holds.
    Credentials auditing = ClientApi.partner("\"ledger:audit\"");
    assertThat(ClientApi.read(ClientApi.token(auditing), "/api/v1/holds")).isEqualTo(403);
    Credentials auditor =
        ClientApi.of(
            ClientApi.command("POST", CLIENTS, ClientApi.draft("AUDITOR", "\"ledger:audit\""))
                .statusCode(201));
    assertThat(ClientApi.read(ClientApi.token(auditor), "/api/v1/holds")).isEqualTo(200);
    // Openings are for people, whatever the scope.
    given()
        .auth()
        .oauth2(ClientApi.token(auditor))
        .header("Idempotency-Key", UUID.randomUUID())
        .contentType(ContentType.JSON)
        .body(Map.of("purpose", "VERIFICATION"))
        .post("/api/v1/ledger/entries/0D1RZQ4J8M3TB/openings")
        .then()
        .statusCode(403);
  }

  @Test
  void scopeTable_coversAllOperationsOfPartnersAndAuditors() {
    Set<String> theirs = new HashSet<>();
    Set<String> all = new HashSet<>();
    for (Contract.Operation operation : Contract.running().operations()) {
      all.add(operation.id());
      // Logins and passwords are only for human users.
      boolean personal = operation.path().startsWith("/api/v1/auth/");
      if (!personal
          && (operation.roles().contains("PARTNER") || operation.roles().contains("AUDITOR"))) {
        theirs.add(operation.id());
      }
    }
    Set<String> table = org.microwish.caller.ScopeTableAccess.operations();
    assertThat(all).containsAll(table);
    assertThat(table).containsAll(theirs);
  }

  @Test
  void rotatedSecret_isRefusedAfterTheOverlap() {
    Credentials first = ClientApi.partner("\"wishes:read\"");
    Credentials second =
        ClientApi.of(
            ClientApi.command(
                    "POST", CLIENTS + "/" + first.id() + "/secrets", "{\"overlapSeconds\": 3600}")
                .statusCode(201)
                .body("version", equalTo(2)));
    ClientApi.ask(first).statusCode(200);
    ClientApi.ask(second).statusCode(200);
    street.update(
        "UPDATE client_secret SET expires_at = UTC_TIMESTAMP(6) WHERE client_id = ?"
            + " AND expires_at IS NOT NULL",
        Street.id(first.id()));
    ClientApi.ask(first).statusCode(401);
    String token = ClientApi.token(second);
    // Without overlap, as after a leak, old secrets and tokens end at once.
    Credentials third =
        ClientApi.of(
            ClientApi.command(
                    "POST", CLIENTS + "/" + first.id() + "/secrets", "{\"overlapSeconds\": 0}")
                .statusCode(201));
    ClientApi.ask(second).statusCode(401);
    awaitRefused(token);
    assertThat(ClientApi.read(ClientApi.token(third), "/api/v1/wishes")).isEqualTo(200);
    ClientApi.command(
            "POST", CLIENTS + "/" + first.id() + "/secrets", "{\"overlapSeconds\": 99999999}")
        .statusCode(400)
        .body("errors.pointer", hasItem("/overlapSeconds"));
  }

  @Test
  void revokedClient_isRefusedSoon() {
    Credentials client = ClientApi.partner("\"wishes:read\"");
    String token = ClientApi.token(client);
    assertThat(ClientApi.read(token, "/api/v1/wishes")).isEqualTo(200);
    ClientApi.command("POST", CLIENTS + "/" + client.id() + "/revoke", null)
        .statusCode(200)
        .body("state", equalTo("REVOKED"));
    awaitRefused(token);
    ClientApi.ask(client).statusCode(401).body("error", equalTo("invalid_client"));
    ClientApi.command("POST", CLIENTS + "/" + client.id() + "/revoke", null)
        .statusCode(409)
        .body("code", equalTo("ALREADY_ENDED"));
    ClientApi.command("POST", CLIENTS + "/" + client.id() + "/secrets", null).statusCode(409);
    given()
        .auth()
        .oauth2(Tokens.administrator("root"))
        .get(CLIENTS + "?state=REVOKED")
        .then()
        .statusCode(200)
        .body("items.id", hasItem(client.id()));
  }

  @Test
  void changedClient_oldTokensAreRefused() {
    Credentials client = ClientApi.partner("\"wishes:read\"");
    String before = ClientApi.token(client);
    given()
        .auth()
        .oauth2(Tokens.administrator("root"))
        .header("If-Match", "\"7\"")
        .contentType(ContentType.JSON)
        .body(ClientApi.draft("AUDITOR", "\"ledger:audit\""))
        .put(CLIENTS + "/" + client.id())
        .then()
        .statusCode(412);
    ClientApi.command(
            "PUT", CLIENTS + "/" + client.id(), ClientApi.draft("AUDITOR", "\"ledger:audit\""))
        .statusCode(200)
        .body("version", equalTo(2));
    awaitRefused(before);
    ClientApi.ask(client).statusCode(200).body("scope", equalTo("ledger:audit"));
  }

  @Test
  void administrators_manageOnlyClientsInTheirDivision() {
    String other = administrator("110");
    String own = administrator("4401");
    Credentials client = ClientApi.partner("\"wishes:read\"");
    given().auth().oauth2(other).get(CLIENTS + "/" + client.id()).then().statusCode(404);
    given()
        .auth()
        .oauth2(other)
        .contentType(ContentType.JSON)
        .post(CLIENTS + "/" + client.id() + "/revoke")
        .then()
        .statusCode(404);
    given().auth().oauth2(other).get(CLIENTS).then().statusCode(200).body("items", hasSize(0));
    given().auth().oauth2(own).get(CLIENTS + "/" + client.id()).then().statusCode(200);
    given()
        .auth()
        .oauth2(other)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .contentType(ContentType.JSON)
        .body(ClientApi.draft("PARTNER", "\"wishes:read\""))
        .post(CLIENTS)
        .then()
        .statusCode(403);
  }

  @Test
  void partnerClient_needsAnOrganisationInTheAdministratorsDivision_andEndsWithIt() {
    ClientApi.command("POST", CLIENTS, ClientApi.draft("PARTNER", null, "\"imports\""))
        .statusCode(400)
        .body("errors.pointer", hasItem("/organisationId"));
    long organisation = street.organisation();
    String draft = ClientApi.draft("PARTNER", organisation, "\"wishes:read\"");
    // This administrator covers the client's division, but not the organisation's.
    given()
        .auth()
        .oauth2(administrator("440104"))
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .contentType(ContentType.JSON)
        .body(draft)
        .post(CLIENTS)
        .then()
        .statusCode(400)
        .body("errors.pointer", hasItem("/organisationId"));
    Credentials client = ClientApi.of(ClientApi.command("POST", CLIENTS, draft).statusCode(201));
    String token = ClientApi.token(client);
    given()
        .auth()
        .oauth2(Tokens.operator("desk-1", Street.STREET))
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .contentType(ContentType.JSON)
        .body(Map.of())
        .post("/api/v1/organisations/" + org.microwish.platform.Id.text(organisation) + "/dissolve")
        .then()
        .statusCode(200);
    awaitRefused(token);
    ClientApi.ask(client).statusCode(401).body("error", equalTo("invalid_client"));
  }

  private static String administrator(String path) {
    return Tokens.of(new Caller("admin-" + path, Role.ADMINISTRATOR, null, null, path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"a\",\"role\":\"OPERATOR\",\"division\":\"440104013000\",\"scopes\":[\"imports\"]}|/role",
        "{\"name\":\"a\",\"role\":\"PARTNER\",\"division\":\"440104013000\",\"scopes\":[]}|/scopes",
        "{\"name\":\"a\",\"role\":\"PARTNER\",\"division\":\"440104013000\",\"scopes\":[\"all\"]}|/scopes/0",
        "{\"name\":\"a\",\"role\":\"PARTNER\",\"division\":\"440104013000\",\"scopes\":[\"imports\",\"imports\"]}|/scopes/1",
        "{\"name\":\"a\",\"role\":\"PARTNER\",\"division\":\"999999999999\",\"scopes\":[\"imports\"]}|/division",
        "{\"name\":\"a\",\"role\":\"PARTNER\",\"scopes\":[\"imports\"]}|/division",
        "{\"name\":\"a\",\"role\":\"PARTNER\",\"division\":\"440104013000\",\"organisationId\":\"0D1RZQ4J8M3TB\",\"scopes\":[\"imports\"]}|/organisationId",
        "{\"name\":\"a\",\"role\":\"PARTNER\",\"division\":\"440104013000\",\"scopes\":[\"imports\"],\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"AAAA\"}]}|/keys/0/k",
        "{\"name\":\"a\",\"role\":\"PARTNER\",\"division\":\"440104013000\",\"scopes\":[\"imports\"],\"keys\":[{\"kty\":\"EC\",\"kid\":\"a\",\"d\":\"AAAA\"}]}|/keys/0/d",
        "{\"name\":\"a\",\"role\":\"PARTNER\",\"division\":\"440104013000\",\"scopes\":[\"imports\"],\"keys\":[{\"kty\":\"EC\"}]}|/keys/0/kid",
        "{\"name\":\"a\",\"role\":\"PARTNER\",\"division\":\"440104013000\",\"scopes\":[\"imports\"],\"keys\":[{\"kty\":\"EC\",\"kid\":\"a\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}|/keys/0",
      })
  void invalidDraft_pointerNamesTheField(String body, String pointer) {
    ClientApi.command("POST", CLIENTS, body)
        .statusCode(400)
        .body("errors.pointer", hasItem(pointer));
  }

  @Test
  void otherRoles_cannotReadClients() {
    for (String token :
        List.of(
            Tokens.operator("desk", ClientApi.STREET),
            Tokens.auditor("a", ClientApi.STREET),
            ClientApi.token(ClientApi.partner("\"wishes:read\"")))) {
      given().auth().oauth2(token).get(CLIENTS).then().statusCode(403);
    }
    given().get(CLIENTS).then().statusCode(401);
  }

  @Test
  void tokenErrors_areProblemsAndOAuthErrors() {
    Map<String, String> form = Map.of("grant_type", "password", "client_id", "x");
    ClientApi.ask(form)
        .statusCode(400)
        .contentType(containsString("application/problem+json"))
        .body("code", equalTo("TOKEN_REQUEST_REFUSED"))
        .body("error", equalTo("unsupported_grant_type"))
        .header("Cache-Control", "no-store");
    given()
        .accept(ContentType.JSON)
        .contentType("application/x-www-form-urlencoded")
        .formParam("grant_type", "client_credentials")
        .post(ClientApi.TOKEN)
        .then()
        .statusCode(401)
        .contentType(containsString("application/json"))
        .header("WWW-Authenticate", "Basic realm=\"micro-wish\"")
        .body("error", equalTo("invalid_client"))
        .body("code", equalTo("CLIENT_REFUSED"));
  }

  /**
   * Secrets of earlier releases keep their slow hashes; strangers cannot make the service compute
   * one.
   */
  @Test
  void clientSecrets_areHashedFast_andOldHashesStayValid() {
    Credentials client = ClientApi.partner("\"wishes:read\"");
    String old = new SecretHashes().hash(client.secret());
    QuarkusMock.installMockForType(
        new SecretHashes() {
          @Override
          public boolean matches(String secret, String hash) {
            throw new AssertionError("a slow hash");
          }
        },
        SecretHashes.class);
    ClientApi.ask(client).statusCode(200);
    String guess = client.secret().substring(0, 18) + "A".repeat(43);
    refused(post(client.id(), guess), 401, "invalid_client");
    refused(post("0D1RZQ4J8M3TB", guess), 401, "invalid_client");
    refused(post(client.id(), "wrong"), 401, "invalid_client");
    QuarkusMock.installMockForType(new SecretHashes(), SecretHashes.class);
    street.update(
        "UPDATE client_secret SET secret_hash = ? WHERE client_id = ?",
        old,
        Street.id(client.id()));
    ClientApi.ask(client).statusCode(200);
    refused(post(client.id(), guess), 401, "invalid_client");
  }

  /** Wrong secrets that others send from the same address must not lock a client out. */
  @Test
  void wrongClientSecrets_lockNobodyOut() {
    Credentials client = ClientApi.partner("\"wishes:read\"");
    for (int i = 0; i < 25; i++) {
      refused(post(client.id(), client.secret() + "x"), 401, "invalid_client");
    }
    ClientApi.ask(client).statusCode(200);
  }

  @Test
  void invalidTokenRequests_getOAuthErrors() {
    Credentials client = ClientApi.partner("\"wishes:read\"");
    refused("", 400, "invalid_request");
    refused("grant_type=", 400, "invalid_request");
    refused("grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request");
    refused("grant_type=client_credentials&client_id=" + client.id(), 401, "invalid_client");
    refused(post(client.id(), "wrong"), 401, "invalid_client");
    refused(post("0D1RZQ4J8M3TB", client.secret()), 401, "invalid_client");
    refused(post("' OR 1=1 --", client.secret()), 401, "invalid_client");
    refused(post(client.id(), client.secret() + "x"), 401, "invalid_client");
    refused(post(client.id(), client.secret()) + "&scope=imports", 400, "invalid_scope");
    refused(post(client.id(), client.secret()) + "&scope=%00", 400, "invalid_scope");
    refused(
        post(client.id(), client.secret()) + "&scope=wishes:read%20wishes:write",
        400,
        "invalid_scope");
    refused(
        post(client.id(), client.secret()) + "&client_assertion=a&client_assertion_type=b",
        400,
        "invalid_request");
    refused(
        "grant_type=client_credentials&client_assertion=a.b.c&client_assertion_type=urn:x",
        400,
        "invalid_request");
    // Another client's secret.
    Credentials other = ClientApi.partner("\"wishes:read\"");
    refused(post(client.id(), other.secret()), 401, "invalid_client");
    // Credentials in the query are ignored.
    given()
        .contentType("application/x-www-form-urlencoded")
        .body("grant_type=client_credentials")
        .post(ClientApi.TOKEN + "?client_id=" + client.id())
        .then()
        .statusCode(400);
    given().contentType("application/json").body("{}").post(ClientApi.TOKEN).then().statusCode(415);
    for (String basic : List.of("Basic", "Basic !!!", "Basic YQ==", "Basic Og==", "Basic /w==")) {
      given()
          .header("Authorization", basic)
          .contentType("application/x-www-form-urlencoded")
          .body("grant_type=client_credentials")
          .post(ClientApi.TOKEN)
          .then()
          .statusCode(401)
          .body("error", equalTo("invalid_client"));
    }
  }

  private static String post(String id, String secret) {
    return "grant_type=client_credentials&client_id="
        + java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8)
        + "&client_secret="
        + secret;
  }

  private static void refused(String form, int status, String error) {
    given()
        .contentType("application/x-www-form-urlencoded")
        .body(form)
        .post(ClientApi.TOKEN)
        .then()
        .statusCode(status)
        .body("error", equalTo(error));
  }

  private static void create(String token, String wish, int status) {
    given()
        .auth()
        .oauth2(token)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .contentType(ContentType.JSON)
        .body(wish)
        .post("/api/v1/wishes")
        .then()
        .statusCode(status);
  }

  private static void awaitRefused(String token) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ClientApi.read(token, "/api/v1/wishes") == 401);
  }
}
