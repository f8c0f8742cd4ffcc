package org.microwish.party;

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
class CheckInApiTest {

  private static final String STREET = "880102013000";
  private static final String COMMUNITY = "880102013001";
  private static final String SECOND_COMMUNITY = "880102013002";
  private static final String FAR_COMMUNITY = "880102014001";

  @Inject Transactions transactions;
  @Inject CheckIns checkIns;
  @Inject Pseudonyms pseudonyms;

  private final As operator = As.operator("880102013");
  private final As farOperator = As.operator("880102014");
  private String organisation;
  private As steward;

  private boolean ready;

  /** Runs once; not in {@code @BeforeAll}, because the port is not known there yet. */
  @BeforeEach
  void recordAnOrganisation() {
    if (ready) {
      return;
    }
    ready = true;
    PartyApi.street("88", 2);
    PartyApi.recordDivision(As.administrator(), "880102014000", "东山街道");
    PartyApi.recordDivision(As.administrator(), FAR_COMMUNITY, "远方社区");
    organisation = PartyApi.recordOrganisation(operator, STREET);
    steward = As.steward(organisation);
  }

  @Test
  void aMemberChecksInAndOutAndInAgain() {
    String member = PartyApi.recordMember(operator, organisation);
    As self = As.member(member);
    Map<String, Object> body = PartyApi.checkIn(PartyType.MEMBER, member, COMMUNITY);
    Response created = self.post("/check-ins", body);
    String first = PartyApi.id(created);
    created.then().body("state", equalTo("LIVE")).body("version", equalTo(1));
    assertThat(communities(PartyType.MEMBER, member)).containsExactly(COMMUNITY);
    self.get("/check-ins/" + first)
        .then()
        .statusCode(200)
        .body("subjectName", equalTo("欧阳**"))
        .body("organisationName", equalTo("梅花街道第一党支部"))
        .body("community", equalTo(COMMUNITY))
        .body("communityName", equalTo("第1社区"))
        .body("revokedAt", equalTo(null));
    Response again = self.post("/check-ins", body);
    assertThat(PartyApi.refusal(again, 409)).isEqualTo("ALREADY_CHECKED_IN");
    assertThat(again.<String>path("checkInId")).isEqualTo(first);
    self.post("/check-ins/" + first + "/revoke", null)
        .then()
        .statusCode(200)
        .body("state", equalTo("REVOKED"))
        .body("version", equalTo(2));
    assertThat(communities(PartyType.MEMBER, member)).isEmpty();
    assertThat(PartyApi.refusal(self.post("/check-ins/" + first + "/revoke", null), 409))
        .isEqualTo("ALREADY_REVOKED");
    String second = PartyApi.id(self.post("/check-ins", body));
    self.get("/check-ins").then().body("items.id", contains(first, second));
    self.get("/check-ins?state=LIVE").then().body("items.id", contains(second));
    self.get("/check-ins?state=REVOKED").then().body("items.id", contains(first));
    assertThat(PartyApi.entries(AggregateType.CHECK_IN, first))
        .extracting(Entry::type)
        .containsExactly("CHECKED_IN", "CHECK_IN_REVOKED");
  }

  @Test
  void theLeafNamesAMemberByPseudonym_andTheCommunity_andNothingElse() {
    String member = PartyApi.recordMember(operator, organisation);
    Response created =
        steward.post("/check-ins", PartyApi.checkIn(PartyType.MEMBER, member, COMMUNITY));
    String leaf = PartyApi.entry(created).leaf();
    String pseudonym = transactions.call(() -> pseudonyms.ofMember(Id.fromString(member).value()));
    assertThat(leaf).contains(pseudonym).doesNotContain(member);
    assertThat(PartyApi.json(leaf).get("v")).isEqualTo(2);
    assertThat(PartyApi.json(leaf).get("facts"))
        .isEqualTo(
            Map.of(
                "checkIn",
                Map.of(
                    "subject", Map.of("type", "MEMBER", "id", pseudonym), "community", COMMUNITY)));
    Response revoked = steward.post("/check-ins/" + PartyApi.id(created) + "/revoke", null);
    assertThat(PartyApi.json(PartyApi.entry(revoked).leaf()).get("facts")).isEqualTo(Map.of());
  }

  @Test
  void concurrentCheckIns_createOneCheckIn() {
    String member = PartyApi.recordMember(operator, organisation);
    Map<String, Object> body = PartyApi.checkIn(PartyType.MEMBER, member, COMMUNITY);
    List<Response> answers = Concurrently.run(16, i -> steward.post("/check-ins", body));
    assertThat(answers)
        .extracting(Response::statusCode)
        .containsOnly(201, 409)
        .containsOnlyOnce(201);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 409))
        .allSatisfy(
            answer -> assertThat(answer.<String>path("code")).isEqualTo("ALREADY_CHECKED_IN"));
    assertThat(
            PartyApi.number(
                "SELECT COUNT(*) FROM check_in WHERE subject_type = 'MEMBER' AND subject_id = ?",
                Id.fromString(member).value()))
        .isOne();
  }

  @Test
  void concurrentRevocations_haveOneWinner() {
    String member = PartyApi.recordMember(operator, organisation);
    String id =
        PartyApi.id(
            steward.post("/check-ins", PartyApi.checkIn(PartyType.MEMBER, member, COMMUNITY)));
    List<Integer> statuses =
        Concurrently.run(8, i -> steward.post("/check-ins/" + id + "/revoke", null).statusCode());
    assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
    assertThat(PartyApi.entries(AggregateType.CHECK_IN, id)).hasSize(2);
  }

  @Test
  void leavingAndCheckingInAtOnce_cannotBothSucceed() {
    for (int round = 0; round < 5; round++) {
      String member = PartyApi.recordMember(operator, organisation);
      Map<String, Object> body = PartyApi.checkIn(PartyType.MEMBER, member, COMMUNITY);
      List<Integer> statuses =
          Concurrently.run(
              2,
              i ->
                  i == 0
                      ? operator.post("/members/" + member + "/leave", null).statusCode()
                      : steward.post("/check-ins", body).statusCode());
      assertThat(statuses).isIn(List.of(200, 400), List.of(409, 201));
    }
  }

  @Test
  void anOrganisationIsCheckedInWithSeveralCommunities() {
    String id = PartyApi.recordOrganisation(operator, STREET);
    As its = As.steward(id);
    for (String community : List.of(COMMUNITY, FAR_COMMUNITY)) {
      its.post("/check-ins", PartyApi.checkIn(PartyType.ORGANISATION, id, community))
          .then()
          .statusCode(201);
    }
    assertThat(communities(PartyType.ORGANISATION, id)).containsExactly(COMMUNITY, FAR_COMMUNITY);
    its.get("/check-ins").then().body("items.community", contains(COMMUNITY, FAR_COMMUNITY));
  }

  @Test
  void everyBadFieldIsNamed() {
    assertThat(PartyApi.faults(operator.post("/check-ins", Map.of())))
        .containsExactlyInAnyOrder(
            "/subjectType REQUIRED", "/subjectId REQUIRED", "/community REQUIRED");
    assertThat(faultsOf(organisation, STREET)).containsExactly("/community NOT_ALLOWED");
    assertThat(faultsOf(organisation, "889900000000")).containsExactly("/community NOT_FOUND");
    assertThat(faultsOf("0000000000000", COMMUNITY)).containsExactly("/subjectId NOT_FOUND");
    assertThat(faultsOf(PartyApi.recordMember(operator, organisation), COMMUNITY))
        .containsExactly("/subjectId NOT_FOUND");
  }

  @Test
  void checkIn_isRefusedForCallersOutsideTheOrganisationAndCommunity() {
    String member = PartyApi.recordMember(operator, organisation);
    Map<String, Object> body = PartyApi.checkIn(PartyType.MEMBER, member, COMMUNITY);
    String other = PartyApi.recordMember(operator, organisation);
    assertThat(PartyApi.faults(As.member(other).post("/check-ins", body)))
        .containsExactly("/subjectId NOT_FOUND");
    assertThat(PartyApi.faults(farOperator.post("/check-ins", body)))
        .containsExactly("/subjectId NOT_FOUND");
    assertThat(
            PartyApi.refusal(
                farOperator.post(
                    "/check-ins",
                    PartyApi.checkIn(PartyType.ORGANISATION, organisation, COMMUNITY)),
                403))
        .isEqualTo("FORBIDDEN");
    assertThat(PartyApi.refusal(As.auditor("88").post("/check-ins", body), 403))
        .isEqualTo("FORBIDDEN");
    assertThat(PartyApi.refusal(As.resident().get("/check-ins"), 403)).isEqualTo("FORBIDDEN");
    assertThat(PartyApi.refusal(PartyApi.anonymously("/check-ins"), 401))
        .isEqualTo("UNAUTHENTICATED");
    body.put("community", FAR_COMMUNITY);
    farOperator.post("/check-ins", body).then().statusCode(201);
  }

  @Test
  void checkInOutsideTheirSubtree_isNotFoundForStaff() {
    String member = PartyApi.recordMember(operator, organisation);
    String id =
        PartyApi.id(
            steward.post("/check-ins", PartyApi.checkIn(PartyType.MEMBER, member, COMMUNITY)));
    assertThat(PartyApi.refusal(farOperator.get("/check-ins/" + id), 404)).isEqualTo("NOT_FOUND");
    assertThat(PartyApi.refusal(farOperator.post("/check-ins/" + id + "/revoke", null), 404))
        .isEqualTo("NOT_FOUND");
    farOperator.get("/check-ins?limit=100").then().body("items.id", not(hasItem(id)));
    As.auditor("8801").get("/check-ins/" + id).then().statusCode(200);
    operator.get("/check-ins?limit=100").then().body("items.id", hasItem(id));
  }

  @Test
  void operators_mayBackdate_butNotBeforeThePreviousEvent() {
    String member = PartyApi.recordMember(operator, organisation);
    Map<String, Object> body = PartyApi.checkIn(PartyType.MEMBER, member, COMMUNITY);
    body.put("occurredAt", "2021-05-01T09:00:00+08:00");
    assertThat(PartyApi.faults(steward.post("/check-ins", body)))
        .containsExactly("/occurredAt NOT_ALLOWED");
    String id = PartyApi.id(operator.post("/check-ins", body));
    operator
        .get("/check-ins/" + id)
        .then()
        .body("checkedInAt", equalTo("2021-05-01T09:00:00+08:00"));
    String revoke = "/check-ins/" + id + "/revoke";
    assertThat(
            PartyApi.faults(
                operator.post(revoke, Map.of("occurredAt", "2021-04-30T09:00:00+08:00"))))
        .containsExactly("/occurredAt WRONG_ORDER");
    operator.post(revoke, Map.of("occurredAt", "2021-06-01T09:00:00+08:00")).then().statusCode(200);
    operator
        .get("/check-ins/" + id)
        .then()
        .body("revokedAt", equalTo("2021-06-01T09:00:00+08:00"))
        .body("state", equalTo("REVOKED"));
  }

  @Test
  void listsAreFilteredByPlaceSubjectAndOrganisation() {
    String branch = PartyApi.recordOrganisation(operator, STREET);
    String member = PartyApi.recordMember(operator, branch);
    String own =
        PartyApi.id(
            operator.post(
                "/check-ins", PartyApi.checkIn(PartyType.ORGANISATION, branch, SECOND_COMMUNITY)));
    String its =
        PartyApi.id(
            operator.post(
                "/check-ins", PartyApi.checkIn(PartyType.MEMBER, member, SECOND_COMMUNITY)));
    operator
        .get("/check-ins?division=" + SECOND_COMMUNITY)
        .then()
        .body("items.id", contains(own, its));
    operator
        .get("/check-ins?organisationId=" + branch + "&subjectType=MEMBER")
        .then()
        .body("items.id", contains(its));
    operator.get("/check-ins?subjectId=" + branch).then().body("items.id", contains(own));
    Response page = operator.get("/check-ins?limit=1&division=" + SECOND_COMMUNITY);
    page.then().body("items.id", contains(own));
    operator
        .get(
            "/check-ins?limit=1&division="
                + SECOND_COMMUNITY
                + "&cursor="
                + page.path("nextCursor"))
        .then()
        .body("items.id", contains(its))
        .body("nextCursor", equalTo(null));
  }

  private List<String> communities(PartyType type, String id) {
    return transactions.call(() -> checkIns.communitiesOf(type, Id.fromString(id).value()));
  }

  private List<String> faultsOf(String organisationId, String community) {
    return PartyApi.faults(
        operator.post(
            "/check-ins", PartyApi.checkIn(PartyType.ORGANISATION, organisationId, community)));
  }
}
