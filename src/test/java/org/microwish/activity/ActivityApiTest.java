package org.microwish.activity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests the lifecycle of an activity and its enrolments over HTTP. */
@Tag("database")
@QuarkusTest
class ActivityApiTest {

  @Inject SessionCode codes;

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
            "hoursMode",
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
    assertThat(get(first, "/enrolments/calendar").asString())
        .isEqualTo(get(null, "/activities/" + activity + "/calendar").asString())
        .contains("SUMMARY:急救培训\r\n", "LOCATION:社区会议室\r\n");
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

  @Test
  void hours_areSettledOnce_andThenOnlyCorrected() {
    Instant start = Instant.now().plusSeconds(12).truncatedTo(ChronoUnit.SECONDS);
    String activity = published(draft(start, 90, 4));
    String first = person();
    String second = person();
    String one = ok(signUp(first, activity)).path("enrolment.id");
    String two = ok(signUp(second, activity)).path("enrolment.id");
    String absent = person();
    ok(signUp(absent, activity));
    refused(OPERATOR, "/enrolments/" + one + "/attend", none(), "SESSION_NOT_BEGUN");
    await().atMost(20, TimeUnit.SECONDS).until(() -> Instant.now().isAfter(start));
    refused(signUp(person(), activity), "SESSION_BEGUN");
    ok(OPERATOR, "/enrolments/" + one + "/attend", none());
    Response above = post(OPERATOR, "/enrolments/" + two + "/attend", map("minutes", 91));
    assertThat(above.<String>path("errors[0].pointer")).isEqualTo("/minutes");
    ok(OPERATOR, "/enrolments/" + two + "/attend", map("minutes", 45));
    refused(OPERATOR, "/activities/" + activity + "/settle", none(), "STATE_CONFLICT");
    ok(OPERATOR, "/activities/" + activity + "/close", none());
    assertThat(minutes(first)).isZero();
    ok(OPERATOR, "/activities/" + activity + "/settle", none());
    refused(OPERATOR, "/activities/" + activity + "/settle", none(), "STATE_CONFLICT");
    assertThat(minutes(first)).isEqualTo(90);
    assertThat(minutes(second)).isEqualTo(45);
    assertThat(ok(get(absent, "/enrolments")).<String>path("items[0].state")).isEqualTo("ABSENT");
    Map<String, Object> correction = map("reason", "提前离开", "minutes", 30);
    ok(OPERATOR, "/enrolments/" + one + "/correct-hours", correction);
    assertThat(minutes(first)).isEqualTo(30);
    correction.put("minutes", 91);
    assertThat(
            post(OPERATOR, "/enrolments/" + one + "/correct-hours", correction)
                .<String>path("errors[0].pointer"))
        .isEqualTo("/minutes");
  }

  private static int minutes(String person) {
    return ok(get(person, "/enrolments/hours")).path("minutes");
  }

  @Test
  void publication_booksTheSpace_untilTheActivityIsCancelled() {
    Map<String, Object> station =
        map(
            "kind",
            "STATION",
            "origin",
            "NEW",
            "name",
            "活动站",
            "division",
            Street.COMMUNITY,
            "hostIds",
            List.of(Id.text(organisation)),
            "hours",
            map("always", true));
    String id = ok(OPERATOR, "/stations", station).path("stationId");
    ok(OPERATOR, "/stations/" + id + "/open", none());
    String space =
        ok(
                Tokens.steward("host-" + organisation, organisation),
                "/stations/" + id + "/spaces",
                map(
                    "name",
                    "活动室",
                    "seats",
                    30,
                    "hours",
                    map("always", true),
                    "bookers",
                    "ANYBODY",
                    "longest",
                    8))
            .path("spaceId");
    Instant ten = LocalDate.now(Time.ZONE).plusDays(3).atTime(10, 0).atZone(Time.ZONE).toInstant();
    Response odd =
        post(OPERATOR, "/activities", draft(ten.plusSeconds(60), 90, 5, "spaceId", space));
    assertThat(odd.<String>path("errors[0].pointer")).isEqualTo("/sessions/0/startsAt");
    String first = published(draft(ten, 90, 5, "spaceId", space));
    assertThat(ok(get(null, "/activities/" + first)).<String>path("stationId")).isEqualTo(id);
    String second =
        ok(OPERATOR, "/activities", draft(ten.plusSeconds(3600), 60, 5, "spaceId", space))
            .path("activityId");
    ok(OPERATOR, "/activities/" + second + "/submit", none());
    refused(publish(second), "SLOT_TAKEN");
    ok(OPERATOR, "/activities/" + first + "/cancel", because("场地维修"));
    ok(publish(second));
    ok(OPERATOR, "/stations/" + id + "/suspend", because("装修"));
    String third =
        ok(OPERATOR, "/activities", draft(ten.plusSeconds(86_400), 60, 5, "spaceId", space))
            .path("activityId");
    ok(OPERATOR, "/activities/" + third + "/submit", none());
    refused(publish(third), "STATE_CONFLICT");
  }

  @Test
  void hostThatHasEnded_isRefused() {
    String activity = ok(OPERATOR, "/activities", draft(soon(), 60, 1)).path("activityId");
    ok(OPERATOR, "/activities/" + activity + "/submit", none());
    street.update("UPDATE organisation SET state = 'DISSOLVED' WHERE id = ?", organisation);
    Response late = publish(activity);
    refused(late, "STATE_CONFLICT");
    assertThat(late.<String>path("hostId")).isEqualTo(Id.text(organisation));
    Response ended = post(OPERATOR, "/activities", draft(soon(), 60, 1));
    assertThat(ended.<String>path("errors[0].pointer")).isEqualTo("/hostId");
    assertThat(ended.<String>path("errors[0].code")).isEqualTo("NOT_ALLOWED");
    street.update("UPDATE organisation SET state = 'ACTIVE' WHERE id = ?", organisation);
    ok(publish(activity));
  }

  @Test
  void invitation_isTheOnlyWay_ifTheActivityIsByInvitation() {
    String activity = published(draft(soon(), 60, 1, "signUp", "INVITATION"));
    refused(signUp(person(), activity), "BY_INVITATION");
    long member = street.member(organisation);
    String invited =
        ok(
                Tokens.steward("host-" + organisation, organisation),
                "/activities/" + activity + "/enrolments",
                map("sessionId", session(activity), "memberId", Id.text(member)))
            .path("enrolment.id");
    refused(person(), "/enrolments/" + invited + "/accept", none(), "FORBIDDEN");
    String person = Tokens.member("activity-" + member, member);
    assertThat(
            ok(person, "/enrolments/" + invited + "/accept", none())
                .<String>path("enrolment.state"))
        .isEqualTo("ENROLLED");
  }

  @Test
  void coHost_actsLikeTheHost() {
    long other = street.organisation();
    String coHost = Tokens.steward("host-" + other, other);
    Response twice =
        post(
            OPERATOR,
            "/activities",
            draft(soon(), 60, 1, "coHostIds", List.of(Id.text(organisation))));
    assertThat(twice.<String>path("errors[0].pointer")).isEqualTo("/coHostIds/0");
    assertThat(twice.<String>path("errors[0].code")).isEqualTo("DUPLICATE");
    String activity =
        ok(OPERATOR, "/activities", draft(soon(), 60, 1, "coHostIds", List.of(Id.text(other))))
            .path("activityId");
    assertThat(ok(get(coHost, "/activities?state=DRAFT")).<List<String>>path("items.id"))
        .contains(activity);
    ok(coHost, "/activities/" + activity + "/submit", none());
    long stranger = street.organisation();
    refused(
        Tokens.steward("host-" + stranger, stranger),
        "/activities/" + activity + "/cancel",
        because("取消"),
        "NOT_FOUND");
  }

  @Test
  void oldCode_isRefused() {
    Instant now = Instant.now();
    String current = codes.at(1, now);
    assertThat(codes.accepts(1, current, now)).isTrue();
    assertThat(codes.accepts(1, current, now.plusSeconds(SessionCode.SECONDS))).isTrue();
    assertThat(codes.accepts(1, current, now.plusSeconds(2 * SessionCode.SECONDS))).isFalse();
    assertThat(codes.accepts(2, current, now)).isFalse();
  }
}
