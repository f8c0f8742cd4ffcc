package org.microwish.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.pages.Chromium.Look;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Drives the pages in a browser, against the running service. */
@QuarkusTest
@Tag("browser")
class BrowserTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Chromium chromium;

  /** A fulfilled wish, its last entry, and an open wish. */
  private static String wish;

  private static String entry;
  private static String openWish;
  private static String title;

  /** Before each test, because only then the address of the service is known; works once. */
  @BeforeEach
  void openBrowser() {
    if (chromium != null) {
      return;
    }
    Street street = Street.here();
    String resident = Tokens.resident("browser");
    String member = Tokens.member("browser-m", street.member(street.organisation()));
    wish = open(resident, draft());
    String claim = claim(member, wish);
    ok(member, "/claims/" + claim + "/contact", none());
    ok(member, "/claims/" + claim + "/deliver", delivery());
    entry = ok(resident, "/wishes/" + wish + "/confirm", map("rating", 5)).path("ledger.entryId");
    // Two open wishes: the window turns from one to the other.
    open(resident, draft());
    openWish = open(resident, draft());
    title = "修一修楼道的灯" + openWish;
    String last =
        ok(
                OPERATOR,
                "/wishes/" + openWish + "/amend-public-words",
                map("publicTitle", title, "publicSummary", "老人夜里下楼看不清", "attested", true))
            .path("ledger.entryId");
    await().until(() -> get(null, "/ledger/entries/" + last + "/proof").statusCode() == 200);
    await().until(() -> get(null, "/wishes/" + wish).path("number") != null);
    chromium = new Chromium();
  }

  @AfterAll
  static void closeBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  // Every page -----------------------------------------------------------------------------------

  static Stream<Arguments> pages() {
    Map<String, String> paths =
        Map.of(
            "home", "/",
            "wall", "/wall",
            "wish", "/wall/{wish}",
            "window", "/wall/window",
            "poster", "/print/poster/{open}",
            "acceptance", "/print/acceptance/{open}",
            "ledger", "/ledger?wish={wish}",
            "screen", "/screen?street=" + Street.STREET,
            "district", "/district",
            "check-empty", "/check");
    return paths.entrySet().stream()
        .flatMap(
            one ->
                Stream.of(Look.PHONE, Look.OFFICE, Look.NIGHT)
                    .map(look -> Arguments.of(one.getKey(), one.getValue(), look)));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_fitsAndIsAccessible(String name, String path, Look look) {
    try (Chromium.Visitor visitor = chromium.visitor(look)) {
      visitor.page.navigate(path.replace("{wish}", wish).replace("{open}", openWish));
      if (name.equals("ledger")) {
        assertThat(visitor.page.locator("#timeline li").first()).isVisible();
      }
      if (name.equals("screen")) {
        assertThat(visitor.page.locator("#truth")).not().isEmpty();
      }
      if (name.equals("district")) {
        assertThat(visitor.page.locator("#district tbody tr").first()).isVisible();
      }
      visitor.check(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"window", "screen"})
  void windowAndScreen_fillAWall(String name) {
    try (Chromium.Visitor visitor = chromium.visitor(Look.WALL)) {
      visitor.page.navigate(
          name.equals("window") ? "/wall/window" : "/screen?street=" + Street.STREET);
      if (name.equals("screen")) {
        assertThat(visitor.page.locator("#trend svg")).isVisible();
        assertThat(visitor.page.locator("[data-figure='wishes.published']")).not().hasText("0");
      }
      visitor.check(name);
    }
  }

  @Test
  void screen_showsTheApisFigures_staysWhileTheServiceIsAway_andGoesOn() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = visitor.page;
      page.clock().install();
      page.navigate("/screen?street=" + Street.STREET);
      assertThat(page.locator("#truth")).containsText("entries of the ledger");
      page.clock().runFor(2_000);
      long published =
          get(null, "/statistics/overview?division=" + Street.STREET)
              .jsonPath()
              .getLong("wishes.published");
      Locator shown = page.locator("[data-figure='wishes.published']");
      assertThat(shown).hasText(String.format(Locale.ROOT, "%,d", published));

      visitor.offline(true);
      page.clock().runFor(60_000);
      page.clock().fastForward(3_540_000);
      assertThat(page.locator("#truth")).containsText("cannot be reached");
      assertThat(shown).hasText(String.format(Locale.ROOT, "%,d", published));
      visitor.offline(false);
      String more = open(Tokens.resident("screen"), draft());
      await()
          .until(
              () ->
                  get(null, "/statistics/overview?division=" + Street.STREET)
                          .jsonPath()
                          .getLong("wishes.published")
                      > published);
      page.clock().runFor(61_000);
      assertThat(page.locator("#truth")).not().containsText("cannot be reached");
      page.clock().runFor(2_000);
      assertThat(shown).hasText(String.format(Locale.ROOT, "%,d", published + 1));
      assertThat(more).isNotEmpty();
      assertThat(visitor.faults()).allMatch(fault -> fault.contains("ERR_INTERNET_DISCONNECTED"));
    }
  }

  @Test
  void screen_survivesADay_withBoundedContent_andBacksOffWhileTheServiceIsCutOff() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = visitor.page;
      AtomicInteger asked = new AtomicInteger();
      AtomicBoolean cut = new AtomicBoolean();
      page.route(
          "**/api/v1/**",
          route -> {
            asked.incrementAndGet();
            assertThat(route.request().headers()).doesNotContainKey("authorization");
            if (cut.get()) {
              route.abort();
            } else if (route.request().url().contains("/changes?")) {
              // Something changes all the time.
              route.fulfill(
                  new Route.FulfillOptions()
                      .setContentType("application/json")
                      .setBody("{\"items\":[{}],\"nextCursor\":\"1\",\"more\":false}"));
            } else {
              route.resume();
            }
          });
      page.clock().install();
      page.navigate("/screen?street=" + Street.STREET);
      assertThat(page.locator("#truth")).containsText("entries of the ledger");
      page.evaluate("window.sameDocument = true");
      page.clock().runFor(60_000);
      int before = (Integer) page.evaluate("document.getElementsByTagName('*').length");
      for (int hour = 0; hour < 24; hour++) {
        page.clock().fastForward(3_590_000);
        page.clock().runFor(10_000);
      }
      assertThat((Integer) page.evaluate("document.getElementsByTagName('*').length"))
          .isBetween(before - 50, before + 50);

      cut.set(true);
      page.clock().runFor(10_000);
      assertThat(page.locator("#truth")).containsText("cannot be reached");
      asked.set(0);
      page.clock().runFor(600_000);
      assertThat(asked.get()).as("questions in ten minutes without the service").isBetween(1, 15);
      page.clock().fastForward(3_000_000);
      assertThat(page.locator("#trend svg")).isVisible();
      cut.set(false);
      page.clock().runFor(61_000);
      assertThat(page.locator("#truth")).not().containsText("cannot be reached");
      assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
    }
  }

  @Test
  void screen_beginsAgain_whereTheLedgerIsAnother() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = visitor.page;
      page.clock().install();
      page.navigate("/screen?street=" + Street.STREET);
      assertThat(page.locator("#truth")).containsText("entries of the ledger");
      AtomicBoolean refuse = new AtomicBoolean(true);
      page.route(
          "**/api/v1/changes?**",
          route -> {
            // What the service answers if its ledger is shorter than the screen has seen.
            if (refuse.getAndSet(false)) {
              route.fulfill(new Route.FulfillOptions().setStatus(400).setBody("{}"));
            } else {
              route.resume();
            }
          });
      page.clock().runFor(6_000);
      assertThat(page.locator("#truth")).containsText("cannot be reached");
      page.clock().runFor(30_000);
      assertThat(page.locator("#truth")).not().containsText("cannot be reached");
    }
  }

  @Test
  void district_showsStreetsWithoutWishesAsZero() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      visitor.page.navigate("/district");
      assertThat(visitor.page.locator("#truth")).containsText("entries of the ledger");
      int streets =
          get(null, "/divisions?level=STREET&limit=100").jsonPath().getList("items").size();
      assertThat(visitor.page.locator("#district tbody tr")).hasCount(streets);
      assertThat(visitor.page.locator("#district tbody tr").last().locator("td").nth(1))
          .hasText("0");
    }
  }

  @Test
  void problem_isAPage() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      visitor.page.navigate("/nothing");
      assertThat(visitor.faults()).hasSize(1).first().asString().contains("404");
      visitor.check("problem");
      visitor.page.getByRole(AriaRole.LINK, named("首页")).click();
      assertThat(visitor.page).hasURL(Pattern.compile("/$"));
    }
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  // The wall -------------------------------------------------------------------------------------

  @Test
  void wall_isSearchedByKeyboard_andTheLanguageSwitchKeepsTheQuestion() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      Page page = visitor.page;
      page.navigate("/wall");
      page.getByLabel("搜索").fill(title);
      page.keyboard().press("Enter");
      assertThat(page.locator(".card")).hasCount(1);
      page.getByRole(AriaRole.LINK, named("English")).click();
      assertThat(page.locator("html")).hasAttribute("lang", "en");
      assertThat(page.locator(".card")).hasCount(1);
      assertThat(page.getByLabel("Search")).hasValue(title);
      page.getByRole(AriaRole.LINK, named(title)).click();
      assertThat(page.locator("h1")).hasText(title);
      assertThat(page.locator(".now")).containsText("Can be claimed.");
      assertThat(page.locator("html")).hasAttribute("lang", "en");
      visitor.check("wish-open");
    }
  }

  @Test
  void wallAndWish_canBeReadWithoutScript() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.PLAIN)) {
      Page page = visitor.page;
      page.navigate("/wall?q=" + title);
      page.getByRole(AriaRole.LINK, named(title)).click();
      assertThat(page.locator("h1")).hasText(title);
      page.navigate("/ledger");
      assertThat(page.locator("noscript")).isVisible();
    }
  }

  /** The time is written down, not asserted: it depends on the machine and what else runs on it. */
  @Test
  void wall_isLight() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      Page page = visitor.page;
      page.navigate("/wall");
      assertThat(page.locator(".card").first()).isVisible();
      double kilobytes =
          ((Number)
                  page.evaluate(
                      """
                      [...performance.getEntriesByType('navigation'),
                       ...performance.getEntriesByType('resource')]
                        .reduce((sum, one) => sum + one.transferSize, 0) / 1000"""))
              .doubleValue();
      assertThat(kilobytes).isBetween(1.0, 150.0);
      Number paint =
          (Number)
              page.evaluate(
                  """
                  new Promise((found) => new PerformanceObserver((list) =>
                    list.getEntriesByName('first-contentful-paint').forEach((one) =>
                      found(one.startTime))).observe({ type: 'paint', buffered: true }))""");
      System.out.printf(
          Locale.ROOT,
          "The wall in a browser: %.0f kB transferred, first paint after %.0f ms%n",
          kilobytes,
          paint.doubleValue());
    }
  }

  @Test
  void window_turnsByItself_untilItIsStopped() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = visitor.page;
      page.clock().install();
      page.navigate("/wall/window?limit=1");
      String first = page.locator("#turning h2").textContent();
      page.getByRole(AriaRole.BUTTON, named("Stop turning")).click();
      page.clock().fastForward(16_000);
      assertThat(page.locator("#turning h2")).hasText(first);
      page.getByRole(AriaRole.BUTTON, named("Go on turning")).click();
      String shown = page.locator("#turning a").first().getAttribute("href");
      page.clock().fastForward(16_000);
      assertThat(page.locator("#turning a").first()).not().hasAttribute("href", shown);
      assertThat(visitor.faults()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"poster", "acceptance"})
  void printed_isOneSheetOfA4(String sheet) throws IOException {
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      visitor.page.navigate("/print/" + sheet + "/" + openWish);
      assertThat(visitor.page.locator("img.qr")).isVisible();
      byte[] pdf = visitor.page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true));
      try (PDDocument printed = Loader.loadPDF(pdf)) {
        assertThat(printed.getNumberOfPages()).isOne();
        // 210 mm in points.
        assertThat(printed.getPage(0).getMediaBox().getWidth()).isBetween(594f, 597f);
      }
    }
  }

  // The ledger -----------------------------------------------------------------------------------

  /** Opens the explorer in Chinese. */
  private static void explore(Consumer<Page> before, Consumer<Page> then) {
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      before.accept(visitor.page);
      visitor.page.navigate("/ledger");
      assertThat(visitor.page.locator("#checkpoint li").first()).isVisible();
      assertThat(visitor.page.getByText("正在核验")).hasCount(0);
      then.accept(visitor.page);
      assertThat(visitor.faults()).isEmpty();
    }
  }

  private static void says(Page page, String place, String kind, String sentence) {
    assertThat(
            page.locator("#" + place + " li." + kind)
                .filter(new Locator.FilterOptions().setHasText(sentence)))
        .hasCount(1);
  }

  private static void saysNothingWrong(Page page) {
    assertThat(page.locator("li.wrong")).hasCount(0);
  }

  private static void ask(Page page, String form, String field, String value) {
    page.locator("#" + field).fill(value);
    page.locator("#" + form + " button").click();
  }

  /** Changes the JSON answers below a path of the API before the page sees them. */
  private static Consumer<Page> tampered(String glob, UnaryOperator<JsonNode> change) {
    return page ->
        page.route(
            "**/api/v1" + glob,
            route -> {
              APIResponse answer = route.fetch();
              try {
                route.fulfill(
                    new Route.FulfillOptions()
                        .setResponse(answer)
                        .setBody(change.apply(JSON.readTree(answer.body())).toString()));
              } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
              }
            });
  }

  @Test
  void ledger_provesItsCheckpointAnEntryAWishAndASample() {
    explore(
        page -> {},
        page -> {
          says(page, "checkpoint", "right", "签名正确");
          says(page, "checkpoint", "note", "第一次");
          ask(page, "entry-form", "entry", entry);
          says(page, "entry-result", "right", "没有被改动");
          says(page, "entry-result", "right", "在签名的台账里");
          page.getByText("记录原文").click();
          assertThat(page.locator("#leaf pre")).containsText("WISH_CONFIRMED");

          ask(page, "wish-form", "wish", wish);
          says(page, "wish-result", "right", "版本从 1 到 7 没有缺");
          assertThat(page.locator("#timeline li")).hasCount(7);
          assertThat(page.locator("#timeline li").first()).containsText("登记");
          assertThat(page.locator("#timeline li").last()).containsText("确认达成");
          assertThat(page.locator("#timeline a[download]"))
              .hasAttribute("href", "/api/v1/wishes/" + wish + "/dossier");

          page.locator("#n").fill("2");
          page.locator("#sample-form button").click();
          says(page, "sample-result", "right", "每一条记录都核验无误");
          assertThat(page.locator("#sample li")).hasCount(2);
          saysNothingWrong(page);

          page.reload();
          says(page, "checkpoint", "right", "和上次相比");
          says(page, "checkpoint", "right", "密钥和您上次来时相同");
          saysNothingWrong(page);
        });
  }

  @Test
  void entryIsFoundByItsNumber_andAWishByItsNumber() {
    String number = get(null, "/wishes/" + wish).path("number");
    explore(
        page -> {},
        page -> {
          ask(page, "entry-form", "entry", "0");
          says(page, "entry-result", "right", "是第 0 条");
          ask(page, "wish-form", "wish", number);
          says(page, "wish-result", "right", "版本从 1 到 7 没有缺");
          ask(page, "wish-form", "wish", "440199001-2001-W-00001");
          says(page, "wish-result", "note", "没有找到");
          saysNothingWrong(page);
        });
  }

  @Test
  void changedLeaf_isRecognised() {
    explore(
        tampered(
            "/ledger/entries/" + entry,
            answer -> {
              String leaf =
                  new String(
                      Base64.getDecoder().decode(answer.get("leafBytes").asText()),
                      StandardCharsets.UTF_8);
              String changed = leaf.replace("\"rating\":5", "\"rating\":4");
              assertThat(changed).isNotEqualTo(leaf);
              return ((ObjectNode) answer)
                  .put(
                      "leafBytes",
                      Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8)));
            }),
        page -> {
          ask(page, "entry-form", "entry", entry);
          says(page, "entry-result", "wrong", "记录内容被改动过");
          says(page, "entry-result", "wrong", "不在签名的台账里");
        });
  }

  @Test
  void changedLeafInATimeline_isRecognised_alsoWithAHashThatFits() {
    explore(
        tampered(
            "/ledger/aggregates/**",
            answer -> {
              JsonNode last = answer.get("items").get(6);
              ((ObjectNode) last.get("leaf")).put("occurredAt", "2020-01-01T00:00:00.000000Z");
              return ((ObjectNode) last).put("leafHash", "00".repeat(32)) == null ? null : answer;
            }),
        page -> {
          ask(page, "wish-form", "wish", wish);
          says(page, "wish-result", "wrong", "记录内容被改动过");
          // The bytes that were fetched instead are in the ledger; the listed hash is not theirs.
          says(page, "wish-result", "right", "7 条记录都在签名的台账里");
        });
  }

  @Test
  void missingEntry_isRecognised() {
    explore(
        tampered(
            "/ledger/aggregates/**",
            answer -> {
              ((ArrayNode) answer.get("items")).remove(3);
              return answer;
            }),
        page -> {
          ask(page, "wish-form", "wish", wish);
          says(page, "wish-result", "wrong", "第 5 版之前缺记录");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "size"})
  void forgedCheckpoint_isRecognised_andNothingIsProvenWithIt(String forged) {
    explore(
        page ->
            page.route(
                "**/api/v1/ledger/checkpoint",
                route -> {
                  APIResponse answer = route.fetch();
                  String[] lines = answer.text().split("\n", -1);
                  if (forged.equals("size")) {
                    lines[1] = String.valueOf(Long.parseLong(lines[1]) - 1);
                  } else {
                    lines[2] = Base64.getEncoder().encodeToString(new byte[32]);
                  }
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setResponse(answer)
                          .setBody(String.join("\n", lines)));
                }),
        page -> {
          says(page, "checkpoint", "wrong", "检查点的签名不对");
          ask(page, "wish-form", "wish", wish);
          says(page, "wish-result", "note", "没有核验过的检查点");
        });
  }

  @Test
  void proofOfAnotherEntry_isRecognised() {
    explore(
        tampered(
            "/ledger/proofs/inclusion?**",
            answer ->
                json("/ledger/proofs/inclusion?leafIndex=0&treeSize=" + answer.path("treeSize"))),
        page -> {
          ask(page, "entry-form", "entry", entry);
          says(page, "entry-result", "right", "没有被改动");
          says(page, "entry-result", "wrong", "不在签名的台账里");
        });
  }

  @Test
  void proofsOfAnotherTree_areRecognised() {
    explore(
        page ->
            page.route(
                "**/api/v1/ledger/proofs/inclusion?**",
                route -> {
                  // The right leaf, in an earlier tree of this ledger.
                  String url = route.request().url();
                  long size = Long.parseLong(url.replaceFirst(".*treeSize=", ""));
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setResponse(
                              route.fetch(
                                  new Route.FetchOptions()
                                      .setUrl(
                                          url.replaceFirst("treeSize=.*", "treeSize=" + (size - 1)))
                                      .setMethod("GET"))));
                }),
        page -> {
          ask(page, "wish-form", "wish", wish);
          says(page, "wish-result", "right", "7 条记录的内容都没有被改动");
          assertThat(page.locator("#wish-result li.wrong").first()).containsText("不在签名的台账里");
        });
  }

  @Test
  void ledgerIsVerifiedWithoutTheBrowsersCryptography_asOnPlainHttp() {
    explore(
        page ->
            page.addInitScript(
                "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });"),
        page -> {
          assertThat(page.evaluate("typeof crypto.subtle")).isEqualTo("undefined");
          says(page, "checkpoint", "right", "签名正确");
          ask(page, "entry-form", "entry", entry);
          says(page, "entry-result", "right", "在签名的台账里");
          saysNothingWrong(page);
        });
  }

  @Test
  void anotherEntry_isRecognised_alsoWithItsOwnProof() {
    explore(
        tampered(
            "/ledger/entries/" + entry,
            answer ->
                json(
                    "/ledger/entries/"
                        + json("/ledger/entries?limit=1").at("/items/0/entryId").asText())),
        page -> {
          ask(page, "entry-form", "entry", entry);
          says(page, "entry-result", "wrong", "另一条记录");
        });
  }

  @Test
  void entryWithoutAPlace_isShownAsNotVerified() {
    explore(
        tampered(
            "/ledger/aggregates/**",
            answer -> {
              JsonNode last = answer.get("items").get(6);
              ((ObjectNode) last.get("leaf")).put("occurredAt", "2020-01-01T00:00:00.000000Z");
              ((ObjectNode) last).putNull("leafIndex");
              return answer;
            }),
        page -> {
          ask(page, "wish-form", "wish", wish);
          says(page, "wish-result", "note", "从第 7 版起的记录还没有进入签名的检查点");
          assertThat(page.locator("#timeline li").last()).containsText("未核验");
          assertThat(page.locator("#timeline")).not().containsText("2020-01-01");
        });
  }

  private static JsonNode json(String path) {
    try {
      return JSON.readTree(get(null, path).asString());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void ledgerThatDoesNotExtendTheLastVisit_isRecognised() {
    List.of(
            Map.of("change", "last.root = '00'.repeat(32)", "says", "和上次对不上"),
            Map.of("change", "last.size += 100000", "says", "台账变短了"),
            Map.of("change", "last.size = 1", "says", "和上次对不上"))
        .forEach(
            one ->
                explore(
                    page -> {},
                    page -> {
                      page.evaluate(
                          """
                          const key = Object.keys(localStorage)[0];
                          const last = JSON.parse(localStorage.getItem(key));
                          %s;
                          localStorage.setItem(key, JSON.stringify(last));"""
                              .formatted(one.get("change")));
                      page.reload();
                      says(page, "checkpoint", "wrong", one.get("says"));
                      // It is not forgotten by looking again.
                      page.reload();
                      says(page, "checkpoint", "wrong", one.get("says"));
                    }));
  }

  @Test
  void lostNetwork_losesNothingThatWasTyped() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = visitor.page;
      page.navigate("/ledger");
      says(page, "checkpoint", "right", "signature of the checkpoint is right");
      visitor.offline(true);
      ask(page, "entry-form", "entry", entry);
      says(page, "entry-result", "note", "cannot be reached");
      assertThat(page.locator("#entry")).hasValue(entry);
      visitor.offline(false);
      page.locator("#entry-form button").click();
      says(page, "entry-result", "right", "was not changed");
      assertThat(visitor.faults()).allMatch(fault -> fault.contains("ERR_INTERNET_DISCONNECTED"));
    }
  }
}
