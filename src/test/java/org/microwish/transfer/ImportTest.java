package org.microwish.transfer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

@Tag("database")
@QuarkusTest
class ImportTest {

  private static final String OPERATOR = Tokens.operator("importer", SampleDivisions.STREET);

  /** The namespace of the external keys. */
  private static final String SCOPE = "division:" + SampleDivisions.STREET.substring(0, 9);

  /** Part of each external key, so that keys of different tests differ. */
  private final String tag = UUID.randomUUID().toString().substring(0, 8);

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
        .body(content.getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/imports");
  }

  private static JsonPath done(Response accepted) {
    return done(accepted, OPERATOR);
  }

  private static JsonPath done(Response accepted, String token) {
    String id = accepted.then().statusCode(202).extract().path("id");
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> as(token).get("/api/v1/imports/" + id).jsonPath(),
            job -> job.getString("state").equals("COMPLETED"));
  }

  /**
   * Imports a file as an administrator.
   *
   * @param street the division whose keys the file uses; null to name none
   */
  private static Response administer(String token, String kind, String street, String csv) {
    RequestSpecification request = as(token).contentType("text/csv").queryParam("kind", kind);
    if (street != null) {
      request.queryParam("division", street);
    }
    return request.body(csv.getBytes(StandardCharsets.UTF_8)).post("/api/v1/imports");
  }

  private static JsonPath run(String kind, String csv) {
    return done(send(kind, false, "text/csv", csv));
  }

  private static List<String> errors(JsonPath job) {
    return errors(job, OPERATOR);
  }

  private static List<String> errors(JsonPath job, String token) {
    JsonPath page = as(token).get("/api/v1/imports/" + job.getString("id") + "/errors").jsonPath();
    return page.getList("items").stream()
        .map(item -> (Map<?, ?>) item)
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
    assertThat(duplicates(dry)).containsExactly(4);
    JsonPath run = run("WISHES", file);
    assertThat(run.getInt("imported")).isEqualTo(3);
    assertThat(run.getInt("similar")).isEqualTo(1);
    assertThat(duplicates(run)).containsExactly(4);
    // A row that may duplicate a wish of the first file.
    String again =
        """
        externalKey,kind,category,division,title,residentName
        E-%1$s-1,WISH,GOODS,440104013001,第三%1$s,样例%1$s
        """
            .formatted(tag);
    assertThat(duplicates(run("WISHES", again))).containsExactly(2);
    // Search by the number in the other system.
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
    long wish =
        transactions
            .call(() -> keys.find(ImportKind.WISHES, List.of(SCOPE), List.of(key)))
            .get(key);
    try (Connection connection = TestDatabase.connection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT CONCAT(state, ' ', channel) FROM wish WHERE id = ?")) {
      select.setLong(1, wish);
      try (ResultSet rows = select.executeQuery()) {
        List<String> states = new ArrayList<>();
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
    assertThat(errors(people)).containsExactly("4:ofAge:REQUIRED", "5:division:REQUIRED");
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
    assertThat(errors(teams))
        .containsExactly("4:kind:UNKNOWN_VALUE", "4:parentKey:NOT_FOUND", "5:parentKey:NOT_FOUND");
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
            "3:null:NO_PLACE_LEFT",
            "4:joinedAt:IN_FUTURE",
            "5:memberKey:REQUIRED",
            "6:null:ALREADY_JOINED");
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
            "3:organisationKey:NOT_FOUND",
            "4:name:REQUIRED",
            "5:phone:INVALID_FORMAT",
            "5:kind:UNKNOWN_VALUE",
            "6:phone:INVALID_FORMAT",
            "6:showsName:UNKNOWN_VALUE",
            "7:externalKey:REQUIRED",
            "8:null:INVALID_FORMAT");
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
  void dryRunAndRunReportTheSame_alsoAboutDuplicatesInTheFile() {
    StringBuilder file = new StringBuilder("来源编号,党组织名称,党组织类型,所属领域,统一社会信用代码,上级来源编号,地区编码\n");
    // The last rows duplicate rows of an earlier chunk, or refer to them as parents.
    file.append("D-%1$s-0,样例党工委,党工委,机关,91440101MA0T0KB1XB,,440104013000\n".formatted(tag));
    for (int i = 1; i <= 60; i++) {
      file.append("D-%1$s-%2$d,样例第%2$d支部,党支部,社区,,D-%1$s-0,440104013001\n".formatted(tag, i));
    }
    file.append("D-%1$s-1,样例第一支部,党支部,社区,,,440104013001\n".formatted(tag));
    file.append("D-%1$s-61,样例支部,党支部,社区,91440101MA0T0KB1XB,,440104013001\n".formatted(tag));
    file.append("D-%1$s-62,样例支部,党支部,社区,,D-%1$s-60,440104013001\n".formatted(tag));
    file.append("D-%1$s-63,样例支部,党支部,社区,,D-%1$s-61,440104013001\n".formatted(tag));
    JsonPath dry = done(send("ORGANISATIONS", true, "text/csv", file.toString()));
    JsonPath run = run("ORGANISATIONS", file.toString());
    for (JsonPath job : List.of(dry, run)) {
      assertThat(errors(job))
          .containsExactly("64:creditCode:ALREADY_EXISTS", "66:parentKey:NOT_FOUND");
      assertThat(job.getInt("imported")).isEqualTo(62);
      assertThat(job.getInt("known")).isOne();
      assertThat(job.getInt("failed")).isEqualTo(2);
    }
    JsonPath again = run("ORGANISATIONS", file.toString());
    assertThat(again.getInt("imported")).isZero();
    assertThat(again.getInt("known")).isEqualTo(63);
    assertThat(errors(again)).isEqualTo(errors(run));
  }

  @Test
  void errorsAreSentences_inTheLanguageOfTheReader() {
    JsonPath job =
        done(
            as(OPERATOR)
                .contentType("text/csv; charset=GB18030")
                .queryParam("kind", "MEMBERS")
                .body("来源编号,姓名,联系电话,人员类别\n1,,1.39E+10,党员\n".getBytes(Charset.forName("GB18030")))
                .post("/api/v1/imports"));
    String path = "/api/v1/imports/" + job.getString("id") + "/errors";
    assertThat(as(OPERATOR).get(path).jsonPath().<String>getList("items.message"))
        .containsExactlyInAnyOrder(
            "党组织来源编号：必须填写。",
            "姓名：必须填写。",
            "联系电话：长数字显示成了科学计数法，已丢失部分数字。请把此列设为文本格式后重新填写。",
            "人员类别：没有这个值，可用：在职党员、社区党员、志愿者。");
    assertThat(
            as(OPERATOR)
                .header("Accept-Language", "en")
                .get(path)
                .jsonPath()
                .<String>getList("items.message"))
        .contains("kind: Unknown value; known values: IN_SERVICE, COMMUNITY, VOLUNTEER.");
  }

  @Test
  void whatAnAdministratorImports_isFoundByTheStreetsOperator() {
    String administrator = Tokens.administrator("import-root");
    JsonPath organisations =
        done(
            administer(administrator, "ORGANISATIONS", SampleDivisions.STREET, organisations()),
            administrator);
    assertThat(organisations.getInt("imported")).isEqualTo(2);
    assertThat(run("ORGANISATIONS", organisations()).getInt("known")).isEqualTo(2);
    String members =
        "externalKey,organisationKey,name,kind\nA-%1$s,ZB-%1$s-1,陈样例,COMMUNITY\n".formatted(tag);
    assertThat(run("MEMBERS", members).getInt("imported")).isOne();
    JsonPath checkIn =
        done(
            administer(
                administrator,
                "CHECK_INS",
                SampleDivisions.STREET,
                """
                externalKey,subjectType,subjectKey,community,checkedInAt
                K-%1$s,党员,A-%1$s,440104013001,2022-01-05
                """
                    .formatted(tag)),
            administrator);
    assertThat(checkIn.getInt("imported")).isOne();
  }

  @Test
  void administratorOfAStreet_importsOnlyItsSubtree() {
    String street = SampleDivisions.STREET.substring(0, 9);
    String administrator =
        Tokens.of(new Caller("street-root", Role.ADMINISTRATOR, null, null, street));
    JsonPath job =
        done(
            administer(
                administrator,
                "DIVISIONS",
                null,
                """
                code,name
                440104013001G00123B00456U01,%1$s单元
                440104013001G00123B00456,%1$s楼
                440104013001G00123,%1$s网格
                440104014000,
                440104013001G100,写错的网格
                """
                    .formatted(tag)),
            administrator);
    assertThat(errors(job, administrator))
        .containsExactly("5:null:FORBIDDEN", "6:code:INVALID_FORMAT");
    given()
        .get("/api/v1/divisions/440104013001G00123B00456U01")
        .then()
        .statusCode(200)
        .body("level", equalTo("UNIT"))
        .body("parent", equalTo("440104013001G00123B00456"));
  }

  @Test
  void importedAccounts_areInvitedAtOnce_andTheCodesAreShownOnce() {
    String administrator = Tokens.administrator("import-root");
    String accounts =
        """
        登录名,姓名,角色,地区编码
        a%1$s-1,陈样例,采集员,440104013001
        a%1$s-2,李样例,OPERATOR,440104013000
        a%1$s-3,王样例,居民,440104013000
        """
            .formatted(tag);
    JsonPath job = done(administer(administrator, "ACCOUNTS", null, accounts), administrator);
    assertThat(errors(job, administrator)).containsExactly("4:role:UNKNOWN_VALUE");
    String path = "/api/v1/imports/" + job.getString("id") + "/invitations";
    JsonPath invited = as(administrator).post(path).then().statusCode(200).extract().jsonPath();
    assertThat(invited.<String>getList("items.loginName"))
        .containsExactly("a" + tag + "-1", "a" + tag + "-2");
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("code", invited.getString("items[0].code")))
        .post("/api/v1/auth/enrolment")
        .then()
        .statusCode(200);
    assertThat(as(administrator).post(path).jsonPath().getList("items")).isEmpty();
    JsonPath again = done(administer(administrator, "ACCOUNTS", null, accounts), administrator);
    assertThat(again.getInt("known")).isEqualTo(2);
    assertThat(again.getInt("imported")).isZero();
    Caller caller = new Caller("import-root", Role.ADMINISTRATOR, null, null, null);
    administer(Tokens.unconfirmed(caller), "ACCOUNTS", null, accounts).then().statusCode(401);
  }

  @Test
  void importsAreListedByPage_toTheirOwner() {
    String own = Tokens.operator("lister-" + tag, SampleDivisions.STREET);
    for (int i = 0; i < 3; i++) {
      as(own)
          .contentType("text/csv")
          .queryParam("kind", i == 1 ? "MEMBERS" : "ORGANISATIONS")
          .queryParam("dryRun", true)
          .body("externalKey,name\n1,2\n".getBytes(StandardCharsets.UTF_8))
          .post("/api/v1/imports")
          .then()
          .statusCode(202);
    }
    JsonPath first = as(own).queryParam("limit", 2).get("/api/v1/imports").jsonPath();
    assertThat(first.<String>getList("items.kind")).containsExactly("ORGANISATIONS", "MEMBERS");
    JsonPath second =
        as(own)
            .queryParam("limit", 2)
            .queryParam("cursor", first.getString("nextCursor"))
            .get("/api/v1/imports")
            .jsonPath();
    assertThat(second.getList("items")).hasSize(1);
    assertThat(second.getString("nextCursor")).isNull();
    assertThat(
            as(own)
                .queryParam("kind", "MEMBERS")
                .get("/api/v1/imports")
                .jsonPath()
                .getList("items"))
        .hasSize(1);
  }

  @Test
  void templateOfEachKind_isReadBack() {
    for (ImportKind kind : ImportKind.values()) {
      byte[] template =
          as(OPERATOR)
              .get("/api/v1/imports/templates/" + kind)
              .then()
              .statusCode(200)
              .extract()
              .asByteArray();
      as(Tokens.administrator("import-root"))
          .get("/api/v1/imports/templates/" + kind)
          .then()
          .statusCode(200);
      // The template has headings but no rows.
      assertThatThrownBy(() -> RowReader.read(kind, ImportFormat.XLSX, template))
          .hasMessage("VALIDATION_FAILED");
    }
    byte[] street =
        as(OPERATOR)
            .queryParam("division", SampleDivisions.STREET)
            .get("/api/v1/imports/templates/DIVISIONS")
            .asByteArray();
    List<Row> rows = RowReader.read(ImportKind.DIVISIONS, ImportFormat.XLSX, street);
    assertThat(rows).hasSize(4 + 15);
    assertThat(rows.getLast().get("name")).isEqualTo("杨箕社区居民委员会");
    as(OPERATOR)
        .queryParam("division", SampleDivisions.STREET)
        .get("/api/v1/imports/templates/MEMBERS")
        .then()
        .statusCode(400);
    JsonPath official =
        as(OPERATOR)
            .queryParam("parent", SampleDivisions.STREET)
            .queryParam("limit", 2)
            .get("/api/v1/divisions/official")
            .jsonPath();
    assertThat(official.<String>getList("items.name")).containsExactly("福今社区居民委员会", "梅花村社区居民委员会");
    JsonPath provinces =
        as(OPERATOR).queryParam("limit", 100).get("/api/v1/divisions/official").jsonPath();
    assertThat(provinces.<String>getList("items.name"))
        .hasSize(31)
        .startsWith("北京市", "天津市")
        .contains("广东省");
  }

  @Test
  void exportedSpreadsheet_isReadBack() {
    String heading =
        SheetColumns.ALL.stream().map(SheetWriter.Column::heading).collect(Collectors.joining(","));
    List<String> cells = new ArrayList<>(Collections.nCopies(SheetColumns.ALL.size(), ""));
    Map.of(
            "心愿编号", "E-" + tag,
            "标题", "想要一把轮椅",
            "心愿类型", "微心愿",
            "类别", "便民服务/",
            "来源渠道", "入户走访",
            "地区编码", "440104013001",
            "认领方式", "共同认领（需审批）",
            "上报日期", "2022-02-15",
            "项目进展", "待认领")
        .forEach((name, value) -> cells.set(List.of(heading.split(",")).indexOf(name), value));
    JsonPath job = run("WISHES", heading + "\n" + String.join(",", cells) + "\n");
    // A shared wish needs a number of places, for which the spreadsheet has no column.
    assertThat(errors(job)).containsExactly("2:places:REQUIRED");
  }

  @Test
  void faultsOfCells_nameTheirColumn_andOtherRowsAreImported() {
    String file =
        """
        externalKey,kind,category,division,title,places
        F-%1$s-1,WISH,GOODS,440104013001,轮椅%1$s,%2$s
        F-%1$s-2,WISH,GOODS,%3$s,轮椅%1$s,
        F-%1$s-3,WISH,GOODS,440104013001,"轮"椅%1$s,
        """
            .formatted(tag, "9".repeat(400_000), Street.ELSEWHERE);
    JsonPath job = run("WISHES", file);
    assertThat(errors(job)).containsExactly("2:places:TOO_LONG", "3:division:NOT_ALLOWED");
    assertThat(job.getInt("imported")).isEqualTo(1);
    run("ORGANISATIONS", organisations());
    JsonPath member =
        run(
            "MEMBERS",
            """
            externalKey,organisationKey,name,kind,division
            F-%1$s-1,ZB-%1$s-1,陈样例,COMMUNITY,%2$s
            F-%1$s-2,ZB-%1$s-1,陈样例,COMMUNITY,%2$s；
            """
                .formatted(tag, Street.ELSEWHERE));
    assertThat(errors(member)).containsExactly("3:division:NOT_FOUND");
    send("WISHES", false, "text/csv", "externalKey,title\n1,a\n2,\"b\n3,c\n")
        .then()
        .statusCode(400)
        .body("code", equalTo("MALFORMED_REQUEST"))
        .body("line", equalTo(3));
  }

  @Test
  void wishThatTheSpreadsheetNamesByItsId_isKnown() throws SQLException {
    run(
        "WISHES",
        """
        externalKey,kind,category,division,title
        G-%1$s,WISH,GOODS,440104013001,轮椅%1$s
        """
            .formatted(tag));
    String wish =
        as(OPERATOR)
            .contentType("application/json")
            .body("{\"externalKey\":\"G-" + tag + "\",\"purpose\":\"VERIFICATION\"}")
            .post("/api/v1/wish-searches")
            .path("items[0].wishId");
    JsonPath again =
        run(
            "WISHES",
            """
            externalKey,kind,category,division,title
            %s,WISH,GOODS,440104013001,轮椅
            """
                .formatted(wish));
    assertThat(again.getInt("known")).isEqualTo(1);
    assertThat(again.getInt("imported")).isZero();
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
        .body("externalKey,name\n1,2\n".getBytes(StandardCharsets.UTF_8))
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
}
