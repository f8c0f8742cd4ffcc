package org.microwish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Contract;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Calls every operation of the contract without a token and as every role, for a resource of the
 * caller, one of another owner in the caller's division, and one in another division, and compares
 * the outcomes with {@code src/test/resources/authorisation.txt}. An operation without a row fails
 * the test.
 *
 * <p>New operations: {@code ./mvnw test -Dtest=AuthorisationMatrixTest -Dauthorisation.write} adds
 * the missing rows; review and commit them. An operation on a new kind of resource ({@code
 * /api/v1/things/{id}}) needs three of them in {@link World}; otherwise every answer is NOT_FOUND.
 *
 * <p>Request bodies are the recorded examples, for wishes and claims that have ended: the rules
 * refuse permitted callers only after the permission check, so hardly any data changes.
 */
@Tag("database")
@QuarkusTest
class AuthorisationMatrixTest {

  private static final Path TABLE = Path.of("src/test/resources/authorisation.txt");
  private static final Path EXAMPLES = Path.of("src/main/resources/openapi/examples");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A form without a file: callers who may upload get a validation error for the missing file. */
  private static final String FORM =
      "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nPHOTO\r\n--b--\r\n";

  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

  /** Owner of the resource that a request is about, relative to the caller. */
  private enum Whose {
    OWN(0),
    OTHERS(1),
    ELSEWHERE(2);

    private final int index;

    Whose(int index) {
      this.index = index;
    }
  }

  /** Outcome of a request; the table shows its letter. */
  private enum Outcome {
    ALLOWED('+'),
    UNAUTHENTICATED('U'),
    FORBIDDEN('F'),
    NOT_FOUND('N');

    private final char letter;

    Outcome(char letter) {
      this.letter = letter;
    }

    static Outcome of(Answer answer, String what) {
      String code = "";
      JsonNode errors = JSON.createArrayNode();
      if (answer.status() >= 400) {
        try {
          JsonNode problem = JSON.readTree(answer.body());
          code = problem.path("code").asText();
          errors = problem.path("errors");
        } catch (IOException noJson) {
          throw new AssertionError(
              what + " did not answer with a problem: " + answer.text(), noJson);
        }
      }
      assertThat(answer.status()).as("%s: %s", what, answer.text()).isLessThan(500);
      // Any other code, whatever its status, refuses a caller who is authorised.
      return switch (code) {
        case "UNAUTHENTICATED" -> UNAUTHENTICATED;
        case "FORBIDDEN" -> FORBIDDEN;
        case "NOT_FOUND" -> NOT_FOUND;
        case "VALIDATION_FAILED" -> ofFields(errors);
        default -> ALLOWED;
      };
    }
  }

  /**
   * Reads an authorisation failure from validation errors: the body can name a division or a
   * resource that the caller may not use.
   */
  private static Outcome ofFields(JsonNode errors) {
    boolean hidden = !errors.isEmpty();
    for (JsonNode error : errors) {
      String fault = error.path("code").asText();
      if (fault.equals("NOT_ALLOWED") && error.path("pointer").asText().equals("/division")) {
        return Outcome.FORBIDDEN;
      }
      hidden &= fault.equals("NOT_FOUND");
    }
    return hidden ? Outcome.NOT_FOUND : Outcome.ALLOWED;
  }

  @TestHTTPResource URI service;

  private final Http http = new Http();
  private int cases;

  @Test
  void everyOperation_admitsTheRolesInTheTable() throws Exception {
    Map<String, String> expected = read();
    World world = new World();
    Map<String, String> found = new TreeMap<>();
    for (Contract.Operation operation : Contract.running().operations()) {
      if (operation.path().startsWith("/api/v1/wishes/{")) {
        found.put(operation.id() + "/private", row(world, operation, false));
        found.put(operation.id() + "/public", row(world, operation, true));
      } else {
        found.put(operation.id(), row(world, operation, false));
      }
    }
    world.reopenDivisions();
    System.out.printf("authorisation: %d rows, %d cases%n", found.size(), cases);
    if (System.getProperty("authorisation.write") != null) {
      Map<String, String> merged = new TreeMap<>(found);
      merged.putAll(expected);
      merged.keySet().retainAll(found.keySet());
      write(merged);
      expected = merged;
    }
    assertThat(lines(found)).isEqualTo(lines(expected));
  }

  // The table ------------------------------------------------------------------------------------

  private static final List<Role> ROLES =
      Arrays.stream(Role.values()).filter(role -> role != Role.SYSTEM).toList();

  private static final String HEAD =
      """
      # Who may do what. Written by AuthorisationMatrixTest where a row is missing, read and kept by people.
      #
      # A cell has three letters: of what is the caller's own, another's in the caller's division,
      # and what is in another division; one letter where all three are the same.
      #   +  let in (what comes then, the rules decide)      U  401, a token is needed
      #   F  403, not this role or not there                 N  404, the caller may not know of it
      # own: the resident's, the partner's, the claimant's or the organisation's; for staff and
      # collectors what is in their division. /private: a wish that was never on the wall.
      #
      """;

  private static Map<String, String> read() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    if (Files.exists(TABLE)) {
      for (String line : Files.readAllLines(TABLE)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] cells = line.strip().split("\\s+", 2);
          rows.put(cells[0], cells[1].replaceAll("\\s+", " "));
        }
      }
    }
    return rows;
  }

  private static void write(Map<String, String> rows) throws IOException {
    Files.writeString(TABLE, HEAD + lines(rows));
  }

  private static String lines(Map<String, String> rows) {
    StringBuilder text = new StringBuilder("%-32s NOBODY".formatted("# operation"));
    ROLES.forEach(role -> text.append(' ').append(role));
    text.append('\n');
    rows.forEach(
        (operation, row) -> {
          String[] cells = row.split(" ", -1);
          StringBuilder line = new StringBuilder("%-32s".formatted(operation));
          for (int i = 0; i < cells.length; i++) {
            int width = i == 0 ? "NOBODY".length() : ROLES.get(i - 1).name().length();
            line.append(' ').append(("%-" + width + "s").formatted(cells[i]));
          }
          text.append(line.toString().stripTrailing()).append('\n');
        });
    return text.toString();
  }

  private String row(World world, Contract.Operation operation, boolean wishIsPublic)
      throws Exception {
    List<String> cells = new ArrayList<>();
    cells.add(cell(world, operation, null, wishIsPublic));
    for (Role role : ROLES) {
      cells.add(cell(world, operation, role, wishIsPublic));
    }
    return String.join(" ", cells);
  }

  private String cell(World world, Contract.Operation operation, Role role, boolean wishIsPublic)
      throws Exception {
    if (!isAboutSomething(operation)) {
      cases++;
      return String.valueOf(send(world, operation, role, Whose.OWN, wishIsPublic).letter);
    }
    StringBuilder letters = new StringBuilder();
    for (Whose whose : Whose.values()) {
      letters.append(send(world, operation, role, whose, wishIsPublic).letter);
      cases++;
    }
    boolean same = letters.chars().distinct().count() == 1;
    return same ? letters.substring(0, 1) : letters.toString();
  }

  // A request ------------------------------------------------------------------------------------

  /** Whether the request names a resource or a division, so that its owner matters. */
  private static boolean isAboutSomething(Contract.Operation operation) {
    return operation.path().contains("{")
        || operation.parameters("query").contains("division")
        || operation.bodyType() != null;
  }

  private Outcome send(
      World world, Contract.Operation operation, Role role, Whose whose, boolean wishIsPublic)
      throws Exception {
    Role as = role == null ? Role.RESIDENT : role;
    StringBuilder path = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(operation.path());
    while (parameter.find()) {
      parameter.appendReplacement(
          path,
          Matcher.quoteReplacement(
              world.id(operation.path(), parameter.group(1), as, whose, wishIsPublic)));
    }
    parameter.appendTail(path);
    char separator = '?';
    Map<String, String> headers = new LinkedHashMap<>();
    for (JsonNode said : operation.json().path("parameters")) {
      String name = said.path("name").asText();
      String value = world.query(name, whose);
      if (said.path("in").asText().equals("query") && value != null) {
        path.append(separator).append(name).append('=');
        path.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        separator = '&';
      } else if (said.path("in").asText().equals("header")) {
        switch (name) {
          case "Idempotency-Key" -> headers.put(name, UUID.randomUUID().toString());
          case "If-Match" -> headers.put(name, "*");
          default -> {}
        }
      }
    }
    Http.Request request =
        http.request(operation.method(), service.resolve(path.toString()))
            .bearer(role == null ? null : world.token(role, operation.path()));
    headers.forEach(request::header);
    String type = operation.bodyType();
    if ("multipart/form-data".equals(type)) {
      request.body(type + "; boundary=b", FORM.getBytes(StandardCharsets.UTF_8));
    } else if (type != null) {
      String body = body(world, operation, as, whose, wishIsPublic);
      request.body(type, body.getBytes(StandardCharsets.UTF_8));
    }
    if (operation.id().equals("unpublishWish")) {
      world.showPublicWishes();
    }
    if (operation.path().startsWith("/api/v1/webhooks/{")) {
      world.restoreWebhooks();
    }
    String what = "%s as %s of %s (%s)".formatted(operation.id(), role, whose, path);
    return Outcome.of(request.send(), what);
  }

  private static String body(
      World world, Contract.Operation operation, Role role, Whose whose, boolean wishIsPublic)
      throws IOException {
    Path example = EXAMPLES.resolve(operation.id() + ".request.json");
    if (!Files.exists(example)) {
      return "{}";
    }
    JsonNode body = JSON.readTree(Files.readString(example));
    world.rewrite(body, role, whose, wishIsPublic);
    return body.toString();
  }

  // The resources that requests name --------------------------------------------------------------

  /**
   * Three of each resource: the callers' own, another's in the same division, and one in another
   * division.
   */
  private static final class World {

    private static final AtomicLong NEXT = new AtomicLong(9_000_000_000L);
    private static final String NEVER = "0D1RZQ4J8M3TB";
    private static final String[] PLACES = {Street.COMMUNITY, Street.COMMUNITY, Street.ELSEWHERE};

    private final Street street = Street.here();
    private final long[] organisations = new long[3];
    private final long[] members = new long[3];
    private final long[] partners = new long[3];
    private final String[] publicWishes = new String[3];
    private final String[] privateWishes = new String[3];

    /**
     * Ids of resources for requests of a member, by the first path segment; only those that differ
     * from the ids for other callers.
     */
    private final Map<String, String[]> ofMembers = new LinkedHashMap<>();

    private final Map<String, String[]> ofAll = new LinkedHashMap<>();
    private final Map<Role, Caller> callers = new LinkedHashMap<>();
    private final Map<Role, String> tokens = new LinkedHashMap<>();

    World() {
      for (int i = 0; i < 3; i++) {
        organisations[i] = street.organisation();
        street.update(
            "UPDATE organisation SET division_path = ? WHERE id = ?", PLACES[i], organisations[i]);
        members[i] = street.member(organisations[i], PLACES[i]);
      }
      for (int i = 0; i < 3; i++) {
        partners[i] = client(i);
        privateWishes[i] = wish(i);
        publicWishes[i] = wish(i);
        claims(i);
        checkIns(i);
      }
      street.update("UPDATE wish SET state = 'WITHDRAWN' WHERE " + in(privateWishes));
      street.update(
          "UPDATE wish SET state = 'ARCHIVED', fulfilled_at = UTC_TIMESTAMP(6) WHERE "
              + in(publicWishes));
      ofAll.put("organisations", texts(organisations));
      ofAll.put("members", texts(members));
      ofAll.put("divisions", new String[] {Street.COMMUNITY, Street.NEIGHBOUR, Street.ELSEWHERE});
      ofAll.put("ledger", entries());
      ofAll.put("imports", imports());
      ofAll.put("matching", plans());
      ofAll.put("moderation", findings());
      ofAll.put("reports", reports());
      groups();
      demands();
      ofAll.put("accounts", accounts());
      ofAll.put("webhooks", texts(partners));
      callers();
    }

    private static String in(String[] ids) {
      return "id IN ("
          + String.join(", ", Arrays.stream(ids).map(id -> "" + Street.id(id)).toList())
          + ")";
    }

    private static String[] texts(long[] ids) {
      return Arrays.stream(ids).mapToObj(Id::text).toArray(String[]::new);
    }

    /** Reopens divisions that the administrator's requests closed or merged. */
    void reopenDivisions() {
      street.update(
          "UPDATE division SET state = 'RECORDED', successor = NULL WHERE code LIKE ?", "440199%");
    }

    private void callers() {
      String path = Street.STREET.substring(0, 9);
      caller("matrix-resident-0", Role.RESIDENT, null, null, null);
      caller("matrix-collector-0", Role.COLLECTOR, null, null, Street.COMMUNITY);
      caller("matrix-member", Role.MEMBER, members[0], null, null);
      caller("matrix-steward", Role.STEWARD, null, organisations[0], null);
      caller("matrix-operator", Role.OPERATOR, null, null, path);
      caller("matrix-auditor", Role.AUDITOR, null, null, path);
      caller(Id.text(partners[0]), Role.PARTNER, null, null, path);
      caller("matrix-admin", Role.ADMINISTRATOR, null, null, path);
    }

    private void caller(String account, Role role, Long member, Long organisation, String path) {
      Caller caller = new Caller(account, role, member, organisation, path);
      callers.put(role, caller);
      tokens.put(role, Tokens.of(caller));
    }

    private String wish(int i) {
      String id =
          given()
              .noFilters()
              .auth()
              .oauth2(Tokens.collector("matrix-collector-" + i, PLACES[i]))
              .contentType(ContentType.JSON)
              .header("Idempotency-Key", UUID.randomUUID().toString())
              .body(
                  Map.of(
                      "kind", "PROJECT",
                      "channel", "HOME_VISIT",
                      "category", "SERVICE",
                      "division", PLACES[i],
                      "budget", "1000.00",
                      "words", Map.of("title", "矩阵")))
              .post("/api/v1/wishes")
              .path("wishId");
      street.update(
          "UPDATE wish SET resident = ?, partner = ? WHERE id = ?",
          "matrix-resident-" + i,
          Id.text(partners[i]),
          Street.id(id));
      return id;
    }

    private long client(int i) {
      long id = next();
      street.update(
          "INSERT INTO client (id, version, state, name, role, organisation_id, division_path,"
              + " scopes, created_at, updated_at) VALUES (?, 1, 'ACTIVE', '矩阵', 'PARTNER', ?, ?,"
              + " 'wishes:read', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
          id,
          organisations[i],
          PLACES[i]);
      return id;
    }

    /**
     * Gives each client one webhook, paused, and one delivery; all three have the same id. Requests
     * may have changed or deleted them.
     */
    void restoreWebhooks() {
      for (long id : partners) {
        street.update("DELETE FROM webhook WHERE client_id = ?", id);
        street.update(
            "INSERT INTO webhook (id, version, client_id, state, reason, url, ordered, from_leaf,"
                + " created_at, updated_at) VALUES (?, 1, ?, 'PAUSED', 'REQUESTED',"
                + " 'https://partner.example', FALSE, 0, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
            id,
            id);
        street.update(
            "INSERT INTO webhook_delivery (id, webhook_id, state, attempts, next_at, created_at)"
                + " VALUES (?, ?, 'FAILED', 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))"
                + " ON DUPLICATE KEY UPDATE state = 'FAILED'",
            id,
            id);
      }
    }

    private void claims(int i) {
      put(ofMembers, "claims", i, claim(i, "MEMBER", members[i]));
      put(ofAll, "claims", i, claim(i, "ORGANISATION", organisations[i]));
      put(ofMembers, "invitations", i, invitation(i, "MEMBER", members[i]));
      put(ofAll, "invitations", i, invitation(i, "ORGANISATION", organisations[i]));
      put(ofMembers, "evidence", i, evidence(i, ofMembers.get("claims")[i]));
      put(ofAll, "evidence", i, evidence(i, ofAll.get("claims")[i]));
    }

    private static void put(Map<String, String[]> ids, String part, int i, String id) {
      ids.computeIfAbsent(part, any -> new String[3])[i] = id;
    }

    private static long next() {
      return NEXT.getAndIncrement();
    }

    private String claim(int i, String type, long claimant) {
      long id = next();
      street.update(
          "INSERT INTO claim (id, wish_id, round, state, claimant_type, claimant_id,"
              + " organisation_id, claimed_by, participants, pledge, committed, spent, returned,"
              + " claimed_at, redo_count, extensions, overdue) VALUES (?, ?, 1, 'COMPLETED', ?, ?,"
              + " ?, ?, 0, 0, 0, 0, 0, UTC_TIMESTAMP(6), 0, 0, FALSE)",
          id,
          Street.id(publicWishes[i]),
          type,
          claimant,
          organisations[i],
          "matrix-claimant-" + i);
      return Id.text(id);
    }

    private String invitation(int i, String type, long claimant) {
      long id = next();
      street.update(
          "INSERT INTO invitation (id, wish_id, state, claimant_type, claimant_id, reserved,"
              + " offered, wish_version, created_at, until_at, ended_at) VALUES (?, ?, 'DECLINED',"
              + " ?, ?, FALSE, FALSE, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
          id,
          Street.id(publicWishes[i]),
          type,
          claimant);
      return Id.text(id);
    }

    /**
     * Uploads a real file to the wish and then assigns it to the claim; the file stays encrypted
     * under the wish's key.
     */
    private String evidence(int i, String claim) {
      String id =
          given()
              .noFilters()
              .auth()
              .oauth2(Tokens.collector("matrix-collector-" + i, PLACES[i]))
              .header("Idempotency-Key", UUID.randomUUID().toString())
              .multiPart("file", "x", photo())
              .multiPart("kind", "PHOTO")
              .post("/api/v1/wishes/" + publicWishes[i] + "/evidence")
              .path("item");
      street.update(
          "UPDATE evidence SET part_id = ?, uploaded_by = ? WHERE id = ?",
          Street.id(claim),
          Id.text(partners[i]),
          Street.id(id));
      return id;
    }

    private static byte[] photo() {
      try {
        return EvidenceSamples.screenshot();
      } catch (IOException never) {
        throw new UncheckedIOException(never);
      }
    }

    private void checkIns(int i) {
      put(ofMembers, "check-ins", i, checkIn(i, "MEMBER", members[i]));
      put(ofAll, "check-ins", i, checkIn(i, "ORGANISATION", organisations[i]));
    }

    private String checkIn(int i, String type, long subject) {
      long id = next();
      street.update(
          "INSERT INTO check_in (id, version, subject_type, subject_id, organisation_id,"
              + " division_path, checked_in_at, revoked_at, created_at) VALUES (?, 1, ?, ?, ?, ?,"
              + " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
          id,
          type,
          subject,
          organisations[i],
          PLACES[i]);
      return Id.text(id);
    }

    private String[] entries() {
      String[] entries = new String[3];
      for (int i = 0; i < 3; i++) {
        entries[i] = entry(privateWishes[i]);
      }
      return entries;
    }

    /** Id of the ledger entry that created the wish. */
    private String entry(String wish) {
      return Id.text(
          street.number(
              "SELECT entry_id FROM ledger_entry WHERE aggregate_version = 1"
                  + " AND aggregate_id = '"
                  + wish
                  + "'"));
    }

    private String[] imports() {
      String[] imports = new String[3];
      String[] accounts = {"matrix-operator", "matrix-other", "matrix-elsewhere"};
      for (int i = 0; i < 3; i++) {
        long id = next();
        street.update(
            "INSERT INTO import_job (id, kind, format, dry_run, state, scope, account, role,"
                + " division_path, rows_total, rows_done, rows_imported, rows_known, rows_failed,"
                + " lease_until, created_at) VALUES (?, 'MEMBERS', 'CSV', TRUE, 'COMPLETED', 'x',"
                + " ?, 'OPERATOR', ?, 0, 0, 0, 0, 0, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
            id,
            accounts[i],
            PLACES[i]);
        imports[i] = Id.text(id);
      }
      return imports;
    }

    private String[] plans() {
      String[] plans = new String[3];
      for (int i = 0; i < 3; i++) {
        long id = next();
        street.update(
            "INSERT INTO matching_plan (id, state, phase, account, division_path, plan_order,"
                + " attempts, lease_until, wishes, claimants, pairs_considered, pairs_left_out,"
                + " pairs, wishes_served, total, bound, greedy_total, proven_best, created_at,"
                + " expires_at) VALUES (?, 'COMPLETED', 'DONE', 'x', ?, ?, 1, UTC_TIMESTAMP(6), 0,"
                + " 0, 0, 0, 0, 0, 0, 0, 0, TRUE, UTC_TIMESTAMP(6), '2100-01-01')",
            id,
            PLACES[i],
            "{\"division\":\"%s\"}".formatted(PLACES[i]));
        plans[i] = Id.text(id);
      }
      return plans;
    }

    private String[] accounts() {
      String[] accounts = new String[3];
      for (int i = 0; i < 3; i++) {
        long id = next();
        street.update(
            "INSERT INTO account (id, version, state, role, division_path, created_at, updated_at)"
                + " VALUES (?, 1, 'ACTIVE', 'OPERATOR', ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
            id,
            PLACES[i]);
        accounts[i] = Id.text(id);
      }
      return accounts;
    }

    /** Creates disbanded groups, so that permitted commands change nothing. */
    private void groups() {
      String[] groups = new String[3];
      String[] memberships = new String[3];
      for (int i = 0; i < 3; i++) {
        long group = next();
        street.update(
            "INSERT INTO people_group (id, version, kind, state, name, division_path, leader_id,"
                + " service_fields, members, created_by, created_at, updated_at, submitted_at,"
                + " last_occurred_at, sample, held)"
                + " VALUES (?, 1, 'TEAM', 'DISBANDED', '矩阵', ?, ?, '', 0, 'x', UTC_TIMESTAMP(6),"
                + " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), FALSE, FALSE)",
            group,
            PLACES[i],
            members[i]);
        long membership = next();
        street.update(
            "INSERT INTO group_membership (id, group_id, member_id, state, applied_at)"
                + " VALUES (?, ?, ?, 'LEFT', UTC_TIMESTAMP(6))",
            membership,
            group,
            members[i]);
        groups[i] = Id.text(group);
        memberships[i] = Id.text(membership);
      }
      ofAll.put("groups", groups);
      ofAll.put("memberships", memberships);
    }

    /**
     * Creates withdrawn demands, so that permitted commands change nothing. A demand has one author
     * and one handler, so each of the three has those of another role.
     */
    private void demands() {
      String[] handlers = {"matrix-collector-0", "matrix-operator", "matrix-steward"};
      String[] authors = {"matrix-collector-0", "matrix-operator", Id.text(partners[0])};
      for (int i = 0; i < 3; i++) {
        String asker = "matrix-resident-" + i;
        put(ofAll, "demands", i, demand(i, asker, authors[i], handlers[i]));
        put(ofAll, "supports", i, support(ofAll.get("demands")[i], asker));
        String member = i == 0 ? "matrix-member" : "matrix-other-" + i;
        put(ofMembers, "demands", i, demand(i, member, member, member));
        put(ofMembers, "supports", i, support(ofMembers.get("demands")[i], member));
      }
    }

    private String demand(int i, String asker, String author, String handler) {
      long id = next();
      boolean department = i == 2;
      street.update(
          "INSERT INTO demand (id, version, kind, category, channel, state, division_path, asker,"
              + " level, office_path, department_id, route_hall_id, route, handler, objected,"
              + " supporters, created_by, created_at, updated_at, submitted_at, last_occurred_at,"
              + " ended_at, sample, held) VALUES (?, 1, 'COMPLAINT', 'OTHER', 'VISIT', 'WITHDRAWN',"
              + " ?, ?, ?, ?, ?, ?, 1, ?, FALSE, 0, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6),"
              + " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), FALSE, FALSE)",
          id,
          PLACES[i],
          asker,
          department ? "DEPARTMENT" : "COMMUNITY",
          department ? null : PLACES[i],
          department ? (Long) organisations[0] : null,
          id,
          handler,
          author);
      long attendant = next();
      street.update(
          "INSERT INTO station_attendant (id, station_id, member_id, live_key, since)"
              + " VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6))",
          attendant,
          id,
          members[i],
          "matrix-" + attendant);
      return Id.text(id);
    }

    private String support(String demand, String account) {
      long id = next();
      street.update(
          "INSERT INTO demand_support (id, demand_id, account, state, given_at)"
              + " VALUES (?, ?, ?, 'TAKEN_BACK', UTC_TIMESTAMP(6))",
          id,
          Street.id(demand),
          account);
      return Id.text(id);
    }

    private String[] findings() {
      String[] findings = new String[3];
      for (int i = 0; i < 3; i++) {
        long id = next();
        street.update(
            "INSERT INTO moderation (id, aggregate_type, aggregate_id, division_path, subject,"
                + " entry_id, account, state, attempts, created_at)"
                + " VALUES (?, 'WISH', ?, ?, 'WORDS', ?, 'x', 'ACCEPTED', 0, UTC_TIMESTAMP(6))",
            id,
            Street.id(privateWishes[i]),
            PLACES[i],
            id);
        findings[i] = Id.text(id);
      }
      return findings;
    }

    private String[] reports() {
      String[] reports = new String[3];
      for (int i = 0; i < 3; i++) {
        long id = next();
        street.update(
            "INSERT INTO wish_report (id, wish_id, reason, created_at, result, closed_at)"
                + " VALUES (?, ?, 'OTHER', UTC_TIMESTAMP(6), 'NO_FAULT', UTC_TIMESTAMP(6))",
            id,
            Street.id(publicWishes[i]));
        reports[i] = Id.text(id);
      }
      return reports;
    }

    /** Puts the public wishes back on the wall. */
    void showPublicWishes() {
      street.update("UPDATE wish SET off_wall = FALSE WHERE " + in(publicWishes));
    }

    /**
     * Token for the role; requests that may end the session or the account get an account of their
     * own.
     */
    String token(Role role, String path) {
      if (!path.startsWith("/api/v1/auth/") && !path.startsWith("/api/v1/me")) {
        return tokens.get(role);
      }
      Caller caller = callers.get(role);
      return Tokens.of(
          new Caller(
              "matrix-once-" + next(),
              role,
              caller.memberId(),
              caller.organisationId(),
              caller.divisionPath()));
    }

    String id(String path, String parameter, Role role, Whose whose, boolean wishIsPublic) {
      String part = path.replace("/api/v1/", "").replaceFirst("/.*", "");
      String fixed =
          switch (parameter) {
            case "category" -> "SERVICE";
            case "year" -> "2025";
            case "quarter" -> "2025-Q1";
            case "type" -> "WISH";
            case "kind" -> "MEMBERS";
            case "level" -> "0";
            case "place" -> "000";
            case "key" -> "never-used";
            default -> null;
          };
      if (fixed != null) {
        return fixed;
      }
      if (part.equals("categories")) {
        return "matrix";
      }
      if (part.equals("wishes") || path.startsWith("/api/v1/ledger/aggregates")) {
        return (wishIsPublic ? publicWishes : privateWishes)[whose.index];
      }
      String[] ids = role == Role.MEMBER ? ofMembers.get(part) : null;
      ids = ids == null ? ofAll.get(part) : ids;
      return ids == null ? NEVER : ids[whose.index];
    }

    /** Value for a query parameter; null omits the parameter. */
    String query(String name, Whose whose) {
      return switch (name) {
        case "division" -> PLACES[whose.index];
        case "operation" -> "createWish";
        default -> null;
      };
    }

    /** Replaces the ids and divisions in a recorded body with those of this world. */
    void rewrite(JsonNode body, Role role, Whose whose, boolean wishIsPublic) {
      if (body instanceof ObjectNode object) {
        for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
          if (field.getKey().equals("members")) {
            object.putArray("members").add(Id.text(members[whose.index]));
            continue;
          }
          String ours =
              switch (field.getKey()) {
                case "division", "community" -> PLACES[whose.index];
                case "entry" -> entry((wishIsPublic ? publicWishes : privateWishes)[whose.index]);
                case "claim" ->
                    (role == Role.MEMBER ? ofMembers : ofAll).get("claims")[whose.index];
                case "organisationId" -> Id.text(organisations[whose.index]);
                case "subjectType" -> role == Role.MEMBER ? "MEMBER" : "ORGANISATION";
                case "subjectId" ->
                    Id.text((role == Role.MEMBER ? members : organisations)[whose.index]);
                case "code" ->
                    List.of("440199001801", "440199001802", "440199002801").get(whose.index);
                case "parentId",
                    "subcategory",
                    "occurredAt",
                    "hallId",
                    "enterpriseId",
                    "departmentId" ->
                    "";
                default -> null;
              };
          if (ours == null) {
            rewrite(field.getValue(), role, whose, wishIsPublic);
          } else if (ours.isEmpty()) {
            object.remove(field.getKey());
          } else {
            object.set(field.getKey(), new TextNode(ours));
          }
        }
      } else {
        body.forEach(one -> rewrite(one, role, whose, wishIsPublic));
      }
    }
  }
}
