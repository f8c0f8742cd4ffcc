package org.microwish.change;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.webhook.Partner;
import org.microwish.wish.WishApi;

/** Tests the feed of changes as a client that polls it. */
@Tag("database")
@QuarkusTest
class ChangeApiTest {

  private static final String AUDITOR = Tokens.auditor("auditor-changes", Street.STREET);

  private static Partner partner;

  @TestHTTPResource URI service;

  private final Street street = Street.here();

  @BeforeEach
  void recordPartner() {
    if (partner == null) {
      partner = Partner.record(street);
    }
  }

  private static long end() {
    LedgerProbe.awaitIntegrated();
    return LedgerProbe.treeSize() - 1;
  }

  private static Response changes(String token, long after, String... more) {
    return ok(WishApi.get(token, "/changes?limit=100&after=" + after + String.join("", more)));
  }

  private static List<String> typesOf(Response page, String wish) {
    return page.path("items.findAll { it.data.aggregate.id == '" + wish + "' }.type");
  }

  @Test
  void callersSeeOnlyPermittedChanges_inTheOrderOfTheLedger() {
    long before = end();
    String own = partner.wish();
    ok(partner.token(), "/wishes/" + own + "/submit", none());
    String others = WishApi.create(WishApi.COLLECTOR, WishApi.draft());
    String open = WishApi.open(WishApi.COLLECTOR, WishApi.draft());
    end();
    Response mine = changes(partner.token(), before);
    assertThat(typesOf(mine, own)).containsExactly("WISH_CREATED", "WISH_SUBMITTED");
    assertThat(typesOf(mine, others)).isEmpty();
    assertThat(typesOf(mine, open)).containsExactly("WISH_PUBLISHED");
    assertThat(mine.<List<Integer>>path("items.data.leafIndex")).isSorted();
    assertThat(mine.<Integer>path("items[0].data.leafIndex")).isGreaterThan((int) before);

    Response anybody = changes(null, before);
    assertThat(typesOf(anybody, own)).isEmpty();
    assertThat(typesOf(anybody, open)).containsExactly("WISH_PUBLISHED");
    assertThat(typesOf(changes(Tokens.resident("somebody"), before), own)).isEmpty();

    Response audited = changes(AUDITOR, before);
    assertThat(typesOf(audited, own)).hasSize(2);
    assertThat(typesOf(audited, open))
        .containsExactly("WISH_CREATED", "WISH_SUBMITTED", "WISH_PUBLISHED");
    Response elsewhere = changes(Tokens.auditor("auditor-elsewhere", Street.OTHER_STREET), before);
    assertThat(typesOf(elsewhere, others)).isEmpty();
    Partner far = Partner.record(street, Street.OTHER_STREET, "PARTNER");
    assertThat(typesOf(changes(far.token(), before), open)).isEmpty();
    for (Response page : List.of(mine, anybody, audited)) {
      assertThat(page.asString())
          .doesNotContain(WishApi.NAME)
          .doesNotContain(WishApi.PHONE)
          .doesNotContain(WishApi.ADDRESS);
    }
  }

  @Test
  void unpublishedWish_showsPartnersOnlyTheUnpublishing() {
    long before = end();
    String wish = WishApi.open(WishApi.COLLECTOR, WishApi.draft());
    ok(WishApi.OPERATOR, "/wishes/" + wish + "/unpublish", WishApi.because("含有个人信息"));
    end();
    assertThat(typesOf(changes(partner.token(), before), wish)).containsExactly("WISH_UNPUBLISHED");
    assertThat(typesOf(changes(AUDITOR, before), wish)).hasSize(4);
  }

  /** Adds leaves until the partner sees a change of the wish; returns the wish's changes. */
  private List<Map<String, Object>> hiding(long before, String wish) {
    List<Map<String, Object>> found = List.of();
    for (int i = 0; i < 20 && found.isEmpty(); i++) {
      WishApi.open(WishApi.COLLECTOR, WishApi.draft());
      end();
      found = changes(partner.token(), before, "&aggregate=WISH:" + wish).path("items");
    }
    return found;
  }

  @Test
  void hiddenWish_revealsNeitherTheReasonNorTheLedgerEntry() {
    String resident = Tokens.resident("resident-changes");
    long member = street.member(street.organisation());
    String helper = Tokens.member("member-" + member, member);
    String held = WishApi.open(WishApi.COLLECTOR, WishApi.draft());
    String withdrawn = WishApi.create(resident, WishApi.draft("sensitivity", "MINOR"));
    ok(
        resident,
        "/wishes/" + withdrawn + "/consents",
        WishApi.map(
            "purpose",
            "HANDLING",
            "relation",
            "PARENT",
            "method",
            "WRITTEN",
            "obtainedOn",
            "2026-01-05",
            "name",
            "陈家长",
            "sensitivity",
            "MINOR"));
    ok(resident, "/wishes/" + withdrawn + "/submit", none());
    ok(WishApi.OPERATOR, "/wishes/" + withdrawn + "/publish", WishApi.publication());
    String erased = WishApi.open(resident, WishApi.draft());
    ok(helper, "/claims/" + WishApi.claim(helper, erased) + "/deliver", WishApi.delivery());
    ok(resident, "/wishes/" + erased + "/confirm", WishApi.map("rating", 5));
    long before = end();
    String hold =
        ok(
                Tokens.administrator("root"),
                "/holds",
                WishApi.map("type", "WISH", "id", held, "reason", "诉讼"))
            .path("id");
    ok(resident, "/wishes/" + withdrawn + "/withdraw-consent", WishApi.because("不同意了"));
    ok(
        WishApi.OPERATOR,
        "/erasures",
        WishApi.map("subject", Map.of("type", "WISH", "id", erased), "reason", "PURPOSE_MET"));
    for (String wish : List.of(held, withdrawn, erased)) {
      List<Map<String, Object>> changes = hiding(before, wish);
      assertThat(changes).hasSize(1);
      assertThat(changes.getFirst()).containsEntry("type", "WISH_UNPUBLISHED");
      Map<?, ?> data = (Map<?, ?>) changes.getFirst().get("data");
      assertThat(data.get("facts")).isNull();
      assertThat(data.get("actorRole")).isEqualTo("SYSTEM");
      assertThat(data.get("transition")).isEqualTo(Map.of("command", "UNPUBLISH"));
      assertThat(changes.toString())
          .doesNotContainIgnoringCase("consent")
          .doesNotContain("ERAS", "HOLD", "WITHDRAW");
      refused(WishApi.get(null, "/ledger/entries/" + data.get("entryId")), "NOT_FOUND");
    }
    assertThat(hold).isNotNull();
    ok(Tokens.administrator("root"), "/holds/" + hold + "/release", WishApi.because("结案"));
    // The wish is on the wall again, so the change is not shown any more.
    assertThat(changes(partner.token(), before, "&aggregate=WISH:" + held).<List<?>>path("items"))
        .isEmpty();
  }

  @Test
  void ownReference_isShownToTheClientThatCreatedTheWish() {
    long before = end();
    String number = WishApi.key();
    String wish =
        WishApi.create(
            partner.token(),
            WishApi.draft(
                "channel",
                "HOTLINE_12345",
                "externalReference",
                Map.of("system", "hotline", "number", number)));
    ok(partner.token(), "/wishes/" + wish + "/submit", none());
    ok(WishApi.OPERATOR, "/wishes/" + wish + "/publish", WishApi.publication());
    end();
    Response own = changes(partner.token(), before, "&aggregate=WISH:" + wish);
    assertThat(own.<List<String>>path("items.data.externalReference.number"))
        .containsExactly(number, number, number);
    Partner other = Partner.record(street);
    for (String token : Arrays.asList(null, AUDITOR, other.token())) {
      Response page = changes(token, before, "&aggregate=WISH:" + wish);
      assertThat(page.<List<?>>path("items")).isNotEmpty();
      assertThat(page.asString()).doesNotContain(number);
    }
  }

  @Test
  void changes_areSelectedByFiltersAndCursor() {
    long before = end();
    String one = WishApi.open(WishApi.COLLECTOR, WishApi.draft());
    String two = WishApi.open(WishApi.COLLECTOR, WishApi.draft());
    end();
    assertThat(
            changes(AUDITOR, before, "&type=WISH_PUBLISHED&type=WISH_CREATED&aggregate=WISH:" + one)
                .<List<String>>path("items.type"))
        .containsExactly("WISH_CREATED", "WISH_PUBLISHED");
    assertThat(typesOf(changes(AUDITOR, before, "&division=" + Street.NEIGHBOUR), two)).isEmpty();
    assertThat(typesOf(changes(AUDITOR, before, "&division=" + Street.STREET), two)).hasSize(3);
    assertThat(changes(AUDITOR, before, "&aggregate=GROUP").<List<?>>path("items")).isEmpty();

    List<String> seen = new ArrayList<>();
    String after = Long.toString(before);
    boolean more;
    do {
      Response page =
          ok(WishApi.get(AUDITOR, "/changes?limit=2&aggregate=WISH:" + two + "&after=" + after));
      seen.addAll(page.path("items.type"));
      after = page.path("nextCursor");
      more = page.path("more");
    } while (more);
    assertThat(seen).containsExactly("WISH_CREATED", "WISH_SUBMITTED", "WISH_PUBLISHED");
    assertThat(Long.parseLong(after)).isGreaterThan(before);

    for (String odd :
        List.of(
            "after=-2",
            "after=x",
            "after=999999999",
            "after=9223372036854775807",
            "after=99999999999999999999",
            "limit=0",
            "wait=0",
            "wait=21",
            "wait=5m",
            "type=NONE",
            "aggregate=NONE",
            "division=999",
            "cursor=1")) {
      refused(WishApi.get(AUDITOR, "/changes?" + odd), "VALIDATION_FAILED");
    }
    assertThat(
            refused(WishApi.get(AUDITOR, "/changes?after=9223372036854775807"), "VALIDATION_FAILED")
                .<String>path("errors[0].parameter"))
        .isEqualTo("after");
    refused(given().get("/api/v1/changes?wait=5s"), "UNAUTHENTICATED");
  }

  private CompletableFuture<Answer> waiting(Http http, String token, long after, String more) {
    return http.get(service.resolve("/api/v1/changes?after=" + after + more))
        .bearer(token)
        .sendAsync();
  }

  @Test
  void waitingRequest_endsWithTheChange_orAfterItsTime_andIsLimitedPerCaller() throws Exception {
    long before = end();
    try (Http http = new Http()) {
      CompletableFuture<Answer> own = waiting(http, partner.token(), before, "&wait=20s");
      // No change passes this filter, so this request waits for the whole time.
      long begun = System.nanoTime();
      CompletableFuture<Answer> none =
          waiting(http, partner.token(), before, "&wait=2&aggregate=CALENDAR");
      await().during(Duration.ofMillis(300)).until(() -> !own.isDone() && !none.isDone());
      String wish = partner.wish();
      Answer found = own.get(5, TimeUnit.SECONDS);
      assertThat(found.status()).isEqualTo(200);
      assertThat(found.text()).contains(wish);
      Answer empty = none.get(5, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isGreaterThan(Duration.ofMillis(1_900));
      assertThat(empty.json().path("items")).isEmpty();
      assertThat(empty.json().path("nextCursor").asLong()).isGreaterThanOrEqualTo(before);
      assertThat(empty.json().path("more").asBoolean()).isFalse();

      long now = end();
      String filter = "&wait=1s&aggregate=CALENDAR";
      List<CompletableFuture<Answer>> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(waiting(http, partner.token(), now, filter));
      }
      List<Integer> statuses = new ArrayList<>();
      for (CompletableFuture<Answer> each : all) {
        statuses.add(each.get(5, TimeUnit.SECONDS).status());
      }
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(3);
      assertThat(statuses).filteredOn(status -> status == 429).hasSize(2);
      // After these requests have ended, the caller may wait again.
      assertThat(waiting(http, partner.token(), now, filter).get(5, TimeUnit.SECONDS).status())
          .isEqualTo(200);
    }
  }
}
