package org.microwish.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.login.staff.StaffMember;
import org.microwish.pages.Chromium.Look;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Drives the set-up of a street and the personal pages in a browser. */
@QuarkusTest
@Tag("browser")
class AdministrationTest {

  private static Chromium chromium;

  @BeforeEach
  void openBrowser() {
    if (chromium == null) {
      Street.here();
      chromium = new Chromium();
    }
  }

  @AfterAll
  static void closeBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static void login(Page page, StaffMember staff) {
    login(page, staff.loginName(), StaffMember.PASSWORD, staff.firstCode());
  }

  private static void login(Page page, String name, String password, String code) {
    page.locator("[name=loginName]").fill(name);
    page.locator("[name=password]").fill(password);
    page.locator("[name=code]").fill(code);
    page.keyboard().press("Enter");
    assertThat(page.locator("#shell")).isVisible();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .last();
  }

  @Test
  void administrator_setsUpAStreetOfTheNationalList() {
    StaffMember administrator = new StaffMember("ADMINISTRATOR", Map.of());
    try (Chromium.Visitor visitor = chromium.visitor(Look.DESK)) {
      Page page = visitor.page;
      page.navigate("/setup");
      login(page, administrator);
      for (int level = 0; level < 4; level++) {
        Locator list = page.locator("#shell-place select").nth(level);
        assertThat(list).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(20_000));
        list.selectOption(new SelectOption().setIndex(1));
      }
      visitor.check("setup-street");
      // Levels that are not recorded yet are asked for and answer 404.
      button(page, "登记这个街道").click();
      assertThat(page.getByText("正在设置"))
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(20_000));
      assertThat(visitor.faults()).allMatch(fault -> fault.contains("404"));
      page.locator("#shell-nav").getByText("2 社区").click();
      Locator record =
          page.getByRole(
              AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("登记 \\d+ 个社区")));
      record.click();
      assertThat(page.getByText("还有 0 个没有登记"))
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
      page.locator("#shell-nav").getByText("9 还缺什么").click();
      assertThat(page.locator("#shell-place")).containsText("4 党组织");
      assertThat(page.locator("#shell-place a[href='#organisations']")).isVisible();
      visitor.check("setup-missing");
      page.locator("#shell-nav").getByText("5 工作账号").click();
      assertThat(page.locator("#shell-place input[type=file]")).isVisible();
      visitor.check("setup-staff");
    }
  }

  @Test
  void administrator_invitesAnAuditor_whoActivatesTheAccountAndSeesReadings() {
    StaffMember administrator = new StaffMember("ADMINISTRATOR", Map.of());
    String name = "a" + System.nanoTime() % 100000000;
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      Page page = visitor.page;
      page.navigate("/my#accounts");
      login(page, administrator);
      button(page, "新账号").click();
      Locator dialogue = page.locator("dialog[open]");
      dialogue.locator("[name=loginName]").fill(name);
      dialogue.locator("[name=name]").fill("陈样例");
      dialogue.locator("[name=role]").selectOption("AUDITOR");
      dialogue.locator("[name=division]").fill(Street.STREET);
      button(page, "新账号").click();
      assertThat(page.locator("dialog .secret").first()).isVisible();
      visitor.check("my-invitation");
      String code = page.locator("dialog .secret").first().textContent();
      button(page, "已记下").click();
      assertThat(page.locator("#shell-place")).containsText(name);
      visitor.check("my-accounts");
      button(page, "退出").click();

      button(page, "我有邀请码").click();
      dialogue.locator("[name=code]").fill(code);
      button(page, "下一步").click();
      String secret = page.locator("dialog .secret").first().textContent().replace(" ", "");
      visitor.check("my-enrolment");
      dialogue.locator("[name=password]").fill(StaffMember.PASSWORD);
      dialogue.locator("[name=totp]").fill(StaffMember.code(secret));
      button(page, "启用账号").click();
      assertThat(page.locator("dialog .secret")).hasCount(8);
      String recovery = page.locator("dialog .secret").first().textContent();
      button(page, "已记下").click();
      page.navigate("about:blank");
      page.navigate("/my#readings");
      login(page, name, StaffMember.PASSWORD, recovery);
      assertThat(page.locator("#shell-place h2")).hasText("查看记录");
      visitor.check("my-readings");
      assertThat(visitor.faults()).isEmpty();
    }
  }

  @Test
  void steward_seesClaimsDutiesAndTheStatement() {
    Street street = Street.here();
    long organisation = street.organisation();
    String wish = open(Tokens.resident("my-r"), draft());
    claim(Tokens.member("my-m", street.member(organisation)), wish);
    StaffMember steward =
        new StaffMember("STEWARD", Map.of("organisationId", Id.text(organisation)));
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = visitor.page;
      page.navigate("/my");
      login(page, steward);
      Locator place = page.locator("#shell-place");
      assertThat(place.locator("a[href='/wall/" + wish + "']")).isVisible();
      visitor.check("my-claims");
      page.locator("#shell-nav").getByText("Duties").click();
      assertThat(place.locator("h2")).containsText("duties of");
      visitor.check("my-duties");
      page.locator("#shell-nav").getByText("Yearly statement").click();
      assertThat(place.locator("tbody tr")).hasCount(14);
      visitor.check("my-statement");
    }
  }

  /** A member has no password: the mini-program shows a code. */
  @Test
  void member_logsInWithACodeOfTheMiniProgram() {
    Street street = Street.here();
    long member = street.member(street.organisation());
    String binding =
        ok(WishApi.post(OPERATOR, "/members/" + Id.text(member) + "/binding-codes", Map.of()))
            .path("code");
    String phone = session("/wechat", Map.of("code", "OK~oBrowser" + member + "~1"));
    WishApi.post(phone, "/auth/bindings/code", Map.of("code", binding)).then().statusCode(201);
    phone = session("/wechat", Map.of("code", "OK~oBrowser" + member + "~2"));
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      Page page = visitor.page;
      page.navigate("/my");
      button(page, "用小程序登录").click();
      visitor.check("my-browser-code");
      page.locator("dialog [name=code]").fill("0000-0000-0000");
      page.keyboard().press("Enter");
      assertThat(page.locator("dialog [role=alert]")).not().isEmpty();
      assertThat(visitor.faults()).allMatch(fault -> fault.contains("401"));
      page.locator("dialog [name=code]")
          .fill(ok(WishApi.post(phone, "/auth/browser/codes", Map.of())).path("code"));
      page.keyboard().press("Enter");
      assertThat(page.locator("#shell-who")).containsText("党员");
      page.locator("#shell-nav").getByText("我的服务").click();
      assertThat(page.locator("#shell-place table").first()).isVisible();
      visitor.check("my-member");
    }
  }

  private static String session(String path, Map<String, ?> body) {
    return ok(given().contentType(ContentType.JSON).body(body).post("/api/v1/auth" + path))
        .path("accessToken");
  }

  @Test
  void administrator_recordsAClient_andItsWebhook() {
    StaffMember administrator = new StaffMember("ADMINISTRATOR", Map.of());
    String name = "程序" + System.nanoTime() % 1000000;
    try (Chromium.Visitor visitor = chromium.visitor(Look.NIGHT)) {
      Page page = visitor.page;
      page.navigate("/my#clients");
      login(page, administrator);
      button(page, "新程序").click();
      Locator dialogue = page.locator("dialog[open]");
      dialogue.locator("[name=name]").fill(name);
      dialogue.locator("[name=role]").selectOption("PARTNER");
      dialogue.locator("[name=division]").fill(Street.STREET);
      dialogue.locator("[name=organisationId]").fill(Id.text(Street.here().organisation()));
      button(page, "新程序").click();
      assertThat(page.locator("dialog .secret")).hasCount(2);
      String id = page.locator("dialog .secret").first().textContent();
      button(page, "已记下").click();
      Locator line =
          page.locator("#shell-place tr")
              .filter(new Locator.FilterOptions().setHas(page.getByText(id)));
      assertThat(line).containsText(name);
      visitor.check("my-clients");

      page.locator("#shell-nav").getByText("回调").click();
      button(page, "新回调").click();
      dialogue.locator("[name=clientId]").selectOption(id);
      Locator url = dialogue.locator("[name=url]");
      url.fill("http://192.0.2.1/");
      button(page, "新回调").click();
      assertThat(url).hasAttribute("aria-invalid", "true");
      assertThat(visitor.faults()).hasSize(1);
      url.fill("https://203.0.113.7/" + id);
      button(page, "新回调").click();
      assertThat(page.locator("dialog .secret")).containsText("whsec_");
      button(page, "已记下").click();
      Locator hook =
          page.locator("#shell-place tr")
              .filter(new Locator.FilterOptions().setHas(page.getByText("203.0.113.7/" + id)));
      assertThat(hook).containsText(name);
      hook.getByText("暂停").click();
      assertThat(hook.getByText("继续")).isVisible();
      visitor.check("my-webhooks");
      hook.getByText("删除").click();
      button(page, "删除").click();
      assertThat(hook).hasCount(0);
      assertThat(visitor.faults()).isEmpty();
    }
  }

  @Test
  void dataProtectionOfficer_seesReadings_andErasesAWish() {
    String resident = Tokens.resident("my-erasure");
    String wish = open(resident, draft());
    ok(OPERATOR, "/wishes/" + wish + "/contact-reads", Map.of("purpose", "EMERGENCY"));
    ok(resident, "/wishes/" + wish + "/withdraw", because("不需要了"));
    StaffMember administrator = new StaffMember("ADMINISTRATOR", Map.of());
    try (Chromium.Visitor visitor = chromium.visitor(Look.OFFICE)) {
      Page page = visitor.page;
      page.navigate("/my#readings");
      login(page, administrator);
      assertThat(page.locator("#shell-place tbody tr").first()).containsText("Emergency");
      visitor.check("my-readings");
      page.locator("#shell-nav").getByText("Erasures").click();
      page.locator("[name=type]").selectOption("WISH");
      page.locator("[name=id]").fill("0000000000000");
      page.locator("[name=sure]").check();
      button(page, "Erase").click();
      assertThat(page.locator("form .refusal:not(:empty)").first()).isVisible();
      assertThat(visitor.faults()).hasSize(1);
      page.locator("[name=id]").fill(wish);
      button(page, "Erase").click();
      assertThat(page.locator("#shell-place .now")).isVisible();
      visitor.check("my-erasures");
      assertThat(get(OPERATOR, "/wishes/" + wish).asString()).doesNotContain(WishApi.DETAILS);
    }
  }
}
