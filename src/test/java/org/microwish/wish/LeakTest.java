package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Contract;
import org.microwish.rights.RetentionJob;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

/**
 * Stores unique marker values, calls every operation of the contract, and searches every output for
 * the markers: responses to callers who may not see them, headers, problems, log, metrics, ledger,
 * statistics, contract, every database column (the vault's encrypted ones too), and files at rest.
 */
@Tag("database")
@QuarkusTest
class LeakTest {

  /** The marker values; each constant names the data that the marker stands for. */
  private enum Mark {
    RESIDENT("孔密甲名"),
    CONTACT("曾密乙名"),
    REPORTER("颜密丙名"),
    GUARDIAN("孟密丁名"),
    MEMBER("墨密戊名"),
    PHONE("13911357924"),
    MEMBER_PHONE("13822468135"),
    ADDRESS("密己路十七号六零三房"),
    IDENTITY("53010219200508011X"),
    HEALTH("密庚症需每周透析"),
    TITLE("密辛心愿标题"),
    REMARK("密壬备注"),
    NOTE("密癸走访记录"),
    PURPOSE("密子用途说明"),
    HOLD("密丑保全事由"),
    CONSENT("密寅同意经过"),
    ATTENDEES("密卯与会人员"),
    FILE_NAME("密辰文件名");

    private final String value;

    /** Forms in which the value could appear: verbatim, escaped, URL-encoded, in Base64. */
    @SuppressWarnings("ImmutableEnumChecker") // The list is unmodifiable.
    private final List<String> forms;

    Mark(String value) {
      this.value = value;
      this.forms = forms(value);
    }

    private static List<String> forms(String value) {
      StringBuilder escaped = new StringBuilder();
      value.chars().forEach(letter -> escaped.append("\\u%04x".formatted(letter)));
      String base64 =
          Base64.getEncoder()
              .withoutPadding()
              .encodeToString(value.getBytes(StandardCharsets.UTF_8));
      // Omits the last Base64 digit, because it depends on the bytes that follow the value.
      return List.of(
          value,
          escaped.toString(),
          URLEncoder.encode(value, StandardCharsets.UTF_8),
          base64.substring(0, base64.length() - 1));
    }
  }

  /** Markers that staff may read of a wish: its texts, but not who the resident is. */
  private static final Set<Mark> WORDS =
      Set.of(
          Mark.TITLE,
          Mark.HEALTH,
          Mark.IDENTITY,
          Mark.REMARK,
          Mark.NOTE,
          Mark.ATTENDEES,
          Mark.CONSENT,
          Mark.HOLD);

  private static final Set<Mark> ALL = Set.of(Mark.values());
  private static final Set<Mark> NONE = Set.of();

  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final List<String> leaks = new ArrayList<>();
  private final Map<String, Integer> searched = new LinkedHashMap<>();
  private final Set<String> called = new TreeSet<>();
  private final Set<String> carriedOut = new TreeSet<>();
  private final Instant begun = Instant.now().minusSeconds(5);
  private Handler handler;
  private Contract contract;

  @Inject RetentionJob retention;

  @ConfigProperty(name = "microwish.evidence.directory")
  Path evidenceDirectory;

  @ConfigProperty(name = "microwish.security-log.file")
  Path securityLog;

  @ConfigProperty(name = "microwish.rights.erasures.directory")
  Path erasures;

  @BeforeEach
  void listenToTheLog() {
    handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            StringWriter text = new StringWriter();
            text.append(line.getLoggerName()).append(' ').append(line.getMessage());
            if (line.getParameters() != null) {
              text.append(' ').append(Arrays.toString(line.getParameters()));
            }
            if (line.getThrown() != null) {
              line.getThrown().printStackTrace(new PrintWriter(text));
            }
            log.add(text.toString());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    handler.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    Logger.getLogger("").removeHandler(handler);
  }

  // Searching
  // --------------------------------------------------------------------------------------

  private void search(String kind, String where, String text, Set<Mark> may) {
    searched.merge(kind, 1, Integer::sum);
    for (Mark mark : Mark.values()) {
      if (!may.contains(mark)) {
        for (String form : mark.forms) {
          if (text.contains(form)) {
            leaks.add("%s: %s holds %s".formatted(kind, where, mark));
            break;
          }
        }
      }
    }
  }

  private Response searched(String what, Response response, Set<Mark> may) {
    boolean refused = response.statusCode() >= 400;
    search(
        refused ? "problem" : "answer",
        what + " " + response.statusCode(),
        new String(response.asByteArray(), StandardCharsets.UTF_8),
        refused ? NONE : may);
    response
        .headers()
        .forEach(
            header -> search("header", what + " " + header.getName(), header.getValue(), NONE));
    return response;
  }

  // Requests
  // ---------------------------------------------------------------------------------------

  private static RequestSpecification as(String token) {
    RequestSpecification request = given().noFilters().header("Accept-Language", "zh");
    return token == null ? request : request.auth().oauth2(token);
  }

  private Response send(String token, String method, String path, Object body, Set<Mark> may) {
    RequestSpecification request = as(token).header("Idempotency-Key", key());
    if (body != null) {
      request = request.contentType(ContentType.JSON).body(body);
    }
    Response response = request.request(method, "/api/v1" + path);
    note(method, path, response);
    return searched(method + " " + path, response, may);
  }

  private Response done(String token, String path, Object body, Set<Mark> may) {
    Response response = send(token, "POST", path, body, may);
    assertThat(response.statusCode()).as(path + ": " + response.asString()).isBetween(200, 299);
    return response;
  }

  private void read(String token, String path, Set<Mark> may) {
    Response response = send(token, "GET", path, null, may);
    assertThat(response.statusCode()).as(path + ": " + response.asString()).isEqualTo(200);
  }

  /** Records which operation of the contract the request called. */
  private void note(String method, String path, Response response) {
    String plain = "/api/v1" + path.replaceFirst("\\?.*", "");
    for (Contract.Operation operation : contract.operations()) {
      if (operation.method().equals(method) && operation.paths().matcher(plain).matches()) {
        called.add(operation.id());
        if (response.statusCode() < 400) {
          carriedOut.add(operation.id());
        }
      }
    }
  }

  // Scenario
  // --------------------------------------------------------------------------------------

  private final String resident = Tokens.resident("resident-leak");
  private final String collector = Tokens.collector("collector-leak", Street.COMMUNITY);
  private final String auditor = Tokens.auditor("auditor-leak", Street.STREET);
  private final String administrator = Tokens.administrator("root-leak");
  private final String partner = Tokens.partner("partner-leak", Street.STREET);
  private final String stranger = Tokens.resident("resident-stranger");
  private final String elsewhere = Tokens.operator("desk-far", Street.OTHER_STREET);
  private String worker;
  private String steward;
  private String wish;
  private String claim;
  private String member;
  private String organisation;
  private String evidence;
  private String hold;

  private static Map<String, Object> draft() {
    return WishApi.draft(
        "words",
        map(
            "title", Mark.TITLE.value,
            "details", Mark.HEALTH.value + "，身份证" + Mark.IDENTITY.value,
            "residentName", Mark.RESIDENT.value,
            "contactName", Mark.CONTACT.value,
            "contactPhone", Mark.PHONE.value,
            "address", Mark.ADDRESS.value,
            "reporter", Mark.REPORTER.value,
            "remark", Mark.REMARK.value));
  }

  private static Map<String, Object> note() {
    return map("note", Mark.NOTE.value);
  }

  private static Map<String, Object> why() {
    return map("reason", Mark.NOTE.value);
  }

  private Response upload(String token, String path) throws IOException {
    Response added =
        as(token)
            .header("Idempotency-Key", key())
            .multiPart(
                "file", Mark.FILE_NAME.value + ".png", EvidenceSamples.screenshot(), "image/png")
            .multiPart("kind", "PHOTO")
            .multiPart(
                new io.restassured.builder.MultiPartSpecBuilder(Mark.NOTE.value)
                    .controlName("note")
                    .charset("UTF-8")
                    .build())
            .post("/api/v1" + path);
    assertThat(added.statusCode()).as(added.asString()).isEqualTo(201);
    note("POST", path, added);
    return searched("POST " + path, added, NONE);
  }

  private void live() throws IOException {
    Street street = Street.here();
    long branch = street.organisation();
    organisation = Id.text(branch);
    Response recorded =
        done(
            OPERATOR,
            "/members",
            map(
                "organisationId",
                organisation,
                "kind",
                "COMMUNITY",
                "name",
                Mark.MEMBER.value,
                "phone",
                Mark.MEMBER_PHONE.value),
            NONE);
    member = recorded.path("id");
    worker = Tokens.member("member-leak", Street.id(member));
    steward = Tokens.steward("steward-leak", branch);

    wish = done(resident, "/wishes", draft(), NONE).path("wishId");
    done(
        resident,
        "/wishes/" + wish + "/consents",
        map(
            "sensitivity", "OTHER",
            "relation", "GUARDIAN",
            "method", "IN_PERSON",
            "obtainedOn", "2025-05-01",
            "name", Mark.GUARDIAN.value,
            "words", Mark.CONSENT.value),
        NONE);
    evidence = upload(resident, "/wishes/" + wish + "/evidence").path("item");
    done(resident, "/wishes/" + wish + "/submit", map(), NONE);
    done(OPERATOR, "/wishes/" + wish + "/return", why(), NONE);
    done(resident, "/wishes/" + wish + "/submit", map(), NONE);
    acceptFindings();
    done(OPERATOR, "/wishes/" + wish + "/publish", WishApi.publication(), NONE);
    String invitations = "/wishes/" + wish + "/invitations";
    done(
        OPERATOR,
        invitations,
        map("claimant", map("type", "MEMBER", "id", member), "reserved", true),
        NONE);
    send(OPERATOR, "GET", invitations, null, NONE);
    send(worker, "GET", "/invitations", null, NONE);
    send(worker, "GET", "/inbox", null, NONE);
    claim = done(worker, "/wishes/" + wish + "/claims", map(), NONE).path("claim.id");
    done(worker, "/claims/" + claim + "/contact", note(), NONE);
    done(worker, "/claims/" + claim + "/assess", note(), NONE);
    Map<String, Object> late = note();
    late.put("onBehalfOf", map("type", "MEMBER", "id", member, "reason", Mark.NOTE.value));
    late.put("occurredAt", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
    done(OPERATOR, "/claims/" + claim + "/progress", late, NONE);
    upload(worker, "/claims/" + claim + "/evidence");
    everybodyReads(true);
    done(OPERATOR, "/wishes/" + wish + "/contact-reads", reading(), PRIVATE);
    done(OPERATOR, "/members/" + member + "/contact-reads", reading(), ALL);
    done(
        OPERATOR,
        "/personal-exports",
        map("type", "WISH", "id", wish, "purpose", "OTHER", "words", Mark.PURPOSE.value),
        ALL);
    hold =
        done(
                administrator,
                "/holds",
                map("type", "WISH", "id", wish, "reason", Mark.HOLD.value),
                NONE)
            .path("id");
    done(auditor, "/holds/" + hold + "/exports", map("reason", Mark.HOLD.value), ALL);
    sweepAll();
    done(administrator, "/holds/" + hold + "/release", map("reason", Mark.HOLD.value), NONE);
    done(worker, "/claims/" + claim + "/deliver", note(), NONE);
    done(
        resident,
        "/wishes/" + wish + "/confirm",
        map("rating", 5, "comment", Mark.NOTE.value),
        NONE);
    done(
        OPERATOR,
        "/wishes/" + wish + "/follow-ups",
        map(
            "visitedOn",
            java.time.LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")).toString(),
            "result",
            "SATISFIED",
            "note",
            Mark.NOTE.value),
        NONE);
    everybodyReads(false);
  }

  /** Accepts the wish's moderation findings, which would block its publication. */
  private void acceptFindings() {
    Response queue = send(OPERATOR, "GET", "/moderation?limit=100", null, NONE);
    assertThat(queue.statusCode()).as(queue.asString()).isEqualTo(200);
    List<Map<String, Object>> findings = queue.path("items");
    for (Map<String, Object> finding : findings) {
      if (wish.equals(finding.get("wishId"))) {
        done(OPERATOR, "/moderation/" + finding.get("id") + "/accept", null, NONE);
      }
    }
  }

  private static Map<String, Object> reading() {
    return map("purpose", "OTHER", "words", Mark.PURPOSE.value);
  }

  /** Markers in the answer to an operator's contact read. */
  private static final Set<Mark> PRIVATE =
      Set.of(Mark.RESIDENT, Mark.CONTACT, Mark.PHONE, Mark.ADDRESS, Mark.REPORTER);

  /** Markers that the claimant may read while its claim is active. */
  private static final Set<Mark> WORKERS =
      Set.of(
          Mark.RESIDENT,
          Mark.CONTACT,
          Mark.PHONE,
          Mark.ADDRESS,
          Mark.TITLE,
          Mark.HEALTH,
          Mark.IDENTITY,
          Mark.NOTE);

  private void everybodyReads(boolean active) {
    for (String path :
        List.of("/wishes?limit=100", "/wishes/" + wish, "/categories", "/organisations")) {
      read(null, path, NONE);
      read(stranger, path, NONE);
    }
    read(resident, "/wishes/" + wish, ALL);
    read(resident, "/wishes?mine=true", NONE);
    read(resident, "/me", NONE);
    read(resident, "/me/data", allBut(Mark.MEMBER, Mark.GUARDIAN, Mark.REPORTER, Mark.ATTENDEES));
    read(worker, "/wishes/" + wish, active ? WORKERS : NONE);
    read(worker, "/claims/" + claim, active ? WORKERS : NONE);
    read(worker, "/claims", NONE);
    read(worker, "/wishes/" + wish + "/claims", NONE);
    read(worker, "/wishes/" + wish + "/notes", Set.of(Mark.NOTE));
    read(worker, "/me/data", Set.of(Mark.MEMBER, Mark.MEMBER_PHONE));
    read(steward, "/members/" + member, NONE);
    for (String staff : List.of(OPERATOR, auditor, collector)) {
      read(staff, "/wishes/" + wish, WORDS);
      read(staff, "/wishes/" + wish + "/claims", NONE);
      read(staff, "/wishes/" + wish + "/notes", WORDS);
      read(staff, "/wishes/" + wish + "/evidence", WORDS);
      read(staff, "/wishes/" + wish + "/consents", NONE);
      read(staff, "/wishes/" + wish + "/postings", NONE);
      read(staff, "/wishes?limit=100", NONE);
      read(staff, "/claims/" + claim, NONE);
    }
    for (String staff : List.of(OPERATOR, auditor)) {
      read(staff, "/members?limit=100", NONE);
      read(staff, "/members/" + member, NONE);
    }
  }

  private static Set<Mark> allBut(Mark... not) {
    Set<Mark> marks = new java.util.HashSet<>(ALL);
    Arrays.asList(not).forEach(marks::remove);
    return marks;
  }

  // Every operation
  // --------------------------------------------------------------------------------

  /** Calls every operation as callers who may see nothing, with markers in the bodies. */
  private void sweepAll() {
    List<String> strangers = Arrays.asList(null, stranger, elsewhere, partner, administrator);
    for (Contract.Operation operation : contract.operations()) {
      for (String caller : strangers) {
        sweep(operation.id(), operation.method(), operation.path(), caller);
      }
    }
  }

  private void sweep(String id, String verb, String template, String caller) {
    String path = fill(template);
    String method = verb.toUpperCase(Locale.ROOT);
    String what = id + " " + path;
    called.add(id);
    RequestSpecification request =
        as(caller)
            .header("Idempotency-Key", key())
            .header("If-Match", "\"" + 1 + "\"")
            .redirects()
            .follow(false);
    if (method.equals("POST") || method.equals("PUT")) {
      // Sends markers in fields where they are invalid: no problem may repeat them.
      Map<String, Object> body = new LinkedHashMap<>();
      body.put(Mark.TITLE.value, Mark.NOTE.value);
      body.put("reason", List.of(Mark.HEALTH.value));
      body.put("purpose", Mark.PURPOSE.value);
      body.put("words", map("contactPhone", Mark.PHONE.value + "x", "title", 1));
      body.put("name", Mark.MEMBER.value.repeat(40));
      body.put("phone", Mark.MEMBER_PHONE.value + "0");
      request = request.contentType(ContentType.JSON).body(body);
    }
    searched(what, request.request(method, path), NONE);
  }

  private String fill(String template) {
    Matcher parameter = Pattern.compile("\\{([^/}]+)}").matcher(template);
    StringBuilder path = new StringBuilder();
    while (parameter.find()) {
      String before = template.substring(0, parameter.start());
      String name = parameter.group(1);
      String value =
          before.endsWith("/wishes/")
              ? wish
              : before.endsWith("/claims/")
                  ? claim
                  : before.endsWith("/members/")
                      ? member
                      : before.endsWith("/organisations/")
                          ? organisation
                          : before.endsWith("/evidence/")
                              ? evidence
                              : before.endsWith("/holds/")
                                  ? hold
                                  : before.endsWith("/divisions/")
                                      ? Street.COMMUNITY
                                      : name.equals("type") ? "WISH" : wish;
      parameter.appendReplacement(path, Matcher.quoteReplacement(value));
    }
    parameter.appendTail(path);
    return path.toString();
  }

  // Stored data and other outputs
  // ------------------------------------------------------

  private void searchOutputs() throws IOException, SQLException {
    LedgerProbe.awaitIntegrated();
    for (String path :
        List.of(
            "/q/metrics",
            "/q/health",
            "/openapi",
            "/api/v1/statistics/overview",
            "/api/v1/statistics/breakdown?by=CATEGORY",
            "/api/v1/statistics/times",
            "/api/v1/statistics/satisfaction",
            "/api/v1/statistics/leaderboard",
            "/api/v1/ledger/status",
            "/api/v1/ledger/checkpoint",
            "/api/v1/ledger/checkpoints",
            "/api/v1/ledger/keys",
            "/api/v1/ledger/export",
            "/api/v1/ledger/entries?limit=100",
            "/api/v1/ledger/aggregates/WISH/" + wish + "/entries")) {
      searched("GET " + path, given().noFilters().get(path), NONE);
    }
    log.forEach(
        line -> search("log line", line.substring(0, Math.min(80, line.length())), line, NONE));
    search("log file", securityLog.toString(), Files.readString(securityLog), NONE);
    searchColumns();
    for (Path directory : List.of(evidenceDirectory, erasures)) {
      Files.createDirectories(directory);
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(Files::isRegularFile).filter(this::isOfThisTest).toList()) {
          String bytes = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
          // These image headers would show that the file is not encrypted.
          assertThat(bytes).as(file.toString()).doesNotContain("IHDR", "JFIF");
          search("file at rest", file.toString(), file.getFileName() + " " + bytes, NONE);
        }
      }
    }
  }

  /** Whether the file was written during this test; earlier builds may have left others. */
  private boolean isOfThisTest(Path file) {
    try {
      return !Files.getLastModifiedTime(file).toInstant().isBefore(begun);
    } catch (IOException gone) {
      return false;
    }
  }

  /**
   * Searches every value of every column of every table; no marker may be found, because the
   * vault's values are encrypted.
   */
  private void searchColumns() throws SQLException {
    try (Connection connection = TestDatabase.connection();
        Statement statement = connection.createStatement()) {
      List<String[]> columns = new ArrayList<>();
      try (ResultSet found =
          statement.executeQuery(
              "SELECT table_name, column_name FROM information_schema.columns"
                  + " WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position")) {
        while (found.next()) {
          columns.add(new String[] {found.getString(1), found.getString(2)});
        }
      }
      assertThat(columns).hasSizeGreaterThan(100);
      for (String[] column : columns) {
        StringBuilder all = new StringBuilder();
        try (ResultSet values =
            statement.executeQuery("SELECT `%s` FROM `%s`".formatted(column[1], column[0]))) {
          while (values.next()) {
            byte[] value = values.getBytes(1);
            all.append(value == null ? "" : new String(value, StandardCharsets.UTF_8)).append('\n');
          }
        }
        search("database column", column[0] + "." + column[1], all.toString(), NONE);
      }
    }
  }

  @Test
  void markerValues_appearInNoOutputThatMustNotHaveThem() throws Exception {
    contract = Contract.running();
    live();
    sweepAll();
    searchOutputs();
    Response gone =
        done(
            resident,
            "/erasures",
            map("subject", map("type", "WISH", "id", wish), "reason", "PURPOSE_MET"),
            NONE);
    assertThat(gone.statusCode()).isEqualTo(201);
    // After the erasure not even the encrypted values are left in the vault.
    for (String table : List.of("vault_value", "vault_opening", "vault_key")) {
      assertThat(
              Street.here()
                  .number(
                      "SELECT COUNT(*) FROM "
                          + table
                          + " WHERE subject_type = 'WISH' AND subject_id = "
                          + Street.id(wish)))
          .as(table)
          .isZero();
    }
    read(OPERATOR, "/wishes/" + wish, NONE);
    read(OPERATOR, "/wishes/" + wish + "/notes", NONE);

    Set<String> all = new TreeSet<>();
    contract.operations().forEach(operation -> all.add(operation.id()));
    all.removeAll(called);
    assertThat(all).as("operations that were never called").isEmpty();
    int outputs = searched.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "leak test: %d marked values, %d outputs searched %s, %d operations, %d of them carried"
            + " out%n",
        Mark.values().length, outputs, searched, called.size(), carriedOut.size());
    assertThat(leaks.stream().distinct().toList()).isEmpty();
  }

  /** Checks the search itself: it finds every marker in every form. */
  @Test
  void search_findsEveryFormOfEveryMarker() {
    for (Mark mark : Mark.values()) {
      for (String form : mark.forms) {
        search("probe", mark.name(), "…" + form + "…", NONE);
      }
    }
    assertThat(leaks).hasSize(Mark.values().length * 4);
  }
}
