package org.microwish.transfer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * An administrator sets up a street as large as a real one from nothing, with few requests. While
 * the members are imported, another worker takes part.
 */
@Tag("database")
@QuarkusTest
class StreetSetupTest {

  private static final String STREET = "970101001000";
  private static final int COMMUNITIES = 18;
  private static final int GRIDS = 180;
  private static final int BUILDINGS = 1500;
  private static final int ORGANISATIONS = 90;

  /**
   * The number of members to import. With {@code -Dstreet.members=50000}, the log shows how long
   * the largest import takes.
   */
  private static final int MEMBERS = Integer.getInteger("street.members", 3463);

  /** The number of buildings in the first community; needs codes with more than two digits. */
  private static final int FIRST_BUILDINGS = 140;

  private static final String ADMINISTRATOR = Tokens.administrator("street-setup");

  @Inject ImportService imports;

  private final Street street = Street.here();

  private int requests;

  private RequestSpecification request() {
    requests++;
    return given()
        .auth()
        .oauth2(ADMINISTRATOR)
        .header("Idempotency-Key", UUID.randomUUID().toString());
  }

  private JsonPath run(String kind, String type, byte[] file) {
    RequestSpecification request = request().contentType(type).queryParam("kind", kind);
    if (!kind.equals("DIVISIONS")) {
      request.queryParam("division", STREET);
    }
    String id =
        request.body(file).post("/api/v1/imports").then().statusCode(202).extract().path("id");
    // Query the database, not the API, so that the number of requests is the same on any machine.
    await()
        .atMost(Duration.ofMinutes(15))
        .until(
            () ->
                street.number(
                        "SELECT COUNT(*) FROM import_job WHERE state = 'COMPLETED' AND id = "
                            + Street.id(id))
                    == 1);
    return request().get("/api/v1/imports/" + id).jsonPath();
  }

  private static String community(int number) {
    return STREET.substring(0, 9) + "%03d".formatted(number);
  }

  private static String number(int number) {
    return (number < 100 ? "%02d" : "%05d").formatted(number);
  }

  private static byte[] divisions() {
    List<String> lines = new ArrayList<>();
    lines.add("地区编码,地区名称,编码年度");
    lines.add("970000000000,样例省,2025");
    lines.add("970100000000,样例市,2025");
    lines.add("970101000000,样例区,2025");
    lines.add(STREET + ",样例街道,2025");
    for (int i = 0; i < COMMUNITIES; i++) {
      lines.add(community(i + 1) + ",样例社区" + (i + 1) + ",2025");
    }
    for (int i = 0; i < GRIDS; i++) {
      lines.add(
          community(i % COMMUNITIES + 1) + "G" + number(i / COMMUNITIES + 1) + ",网格" + i + ",");
    }
    for (int i = 0; i < BUILDINGS; i++) {
      boolean first = i < FIRST_BUILDINGS;
      int rest = i - FIRST_BUILDINGS;
      lines.add(
          (first ? community(1) : community(rest % (COMMUNITIES - 1) + 2))
              + "B"
              + number((first ? i : rest / (COMMUNITIES - 1)) + 1)
              + ",样例楼"
              + i
              + ",");
    }
    return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] organisations() {
    StringBuilder lines = new StringBuilder("来源编号,党组织名称,党组织类型,所属领域,上级来源编号,地区编码\n");
    lines.append("0,样例街道党工委,党工委,机关,,").append(STREET).append('\n');
    for (int i = 1; i < ORGANISATIONS; i++) {
      lines
          .append("%d,样例第%d党支部,党支部,社区,0,".formatted(i, i))
          .append(community(i % COMMUNITIES + 1))
          .append('\n');
    }
    return lines.toString().getBytes(Charset.forName("GB18030"));
  }

  private static byte[] members() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook workbook = new Workbook(out, "test", null)) {
      Worksheet sheet = workbook.newWorksheet("党员");
      List<String> headings = List.of("来源编号", "党组织来源编号", "姓名", "联系电话", "人员类别");
      for (int i = 0; i < headings.size(); i++) {
        sheet.value(0, i, headings.get(i));
      }
      for (int i = 1; i <= MEMBERS; i++) {
        sheet.value(i, 0, i);
        sheet.value(i, 1, i % ORGANISATIONS);
        sheet.value(i, 2, "样例" + i);
        sheet.value(i, 3, 13900000000L + i);
        sheet.value(i, 4, "社区党员");
      }
    }
    return out.toByteArray();
  }

  @Test
  void aWholeStreet_isSetUpWithFewRequests() throws Exception {
    JsonPath divisions = run("DIVISIONS", "text/csv", divisions());
    assertThat(divisions.getInt("imported")).isEqualTo(4 + COMMUNITIES + GRIDS + BUILDINGS);
    JsonPath organisations = run("ORGANISATIONS", "text/csv", organisations());
    assertThat(organisations.getInt("imported")).isEqualTo(ORGANISATIONS);
    Thread rival =
        Thread.ofPlatform()
            .start(
                () ->
                    await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> imports.work() || memberCount() > 0));
    JsonPath members = run("MEMBERS", ImportFormat.XLSX_TYPE, members());
    rival.join();
    assertThat(members.getInt("failed")).isZero();
    assertThat(members.getInt("imported")).isEqualTo(MEMBERS);
    assertThat(memberCount()).isEqualTo(MEMBERS);
    assertThat(requests).isLessThanOrEqualTo(20);
    // Importing the same file again changes nothing.
    assertThat(run("ORGANISATIONS", "text/csv", organisations()).getInt("known"))
        .isEqualTo(ORGANISATIONS);
    given().get("/api/v1/divisions/" + community(1) + "B00140").then().statusCode(200);
  }

  private long memberCount() {
    return street.number(
        "SELECT COUNT(*) FROM member m JOIN organisation o ON o.id = m.organisation_id"
            + " WHERE o.division_path LIKE '970101001%'");
  }
}
