package org.microwish.calendar;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.shared;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Tests the calendar over HTTP and its effect on deadlines. */
@Tag("database")
@QuarkusTest
class CalendarApiTest {

  private static final String ADMINISTRATOR = Tokens.administrator("root-1");
  private static final String NOTICE = "国办发明电〔2030〕1号";
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  @Inject WorkCalendar calendar;

  private final Street street = Street.here();

  private static JsonPath year(int year) {
    return given().get("/api/v1/calendar/" + year).then().statusCode(200).extract().jsonPath();
  }

  private static Map<LocalDate, String> kinds(int year) {
    Map<LocalDate, String> kinds = new LinkedHashMap<>();
    year(year)
        .<Map<String, String>>getList("days")
        .forEach(day -> kinds.put(LocalDate.parse(day.get("day")), day.get("kind")));
    return kinds;
  }

  private static List<Map<String, Object>> days(Map<LocalDate, String> kinds) {
    List<Map<String, Object>> days = new ArrayList<>();
    kinds.forEach((day, kind) -> days.add(map("day", day.toString(), "kind", kind)));
    return days;
  }

  private static Response put(int year, List<Map<String, Object>> days, String language) {
    return given()
        .noFilters()
        .auth()
        .oauth2(ADMINISTRATOR)
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key())
        .header("Accept-Language", language)
        .body(map("source", NOTICE, "days", days))
        .put("/api/v1/calendar/" + year);
  }

  private void forget(int year) {
    street.update("DELETE FROM calendar_day WHERE YEAR(day) = ?", year);
    calendar.refresh();
  }

  @Test
  void bundledYears_areKnown() {
    JsonPath known = year(2025);
    assertThat(known.getBoolean("known")).isTrue();
    assertThat(known.getString("source")).contains("国办发明电〔2024〕12号");
    assertThat(known.getList("days")).hasSize(365);
    assertThat(kinds(2025))
        .containsEntry(LocalDate.of(2025, 10, 8), "RESTDAY")
        .containsEntry(LocalDate.of(2025, 10, 9), "WORKDAY")
        .containsEntry(LocalDate.of(2025, 10, 11), "WORKDAY")
        .containsEntry(LocalDate.of(2025, 10, 12), "RESTDAY");
  }

  @Test
  void unknownYear_isMarked_andShowsMondayToFridayAsWorkdays() {
    JsonPath unknown = year(2199);
    assertThat(unknown.getBoolean("known")).isFalse();
    assertThat(unknown.getString("source")).isNull();
    kinds(2199)
        .forEach(
            (day, kind) ->
                assertThat(kind.equals("RESTDAY"))
                    .as("%s", day)
                    .isEqualTo(day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0));
    given().get("/api/v1/calendar/1999").then().statusCode(400);
  }

  /** If another instance's clock was ahead, the times of the ledger's entries must not go back. */
  @Test
  void correctedYear_isNotBeforeItsImport() {
    ok(put(2041, days(kinds(2041)), "en"));
    street.update(
        "UPDATE ledger_entry SET occurred_at = DATE_ADD(occurred_at, INTERVAL 50 SECOND)"
            + " WHERE aggregate_type = 'CALENDAR' AND aggregate_id = '2041'");
    ok(put(2041, days(kinds(2041)), "en"));
    assertThat(
            street.number(
                "SELECT COUNT(DISTINCT occurred_at) FROM ledger_entry"
                    + " WHERE aggregate_type = 'CALENDAR' AND aggregate_id = '2041'"))
        .isEqualTo(1);
  }

  @Test
  void anAdministratorImportsAYearAndCorrectsIt() {
    Map<LocalDate, String> kinds = kinds(2040);
    kinds.put(LocalDate.of(2040, 10, 1), "RESTDAY");
    kinds.put(LocalDate.of(2040, 10, 6), "WORKDAY");
    ok(put(2040, days(kinds), "en"));
    assertThat(year(2040).getBoolean("known")).isTrue();
    assertThat(year(2040).getString("source")).isEqualTo(NOTICE);
    assertThat(kinds(2040)).isEqualTo(kinds);
    kinds.put(LocalDate.of(2040, 10, 2), "RESTDAY");
    ok(put(2040, days(kinds), "en"));
    assertThat(kinds(2040)).isEqualTo(kinds);
    assertThat(
            street.column(
                "SELECT CONVERT(payload USING utf8mb4) FROM ledger_entry"
                    + " WHERE aggregate_type = 'CALENDAR' AND aggregate_id = '2040'"
                    + " ORDER BY aggregate_version"))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains(
                        "\"restdays\":[\"2040-10-01\"]",
                        "\"workdays\":[\"2040-10-06\"]",
                        "\"source\":\"" + NOTICE + "\"",
                        "\"v\":2"),
            second ->
                assertThat(second)
                    .contains(
                        "\"restdays\":[\"2040-10-01\",\"2040-10-02\"]", "\"from\":\"IMPORTED\""));
  }

  @Test
  void bundledYear_doesNotOverwriteAnImportedYear() {
    LocalDate holiday = LocalDate.of(2022, 10, 3);
    Map<LocalDate, String> kinds = kinds(2022);
    assertThat(kinds.put(holiday, "WORKDAY")).isEqualTo("RESTDAY");
    ok(put(2022, days(kinds), "en"));
    calendar.refresh();
    assertThat(kinds(2022)).isEqualTo(kinds);
    forget(2022);
    assertThat(kinds(2022)).containsEntry(holiday, "RESTDAY");
    assertThat(year(2022).getString("source")).contains("国办发明电〔2021〕11号");
  }

  @Test
  void incompleteOrWrongYear_isRefusedWithRowAndField() {
    Map<LocalDate, String> kinds = kinds(2041);
    kinds.remove(LocalDate.of(2041, 3, 5));
    Response lacking = put(2041, days(kinds), "en");
    lacking.then().statusCode(400);
    assertThat(lacking.jsonPath().getList("errors")).hasSize(1);
    assertThat(lacking.jsonPath().getString("errors[0].pointer")).isEqualTo("/days");
    assertThat(lacking.jsonPath().getString("errors[0].code")).isEqualTo("INCOMPLETE");
    assertThat(lacking.jsonPath().getList("errors[0].missing")).isEqualTo(List.of("2041-03-05"));
    assertThat(lacking.jsonPath().getString("errors[0].detail"))
        .isEqualTo("Not complete; missing are 2041-03-05.");
    assertThat(put(2041, days(kinds), "zh").jsonPath().getString("errors[0].detail"))
        .isEqualTo("不完整，缺少：2041-03-05。");

    List<Map<String, Object>> days = days(kinds(2041));
    days.set(63, map("day", "2041-03-04", "kind", "WORKDAY"));
    days.set(100, map("day", "2042-04-11", "kind", "WORKDAY"));
    days.set(200, map("day", "2041-07-20", "kind", "HOLIDAY"));
    assertThat(put(2041, days, "en").jsonPath().getList("errors.pointer"))
        .isEqualTo(List.of("/days/200/kind"));
    days.set(200, map("day", "2041-07-20", "kind", "RESTDAY"));
    Response wrong = put(2041, days, "en");
    assertThat(wrong.jsonPath().<String>getList("errors.pointer"))
        .containsExactlyInAnyOrder("/days/63/day", "/days/100/day", "/days");
    assertThat(wrong.jsonPath().<String>getList("errors.code"))
        .containsExactlyInAnyOrder("DUPLICATE", "OUT_OF_RANGE", "INCOMPLETE");

    assertThat(year(2041).getBoolean("known")).isFalse();
    assertThat(street.number("SELECT COUNT(*) FROM calendar_day WHERE YEAR(day) = 2041")).isZero();
  }

  // Deadlines -------------------------------------------------------------------------------------

  private static LocalDate today() {
    return LocalDate.now(CHINA);
  }

  /** Returns the given working day after today, counted with the days that the API returns. */
  private static LocalDate workingDay(int count) {
    LocalDate day = today();
    Map<LocalDate, String> kinds = kinds(day.getYear());
    kinds.putAll(kinds(day.getYear() + 1));
    for (int counted = 0; counted < count; ) {
      day = day.plusDays(1);
      counted += kinds.get(day).equals("WORKDAY") ? 1 : 0;
    }
    return day;
  }

  private static LocalDate lastDay(String token, String path, String field) {
    OffsetDateTime due = OffsetDateTime.parse(ok(get(token, path)).path(field));
    OffsetDateTime inChina = due.withOffsetSameInstant(ZoneOffset.ofHours(8));
    assertThat(inChina.toLocalTime()).isEqualTo(LocalTime.MIDNIGHT);
    return inChina.toLocalDate().minusDays(1);
  }

  private String member() {
    long id = street.member(street.organisation());
    return Tokens.member("member-" + id, id);
  }

  private LocalDate contactBy() {
    String member = member();
    return lastDay(member, "/claims/" + claim(member, open(COLLECTOR, draft())), "contactBy");
  }

  @Test
  void contactReviewAndApprovalAreDueAfterWorkingDays() {
    assertThat(contactBy()).isEqualTo(workingDay(7));
    String submitted = WishApi.create(COLLECTOR, draft());
    assertThat(get(COLLECTOR, "/wishes/" + submitted).<Object>path("own.reviewBy")).isNull();
    ok(COLLECTOR, "/wishes/" + submitted + "/submit", none());
    assertThat(lastDay(COLLECTOR, "/wishes/" + submitted, "own.reviewBy")).isEqualTo(workingDay(5));
    String waiting = open(COLLECTOR, shared(2, "needsApproval", true));
    assertThat(get(OPERATOR, "/wishes/" + waiting).<Object>path("own.reviewBy")).isNull();
    String member = member();
    String pending = claim(member, waiting);
    assertThat(lastDay(member, "/claims/" + pending, "approveBy")).isEqualTo(workingDay(3));
    ok(OPERATOR, "/claims/" + pending + "/approve", none());
    assertThat(get(member, "/claims/" + pending).<Object>path("approveBy")).isNull();
  }

  @Test
  void importedYear_appliesToTheNextDeadline() {
    LocalDate seventh = workingDay(7);
    LocalDate eighth = workingDay(8);
    int year = seventh.getYear();
    Map<LocalDate, String> before = kinds(year);
    boolean known = year(year).getBoolean("known");
    try {
      Map<LocalDate, String> changed = new LinkedHashMap<>(before);
      changed.put(seventh, "RESTDAY");
      ok(put(year, days(changed), "en"));
      assertThat(contactBy()).isEqualTo(eighth);
    } finally {
      ok(put(year, days(before), "en"));
      if (!known) {
        forget(year);
      }
    }
    assertThat(contactBy()).isEqualTo(seventh);
  }

  @Test
  void missingYear_isReportedByHealth_andTheServiceStaysReady() {
    String year = String.valueOf(today().getYear());
    String day = year + "-06-15";
    // Imports the current year: a build from an earlier year may not bundle it.
    ok(put(today().getYear(), days(kinds(today().getYear())), "en"));
    assertThat(Objects.toString(said("missing"))).doesNotContain(year);
    street.update("UPDATE calendar_day SET day = '1999-06-15' WHERE day = ?", day);
    try {
      calendar.refresh();
      assertThat(status()).isEqualTo("DOWN");
      assertThat(said("missing")).contains(year);
      assertThat(said("guessed as Monday to Friday")).contains(year);
      given().get("/q/health/ready").then().statusCode(200);
    } finally {
      street.update("UPDATE calendar_day SET day = ? WHERE day = '1999-06-15'", day);
      calendar.refresh();
    }
    assertThat(Objects.toString(said("missing"))).doesNotContain(year);
  }

  private static JsonPath health() {
    return given().get("/q/health/well").jsonPath();
  }

  private static String status() {
    return health().getString("checks.find { it.name == 'calendar' }.status");
  }

  private static String said(String what) {
    return health().getString("checks.find { it.name == 'calendar' }.data?.'" + what + "'");
  }
}
