package org.microwish.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.shared;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.QrCodes;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;
import org.microwish.wish.lifecycle.WishState;

/** The pages as a browser without scripts, or a search engine, gets them. */
@QuarkusTest
@Tag("database")
class PagesTest {

  private static final Path TEXTS = Path.of("src/main/resources");

  private String resident;

  @BeforeEach
  void street() {
    Street.here();
    resident = Tokens.resident("pages");
  }

  /** Asks as a browser does. */
  private static Response page(String path, String language) {
    return given()
        .urlEncodingEnabled(false)
        .accept("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
        .header("Accept-Language", language)
        .get(path);
  }

  private static String shown(String path, String language) {
    Response answer = page(path, language);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("text/html");
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.asString())
        .doesNotContain("<style", "style=\"", "onclick", "http://", "https://")
        .doesNotContainPattern("<script(?! type=\"module\" src=\"/assets/)");
    return answer.asString();
  }

  @Test
  void landingPage_isInTheVisitorsLanguage_andItsFiguresAreTheApis() {
    String zh = shown("/", "zh-CN,zh;q=0.9");
    assertThat(zh)
        .contains("<html lang=\"zh-CN\"", "href=\"/wall\"", "href=\"/desk\"", "href=\"/ledger\"")
        .contains("心愿墙", "工作台", "/docs/");
    assertThat(shown("/", "en-GB")).contains("<html lang=\"en\"", "Wish wall");
    String chosen = shown("/?lang=en", "zh");
    assertThat(chosen).contains("Wish wall", "href=\"/wall?lang=en\"", "href=\"/?lang=zh\"");
    assertThat(shown("/?lang=xx", "en")).contains("Wish wall").doesNotContain("lang=xx");

    Response counts = ok(get(null, "/statistics/overview"));
    long published = counts.jsonPath().getLong("wishes.published");
    await()
        .untilAsserted(
            () -> assertThat(shown("/", "zh")).contains("<dd>" + published + "</dd>", "由台账前 "));
    assertThat(shown("/?street=" + Street.STREET, "zh")).contains("<h1>");
    assertThat(page("/?street=" + Street.COMMUNITY, "zh").statusCode()).isEqualTo(400);
    // Programs in which links are shared append parameters of their own.
    for (String path :
        List.of("/?from=singlemessage", "/desk?again", "/wall?from=timeline&isappinstalled=0")) {
      assertThat(page(path, "zh").statusCode()).as(path).isEqualTo(200);
    }
    assertThat(get(null, "/wishes?from=singlemessage").statusCode()).isEqualTo(400);
  }

  @Test
  void wall_filtersSearchesAndTurnsPages_withoutScript() {
    String word = "独轮车" + System.nanoTime() % 100000;
    String first = open(resident, shared(3));
    ok(OPERATOR, "/wishes/" + first + "/amend-public-words", words(word + "一"));
    String second = open(resident, draft());
    ok(OPERATOR, "/wishes/" + second + "/amend-public-words", words(word + "<b>二"));

    String all = shown("/wall?q=" + word, "zh");
    assertThat(all).contains(word + "一", word + "&lt;b&gt;二", "3 个（共 3 个）");
    assertThat(all).contains("<option value=\"OPEN\">待认领</option>", "value=\"" + word + "\"");
    assertThat(all.indexOf(second)).isLessThan(all.indexOf(first));

    String page = shown("/wall?q=" + word + "&limit=1&lang=en", "zh");
    assertThat(page).contains(second).doesNotContain(first);
    Matcher next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(page);
    assertThat(next.find()).isTrue();
    String following = next.group(1).replace("&amp;", "&");
    assertThat(following).contains("lang=en", "limit=1", "cursor=");
    assertThat(shown(following, "zh")).contains(first).doesNotContain(second).contains("Wish wall");

    // Forms without script send empty fields.
    assertThat(shown("/wall?q=" + word + "&state=&kind=&division=&sort=", "zh")).contains(second);
    assertThat(shown("/wall?q=" + word + "&state=FULFILLED", "zh"))
        .contains("没有符合条件的心愿", "<option value=\"FULFILLED\" selected>");
  }

  private static Object words(String title) {
    return map("publicTitle", title, "attested", true);
  }

  @Test
  void wrongFilters_areExplainedOnAPage() {
    Response wrong = page("/wall?category=NONSENSE", "zh");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.contentType()).startsWith("text/html");
    assertThat(wrong.asString()).contains("<html lang=\"zh-CN\"", "类别: ", "href=\"/wall\"");
    assertThat(page("/wall?mine=true", "en").statusCode()).isEqualTo(401);
    assertThat(page("/wall?cursor=x", "en").statusCode()).isEqualTo(400);
    // What a visitor can choose together is never an error.
    assertThat(page("/wall?q=水&sort=DEADLINE&state=FULFILLED", "zh").statusCode()).isEqualTo(200);
  }

  @Test
  void unknownPages_areProblems_asAPageForBrowsersAndAsJsonForPrograms() {
    for (String path :
        List.of("/nothing", "/wall/0000000000000", "/print/poster/zzz", "/texts/fr.js")) {
      Response answer = page(path, "en");
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.contentType()).as(path).startsWith("text/html");
      assertThat(answer.asString()).contains("<html lang=\"en\"", "Start page");
    }
    Response json = given().accept("application/json").get("/nothing");
    assertThat(json.statusCode()).isEqualTo(404);
    assertThat(json.contentType()).isEqualTo("application/problem+json");
    assertThat(page("/api/v1/nothing", "en").contentType()).isEqualTo("application/problem+json");
    assertThat(given().accept("text/html").post("/wall").statusCode()).isEqualTo(405);
  }

  @Test
  void wish_showsItsProgressInPlainWords_andNothingPrivate() {
    Street street = Street.here();
    String member = Tokens.member("pages-m", street.member(street.organisation()));
    String wish = open(resident, draft());
    String claim = claim(member, wish);
    ok(member, "/claims/" + claim + "/contact", map());

    String shown = shown("/wall/" + wish, "zh");
    assertThat(shown)
        .contains("公布在心愿墙上", "联系对接", "/ledger?wish=" + wish, "/wall/" + wish + "/qr.svg")
        .contains("有人认领", "尚未")
        .doesNotContain(WishApi.NAME, WishApi.PHONE, WishApi.DETAILS);
    assertThat(shown("/wall/" + wish, "en"))
        .contains("Resident contacted", "Somebody has claimed it");

    String hidden = WishApi.create(resident, draft());
    assertThat(page("/wall/" + hidden, "zh").statusCode()).isEqualTo(404);
    assertThat(given().get("/wall/" + hidden + "/qr.svg").statusCode()).isEqualTo(404);
  }

  @Test
  void posterAndWindow_showTheCodeOfTheWish() {
    String wish = open(resident, draft());
    assertThat(shown("/print/poster/" + wish, "zh")).contains("扫码", "/wall/" + wish + "/qr.svg");
    assertThat(shown("/print/acceptance/" + wish, "zh")).contains("心愿验收单", "更换厕所扶手");
    await()
        .untilAsserted(
            () ->
                assertThat(shown("/wall/window", "en"))
                    .contains("/wall/" + wish + "/qr.svg", "data-seconds=\"15\"", "data-next="));
    Response code = given().get("/wall/" + wish + "/qr.svg");
    assertThat(code.contentType()).isEqualTo("image/svg+xml");
    String base = RestAssured.baseURI + ":" + RestAssured.port;
    assertThat(code.asString()).isEqualTo(QrCodes.svg(base + "/wall/" + wish));
  }

  @Test
  void checkOfPapers_isAPage_whichKnowsNothingOfThePaper() {
    assertThat(shown("/check", "zh")).contains("核对证书和证明", "/assets/check.js");
    assertThat(shown("/check", "en")).contains("Name as printed");
  }

  @Test
  void scripts_haveTheirTextsAndLibraries() {
    assertThat(given().get("/texts/en.js").asString())
        .startsWith("export default {")
        .contains("\"jsNetwork\":")
        .doesNotContain("wallTitle");
    for (String path :
        List.of(
            "/assets/pages.css",
            "/assets/ledger.js",
            "/assets/check.js",
            "/assets/prove.js",
            "/assets/desk.js",
            "/assets/desk/wish.js",
            "/assets/GOODS.svg",
            "/assets/SERVICE.svg",
            "/assets/PUBLIC_GOOD.svg",
            "/webjars/js-sha256/build/sha256.min.js",
            "/webjars/tweetnacl/nacl-fast.min.js")) {
      assertThat(given().get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void desk_knowsTheTransitionTable() {
    assertThat(given().get("/texts/transitions.js").asString())
        .startsWith("export default {")
        .contains("\"PUBLISH\":{")
        .containsPattern("\"APPROVE\":\\{[^}]*\"PENDING\"")
        .containsPattern("\"CONTACT\":\\{[^}]*\"late\":true");
    assertThat(shown("/desk", "zh")).contains("/assets/desk.js");
    assertThat(shown("/desk/report", "en")).contains("data-start=\"report\"");
  }

  @Test
  void labelsThatScriptsShow_areInTheDictionary() throws IOException {
    List<String> enums = ok(get(null, "/dictionary")).jsonPath().getList("enums.name");
    for (Path file : files()) {
      Matcher name =
          Pattern.compile("\\b(?:word|choices)\\('(\\w+)'").matcher(Files.readString(file));
      while (name.find()) {
        assertThat(enums).as("in %s", file).contains(name.group(1));
      }
    }
  }

  @Test
  void everyText_isInBothLanguages_andUsed() throws IOException {
    Set<String> zh = texts("zh").stringPropertyNames();
    Set<String> used = new TreeSet<>(Set.of());
    for (Path file : files()) {
      Matcher key =
          Pattern.compile("\\bt:(\\w+)|'(js[A-Z]\\w+)'|\"(step[A-Z]\\w+)\"")
              .matcher(Files.readString(file));
      while (key.find()) {
        used.add(
            key.group(1) != null
                ? key.group(1)
                : key.group(2) != null ? key.group(2) : key.group(3));
      }
    }
    // Words of PageTexts itself.
    used.removeAll(
        Set.of(
            "languageCode",
            "otherLanguage",
            "chosen",
            "label",
            "sentence",
            "named",
            "link",
            "day",
            "minute"));
    for (WishState state : WishState.values()) {
      used.add("state" + state);
    }
    addNamedByPart(used, zh);
    assertThat(zh).containsExactlyInAnyOrderElementsOf(used);
    assertThat(texts("en").stringPropertyNames()).isEqualTo(zh);
    texts("zh")
        .forEach(
            (key, text) ->
                assertThat(placeholders(texts("en").getProperty((String) key)))
                    .as((String) key)
                    .isEqualTo(placeholders((String) text)));
  }

  /**
   * Adds the texts that scripts name by a part of their key, such as {@code jsDo} and a command, if
   * some script contains that part as a constant.
   */
  private static void addNamedByPart(Set<String> used, Set<String> keys) throws IOException {
    StringBuilder scripts = new StringBuilder();
    for (Path file : files()) {
      scripts.append(Files.readString(file));
    }
    for (String key : keys) {
      Matcher part = Pattern.compile("js(?:Do|Field_|Figure_|Voice_|Money_)(\\w+)").matcher(key);
      if (part.matches() && scripts.indexOf("'" + part.group(1) + "'") >= 0) {
        used.add(key);
      }
    }
  }

  private static Set<String> placeholders(String text) {
    Set<String> found = new TreeSet<>();
    Matcher one = Pattern.compile("\\{\\d\\}").matcher(text);
    while (one.find()) {
      found.add(one.group());
    }
    return found;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> templates = Files.walk(TEXTS.resolve("templates"));
        Stream<Path> assets = Files.walk(TEXTS.resolve("META-INF/resources/assets"));
        Stream<Path> code = Files.walk(Path.of("src/main/java/org/microwish/pages"))) {
      return Stream.of(templates, assets, code)
          .flatMap(files -> files)
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  private static Properties texts(String language) {
    Properties texts = new Properties();
    try (Reader reader =
        Files.newBufferedReader(
            TEXTS.resolve("pages_" + language + ".properties"), StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return texts;
  }
}
