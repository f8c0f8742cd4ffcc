package org.microwish.matching.plan;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.project;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.shared;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Tests plans: their orders, their results, and their revisions. */
@Tag("database")
@QuarkusTest
class PlanApiTest extends PlanApi {

  @Inject PlanJobs jobs;

  @Test
  void plan_assignsWishes_andExplainsScoresAndUnservedWishes() {
    long organisation = street.organisation();
    long here = street.member(organisation);
    long there = street.member(organisation, Street.NEIGHBOUR);
    String first = open(draft());
    String second = open(draft());
    String both = open(shared(2));
    String nobody = open(draft("claimableBy", "ORGANISATIONS"));
    String id =
        planned(
            order(
                List.of(first, second, both, nobody),
                List.of(member(here), member(there)),
                "weights",
                Map.of("load", 60)));

    Response plan = plan(id);
    assertThat(plan.<String>path("phase")).isEqualTo("DONE");
    assertThat(plan.<Boolean>path("provenBest")).isTrue();
    assertThat(plan.<Number>path("total")).isEqualTo(plan.path("bound"));
    assertThat(plan.<Number>path("gapPerCent").doubleValue()).isZero();
    assertThat(plan.<Number>path("greedyTotal").doubleValue())
        .isLessThanOrEqualTo(plan.<Number>path("total").doubleValue());
    assertThat(plan.<Integer>path("wishesServed")).isEqualTo(3);
    assertThat(plan.<Integer>path("wishes")).isEqualTo(4);
    assertThat(plan.<Integer>path("claimants")).isEqualTo(2);
    assertThat(plan.<Object>path("treeSize")).isNotNull();
    assertThat(plan.<String>path("division")).isEqualTo(Street.STREET);

    Response pairs = read(id, "pairs");
    assertThat(pairs.<List<Object>>path("items")).hasSize(4);
    assertThat(pairs.<List<Boolean>>path("items.holds")).containsOnly(true);
    assertThat(pairs.<List<String>>path("items.wishTitle")).containsOnly("更换厕所扶手");
    for (Map<String, Object> pair : pairs.<List<Map<String, Object>>>path("items")) {
      int sum = 0;
      for (Object reason : (List<?>) pair.get("reasons")) {
        sum += (Integer) ((Map<?, ?>) reason).get("points");
      }
      assertThat(pair.get("score")).as("the sum of the reasons").isEqualTo(sum);
    }
    assertThat(read(id, "pairs?wish=" + both).<List<String>>path("items.claimantId"))
        .containsExactlyInAnyOrder(Id.text(here), Id.text(there));
    assertThat(read(id, "loads").<List<Integer>>path("items.planned")).containsExactly(2, 2);
    assertThat(read(id, "loads").<List<Integer>>path("items.room")).containsExactly(5, 5);

    Response left = read(id, "unserved");
    assertThat(left.<List<String>>path("items.wishId")).containsExactly(nobody);
    assertThat(left.<String>path("items[0].reason")).isEqualTo("NOBODY_ELIGIBLE");
    assertThat(left.<String>path("items[0].explanation")).isEqualTo("没有既可以认领、又愿意认领的党组织或党员。");
    // A plan claims nothing.
    assertThat(WishApi.state(first)).isEqualTo("OPEN");
  }

  @Test
  void claimantWorthMoreElsewhere_isExplained_inBothLanguages() {
    long member = street.member(street.organisation());
    street.update(
        "INSERT INTO claim_quota (claimant_type, claimant_id, live_claims) VALUES ('MEMBER', ?, 4)",
        member);
    String near = open(draft());
    String far = open(draft("division", Street.NEIGHBOUR));
    String id = planned(order(List.of(near, far), List.of(member(member))));
    assertThat(pairs(id)).containsExactly(near + " " + Id.text(member));
    Response left = read(id, "unserved");
    assertThat(left.<String>path("items[0].reason")).isEqualTo("WORTH_MORE_ELSEWHERE");
    assertThat(left.<String>path("items[0].claimantId")).isEqualTo(Id.text(member));
    assertThat(left.<String>path("items[0].elsewhere")).isEqualTo(near);
    assertThat(left.<Number>path("items[0].price").doubleValue())
        .isGreaterThanOrEqualTo(left.<Number>path("items[0].here").doubleValue());
    assertThat(left.<String>path("items[0].explanation")).contains("在别处值");
    assertThat(inEnglish(id, "/unserved").<String>path("items[0].explanation"))
        .contains("is worth");
    assertThat(plan(id).<String>path("text")).isEqualTo("2 件心愿中有 1 件找到认领方；在所考虑的配对中，没有总分更高的方案。");
    assertThat(inEnglish(id, "").<String>path("text")).startsWith("1 of 2 wishes have somebody");
  }

  @Test
  void pinnedAndExcludedPairs_areKept_whenThePlanIsComputedAgain() {
    long organisation = street.organisation();
    long near = street.member(organisation);
    long far = street.member(organisation, Street.NEIGHBOUR);
    String wish = open(draft());
    List<Map<String, Object>> claimants = List.of(member(near), member(far));
    String id = planned(order(List.of(wish), claimants));
    assertThat(pairs(id)).containsExactly(wish + " " + Id.text(near));

    String again =
        accepted(
            post(
                operator,
                "/matching/plans/" + id + "/revisions",
                Map.of("excluded", List.of(pair(wish, near)))));
    assertThat(pairs(again)).containsExactly(wish + " " + Id.text(far));
    assertThat(plan(again).<String>path("previousId")).isEqualTo(id);
    assertThat(pairs(id)).as("the old plan").containsExactly(wish + " " + Id.text(near));

    String third =
        accepted(
            post(
                operator,
                "/matching/plans/" + again + "/revisions",
                Map.of("pinned", List.of(pair(wish, far)), "released", List.of(pair(wish, near)))));
    Response pinned = read(third, "pairs");
    assertThat(pairs(third)).containsExactly(wish + " " + Id.text(far));
    assertThat(pinned.<Boolean>path("items[0].pinned")).isTrue();
    assertThat(pinned.<Boolean>path("items[0].counted")).isTrue();
    assertThat(plan(third).<List<Object>>path("order.excluded")).isEmpty();
    assertThat(ok(get(operator, "/matching/plans?limit=3")).<List<String>>path("items.id"))
        .containsExactly(third, again, id);
  }

  @Test
  void impossiblePinnedPair_isListed_butNotCounted() {
    long member = street.member(street.organisation());
    String wish = open(draft("claimableBy", "ORGANISATIONS"));
    String id =
        planned(
            order(List.of(wish), List.of(member(member)), "pinned", List.of(pair(wish, member))));
    Response pairs = read(id, "pairs");
    assertThat(pairs.<Boolean>path("items[0].counted")).isFalse();
    assertThat(pairs.<Boolean>path("items[0].holds")).isFalse();
    assertThat(pairs.<String>path("items[0].obstacle")).isEqualTo("NOT_ELIGIBLE");
    assertThat(plan(id).<Integer>path("wishesServed")).isZero();
  }

  @Test
  void outdatedPairs_showTheirObstacles() {
    long organisation = street.organisation();
    long member = street.member(organisation);
    long rival = street.member(organisation);
    String taken = open(draft());
    String held = open(shared(3));
    String id = planned(order(List.of(taken, held), List.of(member(member))));
    assertThat(pairs(id)).hasSize(2);
    claim(Tokens.member("plan-rival-" + rival, rival), taken);
    claim(Tokens.member("plan-member-" + member, member), held);
    Map<String, String> obstacles = new HashMap<>();
    for (Map<String, String> pair : read(id, "pairs").<List<Map<String, String>>>path("items")) {
      obstacles.put(pair.get("wishId"), pair.get("obstacle"));
    }
    assertThat(obstacles).containsEntry(taken, "WISH_FULL").containsEntry(held, "ALREADY_CLAIMED");
  }

  @Test
  void claimantWhoHoldsAClaim_orMayNotClaim_isNotPlanned() {
    long organisation = street.organisation();
    long holder = street.member(organisation);
    long left = street.member(organisation);
    long outside = street.member(organisation, Street.ELSEWHERE);
    String wish = open(shared(3));
    claim(Tokens.member("plan-holder-" + holder, holder), wish);
    String id =
        planned(order(List.of(wish), List.of(member(holder), member(left), member(outside))));
    assertThat(pairs(id)).containsExactly(wish + " " + Id.text(left));
  }

  @Test
  void money_isPlanned_splitOrWhole() {
    long organisation = street.organisation();
    long other = street.organisation();
    String garden = open(project("1500.50"));
    String lamps = open(project("900.00"));
    Map<String, Object> split =
        map(
            "claimantType",
            "ORGANISATION",
            "claimantId",
            Id.text(organisation),
            "amount",
            "2000.00");
    Map<String, Object> whole =
        map(
            "claimantType",
            "ORGANISATION",
            "claimantId",
            Id.text(other),
            "amount",
            "1000.00",
            "whole",
            true);
    String id =
        planned(
            map(
                "division",
                Street.STREET,
                "wishes",
                List.of(garden, lamps),
                "claimants",
                List.of(
                    map("claimantType", "ORGANISATION", "claimantId", Id.text(organisation)),
                    map("claimantType", "ORGANISATION", "claimantId", Id.text(other))),
                "pledges",
                List.of(split, whole)));
    Map<String, String> amounts = new TreeMap<>();
    for (Map<String, String> pair : read(id, "pairs").<List<Map<String, String>>>path("items")) {
      amounts.put(pair.get("wishId") + " " + pair.get("claimantId"), pair.get("amount"));
    }
    assertThat(amounts)
        .containsOnly(
            Map.entry(garden + " " + Id.text(other), "1000.00"),
            Map.entry(garden + " " + Id.text(organisation), "500.50"),
            Map.entry(lamps + " " + Id.text(organisation), "900.00"));
  }

  @Test
  void faultyOrders_areRefused() {
    long member = street.member(street.organisation());
    String wish = open(draft());
    List<String> wishes = List.of(wish);
    List<Map<String, Object>> claimants = List.of(member(member));
    faulty(
        order(wishes, claimants, "weights", Map.of("load", -1)), "/weights/load", "OUT_OF_RANGE");
    faulty(
        order(wishes, claimants, "weights", Map.of("luck", 1)), "/weights/luck", "UNKNOWN_FIELD");
    faulty(order(wishes, claimants, "timeLimit", 61), "/timeLimit", "OUT_OF_RANGE");
    faulty(order(List.of(), claimants), "/wishes", "TOO_SHORT");
    faulty(order(List.of(wish, Id.text(12)), claimants), "/wishes/1", "NOT_FOUND");
    faulty(order(wishes, List.of(member(12))), "/claimants/0", "NOT_FOUND");
    faulty(
        order(
            wishes,
            claimants,
            "quotas",
            List.of(Map.of("division", Street.ELSEWHERE, "places", 1))),
        "/quotas/0",
        "NOT_FOUND");
    faulty(
        order(
            wishes,
            claimants,
            "pinned",
            List.of(pair(wish, member)),
            "excluded",
            List.of(pair(wish, member))),
        "/excluded/0",
        "DUPLICATE");
    faulty(Map.of("division", Street.OTHER_STREET), "/division", "NOT_ALLOWED");
    faulty(Map.of("division", "999999999000"), "/division", "NOT_FOUND");
    street.building("440199001001G77");
    refused(post(operator, "/matching/plans", Map.of("division", "440199001001G77")), "PLAN_EMPTY");
  }

  private Response inEnglish(String id, String what) {
    return given()
        .auth()
        .oauth2(operator)
        .header("Accept-Language", "en")
        .get("/api/v1/matching/plans/" + id + what);
  }

  @Test
  void claimantsAreOnlyPlanned_asFarAsTheyAreOpenToInvitations() {
    long organisation = street.organisation();
    List<Long> people = street.members(organisation, Street.COMMUNITY, 6);
    openness(people.get(0), "'', NULL, NULL, NULL, 'CLAIM_ACCEPTED,INVITATION'");
    openness(people.get(1), "'', NULL, NULL, '2100-01-01', ''");
    openness(people.get(2), "'', 0, NULL, NULL, ''");
    openness(people.get(3), "'GOODS', NULL, NULL, NULL, ''");
    openness(people.get(4), "'', 2, NULL, NULL, 'DELIVERED'");
    openness(people.get(5), "'', NULL, 0.00, NULL, ''");
    List<String> wishes = List.of(open(draft()), open(draft()), open(draft()));
    String costly = open(project("900.00"));
    List<Map<String, Object>> claimants = people.stream().limit(5).map(PlanApi::member).toList();
    String id = planned(order(wishes, claimants));
    assertThat(read(id, "pairs").<List<String>>path("items.claimantId"))
        .containsExactly(Id.text(people.get(4)), Id.text(people.get(4)));
    Response left = read(id, "unserved");
    assertThat(left.<String>path("items[0].reason")).isEqualTo("WORTH_MORE_ELSEWHERE");
    // Nobody gives money for the project.
    assertThat(pairs(planned(order(List.of(costly), List.of(member(people.get(5))))))).isEmpty();
    // A pin of an operator overrides what the claimant is open to.
    String pinned =
        planned(order(wishes, claimants, "pinned", List.of(pair(wishes.get(0), people.get(1)))));
    assertThat(pairs(pinned)).contains(wishes.get(0) + " " + Id.text(people.get(1)));
  }

  @Test
  void aPledge_isAClaim_soItCountsAgainstTheRoom() {
    List<String> projects =
        List.of(open(project("100.00")), open(project("110.00")), open(project("120.00")));
    long two = street.organisation();
    openness("ORGANISATION", two, "'', 2, 1000.00, NULL, ''");
    String id = planned(order(projects, List.of(organisation(two))));
    assertThat(plan(id).<Integer>path("wishesServed")).isEqualTo(2);
    assertThat(read(id, "loads").<List<Integer>>path("items.planned")).containsExactly(2);
    assertThat(read(id, "unserved").<List<String>>path("items.reason"))
        .containsExactly("EVERYBODY_FULL");
    assertThat(plan(id).<Number>path("total").doubleValue())
        .isLessThan(plan(id).<Number>path("bound").doubleValue());
    long none = street.organisation();
    openness("ORGANISATION", none, "'', 0, 1000.00, NULL, ''");
    String empty = planned(order(projects, List.of(organisation(none))));
    assertThat(pairs(empty)).isEmpty();
    assertThat(Set.copyOf(read(empty, "unserved").<List<String>>path("items.reason")))
        .containsExactly("EVERYBODY_FULL");
  }

  @Test
  void reservedPlaces_countAsTaken_andInvitedClaimantsAreNotPlannedAgain() {
    long organisation = street.organisation();
    long invited = street.member(organisation);
    long other = street.member(organisation);
    String held = open(draft());
    String asked = open(shared(2));
    invite(held, invited, true);
    invite(asked, invited, false);
    String id = planned(order(List.of(held, asked), List.of(member(invited), member(other))));
    assertThat(pairs(id)).containsExactly(asked + " " + Id.text(other));
    // A pinned pair is planned although the member is invited: its reserved place counts as free.
    String pinned =
        planned(
            order(
                List.of(asked), List.of(member(invited)), "pinned", List.of(pair(asked, invited))));
    assertThat(read(pinned, "pairs").<Boolean>path("items[0].holds")).isTrue();
  }

  @Test
  void aPlanComputedManyEntriesAgo_canBeReadAndRevised() {
    long member = street.member(street.organisation());
    String gone = open(draft());
    String kept = open(draft());
    String id = planned(order(List.of(gone, kept), List.of(member(member))));
    assertThat(pairs(id)).hasSize(2);
    ok(WishApi.OPERATOR, "/wishes/" + gone + "/withdraw", WishApi.because("不再需要"));
    long before = plan(id).<Number>path("treeSize").longValue();
    assertThat(inEnglish(id, "/pairs").<List<String>>path("items.obstacleText"))
        .containsExactlyInAnyOrder("Not allowed in this state", null);
    String again = accepted(post(operator, "/matching/plans/" + id + "/revisions", none()));
    assertThat(pairs(again)).containsExactly(kept + " " + Id.text(member));
    assertThat(plan(again).<Integer>path("wishes")).isEqualTo(1);
    assertThat(plan(again).<Number>path("treeSize").longValue()).isGreaterThanOrEqualTo(before);
    ok(WishApi.OPERATOR, "/wishes/" + kept + "/withdraw", WishApi.because("不再需要"));
    refused(post(operator, "/matching/plans/" + id + "/revisions", none()), "PLAN_EMPTY");
  }

  @Test
  void plan_canBeReadAndRevised_afterItsDivisionIsMergedOrClosed() {
    String community = "440199001777";
    street.community(community);
    long member = street.member(street.organisation(), community);
    String wish = open(draft("division", community));
    Map<String, Object> order =
        Map.of(
            "division",
            community,
            "claimants",
            List.of(member(member)),
            "quotas",
            List.of(Map.of("division", community, "places", 3)));
    String id = planned(order);
    assertThat(pairs(id)).hasSize(1);
    street.update(
        "UPDATE division SET state = 'MERGED', successor = ? WHERE code = ?",
        Street.COMMUNITY,
        community);
    street.update(
        "UPDATE wish SET division_path = ? WHERE id = ?", Street.COMMUNITY, Street.id(wish));
    street.update("UPDATE member SET division_path = ? WHERE id = ?", Street.COMMUNITY, member);
    assertThat(plan(id).<String>path("division")).isEqualTo(community);
    assertThat(read(id, "pairs").<Boolean>path("items[0].holds")).isTrue();
    Response closed =
        refused(
            post(operator, "/matching/plans/" + id + "/revisions", none()), "VALIDATION_FAILED");
    assertThat(closed.<List<String>>path("errors.pointer")).containsExactly("/division");
    assertThat(closed.<List<String>>path("errors.code")).containsExactly("CLOSED");
    faulty(order, "/division", "CLOSED");
    assertThat(
            sent(post(operator, "/matching/plans/" + id + "/invitations", none()))
                .<Integer>path("invitations.sent"))
        .isEqualTo(1);
  }

  private void openness(long member, String values) {
    openness("MEMBER", member, values);
  }

  private void openness(String type, long id, String values) {
    street.update(
        "INSERT INTO openness (party_type, party_id, categories, places_per_month, amount,"
            + " paused_until, unwanted) VALUES (?, ?, "
            + values
            + ")",
        type,
        id);
  }

  private static Map<String, Object> organisation(long id) {
    return map("claimantType", "ORGANISATION", "claimantId", Id.text(id));
  }

  private void faulty(Object order, String pointer, String code) {
    Response response = refused(post(operator, "/matching/plans", order), "VALIDATION_FAILED");
    assertThat(response.<List<String>>path("errors.pointer")).containsExactly(pointer);
    assertThat(response.<List<String>>path("errors.code")).containsExactly(code);
  }

  @Test
  void plans_areForOperatorsOfTheDivision() {
    long member = street.member(street.organisation());
    String id = planned(order(List.of(open(draft())), List.of(member(member))));
    String stranger = Tokens.operator("plan-stranger", Street.OTHER_STREET);
    for (String what : List.of("", "/pairs", "/unserved", "/loads")) {
      refused(get(stranger, "/matching/plans/" + id + what), "NOT_FOUND");
    }
    refused(post(stranger, "/matching/plans/" + id + "/revisions", none()), "NOT_FOUND");
    refused(get(Tokens.member("plan-m", member), "/matching/plans/" + id), "FORBIDDEN");
    // A colleague of the same street works with the same plans.
    ok(get(WishApi.OPERATOR, "/matching/plans/" + id));
  }

  @Test
  void failedAttempt_isRepeated_withoutDuplicateRows() {
    long member = street.member(street.organisation());
    String id = planned(order(List.of(open(draft())), List.of(member(member))));
    // As after a kill between two chunks: some rows are stored, one of them not in the new result.
    street.update(
        "INSERT INTO matching_plan_pair SELECT plan_id, 2, wish_id, claimant_type, claimant_id,"
            + " amount, score, reasons, pinned, counted, sending, sending_id, invitation_id,"
            + " refusal FROM matching_plan_pair WHERE plan_id = ?",
        Street.id(id));
    street.update(
        "UPDATE matching_plan SET state = 'RUNNING', phase = 'STORING', finished_at = NULL,"
            + " lease_until = UTC_TIMESTAMP(6) WHERE id = ?",
        Street.id(id));
    jobs.work();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> plan(id).<String>path("state").equals("COMPLETED"));
    assertThat(pairs(id)).hasSize(1);
    assertThat(street.number("SELECT attempts FROM matching_plan WHERE id = " + Street.id(id)))
        .isEqualTo(2);
  }

  @Test
  void planWhoseAttemptsAllFail_becomesFailed() {
    long member = street.member(street.organisation());
    String id = planned(order(List.of(open(draft())), List.of(member(member))));
    street.update(
        "UPDATE matching_plan SET state = 'RUNNING', attempts = 3,"
            + " lease_until = UTC_TIMESTAMP(6) WHERE id = ?",
        Street.id(id));
    jobs.work();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> plan(id).<String>path("state").equals("FAILED"));
    assertThat(plan(id).<Object>path("total")).isNull();
    assertThat(plan(id).<String>path("text")).contains("重新统筹");
    assertThat(inEnglish(id, "").<String>path("text")).contains("Order it again");
  }

  @Test
  void oldPlans_areDeleted_withTheirRows() {
    long member = street.member(street.organisation());
    String id = planned(order(List.of(open(draft())), List.of(member(member))));
    street.update(
        "UPDATE matching_plan SET expires_at = UTC_TIMESTAMP(6) WHERE id = ?", Street.id(id));
    assertThat(jobs.expire()).isPositive();
    refused(get(operator, "/matching/plans/" + id), "NOT_FOUND");
    for (String table : List.of("pair", "unserved", "load")) {
      assertThat(
              street.number(
                  "SELECT COUNT(*) FROM matching_plan_"
                      + table
                      + " WHERE plan_id = "
                      + Street.id(id)))
          .isZero();
    }
  }

  @Test
  void account_mayNotHaveMoreThanThreeUnfinishedPlans() {
    long member = street.member(street.organisation());
    Map<String, Object> order = order(List.of(open(draft())), List.of(member(member)));
    String id = planned(order);
    // Add copies of the plan with valid leases, so that no instance computes them.
    for (int i = 1; i <= 3; i++) {
      street.update(
          "INSERT INTO matching_plan SELECT id + ?, previous_id, 'RUNNING', phase, account,"
              + " division_path, plan_order, attempts, UTC_TIMESTAMP(6) + INTERVAL 1 DAY, tree_size,"
              + " weights_version, wishes, claimants, pairs_considered, pairs_left_out, pairs,"
              + " wishes_served, total, bound, greedy_total, proven_best, created_at, finished_at,"
              + " expires_at FROM matching_plan WHERE id = ?",
          i,
          Street.id(id));
    }
    refused(post(operator, "/matching/plans", order), "STATE_CONFLICT");
  }
}
