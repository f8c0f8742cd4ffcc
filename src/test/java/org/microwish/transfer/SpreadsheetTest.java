package org.microwish.transfer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Downloads the 台账 as a spreadsheet and reads it back with another library. */
@Tag("database")
@QuarkusTest
class SpreadsheetTest {

  private static final String PATH = "/api/v1/ledger/spreadsheet";
  private static final String DESK = Tokens.operator("desk-sheet", Street.STREET);
  private static final String AUDITOR = Tokens.auditor("auditor-sheet", Street.STREET);

  @Inject SheetReader reader;
  @Inject Transactions transactions;

  private Street street;
  private long branch;

  @BeforeEach
  void street() {
    street = Street.here();
    branch = street.organisation();
  }

  private static Response post(String token, String path, Object body) {
    Response answer =
        given()
            .auth()
            .oauth2(token)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .contentType(ContentType.JSON)
            .body(body)
            .post("/api/v1" + path);
    assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
    return answer;
  }

  private static String open(Map<String, Object> more) {
    Map<String, Object> draft = new LinkedHashMap<>();
    draft.put("kind", "PROJECT");
    draft.put("channel", "GRID_WORKER");
    draft.put("category", "PUBLIC_GOOD");
    draft.put("division", Street.COMMUNITY);
    draft.put("claimPolicy", "SHARED");
    draft.put("capacity", "AMOUNT");
    draft.put("budget", "500.00");
    draft.put("claimableBy", "BOTH");
    draft.put("beneficiaries", Map.of("people", 130));
    draft.put(
        "words",
        Map.of(
            "title", "=1+1",
            "details", "详情只在保险库",
            "residentName", "欧阳样例",
            "contactPhone", "13812345678",
            "address", "样例街1号",
            "reporter", "李样例"));
    draft.putAll(more);
    String id = post(DESK, "/wishes", draft).path("wishId");
    post(DESK, "/wishes/" + id + "/submit", Map.of());
    post(
        DESK,
        "/wishes/" + id + "/publish",
        Map.of("publicTitle", "=HYPERLINK(\"a\")", "publicSummary", "<b>灯</b>", "attested", true));
    return id;
  }

  private static List<Map<String, Object>> download(String token, String query) throws IOException {
    Response answer = given().auth().oauth2(token).get(PATH + query);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.header("Content-Disposition")).startsWith("attachment");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    return read(answer.asByteArray());
  }

  /** Reads the rows of a workbook as values by column heading; numbers are BigDecimal. */
  private static List<Map<String, Object>> read(byte[] file) throws IOException {
    List<Map<String, Object>> found = new ArrayList<>();
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file))) {
      for (Sheet sheet : book.getSheets().toList()) {
        List<Row> all = sheet.read();
        List<String> titles = all.getFirst().stream().map(Cell::asString).toList();
        for (Row row : all.subList(1, all.size())) {
          Map<String, Object> cells = new LinkedHashMap<>();
          for (Cell cell : row) {
            if (cell != null && cell.getType() != CellType.EMPTY) {
              cells.put(
                  titles.get(cell.getColumnIndex()),
                  cell.getType() == CellType.NUMBER ? cell.asNumber() : cell.asString());
            }
          }
          found.add(cells);
        }
      }
    }
    return found;
  }

  private static List<Map<String, Object>> of(List<Map<String, Object>> all, String wish) {
    return all.stream().filter(row -> row.get("心愿编号").equals(wish)).toList();
  }

  @Test
  void a_project_has_a_row_per_claim_and_correct_sums() throws Exception {
    String wish = open(Map.of());
    String steward = Tokens.steward("steward-" + branch, branch);
    long person = street.member(branch);
    String member = Tokens.member("member-" + person, person);
    String first =
        post(
                steward,
                "/wishes/" + wish + "/claims",
                Map.of(
                    "pledge",
                    Map.of("amount", "300.00", "form", "CASH"),
                    "participants",
                    List.of(Id.text(street.member(branch)))))
            .path("claim.id");
    String second =
        post(
                member,
                "/wishes/" + wish + "/claims",
                Map.of("pledge", Map.of("amount", "50.25", "form", "LABOUR")))
            .path("claim.id");
    post(member, "/claims/" + second + "/release", Map.of("reason", "UNABLE", "note", "临时有事"));
    post(steward, "/claims/" + first + "/contact", Map.of());
    LedgerProbe.awaitIntegrated();
    String number =
        Awaitility.await()
            .until(
                () -> given().auth().oauth2(DESK).get("/api/v1/wishes/" + wish).path("number"),
                Objects::nonNull);

    List<Map<String, Object>> sheet = of(download(AUDITOR, ""), wish);
    assertThat(sheet).hasSize(2).allSatisfy(row -> assertThat(row).containsEntry("编号", number));
    Map<String, Object> claimed = sheet.getFirst();
    String today = LocalDate.now(Time.ZONE).toString();
    assertThat(claimed)
        .containsEntry("标题", "=HYPERLINK(\"a\")")
        .containsEntry("心愿内容", "<b>灯</b>")
        .containsEntry("心愿类型", "微项目")
        .containsEntry("类别", "公益发展")
        .containsEntry("来源渠道", "网格员")
        .containsEntry("地区编码", Street.COMMUNITY)
        .containsEntry("姓名(脱敏)", "欧阳**")
        .containsEntry("联系电话(脱敏)", "138****5678")
        .containsEntry("上报人", "李**")
        .containsEntry("上报日期", today)
        .containsEntry("审核情况", "审核通过")
        .containsEntry("认领方式", "共同认领")
        .containsEntry("认领单位", "支部" + branch)
        .containsEntry("参与人数", BigDecimal.ONE)
        .containsEntry("认领日期", today)
        .containsEntry("认领状态", "进行中")
        .containsEntry("项目进展", "待认领")
        .containsEntry("资金形式", "现金")
        .containsEntry("受益人数", new BigDecimal("130"));
    assertThat(claimed.get("对接时间").toString()).startsWith(today);
    assertThat(sum(sheet, "预算金额")).isEqualByComparingTo("500.00");
    assertThat(sum(sheet, "认领金额")).isEqualByComparingTo("300.00");
    assertThat(sum(sheet, "受益人数")).isEqualByComparingTo("130");
    assertThat(sheet.getLast())
        .containsEntry("认领状态", "已退出")
        .containsEntry("撤销原因", "无法完成")
        .containsEntry("资金形式", "劳务折价")
        .doesNotContainKeys("预算金额", "受益人数");

    // The row names the wish's latest leaf in the ledger.
    given()
        .get("/api/v1/ledger/aggregates/WISH/" + wish + "/entries?limit=100")
        .then()
        .body("items[-1].leafIndex", equalTo(((BigDecimal) claimed.get("台账序号(叶索引)")).intValue()))
        .body("items[-1].leafHash", equalTo(claimed.get("叶哈希")));
  }

  private static BigDecimal sum(List<Map<String, Object>> sheet, String column) {
    return sheet.stream()
        .map(row -> (BigDecimal) row.getOrDefault(column, BigDecimal.ZERO))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void names_are_masked_and_private_texts_are_absent(@TempDir Path directory) throws IOException {
    open(Map.of());
    Path file = directory.resolve("ledger.xlsx");
    Files.write(file, given().auth().oauth2(DESK).get(PATH).asByteArray());
    StringBuilder texts = new StringBuilder();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry part : Collections.list(zip.entries())) {
        texts.append(
            unescaped(new String(zip.getInputStream(part).readAllBytes(), StandardCharsets.UTF_8)));
      }
    }
    assertThat(texts.toString())
        .contains("欧阳**")
        .doesNotContain("欧阳样例", "13812345678", "样例街1号", "详情只在保险库", "李样例");
  }

  /** Resolves numeric character references. */
  private static String unescaped(String xml) {
    return Pattern.compile("&#x([0-9a-fA-F]+);")
        .matcher(xml)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
  }

  @Test
  void each_sees_its_own_subtree_only() throws Exception {
    String here = open(Map.of());
    String there = open(Map.of("division", Street.NEIGHBOUR));
    assertThat(of(download(AUDITOR, ""), here)).hasSize(1);
    assertThat(of(download(AUDITOR, ""), there)).hasSize(1);
    List<Map<String, Object>> narrow = download(DESK, "?division=" + Street.NEIGHBOUR);
    assertThat(of(narrow, there)).hasSize(1);
    assertThat(narrow).allSatisfy(row -> assertThat(row).containsEntry("地区编码", Street.NEIGHBOUR));
    String community = Tokens.auditor("auditor-narrow", Street.NEIGHBOUR);
    assertThat(download(community, ""))
        .allSatisfy(row -> assertThat(row).containsEntry("地区编码", Street.NEIGHBOUR));

    refused(community, "?division=" + Street.STREET, 403, "FORBIDDEN");
    refused(DESK, "?division=" + Street.ELSEWHERE, 403, "FORBIDDEN");
    refused(DESK, "?division=440199009000", 400, "VALIDATION_FAILED");
    refused(DESK, "?from=2026-02-01&to=2026-01-01", 400, "VALIDATION_FAILED");
    refused(DESK, "?kind=PARTY", 400, "VALIDATION_FAILED");
    refused(Tokens.resident("r"), "", 403, "FORBIDDEN");
    refused(Tokens.administrator("a"), "", 403, "FORBIDDEN");
    given().get(PATH).then().statusCode(401);
  }

  /** An auditor sees only the community, because a building reveals more of the address. */
  @Test
  void auditor_seesTheCommunityInsteadOfTheBuilding() throws Exception {
    String building = Street.COMMUNITY + "B01";
    street.building(building);
    String near = open(Map.of("division", building));
    String later = open(Map.of());
    String last = open(Map.of("division", building));
    assertThat(of(download(DESK, "?division=" + building), near).getFirst())
        .containsEntry("地区编码", building)
        .containsEntry("地区名称", "区划" + building);
    List<Map<String, Object>> sheet = download(AUDITOR, "?division=" + Street.COMMUNITY);
    assertThat(of(sheet, near).getFirst())
        .containsEntry("地区编码", Street.COMMUNITY)
        .containsEntry("地区名称", of(sheet, later).getFirst().get("地区名称"));
    assertThat(sheet.stream().map(row -> row.get("心愿编号"))).containsSubsequence(near, later, last);
    refused(AUDITOR, "?division=" + building, 400, "VALIDATION_FAILED");
    String narrow = Tokens.auditor("auditor-building", building);
    assertThat(of(download(narrow, ""), near).getFirst()).containsEntry("地区编码", Street.COMMUNITY);
  }

  private static void refused(String token, String query, int status, String code) {
    given()
        .auth()
        .oauth2(token)
        .get(PATH + query)
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("code", equalTo(code));
  }

  @Test
  void wishes_under_legal_hold_are_left_out() throws Exception {
    String wish = open(Map.of());
    street.update("UPDATE wish SET held = TRUE WHERE id = ?", Street.id(wish));
    assertThat(of(download(AUDITOR, ""), wish)).isEmpty();
  }

  @Test
  void filters_choose_wishes() throws Exception {
    String project = open(Map.of());
    String draft =
        post(
                DESK,
                "/wishes",
                Map.of(
                    "kind", "WISH",
                    "channel", "BUILDING_HEAD",
                    "category", "GOODS",
                    "division", Street.COMMUNITY,
                    "words", Map.of("title", "轮椅")))
            .path("wishId");
    assertThat(of(download(DESK, "?kind=WISH"), project)).isEmpty();
    List<Map<String, Object>> drafts = download(DESK, "?kind=WISH&state=DRAFT");
    assertThat(of(drafts, draft)).hasSize(1);
    assertThat(of(drafts, draft).getFirst())
        .containsEntry("审核情况", "未提交")
        .doesNotContainKeys("标题", "认领状态", "姓名(脱敏)", "联系电话(脱敏)");
    LocalDate today = LocalDate.now(Time.ZONE);
    assertThat(of(download(DESK, "?from=" + today + "&to=" + today), draft)).hasSize(1);
    assertThat(of(download(DESK, "?to=" + today.minusDays(1)), draft)).isEmpty();
  }

  @Test
  void every_wish_appears_once_across_pages_and_sheets() throws Exception {
    // More than two pages, spread over divisions: a grid sorts between its community and the next.
    int many = 2 * SheetReader.PAGE;
    long base = Street.id(open(Map.of()));
    // Each statement doubles the rows until there are enough.
    for (int copies = 1; copies <= many; copies *= 2) {
      street.update(
          "INSERT INTO wish (id, version, kind, state, round, channel, category, division_path,"
              + " claim_policy, capacity, places, needs_approval, claimable_by, claimable_from,"
              + " claiming_closed, places_taken, pending_claims, active_claims, started_claims,"
              + " delivered_claims, funding, amount_taken, committed, spent, returned, created_by,"
              + " created_at, updated_at, last_occurred_at, sample) SELECT id - ?, version, 'WISH',"
              + " 'DRAFT', round, channel, category, ?, claim_policy, capacity, places,"
              + " needs_approval, claimable_by, claimable_from, claiming_closed, 0, 0, 0, 0, 0, 0,"
              + " 0, 0, 0, 0, 'sheet', created_at, updated_at, last_occurred_at, FALSE FROM wish"
              + " WHERE id = ? OR created_by = 'sheet'",
          copies,
          Street.ELSEWHERE,
          base);
    }
    street.update(
        "UPDATE wish SET division_path = ? WHERE created_by = 'sheet' AND MOD(id, 3) = 0",
        Street.ELSEWHERE + "G01");
    String elsewhere = Tokens.auditor("auditor-elsewhere", Street.OTHER_STREET);
    List<Map<String, Object>> sheet = download(elsewhere, "");
    assertThat(sheet).hasSizeGreaterThanOrEqualTo(many);
    assertThat(sheet.stream().filter(row -> !row.containsKey("认领状态")).map(row -> row.get("心愿编号")))
        .hasSizeGreaterThanOrEqualTo(many)
        .doesNotHaveDuplicates();

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SheetWriter<SheetRow> file = new SheetWriter<>(out, "台账", SheetColumns.ALL, 100);
    SheetReader.Filter filter =
        SheetReader.Filter.of("440199002", false, null, List.of(), null, null);
    int pages = 0;
    SheetReader.Page page = transactions.call(() -> reader.read(filter, null));
    while (page.last() != null) {
      for (SheetRow row : page.rows()) {
        file.add(row);
      }
      SheetQueries.Key last = page.last();
      page = transactions.call(() -> reader.read(filter, last));
      pages++;
    }
    file.finish();
    assertThat(pages).isGreaterThan(2);
    assertThat(read(out.toByteArray())).isEqualTo(sheet);
    try (ReadableWorkbook book =
        new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
      assertThat(book.getSheets()).hasSize((sheet.size() + 99) / 100);
    }
  }
}
