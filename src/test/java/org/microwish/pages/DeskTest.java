package org.microwish.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.login.staff.StaffMember;
import org.microwish.pages.Chromium.Look;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Drives the desk in a browser, as an operator who logs in with password and code. */
@QuarkusTest
@Tag("browser")
class DeskTest {

  private static Chromium chromium;
  private static StaffMember staff;
  private static boolean first = true;
  private static String resident;

  @BeforeEach
  void openBrowser() {
    if (chromium == null) {
      Street.here();
      resident = Tokens.resident("desk-page");
      staff = new StaffMember("OPERATOR", Map.of("division", Street.STREET));
      chromium = new Chromium();
    }
  }

  @AfterAll
  static void closeBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static void fillLogin(Page page, String password) {
    page.locator("[name=loginName]").fill(staff.loginName());
    page.locator("[name=password]").fill(password);
    page.locator("[name=code]").fill(first ? staff.firstCode() : staff.recoveryCode());
    first = false;
    page.keyboard().press("Enter");
  }

  /** Opens a view of the desk, logged in. */
  private static Page desk(Chromium.Visitor visitor, String view) {
    visitor.page.navigate("/desk" + view);
    fillLogin(visitor.page, StaffMember.PASSWORD);
    assertThat(visitor.page.locator("#desk")).isVisible();
    return visitor.page;
  }

  private static String submitted(String title) {
    String wish =
        WishApi.create(
            resident, draft("words", WishApi.map("title", title, "contactPhone", WishApi.PHONE)));
    ok(resident, "/wishes/" + wish + "/submit", none());
    return wish;
  }

  private static Locator dialogue(Page page) {
    return page.locator("dialog[open]");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static String state(String wish) {
    return get(OPERATOR, "/wishes/" + wish).path("state");
  }

  @Test
  void wrongPassword_isExplained_andNothingIsKeptInTheBrowser() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = visitor.page;
      page.navigate("/desk");
      visitor.check("desk-login");
      page.locator("[name=loginName]").fill(staff.loginName());
      page.locator("[name=password]").fill("not the password");
      page.locator("[name=code]").fill("000000");
      page.keyboard().press("Enter");
      assertThat(page.locator("#shell-login [role=alert]")).not().isEmpty();
      assertThat(page.locator("[name=loginName]")).hasValue(staff.loginName());
      assertThat(visitor.faults()).hasSize(1).first().asString().contains("401");
      fillLogin(page, StaffMember.PASSWORD);
      assertThat(page.locator("#desk")).isVisible();
      assertThat(page.evaluate("localStorage.length + sessionStorage.length")).isEqualTo(0);
      assertThat(page.context().cookies()).isEmpty();
      page.reload();
      assertThat(page.locator("#shell-login form")).isVisible();
    }
  }

  @Test
  void operator_pastesWishes_publishesThemInOneGo_andTheyAreOnTheWall() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      String word = "粘贴" + System.nanoTime() % 1000000;
      Page page = desk(visitor, "#grid");
      page.getByLabel("未选各行的社区").selectOption(Street.COMMUNITY);
      Locator cell = page.getByLabel("登记标题 1", new Page.GetByLabelOptions().setExact(true));
      cell.focus();
      cell.evaluate(
          """
          (input, text) => {
            const clipboard = new DataTransfer();
            clipboard.setData('text', text);
            input.dispatchEvent(new ClipboardEvent(
              'paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
          }""",
          "登记标题\t类别\t联系电话\n"
              + word
              + "甲\t便民服务\t13900000011\n\""
              + word
              + "\"\"乙\"\"\"\t物资帮扶\t13900000012\n"
              + word
              + "丙\t不知道\t123\n");
      assertThat(page.getByText("粘贴了 3 行，1 个值没有认出")).isVisible();
      visitor.check("desk-grid");
      button(page, "登记并提交").click();
      assertThat(page.locator("td.result.fine")).hasCount(2);
      assertThat(page.getByText("已登记 2 个，1 个有问题")).isVisible();
      // A category that is not known is never replaced by another one.
      assertThat(page.getByText("请填写标题，并选择类别、社区和渠道")).isVisible();
      page.getByLabel("类别 3", new Page.GetByLabelOptions().setExact(true)).selectOption("SERVICE");
      button(page, "登记并提交").click();
      assertThat(page.getByText("已登记 0 个，1 个有问题")).isVisible();
      assertThat(visitor.faults()).hasSize(1).first().asString().contains("400");
      // The refused row is mended; the others are not recorded again.
      page.getByLabel("联系电话 3", new Page.GetByLabelOptions().setExact(true)).fill("13900000013");
      button(page, "登记并提交").click();
      assertThat(page.locator("td.result.fine")).hasCount(3);

      page.locator("#desk-nav")
          .getByText("待审核", new Locator.GetByTextOptions().setExact(true))
          .click();
      for (String title : List.of("甲", "\"乙\"", "丙")) {
        page.getByLabel("选择：" + word + title, new Page.GetByLabelOptions().setExact(true)).check();
      }
      button(page, "审核公布所选（3）").click();
      page.getByLabel("公开标题: " + word + "丙", new Page.GetByLabelOptions().setExact(true))
          .fill(word + "的事 13900000013");
      page.getByLabel("我已逐条看过").check();
      button(page, "批量公布").click();
      assertThat(page.locator("#desk-middle .fine")).hasCount(2);
      assertThat(page.locator("#desk-middle td .refusal")).hasCount(1);
      page.getByLabel("公开标题: " + word + "丙", new Page.GetByLabelOptions().setExact(true))
          .fill(word + "丙");
      button(page, "批量公布").click();
      assertThat(page.locator("#desk-middle .fine")).hasCount(3);
      visitor.check("desk-batch");
      await().until(() -> get(null, "/wishes?q=" + word).jsonPath().getList("items").size() == 3);
    }
  }

  @Test
  void wish_isReviewedByKeyboard_andPeopleAreShownByARecordedReading() {
    String wish = submitted("阳台的灯坏了");
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = desk(visitor, "");
      Locator line = page.locator("#desk-list a[href='#wish/" + wish + "']");
      page.locator("#desk-list a").first().focus();
      for (int i = 0;
          i < 300 && !(boolean) line.evaluate("one => one === document.activeElement");
          i++) {
        page.keyboard().press("ArrowDown");
      }
      page.keyboard().press("Enter");
      assertThat(page.locator("#wish-title")).hasText("阳台的灯坏了");
      assertThat(page.locator("#desk-middle")).containsText("139");
      visitor.check("desk-wish");
      button(page, "Read names and numbers").click();
      dialogue(page).locator("select").selectOption("CONTACT");
      visitor.check("desk-dialogue");
      page.keyboard().press("Escape");
      button(page, "Read names and numbers").click();
      button(page, "OK").click();
      assertThat(page.locator("#desk-middle")).containsText(WishApi.PHONE);
      assertThat(page.locator("#desk-middle")).containsText("This reading is in the ledger");

      button(page, "Publish").click();
      assertThat(dialogue(page).getByLabel("Public title")).hasValue("阳台的灯坏了");
      dialogue(page).getByLabel("I have read the public words").check();
      page.keyboard().press("Enter");
      assertThat(dialogue(page)).hasCount(0);
      assertThat(page.locator("#desk-middle .state-OPEN")).isVisible();
      assertThat(page.locator("#desk-list a[href='#wish/" + wish + "']")).hasCount(0);
      button(page, "Show who suits").click();
      assertThat(page.locator("#desk-middle")).containsText("the first");
      assertThat(visitor.faults()).isEmpty();
    }
    assertThat(state(wish)).isEqualTo("OPEN");
  }

  @Test
  void lostNetworkAndLostLogin_loseNothingThatWasTyped() {
    String wish = submitted("要退回的心愿");
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = desk(visitor, "#wish/" + wish);
      button(page, "Return for changes").click();
      Locator reason = dialogue(page).getByLabel("Reason");
      reason.fill("请写明是哪一层");
      visitor.offline(true);
      dialogue(page).getByRole(AriaRole.BUTTON).first().click();
      assertThat(dialogue(page).getByRole(AriaRole.ALERT)).containsText("cannot be reached");
      assertThat(reason).hasValue("请写明是哪一层");
      visitor.offline(false);

      // The session was ended elsewhere: neither token works any more.
      page.route("**/api/v1/auth/refresh", DeskTest::refuse);
      boolean[] ended = {true};
      page.route(
          "**/api/v1/wishes/*/return",
          route -> {
            if (ended[0]) {
              refuse(route);
            } else {
              route.resume();
            }
          });
      dialogue(page).getByRole(AriaRole.BUTTON).first().click();
      assertThat(dialogue(page).getByText("Log in again")).isVisible();
      assertThat(page.locator("dialog").first().getByLabel("Reason")).hasValue("请写明是哪一层");
      ended[0] = false;
      Locator again = page.locator("dialog").last();
      again.locator("[name=password]").fill(StaffMember.PASSWORD);
      again.locator("[name=code]").fill(staff.recoveryCode());
      page.keyboard().press("Enter");
      assertThat(page.locator("#desk-middle .badges")).containsText("Returned");
    }
    assertThat(state(wish)).isEqualTo("RETURNED");
  }

  private static void refuse(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(401)
            .setContentType("application/problem+json")
            .setBody("{\"code\":\"UNAUTHENTICATED\",\"detail\":\"ended\"}"));
  }

  @Test
  void faultsOfASpreadsheet_areShownAtTheirCells_andTheRestIsImported() {
    String key = "D" + System.nanoTime() % 10000000;
    String file =
        "心愿编号,心愿类型,来源渠道,类别,地区编码,标题,联系电话\n"
            + key
            + "-1,微心愿,网格员,便民服务,"
            + Street.COMMUNITY
            + ",修楼道灯,13900000021\n"
            + key
            + "-2,微心愿,网格员,没有的类别,"
            + Street.COMMUNITY
            + ",修水管,13900000022\n";
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = desk(visitor, "#import");
      page.locator("input[type=file]")
          .setInputFiles(
              new FilePayload("wishes.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)));
      button(page, "Check").click();
      assertThat(page.getByText("1 rows can be imported")).isVisible();
      assertThat(page.locator(".fault")).containsText("没有的类别");
      visitor.check("desk-import");
      button(page, "Import 1 rows").click();
      assertThat(page.getByText("1 rows imported")).isVisible();
      assertThat(visitor.faults()).isEmpty();
    }
  }

  @Test
  void claimsAreApprovedTogether_andAPlanIsComputed() {
    Street street = Street.here();
    String wish = open(resident, draft("needsApproval", true));
    claim(Tokens.member("desk-c", street.member(street.organisation())), wish);
    try (Chromium.Visitor visitor = chromium.visitor(Look.NIGHT)) {
      Page page = desk(visitor, "#claims");
      Locator line =
          page.locator("#desk-list li")
              .filter(
                  new Locator.FilterOptions().setHas(page.locator("a[href='#wish/" + wish + "']")));
      line.locator("input").check();
      visitor.check("desk-claims");
      button(page, "同意所选（1）").click();
      assertThat(page.getByText("已同意 1 个")).isVisible();
      assertThat(visitor.faults()).isEmpty();

      page.evaluate("location.hash = '#plans'");
      button(page, "新方案").click();
      dialogue(page).getByRole(AriaRole.BUTTON).first().click();
      assertThat(page.locator("#desk-middle .now"))
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(40_000));
      visitor.check("desk-plan");
    }
    assertThat(state(wish)).isEqualTo("CLAIMED");
  }

  @Test
  void report_showsTheApisFigures_andIsPrinted() {
    submitted("报表里的心愿");
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = desk(visitor, "/report");
      assertThat(page.locator(".report-title")).isVisible();
      JsonPath report = get(OPERATOR, "/statistics/report").jsonPath();
      assertThat(page.locator(".report tbody tr").first().locator("td").first())
          .hasText(String.valueOf(report.getInt("total.now.received")));
      assertThat(page.locator(".report")).containsText(report.getString("rootHash"));
      visitor.check("desk-report");
      assertThat(page.pdf()).isNotEmpty();
    }
  }

  @Test
  void person_isFoundByTelephone_withAPurpose() {
    String wish = submitted("按电话找到的心愿");
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      Page page = desk(visitor, "#search");
      page.getByLabel("联系电话").fill(WishApi.PHONE);
      button(page, "查找").last().click();
      assertThat(page.locator("#desk-middle a[href='#wish/" + wish + "']")).isVisible();
      visitor.check("desk-search");
      // The same search again is a new one, which finds what was recorded since.
      String later = submitted("后来登记的心愿");
      button(page, "查找").last().click();
      assertThat(page.locator("#desk-middle a[href='#wish/" + later + "']")).isVisible();
    }
  }
}
