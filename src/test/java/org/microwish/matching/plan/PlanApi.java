package org.microwish.matching.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Base class of tests of plans: creates orders, and reads plans and their pairs. */
abstract class PlanApi {

  static final String COLLECTOR = Tokens.collector("plan-collector", Street.STREET);
  private static final AtomicInteger NEXT = new AtomicInteger();

  final Street street = Street.here();

  /** The token of an operator for this test only, because an account may have few open plans. */
  final String operator = Tokens.operator("plan-operator-" + NEXT.incrementAndGet(), Street.STREET);

  static String open(Map<String, Object> draft) {
    return WishApi.open(COLLECTOR, draft);
  }

  static Map<String, Object> member(long id) {
    return map("claimantType", "MEMBER", "claimantId", Id.text(id));
  }

  static Map<String, Object> pair(String wish, long member) {
    return map("wishId", wish, "claimantType", "MEMBER", "claimantId", Id.text(member));
  }

  static Map<String, Object> order(
      List<String> wishes, List<Map<String, Object>> claimants, Object... more) {
    Map<String, Object> order =
        map("division", Street.STREET, "wishes", wishes, "claimants", claimants);
    order.putAll(map(more));
    return order;
  }

  String planned(Object order) {
    return accepted(post(operator, "/matching/plans", order));
  }

  /** Expects 202, waits until the plan is computed, and returns its id. */
  String accepted(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
    String id = response.path("id");
    assertThat(response.header("Location")).endsWith("/matching/plans/" + id);
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                !street
                    .column("SELECT state FROM matching_plan WHERE id = " + Street.id(id))
                    .contains("RUNNING"));
    assertThat(plan(id).<String>path("state")).isEqualTo("COMPLETED");
    return id;
  }

  /** Expects 202, waits until the invitations are sent or refused, and returns the plan. */
  Response sent(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
    String id = response.path("id");
    assertThat(response.header("Location")).endsWith("/matching/plans/" + id);
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                street.number(
                        "SELECT COUNT(*) FROM matching_plan_pair WHERE sending = 'TO_SEND'"
                            + " AND plan_id = "
                            + Street.id(id))
                    == 0);
    return plan(id);
  }

  Response plan(String id) {
    return ok(get(operator, "/matching/plans/" + id));
  }

  Response read(String id, String what) {
    return ok(get(operator, "/matching/plans/" + id + "/" + what));
  }

  List<String> pairs(String id) {
    Response page = read(id, "pairs?limit=100");
    List<String> wishes = page.path("items.wishId");
    List<String> claimants = page.path("items.claimantId");
    List<String> all = new ArrayList<>();
    for (int i = 0; i < wishes.size(); i++) {
      all.add(wishes.get(i) + " " + claimants.get(i));
    }
    return all;
  }

  /** Invites a member without a plan, and returns the id of the invitation. */
  static String invite(String wish, long member, boolean reserved) {
    return ok(
            WishApi.OPERATOR,
            "/wishes/" + wish + "/invitations",
            map("claimant", Map.of("type", "MEMBER", "id", Id.text(member)), "reserved", reserved))
        .path("item");
  }
}
