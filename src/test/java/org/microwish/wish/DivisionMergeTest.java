package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.party.DivisionMerges;
import org.microwish.platform.Id;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.verify.LeafFindings;

/** Tests that communities can be merged and closed, and that their history stays. */
@Tag("database")
@QuarkusTest
class DivisionMergeTest {

  private static final String ADMINISTRATOR = Tokens.administrator("admin-merge");

  private final Street street = Street.here();

  @Inject DivisionMerges merges;

  private static String record(String code, String name) {
    ok(ADMINISTRATOR, "/divisions", map("code", code, "name", name));
    return code;
  }

  /** Sends a command on a division, such as merge, with its ETag in If-Match. */
  private static Response end(String code, String command, Object body) {
    String tag = ok(get(null, "/divisions/" + code)).header("ETag");
    var request =
        given()
            .auth()
            .oauth2(ADMINISTRATOR)
            .contentType("application/json")
            .header("If-Match", tag);
    if (body != null) {
      request = request.body(body);
    }
    return request.post("/api/v1/divisions/" + code + "/" + command);
  }

  private static String pointer(Response refusal) {
    return refusal.path("errors[0].pointer") + " " + refusal.path("errors[0].code");
  }

  @Test
  void mergedCommunity_handsOnItsWishesCheckInsMembersAndGrids() {
    String old = record("440199001871", "旧社区");
    String next = record("440199001872", "新社区");
    String grid = record(old + "G01", "一网格");
    record(grid + "B01", "一号楼");
    record(next + "G01", "新一网格");
    String wish = WishApi.create(OPERATOR, draft("division", grid + "B01"));
    ok(OPERATOR, "/wishes/" + wish + "/submit", none());
    ok(OPERATOR, "/wishes/" + wish + "/publish", WishApi.publication());
    long organisation = street.organisation();
    long member = street.member(organisation, old);
    String memberToken = Tokens.member("member-" + member, member);
    String claim = WishApi.claim(memberToken, wish);
    ok(memberToken, "/claims/" + claim + "/deliver", WishApi.delivery());
    Map<String, Object> subject =
        map("subjectType", "MEMBER", "subjectId", Id.text(member), "community", old);
    String checkIn = ok(OPERATOR, "/check-ins", subject).path("id");
    String group =
        ok(memberToken, "/groups", map("kind", "TEAM", "name", "随迁小队", "division", old))
            .path("groupId");
    Instant soon = Instant.now().plus(1, ChronoUnit.DAYS);
    String activity =
        ok(
                OPERATOR,
                "/activities",
                map(
                    "kind",
                    "EVENT",
                    "title",
                    "邻里节",
                    "division",
                    old,
                    "hostId",
                    Id.text(organisation),
                    "signUp",
                    "OPEN",
                    "hoursMode",
                    "NONE",
                    "sessions",
                    List.of(
                        map(
                            "startsAt",
                            soon.toString(),
                            "endsAt",
                            soon.plus(1, ChronoUnit.HOURS).toString(),
                            "seats",
                            9))))
            .path("activityId");
    String published = "/statistics/overview?division=";
    LedgerProbe.awaitIntegrated();

    // A community can only be merged into another community of its street, and only once.
    assertThat(pointer(refused(end(old, "merge", map("into", old)), "VALIDATION_FAILED")))
        .startsWith("/into");
    assertThat(
            pointer(refused(end(old, "merge", map("into", Street.ELSEWHERE)), "VALIDATION_FAILED")))
        .isEqualTo("/into NOT_ALLOWED");
    assertThat(pointer(refused(end(grid, "merge", map("into", next)), "VALIDATION_FAILED")))
        .isEqualTo("/into NOT_ALLOWED");
    Response merged = ok(end(old, "merge", map("into", next)));
    refused(end(old, "merge", map("into", next)), "ALREADY_ENDED");
    refused(end(old, "close", null), "ALREADY_ENDED");

    // Nothing new can be recorded in a merged division, even before its contents have moved.
    for (String closed : List.of(old, grid)) {
      Response refusal =
          refused(OPERATOR, "/wishes", draft("division", closed), "VALIDATION_FAILED");
      assertThat(pointer(refusal)).isEqualTo("/division CLOSED");
    }
    assertThat(
            pointer(
                refused(
                    ADMINISTRATOR,
                    "/divisions",
                    map("code", old + "G02", "name", "二网格"),
                    "VALIDATION_FAILED")))
        .isEqualTo("/code CLOSED");

    merges.sweep();
    Response shown = ok(get(OPERATOR, "/wishes/" + wish));
    // The grid G01 became G02, because the new community already has a grid G01.
    assertThat(shown.<String>path("own.division")).isEqualTo(next + "G02B01");
    assertThat(shown.<String>path("division")).isEqualTo(next);
    assertThat(ok(get(null, "/divisions/" + old)).<String>path("successor")).isEqualTo(next);
    assertThat(ok(get(null, "/divisions/" + grid)).<String>path("state")).isEqualTo("MERGED");
    assertThat(ok(get(null, "/divisions/" + grid)).<String>path("successor"))
        .isEqualTo(next + "G02");
    assertThat(ok(get(OPERATOR, "/members/" + Id.text(member))).<String>path("division"))
        .isEqualTo(next);
    assertThat(ok(get(OPERATOR, "/check-ins/" + checkIn)).<String>path("community"))
        .isEqualTo(next);
    assertThat(ok(get(OPERATOR, "/groups/" + group)).<String>path("division")).isEqualTo(next);
    assertThat(ok(get(OPERATOR, "/activities/" + activity)).<String>path("division"))
        .isEqualTo(next);
    assertThat(merges.sweep()).isZero();

    // Figures for the old code are those of its successor; ledger entries keep the old code.
    LedgerProbe.awaitIntegrated();
    await("the statistics count the move")
        .until(() -> ok(get(null, published + next)).<Integer>path("wishes.published") > 0);
    assertThat(ok(get(null, published + old)).<Integer>path("wishes.published"))
        .isEqualTo(ok(get(null, published + next)).<Integer>path("wishes.published"));
    // Filters by aggregate, because an unfiltered page may end before it reaches these entries: one
    // request scans a limited number of leaves.
    for (String entry : List.of("WISH:" + wish, "CHECK_IN:" + checkIn)) {
      assertThat(
              ok(get(null, "/ledger/entries?aggregate=" + entry + "&division=" + old))
                  .<List<String>>path("items.leaf.type"))
          .containsAnyOf("WISH_CREATED", "CHECKED_IN");
    }
    assertThat(findings(old, checkIn, group, activity, wish)).isEmpty();
    assertThat((String) merged.path("ledger.entryId")).isNotNull();
  }

  private List<String> findings(String... aggregates) {
    List<byte[]> leaves = new ArrayList<>();
    for (String id : aggregates) {
      street
          .column(
              "SELECT HEX(payload) FROM ledger_entry WHERE aggregate_id = '"
                  + id
                  + "' ORDER BY aggregate_version")
          .forEach(hex -> leaves.add(HexFormat.of().parseHex(hex)));
    }
    // Ignores findings about the member and the organisation, whose rows this test inserted without
    // a ledger entry.
    return LeafFindings.of(leaves).stream()
        .filter(finding -> !finding.contains("no entry records"))
        .toList();
  }

  @Test
  void members_follow_andKeepTheirOtherServiceAreas() {
    String old = record("440199001874", "甲社区");
    String next = record("440199001875", "乙社区");
    long organisation = street.organisation();
    long elsewhere = member(organisation, old, Street.ELSEWHERE);
    long both = member(organisation, next, old, next);
    long mixed = member(organisation, Street.ELSEWHERE, old, Street.ELSEWHERE);
    ok(end(old, "merge", map("into", next)));
    nothingNewIn(old, organisation);
    merges.sweep();
    assertThat(areas(elsewhere)).containsExactly(Street.ELSEWHERE);
    assertThat(areas(both)).containsExactly(next);
    assertThat(areas(mixed)).containsExactlyInAnyOrder(next, Street.ELSEWHERE);
    assertThat(ok(get(OPERATOR, "/members/" + Id.text(elsewhere))).<String>path("division"))
        .isEqualTo(next);
    assertThat(merges.sweep()).isZero();
  }

  private static void nothingNewIn(String closed, long organisation) {
    Map<String, Object> party = map("name", "某支部", "kind", "BRANCH", "sector", "COMMUNITY");
    party.put("division", closed);
    refusedIn(OPERATOR, "/organisations", party, "/division");
    Map<String, Object> member =
        map("organisationId", Id.text(organisation), "kind", "COMMUNITY", "name", "欧阳样例");
    member.put("division", closed);
    refusedIn(OPERATOR, "/members", member, "/division");
    member.remove("division");
    member.put("serviceAreas", List.of(Street.COMMUNITY, closed));
    refusedIn(OPERATOR, "/members", member, "/serviceAreas/1");
    Map<String, Object> checkIn = map("subjectType", "ORGANISATION", "community", closed);
    checkIn.put("subjectId", Id.text(organisation));
    refusedIn(OPERATOR, "/check-ins", checkIn, "/community");
    Map<String, Object> account = map("loginName", "merged-" + WishApi.key().substring(0, 8));
    account.putAll(map("role", "COLLECTOR", "division", closed));
    refusedIn(ADMINISTRATOR, "/accounts", account, "/division");
  }

  private static void refusedIn(String token, String path, Object body, String field) {
    Response refusal = refused(token, path, body, "VALIDATION_FAILED");
    assertThat(pointer(refusal)).isEqualTo(field + " CLOSED");
    assertThat(refusal.<String>path("errors[0].successor")).isNotNull();
  }

  private long member(long organisation, String home, String... areas) {
    long member = street.member(organisation, home);
    for (String area : areas) {
      street.update(
          "INSERT INTO member_service_area (member_id, division_path) VALUES (?, ?)", member, area);
    }
    return member;
  }

  private List<String> areas(long member) {
    return street.column(
        "SELECT division_path FROM member_service_area WHERE member_id = " + member);
  }

  @Test
  void chainOfMerges_isFollowedStepByStep() {
    String first = record("440199001876", "甲社区");
    String second = record("440199001877", "乙社区");
    String third = record("440199001878", "丙社区");
    String grid = record(first + "G01", "网格");
    String wish = WishApi.create(OPERATOR, draft("division", grid));
    ok(end(first, "merge", map("into", second)));
    ok(end(second, "merge", map("into", third)));
    Response used = refused(end(third, "close", null), "STILL_IN_USE");
    assertThat(used.<Integer>path("divisions")).isEqualTo(1);
    // Each sweep moves the wish along one merge of the chain.
    merges.sweep();
    merges.sweep();
    assertThat(ok(get(OPERATOR, "/wishes/" + wish)).<String>path("own.division"))
        .isEqualTo(third + "G01");
    assertThat(ok(get(null, "/divisions/" + grid)).<String>path("successor"))
        .isEqualTo(second + "G01");
    assertThat(findings(first, second, third, wish)).isEmpty();
  }

  @Test
  void division_isClosedOnlyWhenNothingNeedsIt() {
    String code = record("440199001873", "将撤社区");
    String grid = record(code + "G01", "网格");
    String wish = WishApi.create(OPERATOR, draft("division", code));
    long organisation = street.organisation();
    long ready = member(organisation, Street.ELSEWHERE, code);
    Response used = refused(end(code, "close", null), "STILL_IN_USE");
    assertThat(used.<Integer>path("divisions")).isEqualTo(1);
    assertThat(used.<Integer>path("wishes")).isEqualTo(1);
    ok(end(grid, "close", null));
    ok(OPERATOR, "/wishes/" + wish + "/withdraw", WishApi.because("不要了"));
    ok(end(code, "close", null));
    assertThat(ok(get(null, "/divisions/" + code)).<String>path("state")).isEqualTo("CLOSED");
    Response refusal = refused(OPERATOR, "/wishes", draft("division", code), "VALIDATION_FAILED");
    assertThat(pointer(refusal)).isEqualTo("/division CLOSED");
    assertThat(refusal.<String>path("errors[0].detail")).isEqualTo("该区划已撤销。");
    assertThat(ok(get(OPERATOR, "/wishes/" + wish)).<String>path("division")).isEqualTo(code);
    // A member with the closed community among its service areas can still be edited.
    Map<String, Object> kept = map("organisationId", Id.text(organisation), "kind", "COMMUNITY");
    kept.put("division", Street.ELSEWHERE);
    kept.put("skills", List.of("电工"));
    kept.put("serviceAreas", List.of(code));
    ok(WishApi.put(OPERATOR, "/members/" + Id.text(ready), kept, "*"));
    assertThat(areas(ready)).containsExactly(code);
    refused(
        given()
            .auth()
            .oauth2(OPERATOR)
            .contentType("application/json")
            .header("If-Match", "*")
            .post("/api/v1/divisions/" + code + "/close"),
        "FORBIDDEN");
  }
}
