package org.microwish.activity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests the lifecycle of an activity and its enrolments over HTTP. */
@Tag("database")
@QuarkusTest
class ActivityApiTest {

  private final Street street = Street.here();
  private long organisation;

  @BeforeEach
  void host() {
    organisation = street.organisation();
  }

  private String person() {
    long member = street.member(organisation);
    return Tokens.member("activity-" + member, member);
  }

  private Map<String, Object> draft(Instant start, int minutes, int seats, Object... more) {
    Map<String, Object> draft =
        map(
            "kind",
            "TRAINING",
            "title",
            "急救培训",
            "division",
            Street.COMMUNITY,
            "hostId",
            Id.text(organisation),
            "signUp",
            "OPEN",
            "hours",
            "ACTUAL",
            "sessions",
            List.of(
                map(
                    "startsAt",
                    start.toString(),
                    "endsAt",
                    start.plus(minutes, ChronoUnit.MINUTES).toString(),
                    "seats",
                    seats,
                    "location",
                    "社区会议室")));
    draft.putAll(map(more));
    return draft;
  }

  private String published(Map<String, Object> draft) {
    String activity = ok(OPERATOR, "/activities", draft).path("activityId");
    ok(OPERATOR, "/activities/" + activity + "/submit", none());
    ok(publish(activity));
    return activity;
  }

  private static Response publish(String activity) {
    return given()
        .auth()
        .oauth2(OPERATOR)
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key())
        .header("If-Match", get(OPERATOR, "/activities/" + activity).header("ETag"))
        .body(none())
        .post("/api/v1/activities/" + activity + "/publish");
  }

  private static String session(String activity) {
    return ok(get(OPERATOR, "/activities/" + activity)).path("sessions[0].id");
  }

  private static Response signUp(String person, String activity) {
    return post(
        person, "/activities/" + activity + "/enrolments", map("sessionId", session(activity)));
  }

  private static Instant soon() {
    return Instant.now().plus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
  }

  @Test
  void seatThatComesBack_goesToTheFirstWhoWaits() {
    String activity = published(draft(soon(), 90, 1));
    assertThat(get(null, "/activities/" + activity).statusCode()).isEqualTo(200);
    String first = person();
    String second = person();
    Response has = ok(signUp(first, activity));
    assertThat(has.<String>path("enrolment.state")).isEqualTo("ENROLLED");
    assertThat(ok(signUp(second, activity)).<String>path("enrolment.state")).isEqualTo("WAITING");
    assertThat(signUp(first, activity).<String>path("code")).isEqualTo("ALREADY_ENROLLED");
    ok(first, "/enrolments/" + has.path("enrolment.id") + "/withdraw", none());
    assertThat(ok(get(second, "/enrolments")).<String>path("items[0].state")).isEqualTo("ENROLLED");
    assertThat(ok(get(OPERATOR, "/activities/" + activity)).<Integer>path("sessions[0].free"))
        .isZero();
    ok(OPERATOR, "/activities/" + activity + "/cancel", because("场地维修"));
    assertThat(ok(get(second, "/enrolments")).<String>path("items[0].state"))
        .isEqualTo("CANCELLED");
  }

  @Test
  void checkIn_needsTheCurrentCodeOfTheSession() {
    String activity = published(draft(soon(), 90, 5));
    String other = published(draft(soon(), 90, 5));
    String person = person();
    String enrolment = ok(signUp(person, activity)).path("enrolment.id");
    Response wrong =
        post(person, "/enrolments/" + enrolment + "/check-in", map("code", code(other)));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.<String>path("errors[0].pointer")).isEqualTo("/code");
    Response in = ok(person, "/enrolments/" + enrolment + "/check-in", map("code", code(activity)));
    assertThat(in.<String>path("enrolment.state")).isEqualTo("ATTENDED");
    assertThat(ok(get(person, "/enrolments/hours")).<Integer>path("minutes")).isZero();
    Response early = post(OPERATOR, "/activities/" + activity + "/close", none());
    assertThat(early.<String>path("code")).isEqualTo("SESSION_NOT_BEGUN");
  }

  private static String code(String activity) {
    return ok(get(OPERATOR, "/activities/" + activity + "/sessions/" + session(activity) + "/code"))
        .path("code");
  }

  @Test
  void lastSeat_isGivenOnce() throws Exception {
    String activity = published(draft(soon(), 60, 3));
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String person = person();
      calls.add(() -> ok(signUp(person, activity)).path("enrolment.state"));
    }
    List<String> states = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      for (Future<String> one : threads.invokeAll(calls)) {
        states.add(one.get());
      }
    }
    assertThat(states).filteredOn("ENROLLED"::equals).hasSize(3);
    assertThat(states).filteredOn("WAITING"::equals).hasSize(9);
  }

  @Test
  void badInput_namesTheField() {
    Response order = post(OPERATOR, "/activities", draft(soon(), -5, 1));
    assertThat(order.<String>path("errors[0].pointer")).isEqualTo("/sessions/0/endsAt");
    Response begun =
        post(
            OPERATOR,
            "/activities/"
                + ok(OPERATOR, "/activities", draft(soon().minusSeconds(7200), 60, 1))
                    .path("activityId")
                + "/submit",
            none());
    assertThat(begun.<String>path("code")).isEqualTo("SESSION_BEGUN");
  }
}
