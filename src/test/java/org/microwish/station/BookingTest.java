package org.microwish.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
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
import org.microwish.platform.Time;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests the lifecycle of stations, their spaces and bookings over HTTP. */
@Tag("database")
@QuarkusTest
class BookingTest {

  private static final Map<String, Object> WEEK =
      map("always", false, "week", days("09:00", "18:00"));
  private static final LocalDate DAY = LocalDate.now(Time.ZONE).plusMonths(1).withDayOfMonth(10);

  private final Street street = Street.here();
  private long organisation;
  private String host;
  private String member;

  @BeforeEach
  void people() {
    organisation = street.organisation();
    host = Tokens.steward("host-" + organisation, organisation);
    member = person();
  }

  private String person() {
    long id = street.member(organisation);
    return Tokens.member("booker-" + id, id);
  }

  private static List<Map<String, Object>> days(String from, String to) {
    List<Map<String, Object>> days = new ArrayList<>();
    for (String day :
        List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")) {
      days.add(map("day", day, "from", from, "to", to));
    }
    return days;
  }

  private Map<String, Object> draft(Object... more) {
    Map<String, Object> draft =
        map(
            "kind",
            "STATION",
            "origin",
            "REBUILT",
            "name",
            "西村党群服务站",
            "division",
            Street.COMMUNITY,
            "hostIds",
            List.of(Id.text(organisation)),
            "hours",
            map("always", true));
    draft.putAll(map(more));
    return draft;
  }

  private String open(Object... more) {
    String station = ok(OPERATOR, "/stations", draft(more)).path("stationId");
    ok(OPERATOR, "/stations/" + station + "/open", none());
    return station;
  }

  private String space(String station, Object... more) {
    Map<String, Object> space =
        map("name", "议事厅", "seats", 20, "hours", WEEK, "bookers", "ANYBODY", "longest", 4);
    space.putAll(map(more));
    return ok(host, "/stations/" + station + "/spaces", space).path("spaceId");
  }

  private static Map<String, Object> from(String from, String to) {
    return map("start", at(from), "end", at(to));
  }

  private static String at(String time) {
    Instant instant = DAY.atTime(LocalTime.parse(time)).atZone(Time.ZONE).toInstant();
    return instant.toString();
  }

  private static Response book(String who, String space, String from, String to) {
    return post(who, "/spaces/" + space + "/bookings", from(from, to));
  }

  private static List<String> busy(String space) {
    return ok(get(null, "/spaces/" + space + "/busy?from=" + DAY + "&to=" + DAY)).path("busy");
  }

  private static String state(String who, String booking) {
    return ok(get(who, "/bookings?limit=50"))
        .path("items.find { it.id == '" + booking + "' }.state");
  }

  @Test
  void station_goesFromPlanToClosing() {
    String station = ok(OPERATOR, "/stations", draft()).path("stationId");
    assertThat(get(null, "/stations/" + station).statusCode()).isEqualTo(404);
    ok(OPERATOR, "/stations/" + station + "/open", none());
    refused(OPERATOR, "/stations/" + station + "/open", none(), "STATE_CONFLICT");
    Response seen = ok(get(null, "/stations/" + station));
    assertThat(seen.<String>path("state")).isEqualTo("OPEN");
    assertThat(seen.header("ETag")).isNotNull();
    assertThat(
            ok(get(null, "/stations?kind=STATION&origin=REBUILT&state=OPEN&q=西村&limit=200"))
                .<List<String>>path("items.id"))
        .contains(station);
    ok(put(OPERATOR, "/stations/" + station, draft("area", 120), seen.header("ETag")));
    assertThat(ok(get(null, "/stations/" + station)).<Integer>path("area")).isEqualTo(120);
    refused(host, "/stations/" + station + "/suspend", because("维修"), "FORBIDDEN");
    ok(OPERATOR, "/stations/" + station + "/suspend", because("维修"));
    ok(OPERATOR, "/stations/" + station + "/resume", none());
    ok(
        host,
        "/stations/" + station + "/figures",
        map("indicator", "OCCUPANCY", "year", 2025, "value", 58));
    ok(
        host,
        "/stations/" + station + "/figures",
        map("indicator", "OCCUPANCY", "year", 2025, "value", 70));
    assertThat(
            ok(get(null, "/stations/" + station + "/figures")).<List<Integer>>path("items.value"))
        .containsExactly(58, 70);
    ok(OPERATOR, "/stations/" + station + "/close", because("拆除"));
    refused(OPERATOR, "/stations/" + station + "/resume", none(), "STATE_CONFLICT");
  }

  @Test
  void bookingWithoutApproval_isConfirmedAtOnceAndShowsAsBusyOnly() {
    String space = space(open());
    Response booked = ok(book(member, space, "09:00", "10:00"));
    assertThat(booked.<String>path("booking.state")).isEqualTo("CONFIRMED");
    String booking = booked.path("booking.id");
    assertThat(busy(space)).containsExactly(at("09:00"), at("09:30"));
    Response taken = refused(book(person(), space, "09:30", "10:30"), "SLOT_TAKEN");
    assertThat(taken.<String>path("slot")).isEqualTo(at("09:30"));
    assertThat(busy(space)).hasSize(2);
    assertThat(get(person(), "/stations/" + booked.path("stationId") + "/bookings").statusCode())
        .isEqualTo(403);
    assertThat(
            ok(get(host, "/stations/" + booked.path("stationId") + "/bookings"))
                .<List<String>>path("items.id"))
        .containsExactly(booking);
    assertThat(post(person(), "/bookings/" + booking + "/cancel", none()).statusCode())
        .isEqualTo(404);
    refused(host, "/bookings/" + booking + "/used", none(), "BOOKING_NOT_BEGUN");
    ok(member, "/bookings/" + booking + "/cancel", none());
    assertThat(busy(space)).isEmpty();
    ok(book(person(), space, "09:30", "10:30"));
  }

  @Test
  void bookingWithApproval_waitsForTheHost() {
    String space = space(open(), "approval", true);
    String first = ok(book(member, space, "09:00", "10:00")).path("booking.id");
    String second = ok(book(person(), space, "09:30", "10:30")).path("booking.id");
    refused(book(member, space, "09:30", "10:00"), "SLOT_TAKEN");
    assertThat(busy(space)).isEmpty();
    refused(member, "/bookings/" + first + "/confirm", none(), "FORBIDDEN");
    ok(host, "/bookings/" + first + "/confirm", none());
    assertThat(state(member, first)).isEqualTo("CONFIRMED");
    refused(host, "/bookings/" + second + "/confirm", none(), "SLOT_TAKEN");
    ok(host, "/bookings/" + second + "/decline", none());
    refused(host, "/bookings/" + second + "/decline", none(), "STATE_CONFLICT");
  }

  @Test
  void impossibleBookings_areRefused() {
    String station = open();
    String space = space(station, "quota", 3);
    invalid(book(member, space, "17:30", "18:30"), "/start");
    invalid(book(member, space, "09:10", "10:00"), "/start");
    invalid(book(member, space, "09:00", "12:00"), "/end");
    invalid(book(member, space, "10:00", "09:00"), "/end");
    Map<String, Object> past = map("start", "2020-01-06T02:00:00Z", "end", "2020-01-06T03:00:00Z");
    invalid(post(member, "/spaces/" + space + "/bookings", past), "/start");
    ok(book(member, space, "09:00", "10:00"));
    refused(book(member, space, "10:00", "11:00"), "QUOTA_EXCEEDED");
    ok(book(member, space, "10:00", "10:30"));
    Map<String, Object> shut = map("name", "储物间", "bookers", "ANYBODY", "longest", 4);
    String never = ok(host, "/stations/" + station + "/spaces", shut).path("spaceId");
    invalid(book(member, never, "09:00", "10:00"), "/start");
    String ours = space(station, "bookers", "ORGANISATIONS");
    refused(book(member, ours, "09:00", "10:00"), "FORBIDDEN");
    ok(book(host, ours, "09:00", "10:00"));
  }

  private static void invalid(Response answer, String pointer) {
    assertThat(refused(answer, "VALIDATION_FAILED").<List<String>>path("errors.pointer"))
        .containsExactly(pointer);
  }

  @Test
  void suspension_cancelsFutureBookings() {
    String station = open();
    String space = space(station);
    String booking = ok(book(member, space, "09:00", "10:00")).path("booking.id");
    ok(OPERATOR, "/stations/" + station + "/suspend", because("维修"));
    assertThat(state(member, booking)).isEqualTo("CANCELLED");
    assertThat(busy(space)).isEmpty();
    refused(book(member, space, "09:00", "10:00"), "STATE_CONFLICT");
    assertThat(
            street.column(
                "SELECT CONCAT(entry_type, ' ', aggregate_version) FROM ledger_entry WHERE"
                    + " aggregate_type = 'STATION' AND aggregate_id = '"
                    + station
                    + "' ORDER BY aggregate_version"))
        .containsExactly(
            "STATION_PLANNED 1",
            "STATION_OPENED 2",
            "SPACE_ADDED 3",
            "BOOKING_MADE 4",
            "STATION_SUSPENDED 5");
  }

  @Test
  void closedSpace_losesItsBookings() {
    String station = open();
    String space = space(station);
    String other = space(station);
    String booking = ok(book(member, space, "09:00", "10:00")).path("booking.id");
    String kept = ok(book(member, other, "09:00", "10:00")).path("booking.id");
    ok(host, "/spaces/" + space + "/close", none());
    assertThat(state(member, booking)).isEqualTo("CANCELLED");
    assertThat(state(member, kept)).isEqualTo("CONFIRMED");
    refused(book(member, space, "09:00", "10:00"), "STATE_CONFLICT");
    refused(host, "/spaces/" + space + "/close", none(), "ALREADY_ENDED");
  }

  @Test
  void attendants_actAsHosts() {
    String station = open();
    String space = space(station, "approval", true);
    long id = street.member(organisation);
    String attendant = Tokens.member("attends-" + id, id);
    String booking = ok(book(member, space, "09:00", "10:00")).path("booking.id");
    refused(
        attendant,
        "/stations/" + station + "/attendants",
        map("memberId", Id.text(id)),
        "FORBIDDEN");
    String attends =
        ok(host, "/stations/" + station + "/attendants", map("memberId", Id.text(id)))
            .path("itemId");
    refused(
        host,
        "/stations/" + station + "/attendants",
        map("memberId", Id.text(id)),
        "VALIDATION_FAILED");
    refused(
        host,
        "/stations/" + station + "/attendants",
        map("memberId", Id.text(1)),
        "VALIDATION_FAILED");
    ok(attendant, "/bookings/" + booking + "/confirm", none());
    ok(host, "/attendants/" + attends + "/end", none());
    refused(host, "/attendants/" + attends + "/end", none(), "ALREADY_ENDED");
    assertThat(post(attendant, "/bookings/" + booking + "/cancel", none()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void invalidStation_namesTheField() {
    invalid(post(OPERATOR, "/stations", draft("hostIds", List.of(Id.text(1)))), "/hostIds/0");
    invalid(post(OPERATOR, "/stations", draft("virtual", true)), "/virtual");
    invalid(
        post(OPERATOR, "/stations", draft("hours", map("week", days("18:00", "09:00")))), "/hours");
  }

  @Test
  void concurrentBookings_takeEachHalfHourOnce() throws Exception {
    String space = space(open());
    List<Callable<Response>> bookings = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String who = person();
      bookings.add(() -> book(who, space, "09:00", "10:00"));
    }
    assertThat(statuses(bookings)).containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409);
    assertThat(busy(space)).hasSize(2);
  }

  @Test
  void concurrentBookings_keepTheQuota() throws Exception {
    String space = space(open(), "quota", 2);
    List<Callable<Response>> bookings =
        List.of(
            () -> book(member, space, "09:00", "10:00"),
            () -> book(member, space, "11:00", "12:00"),
            () -> book(member, space, "13:00", "14:00"));
    assertThat(statuses(bookings)).containsExactlyInAnyOrder(201, 409, 409);
    assertThat(busy(space)).hasSize(2);
  }

  private static List<Integer> statuses(List<Callable<Response>> calls) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(calls.size())) {
      for (Future<Response> answer : pool.invokeAll(calls)) {
        statuses.add(answer.get().statusCode());
      }
    }
    return statuses;
  }
}
