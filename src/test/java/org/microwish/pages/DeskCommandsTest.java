package org.microwish.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.pledge;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.project;
import static org.microwish.wish.WishApi.state;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.login.staff.StaffMember;
import org.microwish.pages.Chromium.Look;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Runs the commands of an operator at the desk in a browser, in one session. */
@QuarkusTest
@Tag("browser")
class DeskCommandsTest {

  private static Chromium chromium;
  private static Chromium.Visitor visitor;
  private static Page page;
  private static String resident;

  @BeforeEach
  void logIn() {
    if (chromium == null) {
      Street.here();
      resident = Tokens.resident("desk-commands");
      StaffMember staff = new StaffMember("OPERATOR", Map.of("division", Street.STREET));
      chromium = new Chromium();
      visitor = chromium.visitor(Look.DESK);
      page = visitor.page;
      page.navigate("/desk#search");
      page.locator("[name=loginName]").fill(staff.loginName());
      page.locator("[name=password]").fill(StaffMember.PASSWORD);
      page.locator("[name=code]").fill(staff.firstCode());
      page.keyboard().press("Enter");
      assertThat(page.locator("#desk")).isVisible();
    }
    // What an earlier test left open is closed.
    page.evaluate("document.querySelectorAll('dialog[open]').forEach(one => one.close())");
    visitor.faults();
  }

  @AfterAll
  static void closeBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static void go(String view) {
    page.evaluate("view => { location.hash = view; }", view);
  }

  private static void goToWish(String wish) {
    // A wish that is open already is read again.
    go("search");
    go("wish/" + wish);
    assertThat(page.locator("#wish-title")).isVisible();
  }

  private static Locator dialogue() {
    return page.locator("dialog[open]");
  }

  private static Locator field(String name) {
    return dialogue().locator("[name='" + name + "']");
  }

  private static Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .first();
  }

  /** Presses the button of a command, fills in the dialogue and sends it. */
  private static void run(String command, Runnable fill) {
    button(command).click();
    assertThat(dialogue()).isVisible();
    fill.run();
    send();
    accepted();
  }

  /** Waits until the dialogue is closed; fails at once if it says that something was refused. */
  private static void accepted() {
    page.waitForFunction(
        "() => !document.querySelector('dialog[open]')"
            + " || [...document.querySelectorAll('dialog[open] .refusal')].some(one =>"
            + " one.textContent)");
    assertThat(dialogue().locator(".refusal").allTextContents()).allMatch(String::isEmpty);
  }

  private static void send() {
    dialogue().locator(".buttons button").first().click();
  }

  private static String daysAgo(int days) {
    return Instant.now().minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A time in the office's time zone, as a browser's input for times takes it. */
  private static String typed(int daysAgo) {
    return LocalDateTime.ofInstant(Instant.now().minus(Duration.ofDays(daysAgo)), Time.ZONE)
        .truncatedTo(ChronoUnit.MINUTES)
        .toString();
  }

  /** Returns a wish that was published ten days ago. */
  private static String publishedEarlier(Map<String, Object> draft) {
    Map<String, Object> late = new LinkedHashMap<>(draft);
    late.put("occurredAt", daysAgo(12));
    String wish = WishApi.create(OPERATOR, late);
    ok(OPERATOR, "/wishes/" + wish + "/submit", map("occurredAt", daysAgo(11)));
    Map<String, Object> words = new LinkedHashMap<>(WishApi.publication());
    words.put("claimBy", daysAgo(-20));
    words.put("occurredAt", daysAgo(10));
    ok(OPERATOR, "/wishes/" + wish + "/publish", words);
    return wish;
  }

  @Test
  void edit_showsFaultsAtTheirFields_andKeepsWhatWasTyped() {
    String wish = WishApi.create(resident, draft());
    ok(resident, "/wishes/" + wish + "/submit", none());
    goToWish(wish);
    button("修改").click();
    field("words.title").fill("换浴室扶手");
    field("words.contactPhone").fill("12");
    dialogue().getByText("更多", new Locator.GetByTextOptions().setExact(true)).click();
    field("beneficiaries.people").fill("3");
    send();
    Locator phone = field("words.contactPhone");
    assertThat(phone).hasAttribute("aria-invalid", "true");
    assertThat(phone).isFocused();
    assertThat(phone).hasAccessibleDescription(Pattern.compile(".+"));
    assertThat(field("words.title")).hasValue("换浴室扶手");
    assertThat(visitor.faults()).hasSize(1).first().asString().contains("400");
    visitor.check("desk-edit");
    phone.fill("13900000077");
    send();
    accepted();
    assertThat(page.locator("#wish-title")).hasText("换浴室扶手");
    var changed = get(OPERATOR, "/wishes/" + wish).jsonPath();
    assertThat(changed.getInt("beneficiaries.people")).isEqualTo(3);
    // What was not touched, also the masked name, is as it was.
    assertThat(
            ok(OPERATOR, "/wishes/" + wish + "/contact-reads", map("purpose", "CONTACT"))
                .<String>path("residentName"))
        .isEqualTo(WishApi.NAME);
    assertThat(changed.getString("own.details")).isEqualTo(WishApi.DETAILS);
  }

  @Test
  void correction_changesWhatIsWrong_inANewEntry() {
    Street street = Street.here();
    String wish = open(resident, draft());
    claim(Tokens.member("desk-corrected", street.member(street.organisation())), wish);
    goToWish(wish);
    run(
        "更正",
        () -> {
          field("reason").fill("类别登记错了");
          field("values.category").selectOption("GOODS");
          visitor.check("desk-correct");
        });
    assertThat(page.locator("#desk-middle .badges")).containsText("物资");
    var corrected = get(OPERATOR, "/wishes/" + wish).jsonPath();
    assertThat(corrected.getString("category")).isEqualTo("GOODS");
    assertThat(corrected.getString("title")).isEqualTo("更换厕所扶手");
    assertThat(visitor.faults()).isEmpty();
  }

  @Test
  void whatHappenedOffline_isRecordedLate_fromTheClaimToTheConfirmationOnPaper() {
    Street street = Street.here();
    long organisation = street.organisation();
    String member = Id.text(street.member(organisation));
    String name = get(null, "/organisations/" + Id.text(organisation)).path("name");
    String wish = publishedEarlier(draft());
    goToWish(wish);
    run(
        "补录认领",
        () -> {
          dialogue().locator("[type=search]").fill(name);
          Locator found = field("onBehalfOf.id").locator("option[value='MEMBER:" + member + "']");
          assertThat(found).hasCount(1);
          field("onBehalfOf.id").selectOption("MEMBER:" + member);
          field("occurredAt").fill(typed(8));
          visitor.check("desk-late-claim");
        });
    page.getByText("补录线下办理").click();
    run("已联系居民", () -> field("occurredAt").fill(typed(7)));
    assertThat(button("已交付")).isVisible();
    visitor.check("desk-claim");
    // Events are recorded in the order in which they happened; a refusal is shown at the time.
    button("已交付").click();
    field("occurredAt").fill(typed(9));
    field("note").fill("扶手已经装好");
    send();
    assertThat(field("occurredAt")).hasAttribute("aria-invalid", "true");
    assertThat(visitor.faults()).hasSize(1);
    field("occurredAt").fill(typed(3));
    send();
    accepted();
    assertThat(page.locator("#desk-middle .state-DELIVERED")).isVisible();
    run(
        "代为确认达成",
        () -> {
          field("proxy.reason").selectOption("ON_PAPER");
          dialogue().getByText("补录：事情更早就办了").click();
          field("occurredAt").fill(typed(2));
        });
    assertThat(page.locator("#desk-middle .state-FULFILLED")).isVisible();
    assertThat(state(wish)).isEqualTo("FULFILLED");
    assertThat(visitor.faults()).isEmpty();
  }

  @Test
  void money_isPosted_refundedAndReversed() {
    Street street = Street.here();
    long organisation = street.organisation();
    String steward = Tokens.steward("desk-money", organisation);
    String wish = open(resident, project("1000.00"));
    String claim = claim(steward, wish, pledge("600.00", "CASH"));
    ok(steward, "/claims/" + claim + "/deliver", delivery("500.00"));
    goToWish(wish);
    run(
        "登记公共资金",
        () -> {
          field("movement").selectOption("PLEDGE");
          field("amount").fill("100.5");
        });
    Locator money =
        page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("资金流水").setExact(true));
    assertThat(money.getByText("100.50")).isVisible();
    run(
        "登记退款",
        () -> {
          field("claim").selectOption(claim);
          field("amount").fill("20");
          field("form").selectOption("CASH");
        });
    Locator funds =
        money.locator("tr").filter(new Locator.FilterOptions().setHas(page.getByText("100.50")));
    funds.getByRole(AriaRole.BUTTON).click();
    field("replacement").fill("80");
    field("reason").fill("多记了二十元五角");
    visitor.check("desk-reversal");
    send();
    assertThat(money.getByText("已冲正")).isVisible();
    visitor.check("desk-money");
    var postings = get(OPERATOR, "/wishes/" + wish + "/postings").jsonPath();
    assertThat(postings.getList("items.movement", String.class)).contains("REFUND");
    assertThat(postings.getList("items.amount", String.class)).contains("80.00", "20.00");
    assertThat(visitor.faults()).isEmpty();
  }

  @Test
  void meetingAndConsents_areRecorded_andAConsentIsWithdrawn() {
    String wish = open(resident, project("500.00"));
    goToWish(wish);
    run(
        "登记协调会",
        () -> {
          field("heldAt").fill(typed(1));
          field("participants").fill("5");
          field("attendees").fill("居委会、物业、居民代表");
          field("agreed").fill("周末施工");
        });
    assertThat(page.locator("#desk-middle .events")).containsText("周末施工");
    run(
        "登记同意",
        () -> {
          field("purpose").selectOption("PHOTO");
          field("relation").selectOption("SELF");
          field("name").fill("陈样例");
          field("method").selectOption("WRITTEN");
          visitor.check("desk-consent");
        });
    Locator consents =
        page.locator("#desk-middle li").filter(new Locator.FilterOptions().setHas(button("撤回同意")));
    assertThat(consents).hasCount(1);
    run("撤回同意", () -> field("reason").fill("居民改变了主意"));
    assertThat(consents).hasCount(0);
    assertThat(
            get(OPERATOR, "/wishes/" + wish + "/consents")
                .jsonPath()
                .getString("items[0].withdrawnAt"))
        .isNotNull();
    assertThat(visitor.faults()).isEmpty();
  }

  @Test
  void invitationsOfTheDivision_areListed_andWithdrawn() {
    Street street = Street.here();
    long organisation = street.organisation();
    String name = get(null, "/organisations/" + Id.text(organisation)).path("name");
    String wish = open(resident, draft());
    ok(
        OPERATOR,
        "/wishes/" + wish + "/invitations",
        map("claimant", map("type", "ORGANISATION", "id", Id.text(organisation))));
    go("invitations");
    Locator line =
        page.locator("#desk-middle tr")
            .filter(
                new Locator.FilterOptions().setHas(page.locator("a[href='#wish/" + wish + "']")));
    assertThat(line).containsText(name);
    visitor.check("desk-invitations");
    line.getByRole(AriaRole.BUTTON).click();
    assertThat(line).hasCount(0);
    page.locator("#invitation-state").selectOption("WITHDRAWN");
    assertThat(line).hasCount(1);
    assertThat(visitor.faults()).isEmpty();
  }

  @Test
  void reportOfAReader_isClosedWithAResult() {
    String wish = open(resident, draft());
    post(Tokens.resident("desk-reader"), "/wishes/" + wish + "/reports", map("reason", "UNTRUE"));
    go("reported");
    page.locator("#desk-list a[href='#wish/" + wish + "']").click();
    assertThat(page.locator("#wish-title")).isVisible();
    run("处理举报", () -> field("result").selectOption("NO_FAULT"));
    assertThat(button("处理举报")).hasCount(0);
    assertThat(page.locator("#desk-list a[href='#wish/" + wish + "']")).hasCount(0);
    assertThat(visitor.faults()).isEmpty();
  }
}
