package org.microwish.matching.plan;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.ending;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.shared;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.matching.plan.PlanInvitations.Round;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Tests that the invitations of plans are sent, each exactly once. */
@Tag("database")
@QuarkusTest
class PlanSendApiTest extends PlanApi {

  @Inject PlanPump pump;
  @Inject PlanInvitations invitations;
  @Inject PlanQueries queries;
  @Inject EntityManager entities;

  private Response send(String id, Object order) {
    return post(operator, "/matching/plans/" + id + "/invitations", order);
  }

  /** Returns the numbers of invitations that are to be sent, sent and refused. */
  private static List<Integer> counts(Response plan) {
    return List.of(
        plan.path("invitations.toSend"),
        plan.path("invitations.sent"),
        plan.path("invitations.refused"));
  }

  /** Returns the invitations of a plan's pairs by wish. */
  private Map<String, Map<String, String>> sendings(String id) {
    Map<String, Map<String, String>> found = new HashMap<>();
    for (Map<String, Object> pair :
        read(id, "pairs?limit=100").<List<Map<String, Object>>>path("items")) {
      @SuppressWarnings("unchecked")
      Map<String, String> invitation = (Map<String, String>) pair.get("invitation");
      found.put((String) pair.get("wishId"), invitation);
    }
    return found;
  }

  private long countInvitations(String wish) {
    return street.number("SELECT COUNT(*) FROM invitation WHERE wish_id = " + Street.id(wish));
  }

  /** A plan in which each wish is assigned to a different member. */
  private record Planned(String id, List<String> wishes, List<Long> members) {}

  private Planned plan(int size) {
    List<Long> members = street.members(street.organisation(), Street.COMMUNITY, size);
    List<String> wishes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      wishes.add(open(draft()));
    }
    String id =
        planned(
            order(
                wishes,
                members.stream().map(PlanApi::member).toList(),
                "weights",
                Map.of("load", 1_000)));
    assertThat(plan(id).<Integer>path("wishesServed")).isEqualTo(size);
    return new Planned(id, wishes, members);
  }

  @Test
  void allInvitations_areSent_inTheNameOfTheOperator_andOnlyOnce() {
    Planned planned = plan(2);
    String id = planned.id();
    assertThat(counts(plan(id))).containsExactly(0, 0, 0);
    String until = LocalDate.now(Time.ZONE).plusDays(30) + "T00:00:00";
    Map<String, Object> order = map("reserved", true, "until", until + "+08:00");
    assertThat(counts(sent(send(id, order)))).containsExactly(0, 2, 0);
    assertThat(plan(id).<String>path("text")).contains("已发出 2 份");
    Response pairs = read(id, "pairs?invitation=SENT");
    assertThat(pairs.<List<Object>>path("items")).hasSize(2);
    // A place that is reserved for the claimant is no obstacle to its claim.
    assertThat(pairs.<List<Boolean>>path("items.holds")).containsOnly(true);
    assertThat(read(id, "pairs?invitation=REFUSED").<List<Object>>path("items")).isEmpty();

    String wish = pairs.path("items[0].wishId");
    Response one = ok(get(operator, "/wishes/" + wish + "/invitations"));
    assertThat(one.<List<String>>path("items.id"))
        .containsExactly(pairs.<String>path("items[0].invitation.id"));
    assertThat(one.<String>path("items[0].state")).isEqualTo("INVITED");
    assertThat(one.<Boolean>path("items[0].reserved")).isTrue();
    assertThat(one.<String>path("items[0].until")).startsWith(until);
    assertThat(
            street.column(
                "SELECT CONVERT(payload USING utf8mb4) FROM ledger_entry WHERE aggregate_id = '"
                    + wish
                    + "' AND entry_type = 'CLAIMANT_INVITED'"))
        .singleElement()
        .asString()
        .contains("OPERATOR")
        .doesNotContain("SYSTEM");

    assertThat(counts(sent(send(id, none())))).containsExactly(0, 2, 0);
    assertThat(countInvitations(wish)).isEqualTo(1);
    long member = Street.id(pairs.path("items[0].claimantId"));
    ok(
        Tokens.member("plan-invited-" + member, member),
        "/invitations/" + pairs.path("items[0].invitation.id") + "/accept",
        none());
    assertThat(counts(sent(send(id, none())))).containsExactly(0, 2, 0);
  }

  @Test
  void selectedInvitations_areSent_andFaultyPairsAreReported() {
    Planned planned = plan(3);
    String id = planned.id();
    Map<String, Object> first = pair(read(id, "pairs").path("items[0]"));
    Map<String, Object> second = pair(read(id, "pairs").path("items[1]"));
    Map<String, Object> foreign = pair(planned.wishes().get(0), 12);
    faulty(id, map("pairs", List.of(first, foreign)), "/pairs/1", "NOT_FOUND");
    faulty(id, map("pairs", List.of(first, second, first)), "/pairs/2", "DUPLICATE");
    faulty(id, map("pairs", List.of()), "/pairs", "TOO_SHORT");
    faulty(id, map("until", "2020-01-01T00:00:00+08:00"), "/until", "IN_PAST");
    faulty(id, map("wishes", List.of()), "/wishes", "UNKNOWN_FIELD");
    assertThat(counts(plan(id))).containsExactly(0, 0, 0);

    assertThat(counts(sent(send(id, map("pairs", List.of(second)))))).containsExactly(0, 1, 0);
    assertThat(countInvitations((String) second.get("wishId"))).isEqualTo(1);
    assertThat(countInvitations((String) first.get("wishId"))).isZero();
    assertThat(counts(sent(send(id, none())))).containsExactly(0, 3, 0);
  }

  private static Map<String, Object> pair(Map<String, Object> row) {
    return map(
        "wishId",
        row.get("wishId"),
        "claimantType",
        row.get("claimantType"),
        "claimantId",
        row.get("claimantId"));
  }

  private void faulty(String id, Object order, String pointer, String code) {
    Response response = refused(send(id, order), "VALIDATION_FAILED");
    assertThat(response.<List<String>>path("errors.pointer")).first().isEqualTo(pointer);
    assertThat(response.<List<String>>path("errors.code")).first().isEqualTo(code);
  }

  @Test
  void refusedInvitations_showTheirObstacle_andCanBeRequestedAgain() {
    long organisation = street.organisation();
    long member = street.member(organisation);
    long rival = street.member(organisation);
    String taken = open(draft());
    String byHand = open(shared(2));
    String closed = open(shared(2));
    String free = open(draft());
    String id = planned(order(List.of(taken, byHand, closed, free), List.of(member(member))));
    assertThat(pairs(id)).hasSize(4);
    String rivals = Tokens.member("plan-rival-" + rival, rival);
    String claim = claim(rivals, taken);
    invite(byHand, member, false);
    ok(WishApi.OPERATOR, "/wishes/" + closed + "/withdraw", WishApi.because("不再需要"));

    assertThat(counts(sent(send(id, none())))).containsExactly(0, 1, 3);
    Map<String, Map<String, String>> sendings = sendings(id);
    assertThat(sendings.get(free)).containsEntry("state", "SENT").containsKey("id");
    assertThat(sendings.get(taken))
        .containsEntry("state", "REFUSED")
        .containsEntry("obstacle", "WISH_FULL")
        .doesNotContainKey("id");
    assertThat(sendings.get(byHand)).containsEntry("obstacle", "ALREADY_INVITED");
    assertThat(sendings.get(closed)).containsEntry("obstacle", "WISH_STATE_CONFLICT");
    List<String> english =
        given()
            .auth()
            .oauth2(operator)
            .header("Accept-Language", "en")
            .get("/api/v1/matching/plans/" + id + "/pairs?invitation=REFUSED&wish=" + byHand)
            .path("items.invitation.obstacleText");
    assertThat(english).singleElement().asString().containsIgnoringCase("invited");

    ok(rivals, "/claims/" + claim + "/release", ending("OTHER"));
    assertThat(counts(sent(send(id, none())))).containsExactly(0, 2, 2);
    assertThat(sendings(id).get(taken))
        .containsEntry("state", "SENT")
        .doesNotContainKey("obstacle");
    assertThat(countInvitations(byHand)).isEqualTo(1);
  }

  @Test
  void onlyOperatorsOfTheDivision_sendComputedPlansWithPairs() {
    String id = plan(1).id();
    String path = "/matching/plans/" + id + "/invitations";
    refused(post(Tokens.operator("plan-stranger", Street.OTHER_STREET), path, none()), "NOT_FOUND");
    refused(post(Tokens.member("plan-m", 7), path, none()), "FORBIDDEN");
    refused(post(operator, "/matching/plans/" + Id.text(12) + "/invitations", none()), "NOT_FOUND");
    street.update("UPDATE matching_plan SET state = 'FAILED' WHERE id = ?", Street.id(id));
    assertThat(refused(send(id, none()), "STATE_CONFLICT").<String>path("state"))
        .isEqualTo("FAILED");
    long member = street.member(street.organisation());
    String empty =
        planned(
            order(List.of(open(draft("claimableBy", "ORGANISATIONS"))), List.of(member(member))));
    refused(send(empty, none()), "PLAN_EMPTY");
  }

  /** Runs the work while the background threads are stopped, as if this instance were killed. */
  private void whileStopped(Callable<?> work) throws Exception {
    pump.stop(new ShutdownEvent());
    try {
      work.call();
    } finally {
      pump.start(new StartupEvent());
    }
  }

  @Test
  void invitationsLeftByAKilledInstance_areEachSentOnce() throws Exception {
    Planned planned = plan(5);
    String id = planned.id();
    whileStopped(
        () -> {
          assertThat(counts(send(id, none()))).containsExactly(5, 0, 0);
          assertThat(invitations.send(2)).isEqualTo(Round.SENT);
          assertThat(counts(plan(id))).containsExactly(3, 2, 0);
          // Killed while it holds the lease: no other instance takes over before the lease ends.
          lease("UTC_TIMESTAMP(6) + INTERVAL 1 DAY");
          assertThat(invitations.send(2)).isEqualTo(Round.NOTHING);
          lease("'1970-01-01'");
          // Killed after an invitation was stored but not yet marked as sent: it is not sent again.
          street.update(
              "UPDATE matching_plan_pair SET sending = 'TO_SEND', invitation_id = NULL"
                  + " WHERE plan_id = ? AND number = 1",
              Street.id(id));
          while (invitations.send(2) != Round.NOTHING) {
            assertThat(counts(plan(id)).get(2)).isZero();
          }
          return null;
        });
    assertThat(counts(plan(id))).containsExactly(0, 5, 0);
    planned.wishes().forEach(wish -> assertThat(countInvitations(wish)).isEqualTo(1));
    assertThat(street.number("SELECT COUNT(*) FROM matching_plan_sending")).isZero();
  }

  @Test
  void busyWish_delaysTheOtherInvitationsOnlyBriefly() throws Exception {
    Planned planned = plan(2);
    String id = planned.id();
    whileStopped(
        () -> {
          assertThat(counts(send(id, none()))).containsExactly(2, 0, 0);
          try (Connection other = TestDatabase.connection();
              Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute(
                "SELECT 1 FROM wish WHERE id = %d FOR UPDATE"
                    .formatted(Street.id(planned.wishes().getFirst())));
            assertThat(invitations.send(2)).isEqualTo(Round.BUSY);
            other.rollback();
          }
          assertThat(counts(plan(id))).containsExactly(1, 1, 0);
          assertThat(
                  street.number(
                      "SELECT COUNT(*) FROM matching_plan_sending"
                          + " WHERE lease_until <= UTC_TIMESTAMP(6) + INTERVAL 1 SECOND"))
              .isEqualTo(1);
          return null;
        });
    assertThat(counts(sent(send(id, none())))).containsExactly(0, 2, 0);
  }

  private void lease(String until) {
    street.update("UPDATE matching_plan_sending SET lease_until = " + until);
  }

  @Test
  void concurrentOperatorsAndInstances_sendEachInvitationOnce() throws Exception {
    Planned planned = plan(6);
    String id = planned.id();
    String colleague = Tokens.operator("plan-colleague", Street.STREET);
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      whileStopped(
          () -> {
            String path = "/matching/plans/" + id + "/invitations";
            List<Callable<Response>> both =
                List.of(() -> send(id, none()), () -> post(colleague, path, none()));
            for (Future<Response> answer : two.invokeAll(both)) {
              assertThat(answer.get().statusCode()).isEqualTo(202);
              assertThat(counts(answer.get())).containsExactly(6, 0, 0);
            }
            long asked =
                street.number(
                    "SELECT id FROM matching_plan_sending WHERE plan_id = " + Street.id(id));
            PlanSending sending = entities.find(PlanSending.class, asked);
            List<PlanPair> pairs =
                queries.toSend(sending.planId, asked, PlanPair.Sending.TO_SEND, 100);
            assertThat(pairs).hasSize(6);
            // Two instances send at the same time, as after a lease that ended too early.
            Callable<Object> all =
                () -> {
                  pairs.forEach(pair -> invitations.send(sending, pair));
                  return null;
                };
            for (Future<Object> done : two.invokeAll(List.of(all, all))) {
              done.get();
            }
            return null;
          });
    }
    assertThat(counts(sent(send(id, none())))).containsExactly(0, 6, 0);
    planned.wishes().forEach(wish -> assertThat(countInvitations(wish)).isEqualTo(1));
  }
}
