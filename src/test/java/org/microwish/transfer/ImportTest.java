package org.microwish.transfer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

@Tag("database")
@QuarkusTest
class ImportTest {

  private static final String OPERATOR = Tokens.operator("importer", SampleDivisions.STREET);

  /** Scope of the external keys. */
  private static final String SCOPE = "division:" + SampleDivisions.STREET.substring(0, 9);

  /** Keeps the external keys of one test apart from those of the next. */
  private final String tag = UUID.randomUUID().toString().substring(0, 8);

  @Inject ImportService imports;
  @Inject ExternalKeys keys;
  @Inject Transactions transactions;

  @BeforeEach
  void divisions() {
    SampleDivisions.record();
  }

  private static RequestSpecification as(String token) {
    return given().auth().oauth2(token).header("Idempotency-Key", UUID.randomUUID().toString());
  }

  private static Response send(String kind, boolean dryRun, String type, String content) {
    return as(OPERATOR)
        .contentType(type)
        .queryParam("kind", kind)
        .queryParam("dryRun", dryRun)
        .body(content.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .post("/api/v1/imports");
  }

  private static JsonPath done(Response accepted) {
    String id = accepted.then().statusCode(202).extract().path("id");
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> as(OPERATOR).get("/api/v1/imports/" + id).jsonPath(),
            job -> job.getString("state").equals("COMPLETED"));
  }

  private static JsonPath run(String kind, String csv) {
    return done(send(kind, false, "text/csv", csv));
  }

  private static List<String> errors(JsonPath job) {
    JsonPath page =
        as(OPERATOR).get("/api/v1/imports/" + job.getString("id") + "/errors").jsonPath();
    return page.getList("items").stream()
        .map(item -> (java.util.Map<?, ?>) item)
        .map(item -> item.get("row") + ":" + item.get("column") + ":" + item.get("code"))
        .toList();
  }

  private String organisations() {
    return """
    externalKey,name,kind,sector,creditCode,parentKey,division
    ZB-%1$s-0,样例街道党工委,WORKING_COMMITTEE,GOVERNMENT,,,440104013000
    ZB-%1$s-1,样例第一党支部,BRANCH,COMMUNITY,,ZB-%1$s-0,440104013001
    """
        .formatted(tag);
  }

  private static List<Integer> duplicates(JsonPath job) {
    return as(OPERATOR)
        .get("/api/v1/imports/" + job.getString("id") + "/duplicates")
        .jsonPath()
        .getList("items.row");
  }

  @Test
  void possibleDuplicates_arePointedOut_andImported_inTheDryRunToo() {
    String file =
        """
        externalKey,kind,category,division,title,residentName
        D-%1$s-1,WISH,GOODS,440104013001,轮椅%1$s,
        D-%1$s-2,WISH,GOODS,440104013001,别的%1$s,样例%1$s
        D-%1$s-3,WISH,GOODS,440104013001,轮椅 %1$s。,
        """
            .formatted(tag);
    JsonPath dry = done(send("WISHES", true, "text/csv", file));
    assertThat(errors(dry)).isEmpty();
    assertThat(duplicates(dry)).containsExactly(3);
    JsonPath run = run("WISHES", file);
    assertThat(run.getInt("imported")).isEqualTo(3);
    assertThat(run.getInt("similar")).isEqualTo(1);
    assertThat(duplicates(run)).containsExactly(3);
    // Already there: the wishes of the first file.
    String again =
        """
        externalKey,kind,category,division,title,residentName
        E-%1$s-1,WISH,GOODS,440104013001,第三%1$s,样例%1$s
        """
            .formatted(tag);
    assertThat(duplicates(run("WISHES", again))).containsExactly(1);
    // By the number of the other system.
    JsonPath found =
        as(OPERATOR)
            .contentType("application/json")
            .body("{\"externalKey\":\"D-" + tag + "-2\",\"purpose\":\"VERIFICATION\"}")
            .post("/api/v1/wish-searches")
            .jsonPath();
    assertThat(found.getList("items.title")).containsExactly("别的" + tag);
  }

  @Test
  void filesThatReferToEachOther_areImported() throws SQLException {
    assertThat(run("ORGANISATIONS", organisations()).getInt("imported")).isEqualTo(2);
    JsonPath members =
        run(
            "MEMBERS",
            """
            externalKey,organisationKey,name,phone,kind,skills
            M-%1$s-1,ZB-%1$s-1,陈样例,13900000001,COMMUNITY,电工;理发
            M-%1$s-2,ZB-%1$s-1,李样例,,IN_SERVICE,
            """
                .formatted(tag));
    assertThat(members.getInt("imported")).isEqualTo(2);
    JsonPath checkIns =
        run(
            "CHECK_INS",
            """
            externalKey,subjectType,subjectKey,community,checkedInAt
            C-%1$s-1,MEMBER,M-%1$s-2,440104013001,2022-01-05T09:00:00+08:00
            C-%1$s-2,ORGANISATION,ZB-%1$s-0,440104013001,
            """
                .formatted(tag));
    assertThat(errors(checkIns)).isEmpty();
    assertThat(checkIns.getInt("imported")).isEqualTo(2);
    JsonPath wishes =
        done(
            send(
                "WISHES",
                false,
                "application/x-ndjson",
                """
                {"externalKey":"W-%1$s-1","kind":"WISH","category":"GOODS","division":"440104013001","title":"想要一把轮椅","contactPhone":"13900000003","beneficiaryPeople":1}
                {"externalKey":"W-%1$s-2","kind":"PROJECT","category":"PUBLIC_GOOD","division":"440104013001","title":"加装楼道灯","budget":"3000.00"}
                """
                    .formatted(tag)));
    assertThat(errors(wishes)).isEmpty();
    assertThat(wishes.getInt("imported")).isEqualTo(2);
    assertThat(states("W-" + tag + "-1")).containsExactly("SUBMITTED IMPORT");
  }

  private List<String> states(String key) throws SQLException {
    long wish = transactions.call(() -> keys.find(ImportKind.WISHES, SCOPE, List.of(key))).get(key);
    try (Connection connection = TestDatabase.connection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT CONCAT(state, ' ', channel) FROM wish WHERE id = ?")) {
      select.setLong(1, wish);
      try (ResultSet rows = select.executeQuery()) {
        List<String> states = new java.util.ArrayList<>();
        while (rows.next()) {
          states.add(rows.getString(1));
        }
        return states;
      }
    }
  }

  @Test
  void teamsAndMemberships_areImported() {
    run("ORGANISATIONS", organisations());
    JsonPath people =
        run(
            "MEMBERS",
            """
            externalKey,organisationKey,name,kind,division,ofAge
            V-%1$s-1,,陈样例,VOLUNTEER,440104013001,是
            V-%1$s-2,,李样例,VOLUNTEER,440104013001,是
            V-%1$s-3,,吴样例,VOLUNTEER,440104013001,
            V-%1$s-4,,周样例,VOLUNTEER,,是
            """
                .formatted(tag));
    assertThat(errors(people)).containsExactly("3:ofAge:REQUIRED", "4:division:REQUIRED");
    JsonPath teams =
        run(
            "GROUPS",
            """
            externalKey,kind,name,division,hostKey,leaderKey,parentKey,fields,places
            G-%1$s-1,TEAM,样例志愿服务总队,440104013001,ZB-%1$s-1,V-%1$s-1,,,
            G-%1$s-2,TEAM,样例维修队,440104013001,,,G-%1$s-1,维修;理发,1
            G-%1$s-3,CHOIR,样例合唱团,440104013001,,,G-nowhere,,
            G-%1$s-4,CLUB,样例合唱团,440104013001,,,G-nowhere,,
            """
                .formatted(tag));
    assertThat(errors(teams)).containsExactly("3:kind:UNKNOWN_VALUE", "4:parentKey:NOT_FOUND");
    JsonPath belonging =
        run(
            "MEMBERSHIPS",
            """
            externalKey,groupKey,memberKey,joinedAt
            B-%1$s-1,G-%1$s-2,V-%1$s-1,2019-03-05T09:00:00+08:00
            B-%1$s-2,G-%1$s-2,V-%1$s-2,
            B-%1$s-3,G-%1$s-1,V-%1$s-2,2199-01-01T09:00:00+08:00
            B-%1$s-4,G-%1$s-1,,
            B-%1$s-5,G-%1$s-1,V-%1$s-1,
            """
                .formatted(tag));
    assertThat(errors(belonging))
        .containsExactly(
            "2:null:NO_PLACE_LEFT",
            "3:joinedAt:IN_FUTURE",
            "4:memberKey:REQUIRED",
            "5:null:ALREADY_JOINED");
    assertThat(belonging.getInt("imported")).isOne();
  }

  @Test
  void externalKeys_areStoredAsDigestsOnly() throws SQLException {
    String phone = "T-13900000009-" + tag;
    run("ORGANISATIONS", organisations().replace("ZB-" + tag + "-1", phone));
    try (Connection connection = TestDatabase.connection();
        var statement = connection.createStatement();
        ResultSet clear =
            statement.executeQuery(
                "SELECT COUNT(*) FROM import_key WHERE external_key NOT REGEXP"
                    + " '^#[0-9A-Za-z_-]{43}$'")) {
      clear.next();
      assertThat(clear.getInt(1)).isZero();
    }
  }

  @Test
  void repeatedRow_isImportedOnce() {
    run("ORGANISATIONS", organisations());
    JsonPath again = run("ORGANISATIONS", organisations());
    assertThat(again.getInt("imported")).isZero();
    assertThat(again.getInt("known")).isEqualTo(2);
  }

  @Test
  void badRows_areReportedByRowAndColumn_andTheOthersImported() {
    run("ORGANISATIONS", organisations());
    JsonPath job =
        run(
            "MEMBERS",
            """
            externalKey,organisationKey,name,phone,kind,showsName
            M-%1$s-1,ZB-%1$s-1,陈样例,13900000001,COMMUNITY,是
            M-%1$s-2,ZB-nowhere,李样例,,COMMUNITY,
            M-%1$s-3,ZB-%1$s-1,,,COMMUNITY,
            M-%1$s-4,ZB-%1$s-1,王样例,12,SOMETHING,
            M-%1$s-5,ZB-%1$s-1,赵样例,12345,COMMUNITY,maybe
            ,ZB-%1$s-1,孙样例,,COMMUNITY,
            M-%1$s-7,ZB-%1$s-1,周样例,,COMMUNITY
            M-%1$s-8,ZB-%1$s-1,吴样例,,COMMUNITY,
            """
                .formatted(tag));
    assertThat(errors(job))
        .containsExactly(
            "2:organisationKey:NOT_FOUND",
            "3:name:REQUIRED",
            "4:kind:UNKNOWN_VALUE",
            "5:showsName:UNKNOWN_VALUE",
            "6:externalKey:REQUIRED",
            "7:null:INVALID_FORMAT");
    assertThat(job.getInt("imported")).isEqualTo(2);
    assertThat(job.getInt("failed")).isEqualTo(6);
    assertThat(job.getInt("done")).isEqualTo(8);
  }

  @Test
  void aDryRunChecksAndChangesNothing() {
    JsonPath dry = done(send("ORGANISATIONS", true, "text/csv", organisations()));
    assertThat(dry.getInt("imported")).isEqualTo(2);
    assertThat(run("ORGANISATIONS", organisations()).getInt("imported")).isEqualTo(2);
  }

  @Test
  void malformedFile_isRefusedAtOnce() {
    send("MEMBERS", false, "text/csv", "externalKey,nonsense\n1,2\n")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/nonsense"))
        .body("errors[0].code", equalTo("UNKNOWN_FIELD"));
    send("MEMBERS", false, "text/csv", "externalKey,name\n").then().statusCode(400);
    as(OPERATOR)
        .contentType("text/csv")
        .queryParam("kind", "MEMBERS")
        .body(new byte[] {(byte) 0xB3, (byte) 0xC2, 0x0A})
        .post("/api/v1/imports")
        .then()
        .statusCode(400);
    send("NONSENSE", false, "text/csv", "a\n1\n").then().statusCode(400);
    as(OPERATOR)
        .contentType(ContentType.JSON)
        .queryParam("kind", "MEMBERS")
        .body("{}")
        .post("/api/v1/imports")
        .then()
        .statusCode(415);
  }

  @Test
  void import_isForbiddenToPartners() {
    given()
        .auth()
        .oauth2(Tokens.partner("partner", SampleDivisions.STREET))
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .contentType("text/csv")
        .queryParam("kind", "MEMBERS")
        .body("externalKey,name\n1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .post("/api/v1/imports")
        .then()
        .statusCode(403);
  }

  @Test
  void importedFile_isDeletedWhenTheJobCompletes() throws SQLException {
    run("ORGANISATIONS", organisations());
    try (Connection connection = TestDatabase.connection();
        var statement = connection.createStatement();
        ResultSet parts =
            statement.executeQuery(
                "SELECT COUNT(*) FROM vault_import v JOIN import_job j ON j.id = v.job_id"
                    + " WHERE j.state = 'COMPLETED'")) {
      parts.next();
      assertThat(parts.getInt(1)).isZero();
    }
  }

  @Test
  void largeRoll_isImportedOnceByConcurrentWorkers() throws Exception {
    run("ORGANISATIONS", organisations());
    StringBuilder roll = new StringBuilder("externalKey,organisationKey,name,phone,kind\n");
    for (int i = 1; i <= 3463; i++) {
      roll.append("R-%1$s-%2$d,ZB-%1$s-1,样例%2$d,1390000%2$04d,COMMUNITY\n".formatted(tag, i));
    }
    Response accepted = send("MEMBERS", false, "text/csv", roll.toString());
    Thread rival = Thread.ofPlatform().start(() -> imports.work());
    JsonPath job = done(accepted);
    rival.join();
    assertThat(errors(job)).isEmpty();
    assertThat(job.getInt("imported")).isEqualTo(3463);
  }
}
