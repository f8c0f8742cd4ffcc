package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.Tokens;

/** Tests reads around a project: wall, claims, meetings, notes, follow-ups, categories. */
@Tag("database")
@QuarkusTest
class WishReadsTest {

  private static final String STAFF = Tokens.operator("desk", SampleDivisions.STREET);

  private String branch;
  private String steward;
  private String member;

  private static RequestSpecification as(String token) {
    return given()
        .auth()
        .oauth2(token)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .contentType(ContentType.JSON);
  }

  private static Response post(String token, String path, String body) {
    Response answer = as(token).body(body).post("/api/v1" + path);
    assertThat(answer.statusCode()).describedAs(answer.asString()).isIn(200, 201);
    return answer;
  }

  @BeforeEach
  void branch() {
    SampleDivisions.record();
    branch =
        post(
                STAFF,
                "/organisations",
                """
                {"name":"样例物业公司党支部","kind":"BRANCH","sector":"TWO_NEW","division":"440104013001"}""")
            .path("id");
    steward = Tokens.steward("steward-" + branch, Id.fromString(branch).value());
    member =
        post(
                STAFF,
                "/members",
                """
                {"organisationId":"%s","kind":"COMMUNITY","name":"何样例"}"""
                    .formatted(branch))
            .path("id");
  }

  private static String project() {
    String id =
        post(
                STAFF,
                "/wishes",
                """
                {"kind":"PROJECT","channel":"FIELD_VISIT","category":"PUBLIC_GOOD",
                 "division":"440104013001","budget":"3000.00",
                 "beneficiaries":{"buildings":2,"households":48,"people":130},
                 "words":{"title":"加装楼道灯","details":"两栋楼的楼道没有灯","reporter":"李样例"}}""")
            .path("wishId");
    post(STAFF, "/wishes/" + id + "/submit", "{}");
    post(STAFF, "/wishes/" + id + "/publish", "{\"publicTitle\":\"为两栋楼加装楼道灯\",\"attested\":true}");
    return id;
  }

  @Test
  void aProjectCanBeReadFromTheWallToItsNotes() {
    String id = project();
    Instant later = Instant.now().plus(45, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    post(STAFF, "/wishes/" + id + "/extend", "{\"claimBy\":\"%s\"}".formatted(later));
    post(
        STAFF,
        "/wishes/" + id + "/meetings",
        """
        {"heldAt":"2026-01-05T15:00:00+08:00","participants":9,"attendees":"居民代表、物业、社区",
         "agreed":"先装一楼到三楼"}""");
    String claim =
        post(
                steward,
                "/wishes/" + id + "/claims",
                """
                {"pledge":{"amount":"2800.00","form":"CASH"},"participants":["%s"]}"""
                    .formatted(member))
            .path("claim.id");
    post(steward, "/claims/" + claim + "/assess", "{\"note\":\"线路完好，可以施工\"}");
    given()
        .queryParam("organisation", branch)
        .queryParam("kind", "PROJECT")
        .queryParam("q", "楼道灯")
        .get("/api/v1/wishes")
        .then()
        .statusCode(200)
        .body("items.id", contains(id))
        .body("items[0].own", equalTo(null));
    as(steward).get("/api/v1/claims").then().statusCode(200).body("items.id", contains(claim));
    as(STAFF)
        .get("/api/v1/wishes/" + id + "/claims")
        .then()
        .statusCode(200)
        .body("items[0].participants[0].name", equalTo("何**"));
    as(STAFF).get("/api/v1/wishes/" + id + "/meetings").then().body("items", hasSize(1));
    as(STAFF)
        .get("/api/v1/wishes/" + id + "/notes")
        .then()
        .statusCode(200)
        .body("items.text", hasItem("线路完好，可以施工"))
        .body("items.find { it.kind == 'ASSESSMENT' }.authorRole", equalTo("STEWARD"));
    as(Tokens.operator("elsewhere", "440105000000"))
        .get("/api/v1/wishes/" + id + "/notes")
        .then()
        .statusCode(403);
    post(
        steward,
        "/claims/" + claim + "/deliver",
        "{\"note\":\"装好了\",\"spent\":[{\"amount\":\"2800.00\",\"form\":\"CASH\"}]}");
    as(STAFF).get("/api/v1/wishes/" + id + "/follow-ups").then().body("items", hasSize(0));
  }

  @Test
  void unknownBeneficiaryCounts_areOmitted() {
    String id =
        post(
                STAFF,
                "/wishes",
                """
                {"kind":"PROJECT","channel":"FIELD_VISIT","category":"PUBLIC_GOOD",
                 "division":"440104013001","budget":"3000.00","beneficiaries":{"people":130},
                 "words":{"title":"加装楼道灯","details":"两栋楼的楼道没有灯","reporter":"李样例"}}""")
            .path("wishId");
    assertThat(as(STAFF).get("/api/v1/wishes/" + id).then().statusCode(200).extract().asString())
        .contains("\"beneficiaries\":{\"people\":130}");
  }

  @Test
  void subcategories_areConfiguredByTheAdministrator() {
    as(Tokens.administrator("root"))
        .body("{\"nameZh\":\"无障碍用品\",\"nameEn\":\"Accessibility aids\",\"active\":true}")
        .put("/api/v1/categories/GOODS/subcategories/ACCESSIBILITY_AIDS")
        .then()
        .statusCode(200);
    given()
        .get("/api/v1/categories")
        .then()
        .statusCode(200)
        .body(
            "items.find { it.category == 'GOODS' }.subcategories.code",
            hasItem("ACCESSIBILITY_AIDS"));
    as(STAFF)
        .body(
            """
            {"kind":"WISH","channel":"HOME_VISIT","category":"SERVICE","division":"440104013001",
             "subcategory":"ACCESSIBILITY_AIDS","words":{"title":"扶手"}}""")
        .post("/api/v1/wishes")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/subcategory"));
  }

  @Test
  void aMemberLeavesAndThenItsBranchIsDissolved() {
    post(STAFF, "/members/" + member + "/leave", "{}");
    post(STAFF, "/organisations/" + branch + "/dissolve", "{}");
  }
}
