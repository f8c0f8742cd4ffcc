package org.microwish.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.PartyApi.As;
import org.microwish.party.PartyApi.Entry;

@Tag("database")
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganisationApiTest {

  private static final String STREET = "900102013000";
  private static final String COMMUNITY = "900102013001";
  private static final String CREDIT_CODE = "91350100M000100Y43";
  private static final String OTHER_CREDIT_CODE = "11320000MB151840XJ";

  private final As operator = As.operator("900102013");

  private boolean ready;

  /** Runs once; not in {@code @BeforeAll}, because the port is not known there yet. */
  @BeforeEach
  void recordAStreet() {
    if (ready) {
      return;
    }
    ready = true;
    PartyApi.street("90", 2);
    PartyApi.recordDivision(As.administrator(), "900102014000", "东山街道");
  }

  @Test
  void anOperatorRecordsAnOrganisationAndEverybodyReadsIt() {
    Map<String, Object> body = PartyApi.organisation(STREET);
    body.put("sector", "TWO_NEW");
    body.put("kind", "GENERAL_BRANCH");
    Response created = operator.post("/organisations", body);
    String id = PartyApi.id(created);
    assertThat(created.header("Location")).endsWith("/api/v1/organisations/" + id);
    created.then().body("version", equalTo(1)).body("state", equalTo("ACTIVE"));
    PartyApi.anonymously("/organisations/" + id)
        .then()
        .statusCode(200)
        .body("name", equalTo("梅花街道第一党支部"))
        .body("kind", equalTo("GENERAL_BRANCH"))
        .body("sector", equalTo("TWO_NEW"))
        .body("division", equalTo(STREET))
        .body("divisionName", equalTo("梅花街道"))
        .body("state", equalTo("ACTIVE"));
    List<Entry> entries = PartyApi.entries(AggregateType.ORGANISATION, id);
    assertThat(entries).extracting(Entry::type).containsExactly("ORGANISATION_RECORDED");
    Map<?, ?> leaf = PartyApi.json(entries.getFirst().leaf());
    assertThat(leaf.get("facts"))
        .isEqualTo(
            Map.of(
                "organisation",
                Map.of(
                    "kind", "GENERAL_BRANCH",
                    "sector", "TWO_NEW",
                    "division", "900102013",
                    "state", "ACTIVE")));
    assertThat(PartyApi.commitments(entries.getFirst().leaf())).containsExactly("name");
    assertThat(entries.getFirst().leaf()).doesNotContain("梅花");
    assertThat(PartyApi.entry(created)).isEqualTo(entries.getFirst());
  }

  @Test
  void everyBadFieldIsNamed() {
    assertThat(PartyApi.faults(operator.post("/organisations", Map.of())))
        .containsExactlyInAnyOrder(
            "/name REQUIRED", "/kind REQUIRED", "/sector REQUIRED", "/division REQUIRED");
    assertThat(faultsWith("creditCode", "91350100M000100Y4Z"))
        .containsExactly("/creditCode INVALID_FORMAT");
    assertThat(faultsWith("division", "909900000000")).containsExactly("/division NOT_FOUND");
    assertThat(faultsWith("division", "nowhere")).containsExactly("/division NOT_FOUND");
    assertThat(faultsWith("kind", "CELL")).containsExactly("/kind UNKNOWN_VALUE");
    assertThat(faultsWith("parentId", "0000000000000")).containsExactly("/parentId NOT_FOUND");
    assertThat(faultsWith("parentId", "?")).containsExactly("/parentId INVALID_FORMAT");
    assertThat(faultsWith("name", "甲\u0007乙")).containsExactly("/name FORBIDDEN_CHARACTER");
    assertThat(faultsWith("name", "甲".repeat(201))).containsExactly("/name TOO_LONG");
    assertThat(faultsWith("name", "　 ")).containsExactly("/name REQUIRED");
    assertThat(faultsWith("occurredAt", "2999-01-01T00:00:00+08:00"))
        .containsExactly("/occurredAt IN_FUTURE");
    assertThat(faultsWith("state", "ACTIVE")).containsExactly("/state UNKNOWN_FIELD");
  }

  @Test
  void aCreditCodeBelongsToOneActiveOrganisation() {
    Map<String, Object> body = PartyApi.organisation(STREET);
    body.put("creditCode", CREDIT_CODE.toLowerCase(java.util.Locale.ROOT));
    String holder = PartyApi.id(operator.post("/organisations", body));
    Response refused = operator.post("/organisations", body);
    assertThat(PartyApi.refusal(refused, 409)).isEqualTo("ALREADY_EXISTS");
    assertThat(refused.<String>path("organisationId")).isEqualTo(holder);
    operator.post("/organisations/" + holder + "/dissolve", null).then().statusCode(200);
    PartyApi.anonymously("/organisations/" + holder)
        .then()
        .body("creditCode", equalTo(CREDIT_CODE))
        .body("state", equalTo("DISSOLVED"));
    operator.post("/organisations", body).then().statusCode(201);
  }

  @Test
  void concurrentRecordingsOfOneCreditCode_haveOneWinner() {
    Map<String, Object> body = PartyApi.organisation(STREET);
    body.put("creditCode", OTHER_CREDIT_CODE);
    List<Integer> statuses =
        Concurrently.run(8, i -> operator.post("/organisations", body).statusCode());
    assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    assertThat(
            PartyApi.number(
                "SELECT COUNT(*) FROM organisation WHERE credit_code = ?", OTHER_CREDIT_CODE))
        .isOne();
  }

  @Test
  void staffWriteInTheirSubtreeOnly() {
    Map<String, Object> beyond = PartyApi.organisation("900102014000");
    assertThat(PartyApi.refusal(operator.post("/organisations", beyond), 403))
        .isEqualTo("FORBIDDEN");
    String theirs = PartyApi.id(As.operator("900102014").post("/organisations", beyond));
    assertThat(
            PartyApi.refusal(
                operator.put("/organisations/" + theirs, 1, PartyApi.organisation(STREET)), 403))
        .isEqualTo("FORBIDDEN");
    assertThat(PartyApi.refusal(operator.post("/organisations/" + theirs + "/dissolve", null), 403))
        .isEqualTo("FORBIDDEN");
    String ours = PartyApi.recordOrganisation(operator, STREET);
    assertThat(PartyApi.refusal(operator.put("/organisations/" + ours, 1, beyond), 403))
        .isEqualTo("FORBIDDEN");
    assertThat(
            PartyApi.refusal(
                As.auditor("900102013").post("/organisations", PartyApi.organisation(STREET)), 403))
        .isEqualTo("FORBIDDEN");
    As.administrator().post("/organisations", beyond).then().statusCode(201);
  }

  @Test
  void change_needsTheCurrentVersion() {
    String id = PartyApi.recordOrganisation(operator, STREET);
    String path = "/organisations/" + id;
    Map<String, Object> body = PartyApi.organisation(COMMUNITY);
    body.put("name", "更名党支部");
    assertThat(PartyApi.refusal(operator.putBlindly(path, body), 428))
        .isEqualTo("PRECONDITION_REQUIRED");
    operator.put(path, 1, body).then().statusCode(200).body("version", equalTo(2));
    assertThat(PartyApi.refusal(operator.put(path, 1, body), 412)).isEqualTo("PRECONDITION_FAILED");
    PartyApi.anonymously(path)
        .then()
        .body("name", equalTo("更名党支部"))
        .body("formerNames.name", contains("梅花街道第一党支部"))
        .body("division", equalTo(COMMUNITY))
        .body("version", equalTo(2));
    assertThat(PartyApi.entries(AggregateType.ORGANISATION, id))
        .extracting(Entry::type)
        .containsExactly("ORGANISATION_RECORDED", "ORGANISATION_CHANGED");
  }

  @Test
  void organisation_cannotBeItsOwnAncestor() {
    String top = PartyApi.recordOrganisation(operator, STREET);
    String middle = below(top);
    String bottom = below(middle);
    for (String parent : List.of(top, middle, bottom)) {
      Map<String, Object> body = PartyApi.organisation(STREET);
      body.put("parentId", parent);
      assertThat(PartyApi.faults(operator.put("/organisations/" + top, 1, body)))
          .containsExactly("/parentId NOT_ALLOWED");
    }
    PartyApi.anonymously("/organisations?parentId=" + top)
        .then()
        .body("items.id", contains(middle));
    assertThat(PartyApi.entries(AggregateType.ORGANISATION, top)).hasSize(1);
  }

  @Test
  void concurrentParentChanges_createNoCycle() {
    for (int round = 0; round < 5; round++) {
      List<String> pair =
          List.of(
              PartyApi.recordOrganisation(operator, STREET),
              PartyApi.recordOrganisation(operator, STREET));
      List<Integer> statuses =
          Concurrently.run(
              2,
              i -> {
                Map<String, Object> body = PartyApi.organisation(STREET);
                body.put("parentId", pair.get(1 - i));
                return operator.put("/organisations/" + pair.get(i), 1, body).statusCode();
              });
      assertThat(statuses).containsExactlyInAnyOrder(200, 400);
    }
  }

  @Test
  void anOrganisationInUseIsNotDissolved() {
    String id = PartyApi.recordOrganisation(operator, STREET);
    String path = "/organisations/" + id + "/dissolve";
    String member = PartyApi.recordMember(operator, id);
    String below = below(id);
    String checkIn =
        PartyApi.id(
            operator.post("/check-ins", PartyApi.checkIn(PartyType.ORGANISATION, id, COMMUNITY)));
    Response refused = operator.post(path, null);
    assertThat(PartyApi.refusal(refused, 409)).isEqualTo("STILL_IN_USE");
    refused
        .then()
        .body("members", equalTo(1))
        .body("organisations", equalTo(1))
        .body("checkIns", equalTo(1));
    operator.post("/members/" + member + "/leave", null).then().statusCode(200);
    assertThat(PartyApi.refusal(operator.post(path, null), 409)).isEqualTo("STILL_IN_USE");
    operator.post("/organisations/" + below + "/dissolve", null).then().statusCode(200);
    assertThat(PartyApi.refusal(operator.post(path, null), 409)).isEqualTo("STILL_IN_USE");
    operator.post("/check-ins/" + checkIn + "/revoke", null).then().statusCode(200);
    operator
        .post(path, null)
        .then()
        .statusCode(200)
        .body("state", equalTo("DISSOLVED"))
        .body("version", equalTo(2));
    assertThat(PartyApi.entries(AggregateType.ORGANISATION, id))
        .extracting(Entry::type)
        .containsExactly("ORGANISATION_RECORDED", "ORGANISATION_DISSOLVED");
  }

  @Test
  void dissolvedOrganisation_refusesChangesMembersCheckInsAndChildren() {
    String id = PartyApi.recordOrganisation(operator, STREET);
    operator.post("/organisations/" + id + "/dissolve", null).then().statusCode(200);
    assertThat(
            PartyApi.refusal(
                operator.put("/organisations/" + id, 2, PartyApi.organisation(STREET)), 409))
        .isEqualTo("ALREADY_ENDED");
    assertThat(PartyApi.refusal(operator.post("/organisations/" + id + "/dissolve", null), 409))
        .isEqualTo("ALREADY_ENDED");
    assertThat(PartyApi.faults(operator.post("/members", PartyApi.member(id))))
        .containsExactly("/organisationId NOT_ALLOWED");
    assertThat(
            PartyApi.faults(
                operator.post(
                    "/check-ins", PartyApi.checkIn(PartyType.ORGANISATION, id, COMMUNITY))))
        .containsExactly("/subjectId NOT_ALLOWED");
    Map<String, Object> body = PartyApi.organisation(STREET);
    body.put("parentId", id);
    assertThat(PartyApi.faults(operator.post("/organisations", body)))
        .containsExactly("/parentId NOT_ALLOWED");
  }

  @Test
  void dissolvingAndJoiningAtOnce_cannotBothSucceed() {
    for (int round = 0; round < 5; round++) {
      String id = PartyApi.recordOrganisation(operator, STREET);
      List<Integer> statuses =
          Concurrently.run(
              6,
              i ->
                  i == 0
                      ? operator.post("/organisations/" + id + "/dissolve", null).statusCode()
                      : operator.post("/members", PartyApi.member(id)).statusCode());
      long joined = statuses.stream().filter(status -> status == 201).count();
      boolean dissolved = statuses.getFirst() == 200;
      assertThat(dissolved && joined > 0).as(statuses.toString()).isFalse();
    }
  }

  @Test
  void aRepeatedDissolutionGetsTheFirstAnswer() {
    String id = PartyApi.recordOrganisation(operator, STREET);
    String key = UUID.randomUUID().toString();
    String path = "/organisations/" + id + "/dissolve";
    Response first = operator.postWithKey(key, path, null);
    Response again = operator.postWithKey(key, path, null);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.asString()).isEqualTo(first.asString());
  }

  @Test
  void operators_mayBackdate_butNotBeforeThePreviousEvent() {
    Map<String, Object> body = PartyApi.organisation(STREET);
    body.put("occurredAt", "2021-03-01T09:00:00+08:00");
    Response created = operator.post("/organisations", body);
    String id = PartyApi.id(created);
    assertThat(PartyApi.entry(created).leaf())
        .contains("\"occurredAt\":\"2021-03-01T01:00:00.000000Z\"");
    PartyApi.anonymously("/organisations/" + id)
        .then()
        .body("createdAt", equalTo("2021-03-01T09:00:00+08:00"));
    body.put("occurredAt", "2021-02-01T09:00:00+08:00");
    assertThat(PartyApi.faults(operator.put("/organisations/" + id, 1, body)))
        .containsExactly("/occurredAt WRONG_ORDER");
    assertThat(PartyApi.faults(As.administrator().post("/organisations", body)))
        .containsExactly("/occurredAt NOT_ALLOWED");
  }

  @Test
  void listIsSortedByPinyin_alsoAcrossPages_andAfterARename() {
    Map<String, String> ids = new java.util.HashMap<>();
    for (String name : List.of("重庆路党支部", "北京路党支部", "A座党支部", "上海路党支部")) {
      Map<String, Object> body = PartyApi.organisation(COMMUNITY);
      body.put("name", name);
      body.put("kind", "GENERAL_BRANCH");
      body.put("sector", "SCHOOL");
      ids.put(name, PartyApi.id(operator.post("/organisations", body)));
    }
    Map<String, Object> renamed = PartyApi.organisation(COMMUNITY);
    renamed.put("name", "白云路党支部");
    renamed.put("kind", "GENERAL_BRANCH");
    renamed.put("sector", "SCHOOL");
    operator.put("/organisations/" + ids.get("上海路党支部"), 1, renamed).then().statusCode(200);

    String list =
        "/organisations?sort=NAME&limit=2&sector=SCHOOL&kind=GENERAL_BRANCH&division=" + COMMUNITY;
    String next =
        PartyApi.anonymously(list)
            .then()
            .body("items.name", contains("A座党支部", "白云路党支部"))
            .extract()
            .path("nextCursor");
    PartyApi.anonymously(list + "&cursor=" + next)
        .then()
        .body("items.name", contains("北京路党支部", "重庆路党支部"));
    PartyApi.anonymously(list.replace("sort=NAME&", "") + "&cursor=" + next).then().statusCode(400);
    PartyApi.anonymously("/divisions?sort=NAME&limit=1").then().statusCode(200);
  }

  @Test
  void listsAreFilteredBySubtreeKindSectorStateAndName() {
    String inStreet = PartyApi.recordOrganisation(operator, STREET);
    Map<String, Object> body = PartyApi.organisation(COMMUNITY);
    body.put("name", "百分%之_一党委");
    body.put("kind", "COMMITTEE");
    body.put("sector", "HOSPITAL");
    String inCommunity = PartyApi.id(operator.post("/organisations", body));
    PartyApi.anonymously("/organisations?division=" + COMMUNITY + "&sector=HOSPITAL")
        .then()
        .statusCode(200)
        .body("items.id", contains(inCommunity));
    PartyApi.anonymously("/organisations?division=900102013&limit=100")
        .then()
        .body("items.id", hasItem(inStreet))
        .body("items.id", hasItem(inCommunity));
    PartyApi.anonymously("/organisations?q=%之_一").then().body("items.id", contains(inCommunity));
    PartyApi.anonymously("/organisations?q=%之x一").then().body("items.size()", equalTo(0));
    PartyApi.anonymously("/organisations?kind=COMMITTEE&state=ACTIVE&division=" + STREET)
        .then()
        .body("items.id", contains(inCommunity));
    PartyApi.anonymously("/organisations?state=DISSOLVED&limit=100")
        .then()
        .body("items.id", not(hasItem(inCommunity)));
  }

  @Test
  void lists_arePaged_andACursorNeedsTheSameFilters() {
    PartyApi.recordDivision(As.administrator(), "900102013009", "分页社区");
    List<String> ids =
        List.of(
            PartyApi.recordOrganisation(operator, "900102013009"),
            PartyApi.recordOrganisation(operator, "900102013009"),
            PartyApi.recordOrganisation(operator, "900102013009"));
    String list = "/organisations?division=900102013009&limit=2";
    Response page = PartyApi.anonymously(list);
    page.then().body("items.id", contains(ids.get(0), ids.get(1)));
    String cursor = page.path("nextCursor");
    PartyApi.anonymously(list + "&cursor=" + cursor)
        .then()
        .body("items.id", contains(ids.get(2)))
        .body("nextCursor", equalTo(null));
    assertThat(PartyApi.faults(PartyApi.anonymously("/organisations?limit=2&cursor=" + cursor)))
        .containsExactly("cursor NOT_ALLOWED");
    PartyApi.anonymously("/organisations?division=900102013009")
        .then()
        .body("items.id", containsInAnyOrder(ids.toArray()));
  }

  @Test
  void anUnknownOrganisationIsNotFound() {
    assertThat(PartyApi.refusal(PartyApi.anonymously("/organisations/0000000000000"), 404))
        .isEqualTo("NOT_FOUND");
    assertThat(PartyApi.refusal(PartyApi.anonymously("/organisations/x"), 404))
        .isEqualTo("NOT_FOUND");
    assertThat(
            PartyApi.refusal(
                operator.put("/organisations/0000000000000", 1, PartyApi.organisation(STREET)),
                404))
        .isEqualTo("NOT_FOUND");
  }

  private String below(String parent) {
    Map<String, Object> body = PartyApi.organisation(STREET);
    body.put("parentId", parent);
    return PartyApi.id(operator.post("/organisations", body));
  }

  private List<String> faultsWith(String field, Object value) {
    Map<String, Object> body = PartyApi.organisation(STREET);
    body.put(field, value);
    return PartyApi.faults(operator.post("/organisations", body));
  }
}
