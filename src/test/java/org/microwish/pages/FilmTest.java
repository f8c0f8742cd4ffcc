package org.microwish.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.login.staff.StaffMember;
import org.microwish.pages.Chromium.Look;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/**
 * Follows wishes through the pages, from a collector's spreadsheet to the proof in the ledger.
 * Keeps a screenshot of each step in {@code target/pages/film-*} and prints how long the step took.
 */
@QuarkusTest
@Tag("browser")
class FilmTest {

  private static final String STREET = "440199003000";
  private static final String COMMUNITY = "440199003001";
  private static final String OPERATOR = Tokens.operator("film-desk", STREET);

  /** What residents might wish for; invented. */
  private static final List<String> TITLES =
      List.of(
          "想换一盏亮一点的楼道灯",
          "厕所想装一副扶手",
          "水龙头漏水，想请人修一修",
          "想要一把浴室用的椅子",
          "窗户关不严，冬天漏风",
          "想学会用手机视频通话",
          "家里的旧电线想请人看看",
          "想有人陪着去一次医院",
          "想要一副老花镜",
          "晾衣架坏了够不着",
          "想请人理一次发",
          "旧书桌想送给需要的孩子",
          "门口台阶想加一块防滑垫",
          "想要一台收音机听戏",
          "空调滤网想请人清洗",
          "想请人教孩子写毛笔字",
          "轮椅的轮子不转了",
          "想要一套小学课外书",
          "阳台的花架想请人加固",
          "想和邻居一起包一次饺子");

  private static final int WISHES = TITLES.size();

  private int step;
  private long since;

  /** Keeps the page as the next picture, and says how long the step took. */
  private void picture(Page page, String name) {
    step++;
    System.out.printf(
        "film %02d %s: %d ms%n",
        step, name, Duration.ofNanos(System.nanoTime() - since).toMillis());
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target/pages/film-%02d-%s.png".formatted(step, name))));
    since = System.nanoTime();
  }

  private static void login(Page page, StaffMember staff, String code) {
    page.locator("[name=loginName]").fill(staff.loginName());
    page.locator("[name=password]").fill(StaffMember.PASSWORD);
    page.locator("[name=code]").fill(code);
    page.keyboard().press("Enter");
    assertThat(page.locator("#desk")).isVisible();
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .last()
        .click();
  }

  private static void division(
      Street street, String code, String path, String parent, String level, String name) {
    street.update(
        "INSERT INTO division (code, path, parent_code, level, name, code_year, version,"
            + " created_at, updated_at) VALUES (?, ?, ?, ?, ?, 2025, 0, UTC_TIMESTAMP(6),"
            + " UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE version = version",
        code,
        path,
        parent,
        level,
        name);
  }

  @Test
  void wishes_goFromASpreadsheetToTheProof() throws IOException {
    Street street = Street.here();
    division(street, STREET, "440199003", "440199000000", "STREET", "样例街道");
    division(street, COMMUNITY, COMMUNITY, STREET, "COMMUNITY", "样例社区");
    street.members(street.organisation(), COMMUNITY, 6);
    StaffMember collector = new StaffMember("COLLECTOR", Map.of("division", STREET));
    StaffMember operator = new StaffMember("OPERATOR", Map.of("division", STREET));
    try (Chromium chromium = new Chromium();
        Chromium.Visitor visitor = chromium.visitor(Look.DESK)) {
      Page page = visitor.page;
      since = System.nanoTime();
      page.navigate("/desk#grid");
      login(page, collector, collector.firstCode());
      page.getByLabel("登记标题 1", new Page.GetByLabelOptions().setExact(true))
          .evaluate(
              """
              (input, text) => {
                const clipboard = new DataTransfer();
                clipboard.setData('text', text);
                input.dispatchEvent(new ClipboardEvent(
                  'paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
              }""",
              TITLES.stream()
                  .map(title -> title + "\t家里情况社区已核实\t便民服务")
                  .collect(Collectors.joining("\n")));
      picture(page, "pasted");
      press(page, "登记并提交");
      assertThat(page.locator("td.result.fine"))
          .hasCount(WISHES, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
      picture(page, "recorded");

      page.navigate("about:blank");
      page.navigate("/desk#state/SUBMITTED");
      login(page, operator, operator.firstCode());
      Locator lines = page.locator("#desk-list li");
      assertThat(lines).hasCount(WISHES);
      for (Locator line : lines.all()) {
        line.locator("input").check();
      }
      press(page, "审核公布所选（" + WISHES + "）");
      page.getByLabel("我已逐条看过").check();
      press(page, "批量公布");
      assertThat(page.locator("#desk-middle .fine"))
          .hasCount(WISHES, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
      picture(page, "published");

      page.evaluate("location.hash = '#plans'");
      press(page, "新方案");
      press(page, "新方案");
      Locator sending =
          page.getByRole(
              AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("发出 \\d+ 个邀请")));
      assertThat(sending).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
      picture(page, "planned");
      sending.click();
      press(page, "发出");
      assertThat(page.locator("dialog[open]")).hasCount(0);
      String plan = page.url().replaceAll(".*#plan/", "");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  get(OPERATOR, "/matching/plans/" + plan).jsonPath().getInt("invitations.sent")
                      > 0);
      page.reload();
      login(page, operator, operator.recoveryCode());
      assertThat(page.locator("#desk-middle table").first()).isVisible();
      picture(page, "invited");

      // The member's part is in the mini-program.
      var sent =
          get(OPERATOR, "/matching/plans/" + plan + "/pairs?limit=100")
              .jsonPath()
              .<Map<String, Object>>getList("items")
              .stream()
              .filter(pair -> "MEMBER".equals(pair.get("claimantType")))
              .filter(
                  pair -> pair.get("invitation") instanceof Map<?, ?> map && map.get("id") != null)
              .findFirst()
              .orElseThrow();
      String wish = (String) sent.get("wishId");
      String invitation = (String) ((Map<?, ?>) sent.get("invitation")).get("id");
      String member = Tokens.member("film", Id.fromString((String) sent.get("claimantId")).value());
      String claim = ok(member, "/invitations/" + invitation + "/accept", none()).path("claim.id");
      ok(member, "/claims/" + claim + "/contact", none());
      given()
          .auth()
          .oauth2(member)
          .header("Idempotency-Key", WishApi.key())
          .multiPart("kind", "PHOTO")
          .multiPart("file", "work.png", EvidenceSamples.screenshot(), "image/png")
          .post("/api/v1/claims/" + claim + "/evidence")
          .then()
          .statusCode(201);
      ok(member, "/claims/" + claim + "/deliver", WishApi.delivery());
      page.evaluate("id => { location.hash = `#wish/${id}`; }", wish);
      assertThat(page.locator("#desk-middle .state-DELIVERED")).isVisible();
      picture(page, "delivered");
      // The resident signed on paper. No program checked the photo in this test, so an operator
      // does.
      press(page, "上传佐证");
      page.locator("dialog[open] [name=kind]").selectOption("SIGNED_SHEET");
      page.locator("dialog[open] [name=file]")
          .setInputFiles(new FilePayload("sheet.png", "image/png", EvidenceSamples.screenshot()));
      press(page, "上传佐证");
      Locator finding = page.getByText("没有问题");
      assertThat(finding).hasCount(1);
      finding.click();
      assertThat(finding).hasCount(0);

      press(page, "代为确认达成");
      picture(page, "confirming");
      page.locator("dialog[open] [name='proxy.reason']").selectOption("CANNOT_USE_PHONE");
      page.locator("dialog[open] button").first().click();
      // A refused command is explained in the dialogue, which stays open.
      assertThat(page.locator("dialog[open]")).hasCount(0);
      assertThat(page.locator("#desk-middle .state-FULFILLED")).isVisible();
      picture(page, "fulfilled");

      page.evaluate("location.hash = '#report'");
      assertThat(page.locator(".report-title")).isVisible();
      picture(page, "report");
      page.navigate("/wall?division=" + STREET);
      assertThat(page.locator(".card")).hasCount(WISHES);
      picture(page, "wall");

      // The public figures follow the ledger, which may be a moment behind.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  get(null, "/statistics/overview?division=" + STREET)
                          .jsonPath()
                          .getInt("wishes.fulfilled")
                      == 1);
      page.navigate("/screen?street=" + STREET);
      assertThat(page.locator("#trend svg")).isVisible();
      assertThat(page.locator("[data-figure='wishes.published']")).hasText("" + WISHES);
      assertThat(page.locator("[data-figure='wishes.fulfilled']")).hasText("1");
      picture(page, "screen");

      page.navigate("/ledger?wish=" + wish);
      assertThat(page.locator("#timeline li").last()).containsText("确认达成");
      assertThat(page.locator("#wish-result").getByText("条记录都在签名的台账里")).isVisible();
      assertThat(page.locator("li.wrong")).hasCount(0);
      picture(page, "proof");
      assertThat(visitor.faults()).isEmpty();
    }
  }
}
