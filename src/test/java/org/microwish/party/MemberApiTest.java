package org.microwish.party;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.PartyApi.As;
import org.microwish.party.PartyApi.Entry;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;

@Tag("database")
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemberApiTest {

  private static final String STREET = "890102013000";
  private static final String COMMUNITY = "890102013001";
  private static final String OTHER_STREET = "890102014000";

  @Inject Transactions transactions;
  @Inject Pseudonyms pseudonyms;

  private final As operator = As.operator("890102013");
  private final As otherOperator = As.operator("890102014");
  private String organisation;
  private String otherOrganisation;
  private As steward;

  private boolean ready;

  /** Runs once; not in {@code @BeforeAll}, because the port is not known there yet. */
  @BeforeEach
  void recordOrganisations() {
    if (ready) {
      return;
    }
    ready = true;
    PartyApi.street("89", 2);
    PartyApi.recordDivision(As.administrator(), OTHER_STREET, "东山街道");
    PartyApi.recordDivision(As.administrator(), "890102014001", "别的社区");
    organisation = PartyApi.recordOrganisation(operator, STREET);
    otherOrganisation = PartyApi.recordOrganisation(otherOperator, OTHER_STREET);
    steward = As.steward(organisation);
  }

  @Test
  void aMemberIsShownMaskedToThoseWhoMaySeeIt() {
    Map<String, Object> body = PartyApi.member(organisation);
    body.put("division", COMMUNITY);
    body.put("skills", List.of(" 电工 ", "心理疏导"));
    body.put("serviceAreas", List.of("890102013001", "890102013"));
    body.put("showsName", true);
    Response created = steward.post("/members", body);
    String id = PartyApi.id(created);
    assertThat(created.header("Location")).endsWith("/api/v1/members/" + id);
    assertThat(created.asString()).doesNotContain("欧阳").doesNotContain("13800138000");
    for (As who : List.of(operator, As.auditor("8901"), steward, As.member(id))) {
      Response read = who.get("/members/" + id);
      read.then()
          .statusCode(200)
          .body("id", equalTo(id))
          .body("version", equalTo(1))
          .body("state", equalTo("ACTIVE"))
          .body("name", equalTo("欧阳**"))
          .body("phone", equalTo("138****8000"))
          .body("organisationId", equalTo(organisation))
          .body("organisationName", equalTo("梅花街道第一党支部"))
          .body("kind", equalTo("IN_SERVICE"))
          .body("division", equalTo(COMMUNITY))
          .body("divisionName", equalTo("第1社区"))
          .body("skills", contains("心理疏导", "电工"))
          .body("serviceAreas", contains("890102013000", "890102013001"))
          .body("showsName", equalTo(true));
      assertThat(read.asString()).doesNotContain("建国").doesNotContain("13800138000");
    }
  }

  @Test
  void theLeafNamesAMemberByPseudonymAndShowsNothingPersonal() {
    Map<String, Object> body = PartyApi.member(organisation);
    body.put("division", COMMUNITY);
    body.put("skills", List.of("找王师傅13900139000"));
    Response created = operator.post("/members", body);
    String id = PartyApi.id(created);
    String pseudonym = pseudonym(id);
    List<Entry> entries = PartyApi.entries(AggregateType.MEMBER, pseudonym);
    assertThat(entries).extracting(Entry::type).containsExactly("MEMBER_RECORDED");
    String leaf = entries.getFirst().leaf();
    assertThat(leaf)
        .doesNotContain(id)
        .doesNotContain("欧阳")
        .doesNotContain("13800138000")
        .doesNotContain("王师傅");
    Map<?, ?> read = PartyApi.json(leaf);
    assertThat(PartyApi.commitments(leaf)).containsExactlyInAnyOrder("name", "phone", "skills");
    assertThat(read.get("facts"))
        .isEqualTo(
            Map.of(
                "member",
                Map.of(
                    "organisation",
                    organisation,
                    "kind",
                    "IN_SERVICE",
                    "community",
                    COMMUNITY,
                    "serviceAreas",
                    List.of(),
                    "showsName",
                    false,
                    "state",
                    "ACTIVE")));
    assertThat(
            PartyApi.number(
                "SELECT COUNT(*) FROM vault_value WHERE subject_type = 'MEMBER' AND subject_id = ?",
                Id.fromString(id).value()))
        .isEqualTo(2);
    assertThat(
            PartyApi.number(
                "SELECT COUNT(*) FROM vault_opening"
                    + " WHERE subject_type = 'MEMBER' AND subject_id = ?",
                Id.fromString(id).value()))
        .isEqualTo(3);
  }

  @Test
  void memberWithoutADivision_getsThatOfItsOrganisation() {
    String id = PartyApi.recordMember(steward, organisation);
    operator.get("/members/" + id).then().body("division", equalTo(STREET));
  }

  @Test
  void everyBadFieldIsNamed() {
    assertThat(PartyApi.faults(operator.post("/members", Map.of())))
        .containsExactlyInAnyOrder("/organisationId REQUIRED", "/kind REQUIRED", "/name REQUIRED");
    assertThat(faultsWith("phone", "12345")).containsExactly("/phone INVALID_FORMAT");
    assertThat(faultsWith("name", "字".repeat(51))).containsExactly("/name TOO_LONG");
    assertThat(faultsWith("kind", "RETIRED")).containsExactly("/kind UNKNOWN_VALUE");
    assertThat(faultsWith("organisationId", "0000000000000"))
        .containsExactly("/organisationId NOT_FOUND");
    assertThat(faultsWith("division", "899900000000")).containsExactly("/division NOT_FOUND");
    assertThat(faultsWith("skills", List.of("电工", "字".repeat(41))))
        .containsExactly("/skills/1 TOO_LONG");
    assertThat(faultsWith("skills", List.of("Java", "java")))
        .containsExactly("/skills/1 DUPLICATE");
    assertThat(faultsWith("skills", IntStream.range(0, 21).mapToObj(i -> "技能" + i).toList()))
        .containsExactly("/skills TOO_LONG");
    assertThat(faultsWith("skills", List.of(" "))).containsExactly("/skills/0 REQUIRED");
    assertThat(faultsWith("serviceAreas", List.of("890102013001", "890102013001")))
        .containsExactly("/serviceAreas/1 DUPLICATE");
    assertThat(faultsWith("serviceAreas", List.of("x")))
        .containsExactly("/serviceAreas/0 NOT_FOUND");
  }

  @Test
  void membersAreNotPublic() {
    String id = PartyApi.recordMember(steward, organisation);
    assertThat(PartyApi.refusal(PartyApi.anonymously("/members/" + id), 401))
        .isEqualTo("UNAUTHENTICATED");
    assertThat(PartyApi.refusal(PartyApi.anonymously("/members"), 401))
        .isEqualTo("UNAUTHENTICATED");
    assertThat(PartyApi.refusal(As.resident().get("/members/" + id), 403)).isEqualTo("FORBIDDEN");
    assertThat(PartyApi.refusal(As.administrator().get("/members"), 403)).isEqualTo("FORBIDDEN");
    String other = PartyApi.recordMember(otherOperator, otherOrganisation);
    for (As stranger :
        List.of(
            otherOperator,
            As.auditor("890102014"),
            As.steward(otherOrganisation),
            As.member(other))) {
      assertThat(PartyApi.refusal(stranger.get("/members/" + id), 404)).isEqualTo("NOT_FOUND");
      stranger.get("/members?limit=100").then().body("items.id", not(hasItem(id)));
    }
  }

  @Test
  void staffSeeThoseWhoLiveOrAreCheckedInInTheirSubtree() {
    Map<String, Object> body = PartyApi.member(organisation);
    body.put("division", "890102014001");
    String livesThere = PartyApi.id(operator.post("/members", body));
    otherOperator.get("/members/" + livesThere).then().statusCode(200);
    String serves = PartyApi.recordMember(operator, organisation);
    otherOperator.get("/members/" + serves).then().statusCode(404);
    As self = As.member(serves);
    String checkIn =
        PartyApi.id(
            self.post("/check-ins", PartyApi.checkIn(PartyType.MEMBER, serves, "890102014001")));
    otherOperator.get("/members/" + serves).then().statusCode(200);
    otherOperator.get("/members?limit=100").then().body("items.id", hasItem(serves));
    assertThat(PartyApi.refusal(otherOperator.post("/members/" + serves + "/leave", null), 403))
        .isEqualTo("FORBIDDEN");
    self.post("/check-ins/" + checkIn + "/revoke", null).then().statusCode(200);
    otherOperator.get("/members/" + serves).then().statusCode(404);
  }

  @Test
  void onlyStewardAndOperator_recordAndChangeMembers() {
    Map<String, Object> body = PartyApi.member(organisation);
    assertThat(PartyApi.refusal(otherOperator.post("/members", body), 403)).isEqualTo("FORBIDDEN");
    assertThat(PartyApi.refusal(As.steward(otherOrganisation).post("/members", body), 403))
        .isEqualTo("FORBIDDEN");
    assertThat(PartyApi.refusal(As.auditor("89").post("/members", body), 403))
        .isEqualTo("FORBIDDEN");
    assertThat(PartyApi.refusal(As.administrator().post("/members", body), 403))
        .isEqualTo("FORBIDDEN");
    String id = PartyApi.recordMember(steward, organisation);
    assertThat(PartyApi.refusal(As.member(id).put("/members/" + id, 1, profile(organisation)), 403))
        .isEqualTo("FORBIDDEN");
    assertThat(PartyApi.refusal(otherOperator.put("/members/" + id, 1, profile(organisation)), 404))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void profileUpdate_replacesTheWholeProfile() {
    Map<String, Object> body = PartyApi.member(organisation);
    body.put("skills", List.of("电工", "木工"));
    body.put("serviceAreas", List.of(COMMUNITY));
    String id = PartyApi.id(steward.post("/members", body));
    Map<String, Object> edit = profile(organisation);
    edit.put("kind", "COMMUNITY");
    edit.put("division", COMMUNITY);
    edit.put("skills", List.of("木工", "理发"));
    assertThat(PartyApi.refusal(steward.putBlindly("/members/" + id, edit), 428))
        .isEqualTo("PRECONDITION_REQUIRED");
    assertThat(PartyApi.refusal(steward.put("/members/" + id, 3, edit), 412))
        .isEqualTo("PRECONDITION_FAILED");
    steward.put("/members/" + id, 1, edit).then().statusCode(200).body("version", equalTo(2));
    steward
        .get("/members/" + id)
        .then()
        .body("kind", equalTo("COMMUNITY"))
        .body("division", equalTo(COMMUNITY))
        .body("skills", contains("木工", "理发"))
        .body("serviceAreas.size()", equalTo(0))
        .body("name", equalTo("欧阳**"));
    List<Entry> entries = PartyApi.entries(AggregateType.MEMBER, pseudonym(id));
    assertThat(entries)
        .extracting(Entry::type)
        .containsExactly("MEMBER_RECORDED", "MEMBER_CHANGED");
    assertThat(PartyApi.commitments(entries.getLast().leaf())).containsExactlyInAnyOrder("skills");
  }

  @Test
  void nameAndPhone_areChangedSeparatelyFromTheProfile() {
    String id = PartyApi.recordMember(steward, organisation);
    String path = "/members/" + id + "/contact";
    steward.put(path, 1, Map.of("name", "李四", "phone", "020-87654321")).then().statusCode(200);
    steward
        .get("/members/" + id)
        .then()
        .body("name", equalTo("李**"))
        .body("phone", equalTo("020****4321"));
    steward.put(path, 2, Map.of("name", "李四")).then().statusCode(200);
    steward.get("/members/" + id).then().body("phone", equalTo(null));
    assertThat(PartyApi.faults(steward.put(path, 3, Map.of("name", "李四", "phone", "1"))))
        .containsExactly("/phone INVALID_FORMAT");
    List<Entry> entries = PartyApi.entries(AggregateType.MEMBER, pseudonym(id));
    assertThat(entries).hasSize(3);
    assertThat(PartyApi.commitments(entries.get(1).leaf()))
        .containsExactlyInAnyOrder("name", "phone");
  }

  @Test
  void nameConsent_isChangedByMemberAndSteward_notByOperator() {
    String id = PartyApi.recordMember(operator, organisation);
    String path = "/members/" + id + "/name-consent";
    As self = As.member(id);
    self.put(path, 1, Map.of("showsName", true)).then().statusCode(200);
    self.get("/members/" + id).then().body("showsName", equalTo(true));
    steward.put(path, 2, Map.of("showsName", false)).then().statusCode(200);
    assertThat(PartyApi.refusal(operator.put(path, 3, Map.of("showsName", true)), 403))
        .isEqualTo("FORBIDDEN");
    String other = PartyApi.recordMember(operator, organisation);
    assertThat(PartyApi.refusal(As.member(other).put(path, 3, Map.of("showsName", true)), 404))
        .isEqualTo("NOT_FOUND");
    assertThat(PartyApi.faults(self.put(path, 3, Map.of()))).containsExactly("/showsName REQUIRED");
    steward.put("/members/" + id, 3, profile(organisation)).then().statusCode(200);
    steward.get("/members/" + id).then().body("showsName", equalTo(false));
  }

  @Test
  void moveToAnotherOrganisation_needsAnOperatorOfBoth() {
    String id = PartyApi.recordMember(operator, organisation);
    String sister = PartyApi.recordOrganisation(operator, COMMUNITY);
    assertThat(PartyApi.faults(steward.put("/members/" + id, 1, profile(sister))))
        .containsExactly("/organisationId NOT_ALLOWED");
    assertThat(PartyApi.refusal(operator.put("/members/" + id, 1, profile(otherOrganisation)), 403))
        .isEqualTo("FORBIDDEN");
    operator.put("/members/" + id, 1, profile(sister)).then().statusCode(200);
    As.steward(sister)
        .get("/members/" + id)
        .then()
        .statusCode(200)
        .body("organisationId", equalTo(sister))
        .body("division", equalTo(COMMUNITY));
    steward.get("/members/" + id).then().statusCode(404);
  }

  @Test
  void member_cannotLeaveWithALiveCheckIn() {
    String id = PartyApi.recordMember(operator, organisation);
    String checkIn =
        PartyApi.id(operator.post("/check-ins", PartyApi.checkIn(PartyType.MEMBER, id, COMMUNITY)));
    Response refused = operator.post("/members/" + id + "/leave", null);
    assertThat(PartyApi.refusal(refused, 409)).isEqualTo("STILL_IN_USE");
    refused.then().body("checkIns", equalTo(1)).body("claims", equalTo(null));
    operator.post("/check-ins/" + checkIn + "/revoke", null).then().statusCode(200);
    operator
        .post("/members/" + id + "/leave", null)
        .then()
        .statusCode(200)
        .body("state", equalTo("LEFT"));
    assertThat(PartyApi.refusal(operator.post("/members/" + id + "/leave", null), 409))
        .isEqualTo("ALREADY_ENDED");
    assertThat(PartyApi.refusal(operator.put("/members/" + id, 2, profile(organisation)), 409))
        .isEqualTo("ALREADY_ENDED");
    assertThat(
            PartyApi.faults(
                operator.post("/check-ins", PartyApi.checkIn(PartyType.MEMBER, id, COMMUNITY))))
        .containsExactly("/subjectId NOT_ALLOWED");
    assertThat(PartyApi.entries(AggregateType.MEMBER, pseudonym(id)))
        .extracting(Entry::type)
        .containsExactly("MEMBER_RECORDED", "MEMBER_LEFT");
  }

  @Test
  void aRepeatedRequestRecordsOneMember() {
    String key = UUID.randomUUID().toString();
    Map<String, Object> body = PartyApi.member(organisation);
    List<Response> answers = Concurrently.run(8, i -> steward.postWithKey(key, "/members", body));
    assertThat(answers).extracting(Response::statusCode).isSubsetOf(201, 409).contains(201);
    assertThat(
            answers.stream()
                .filter(answer -> answer.statusCode() == 201)
                .map(answer -> answer.<String>path("id"))
                .distinct())
        .hasSize(1);
    String id =
        steward.postWithKey(key, "/members", body).then().statusCode(201).extract().path("id");
    assertThat(PartyApi.entries(AggregateType.MEMBER, pseudonym(id))).hasSize(1);
    body.put("name", "别人");
    assertThat(PartyApi.refusal(steward.postWithKey(key, "/members", body), 422))
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void concurrentChangesOfAMember_haveOneWinner() {
    String id = PartyApi.recordMember(operator, organisation);
    List<Integer> statuses =
        Concurrently.run(
            8,
            i ->
                steward
                    .put("/members/" + id + "/contact", 1, Map.of("name", "名" + i))
                    .statusCode());
    assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
    assertThat(PartyApi.entries(AggregateType.MEMBER, pseudonym(id))).hasSize(2);
  }

  @Test
  void listsAreFilteredAndPaged() {
    String branch = PartyApi.recordOrganisation(operator, STREET);
    As its = As.steward(branch);
    Map<String, Object> body = PartyApi.member(branch);
    body.put("skills", List.of("电工"));
    body.put("division", COMMUNITY);
    String electrician = PartyApi.id(its.post("/members", body));
    body.put("skills", List.of("木工"));
    body.put("kind", "COMMUNITY");
    body.remove("division");
    String joiner = PartyApi.id(its.post("/members", body));
    its.get("/members").then().body("items.id", contains(electrician, joiner));
    its.get("/members?skill=电工").then().body("items.id", contains(electrician));
    its.get("/members?kind=COMMUNITY").then().body("items.id", contains(joiner));
    its.get("/members?division=" + COMMUNITY).then().body("items.id", contains(electrician));
    its.get("/members?organisationId=" + organisation).then().body("items.size()", equalTo(0));
    its.get("/members?state=LEFT").then().body("items.size()", equalTo(0));
    operator
        .get("/members?organisationId=" + branch)
        .then()
        .body("items.id", contains(electrician, joiner))
        .body("items[0].name", equalTo("欧阳**"));
    Response page = its.get("/members?limit=1");
    page.then().body("items.id", contains(electrician));
    its.get("/members?limit=1&cursor=" + page.path("nextCursor"))
        .then()
        .body("items.id", contains(joiner))
        .body("nextCursor", equalTo(null));
    As.member(joiner).get("/members").then().body("items.id", contains(joiner));
  }

  @Test
  void matchingEtag_getsNotModified_andAllowsAnUpdate() {
    String id = PartyApi.recordMember(operator, organisation);
    String tag = operator.get("/members/" + id).header("ETag");
    given()
        .auth()
        .oauth2(operator.token())
        .header("If-None-Match", tag)
        .get("/api/v1/members/" + id)
        .then()
        .statusCode(304);
    given()
        .auth()
        .oauth2(operator.token())
        .header("If-Match", tag)
        .contentType("application/json")
        .body(Map.of("name", "王五"))
        .put("/api/v1/members/" + id + "/contact")
        .then()
        .statusCode(200);
  }

  private String pseudonym(String memberId) {
    return transactions.call(() -> pseudonyms.ofMember(Id.fromString(memberId).value()));
  }

  private static Map<String, Object> profile(String organisationId) {
    Map<String, Object> profile = PartyApi.member(organisationId);
    profile.remove("name");
    profile.remove("phone");
    return profile;
  }

  private List<String> faultsWith(String field, Object value) {
    Map<String, Object> body = PartyApi.member(organisation);
    body.put(field, value);
    return PartyApi.faults(operator.post("/members", body));
  }
}
