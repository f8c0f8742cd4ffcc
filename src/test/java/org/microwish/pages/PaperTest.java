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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.login.staff.StaffMember;
import org.microwish.pages.Chromium.Look;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.QrCodes;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.statistics.fold.FrozenDuty;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Drives the papers of members in a browser: the certificate of honour and the record for the
 * employer are printed, and checked with their codes, as somebody does who trusts neither the paper
 * nor the service.
 */
@QuarkusTest
@Tag("browser")
class PaperTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "欧阳样例";
  private static final String QUARTER = "2019-Q3";

  @Inject Ledger ledger;
  @Inject Ids ids;
  @Inject Transactions transactions;

  private static Chromium chromium;
  private static String member;
  private static String certificatePage;

  /** The fragments that the codes of a certificate and of a record have. */
  private static String certificate;

  private static String record;
  private static String wish;

  /** The leaf by which another wish was published, and the entry with another member's name. */
  private static int otherLeaf;

  private static String otherName;
  private static int memberLeaf;

  @BeforeEach
  void makePapers() {
    if (chromium != null) {
      return;
    }
    Street street = Street.here();
    String organisation = Id.text(street.organisation());
    String id = member(organisation, NAME);
    member = Tokens.member("paper-" + id, Street.id(id));
    String resident = Tokens.resident("paper");
    wish = open(resident, draft());
    String claim = claim(member, wish);
    ok(member, "/claims/" + claim + "/contact", none());
    ok(member, "/claims/" + claim + "/deliver", delivery());
    String openWish = open(resident, draft());
    String other = Id.text(street.organisation());
    String another = member(other, "司马样例");
    String elsewhere = open(resident, draft());
    claim(Tokens.member("paper-" + another, Street.id(another)), elsewhere);
    // Last, so that the tree of the certificate has all these entries.
    ok(resident, "/wishes/" + wish + "/confirm", map("rating", 5));

    Response found =
        await()
            .until(
                () -> get(member, "/me/certificate"),
                answer -> answer.statusCode() == 200 && answer.<Integer>path("fulfilled") == 1);
    certificate = fragment(found);
    certificatePage = ok(get(member, "/me/certificate/page")).asString();
    String pseudonym = found.path("pseudonym");
    freeze(pseudonym);
    record =
        fragment(
            await()
                .until(
                    () -> get(member, "/me/duties/" + QUARTER),
                    answer -> answer.statusCode() == 200));
    otherLeaf =
        await()
            .until(
                () ->
                    get(null, "/ledger/aggregates/WISH/" + openWish + "/entries")
                        .<Integer>path("items[-1].leafIndex"),
                Objects::nonNull);
    String claimant =
        get(null, "/ledger/aggregates/WISH/" + elsewhere + "/entries")
            .path("items[-1].leaf.facts.claim.claimant.id");
    Response named = get(null, "/ledger/aggregates/MEMBER/" + claimant + "/entries");
    otherName = named.path("items[0].entryId");
    memberLeaf = named.path("items[0].leafIndex");
    chromium = new Chromium();
  }

  private static String member(String organisation, String name) {
    return ok(
            OPERATOR,
            "/members",
            map("organisationId", organisation, "kind", "COMMUNITY", "name", name))
        .path("id");
  }

  private static String fragment(Response answer) {
    String address = answer.path("check");
    return address.substring(address.indexOf('#'));
  }

  /** What the sweep records some days after a quarter. */
  private void freeze(String pseudonym) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    FrozenDuty duty = new FrozenDuty(pseudonym, QUARTER, 1, 2, 3);
    transactions.run(
        () ->
            ledger.append(
                new EntryDraft(
                    ids.next(),
                    EntryType.DUTY_FROZEN,
                    AggregateType.DUTY,
                    FrozenDuty.id(QUARTER, pseudonym),
                    1,
                    new Actor("system", null, "SYSTEM"),
                    now,
                    now,
                    new Transition("FREEZE", null, "FROZEN"),
                    duty.facts(),
                    List.of(),
                    List.of(),
                    null,
                    null)));
  }

  @AfterAll
  static void closeBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  // The check ------------------------------------------------------------------------------------

  private static void says(Page page, String place, String kind, String sentence) {
    assertThat(
            page.locator("#" + place + " li." + kind)
                .filter(new Locator.FilterOptions().setHasText(sentence))
                .first())
        .isVisible();
  }

  private static void isChecked(Page page) {
    assertThat(page.locator("#check-result li").first()).isVisible();
    assertThat(page.getByText("正在核验")).hasCount(0);
  }

  private static void type(Page page, String name) {
    page.locator("#name").fill(name);
    page.locator("#name-form button").click();
  }

  @Test
  void certificate_isProvenByItsCode_andByTheNameAsPrinted() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      Page page = visitor.page;
      List<String> asked = new ArrayList<>();
      page.onRequest(request -> asked.add(request.url()));
      page.navigate("/check" + certificate);
      says(page, "check-result", "right", "至今没有被改动");
      says(page, "check-result", "right", "参与达成心愿 1 件，其中按期达成 1 件");
      assertThat(page.locator("#wishes li")).containsText("更换厕所扶手");
      says(page, "checkpoint", "right", "签名正确");
      type(page, "欧阳样利");
      says(page, "name-result", "wrong", "姓名不符");
      type(page, NAME);
      says(page, "name-result", "right", "姓名相符");
      assertThat(page.locator("#check-result li.wrong")).hasCount(0);
      visitor.check("check");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("English")).click();
      says(page, "check-result", "right", "1 wishes were fulfilled");
      // What the code says, and what was typed, stays in the browser.
      assertThat(asked)
          .isNotEmpty()
          .noneMatch(url -> url.contains("欧") || url.contains("%E6%AC%A7") || url.contains("s="));
    }
  }

  @Test
  void record_isProvenByItsCode() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.NIGHT)) {
      Page page = visitor.page;
      page.navigate("/check" + record);
      says(page, "paper", "note", QUARTER);
      says(page, "check-result", "right", QUARTER + " 应服务 1 次，已服务 2 次");
      type(page, NAME);
      says(page, "name-result", "right", "姓名相符");
      visitor.check("check-record");
      page.navigate("about:blank");
      page.navigate("/check" + record.replace(QUARTER, "2019-Q4"));
      says(page, "check-result", "wrong", "台账里没有这份证明");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "&p=[^&]*, &p=2001, 不在纸上的期间",
    "&w=, &w=OTHER., 此化名没有参与",
    "&w=, &w=MEMBER., 不是心愿的记录",
    "&w=([^&]*), &w=$1.$1, 列了两次",
    "&w=([^&]*), &w=$1.OTHER, 只有 1 件得到台账证明",
    "&m=., &m=_, 格式不对",
    "&m=(.), &m=z$1, 此化名没有参与",
    "&r=[^&]{4}, &r=AAAA, 对不上",
    "&t=, &t=1, 比现在的台账还长",
  })
  void changedCertificate_isSeenAsWrong(String what, String by, String says) {
    String changed =
        certificate.replaceFirst(
            what,
            by.replace("OTHER", Integer.toString(otherLeaf, 36))
                .replace("MEMBER", Integer.toString(memberLeaf, 36)));
    assertThat(changed).isNotEqualTo(certificate);
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      visitor.page.navigate("/check" + changed);
      if (by.endsWith("_")) {
        // No pseudonym has such a character.
        says(visitor.page, "paper", "wrong", says);
        assertThat(visitor.page.locator("#results")).isHidden();
      } else {
        says(visitor.page, "check-result", "wrong", says);
      }
      assertThat(visitor.faults()).isEmpty();
    }
  }

  @Test
  void changedProofOfTheName_isSeenAsWrong() {
    Map.of(
            certificate.replaceFirst("&s=.", "&s=_"), "姓名不符",
            certificate.replaceFirst("&n=[^&]*", "&n=" + otherName), "不属于此化名")
        .forEach(
            (changed, says) -> {
              try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
                visitor.page.navigate("/check" + changed);
                isChecked(visitor.page);
                type(visitor.page, NAME);
                says(visitor.page, "name-result", "wrong", says);
              }
            });
  }

  @Test
  void serviceThatLies_isSeenAsWrong() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      Page page = visitor.page;
      page.route(
          "**/api/v1/ledger/aggregates/**",
          route -> {
            APIResponse answer = route.fetch();
            try {
              ObjectNode changed = (ObjectNode) JSON.readTree(answer.body());
              ((ArrayNode) changed.get("items")).remove(2);
              route.fulfill(
                  new Route.FulfillOptions().setResponse(answer).setBody(changed.toString()));
            } catch (IOException unreadable) {
              throw new UncheckedIOException(unreadable);
            }
          });
      page.navigate("/check" + certificate);
      says(page, "check-result", "wrong", "核验不通过");
      says(page, "check-result", "wrong", "只有 0 件得到台账证明");
    }
  }

  @Test
  void withoutNetwork_nothingIsSaidToBeProven_andWithoutACodeThePageSaysWhatToDo() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.PHONE)) {
      Page page = visitor.page;
      page.route("**/api/v1/**", Route::abort);
      page.navigate("/check" + certificate);
      says(page, "checkpoint", "note", "连不上");
      says(page, "check-result", "note", "没有核验过的检查点");
      assertThat(page.locator("li.right")).hasCount(0);
      page.navigate("about:blank");
      page.navigate("/check");
      assertThat(page.locator("#paper")).containsText("请扫描纸上的二维码");
    }
  }

  // Print ----------------------------------------------------------------------------------------

  /** Prints a page, and returns the text of each sheet. */
  private static List<String> print(Page page) {
    byte[] pdf = page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true));
    try (PDDocument printed = Loader.loadPDF(pdf)) {
      List<String> sheets = new ArrayList<>();
      for (int sheet = 1; sheet <= printed.getNumberOfPages(); sheet++) {
        // A4 in points.
        assertThat(printed.getPage(sheet - 1).getMediaBox().getWidth()).isBetween(594f, 597f);
        assertThat(printed.getPage(sheet - 1).getMediaBox().getHeight()).isBetween(840f, 843f);
        PDFTextStripper text = new PDFTextStripper();
        text.setStartPage(sheet);
        text.setEndPage(sheet);
        sheets.add(text.getText(printed).replaceAll("\\s", ""));
      }
      return sheets;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void certificate_isPrintedWithItsCode_andNoRowIsCut() {
    String check = get(member, "/me/certificate").path("check");
    // The tree may have grown since, and the address with it.
    String page = ok(get(member, "/me/certificate/page")).asString();
    assertThat(page).contains("<svg", "viewBox", "荣誉证书", NAME).doesNotContain("null");
    assertThat(page.replaceAll("\\s", "")).containsAnyOf(svg(check), svg(latest()));
    assertThat(check).contains("/check#k=c").doesNotContain(NAME);
    try (Chromium.Visitor visitor = chromium.visitor(Look.DESK)) {
      visitor.page.setContent(certificatePage);
      assertThat(visitor.page.locator(".code svg")).isVisible();
      visitor.check("certificate");
      // A diligent member: 60 wishes.
      visitor.page.evaluate(
          """
          const row = document.querySelector('tbody tr');
          for (let i = 1; i < 60; i++) {
            const next = row.cloneNode(true);
            next.cells[1].textContent = `起行${i}止行${i}`;
            next.cells[4].textContent = `甲行${i}乙行${i}`.repeat(3);
            row.parentNode.append(next);
          }""");
      List<String> sheets = print(visitor.page);
      assertThat(sheets).hasSizeBetween(3, 8);
      for (int row = 1; row < 60; row++) {
        // Both ends of a row are on one sheet: of the cell with one line, and of that with many.
        String mark = "起行" + row + "止";
        String end = "乙行" + row;
        assertThat(sheets.stream().filter(sheet -> sheet.contains(mark)))
            .singleElement(InstanceOfAssertFactories.STRING)
            .as(mark)
            .contains(end);
      }
      // The head of the table is on each sheet that has rows.
      assertThat(sheets.stream().filter(sheet -> sheet.contains("起行")))
          .hasSizeGreaterThan(1)
          .allMatch(sheet -> sheet.contains("编号标题类型"));
      assertThat(sheets.getFirst()).contains("荣誉证书", NAME, "扫码核对");
    }
  }

  private static String latest() {
    return get(member, "/me/certificate").path("check");
  }

  private static String svg(String address) {
    return QrCodes.svg(address).replaceAll("\\s", "");
  }

  @Test
  void member_printsTheCertificateAndTheRecordInThePage() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.DESK)) {
      Page page = visitor.page;
      // Members log in with WeChat; here the token comes from the test.
      page.route(
          "**/api/v1/auth/password",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setContentType("application/json")
                      .setBody(
                          "{\"accessToken\":\"%s\",\"expiresIn\":3600,\"account\":{}}"
                              .formatted(member))));
      page.navigate("/my#certificate");
      page.locator("[name=loginName]").fill("member");
      page.locator("[name=password]").fill("not checked here");
      page.locator("[name=code]").fill("123456");
      page.keyboard().press("Enter");
      page.locator("#shell-place form button").click();
      assertThat(page.locator(".paper .code svg")).isVisible();
      visitor.check("my-certificate");
      List<String> sheets = print(page);
      assertThat(sheets).hasSizeBetween(1, 3);
      assertThat(sheets.getFirst())
          .contains("荣誉证书", NAME)
          .doesNotContain("退出", "工作台账", "另存", "季度服务证明");
      page.locator("#shell-nav").getByText("季度服务证明").click();
      page.locator("#shell-place form button").click();
      // Nothing is frozen for the last quarter, which the service answers with 404.
      assertThat(page.locator("#shell-place")).containsText("还没有固定的记录");
      assertThat(visitor.faults()).allMatch(fault -> fault.contains("404"));
    }
  }

  @Test
  void record_isOneOrTwoSheets() {
    try (Chromium.Visitor visitor = chromium.visitor(Look.DESK)) {
      visitor.page.setContent(ok(get(member, "/me/duties/" + QUARTER + "/page")).asString());
      visitor.check("record");
      List<String> sheets = print(visitor.page);
      assertThat(sheets).hasSizeBetween(1, 2);
      assertThat(sheets.getFirst()).contains("双报到服务证明", NAME, "经办人", "扫码核对");
    }
  }

  private enum Slip {
    DUTIES,
    BINDING_CODE
  }

  @ParameterizedTest
  @EnumSource(Slip.class)
  void stewardsDuties_andABindingCode_arePrintedAlone(Slip slip) {
    Street street = Street.here();
    long organisation = street.organisation();
    member(Id.text(organisation), "诸葛样例");
    StaffMember staff =
        slip == Slip.DUTIES
            ? new StaffMember("STEWARD", Map.of("organisationId", Id.text(organisation)))
            : new StaffMember("OPERATOR", Map.of("division", Street.STREET));
    try (Chromium.Visitor visitor = chromium.visitor(Look.DESK)) {
      Page page = visitor.page;
      page.navigate(slip == Slip.DUTIES ? "/my#duties" : "/my#members");
      page.locator("[name=loginName]").fill(staff.loginName());
      page.locator("[name=password]").fill(StaffMember.PASSWORD);
      page.locator("[name=code]").fill(staff.firstCode());
      page.keyboard().press("Enter");
      if (slip == Slip.DUTIES) {
        button(page, "打印").click();
        assertThat(page.locator(".paper h1")).hasText("双报到服务情况");
        visitor.check("my-duties-paper");
        assertThat(print(page).getFirst())
            .contains("双报到服务情况", "报到党员0人", LocalDate.now(Time.ZONE).getYear() + "-")
            .doesNotContain("退出", "声明");
      } else {
        button(page, "生成").first().click();
        button(page, "生成").last().click();
        Locator code = page.locator("dialog .secret").nth(1);
        assertThat(code).isVisible();
        visitor.check("my-slip");
        List<String> sheets = print(page);
        assertThat(sheets).hasSize(1);
        assertThat(sheets.getFirst())
            .contains(code.textContent().replaceAll("\\s", ""), "绑定码")
            .doesNotContain("退出", "党组织", "已记下");
      }
    }
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
