package org.microwish.transfer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.statistics.fold.Counts;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Fold;
import org.microwish.statistics.fold.MoneyFen;
import org.microwish.statistics.fold.Overview;
import org.microwish.statistics.fold.Selection;
import org.microwish.statistics.fold.Statistics;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;
import org.microwish.verify.LogFiles;
import org.microwish.verify.Main;

/** Tests that a street imports last year's ledger with claims and money, and claims on paper. */
@Tag("database")
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryTest {

  private static final String STREET = "960102001000";
  private static final String COMMUNITY = "960102001001";

  /** A community that contains only the imported ledger of last year, so its figures are known. */
  private static final String SECOND = "960102001002";

  private static final String DESK = Tokens.operator("desk-history", STREET);
  private static final String ADMINISTRATOR = Tokens.administrator("history-setup");

  /** The number of wishes in a measurement of a long import; 0, the default, skips it. */
  private static final int ROWS = Integer.getInteger("history.rows", 0);

  @Inject StatisticsProgress progress;

  private final Street street = Street.here();
  private final Set<String> imported = new LinkedHashSet<>();
  private final List<String> people = new ArrayList<>();
  private String tag;

  @BeforeEach
  void setUp() {
    tag = UUID.randomUUID().toString().substring(0, 6);
    if (!imported.isEmpty()) {
      return;
    }
    run(
        ADMINISTRATOR,
        "DIVISIONS",
        false,
        """
        地区编码,地区名称,编码年度
        960000000000,样例省,2025
        960100000000,样例市,2025
        960102000000,样例二区,2025
        %s,样例台账街道,2025
        %s,样例台账社区,2025
        %s,样例台账二社区,2025
        """
            .formatted(STREET, COMMUNITY, SECOND));
    run(
        DESK,
        "ORGANISATIONS",
        false,
        """
        来源编号,党组织名称,党组织类型,所属领域,上级来源编号,地区编码
        ZB-0,台账街道党工委,党工委,机关,,960102001000
        ZB-1,台账第一党支部,党支部,社区,ZB-0,960102001001
        ZB-2,台账第二党支部,党支部,学校,ZB-0,960102001001
        """);
    StringBuilder members = new StringBuilder("来源编号,党组织来源编号,姓名,人员类别\n");
    for (int i = 1; i <= 12; i++) {
      members.append("M-%d,ZB-%d,样例党员%d,社区党员\n".formatted(i, i <= 8 ? 1 : 2, i));
    }
    members.append("M-13,ZB-2,样例党员12,社区党员\n");
    JsonPath done = run(DESK, "MEMBERS", false, members.toString());
    assertThat(done.getInt("imported")).isEqualTo(13);
    people.addAll(targets(done));
  }

  // Files -----------------------------------------------------------------------------------------

  private static RequestSpecification as(String token) {
    return given().auth().oauth2(token).header("Idempotency-Key", UUID.randomUUID().toString());
  }

  private JsonPath run(String token, String kind, boolean dryRun, String csv) {
    return run(token, kind, dryRun, csv.getBytes(StandardCharsets.UTF_8));
  }

  private JsonPath run(String token, String kind, boolean dryRun, byte[] csv) {
    String id =
        as(token)
            .contentType("text/csv")
            .queryParam("kind", kind)
            .queryParam("dryRun", dryRun)
            .body(csv)
            .post("/api/v1/imports")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    JsonPath done =
        await()
            .atMost(Duration.ofMinutes(10))
            .until(
                () -> as(token).get("/api/v1/imports/" + id).jsonPath(),
                job -> job.getString("state").equals("COMPLETED"));
    imported.addAll(targets(done));
    return done;
  }

  private static List<String> errors(JsonPath job) {
    return errors(DESK, job);
  }

  private static List<String> errors(String token, JsonPath job) {
    return as(token)
        .queryParam("limit", 100)
        .get("/api/v1/imports/" + job.getString("id") + "/errors")
        .jsonPath()
        .getList("items")
        .stream()
        .map(item -> (Map<?, ?>) item)
        .map(item -> item.get("row") + ":" + item.get("column") + ":" + item.get("code"))
        .toList();
  }

  private static List<String> words(JsonPath job) {
    return as(DESK)
        .get("/api/v1/imports/" + job.getString("id") + "/errors")
        .jsonPath()
        .getList("items.message");
  }

  /** Creates a row from pairs of a heading and a value. */
  private static Map<String, String> row(String... cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i += 2) {
      row.put(cells[i], cells[i + 1]);
    }
    return row;
  }

  /** Returns a copy of a row with other values. */
  private static Map<String, String> with(Map<String, String> row, String... cells) {
    Map<String, String> copy = new LinkedHashMap<>(row);
    copy.putAll(row(cells));
    return copy;
  }

  private static String csv(List<Map<String, String>> rows) {
    Set<String> headings = new LinkedHashSet<>();
    rows.forEach(row -> headings.addAll(row.keySet()));
    return rows.stream()
        .map(
            row ->
                headings.stream()
                    .map(heading -> row.getOrDefault(heading, ""))
                    .collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", String.join(",", headings) + "\n", "\n"));
  }

  /** Returns the row of a wish that a branch has fulfilled; it spent 120.50 of 150 yuan. */
  private Map<String, String> wish(String key) {
    return row(
        "心愿编号", tag + key,
        "心愿类型", "微心愿",
        "类别", "物资帮扶",
        "来源渠道", "入户走访",
        "地区编码", COMMUNITY,
        "标题", "想要一件家具" + key,
        "姓名", "邓样例",
        "预算金额", "",
        "上报日期", "2025-02-01",
        "审核时间", "2025-02-03 09:30",
        "项目进展", "已达成",
        "认领单位", "台账第一党支部",
        "参与党员", "样例党员1、样例党员2",
        "认领日期", "2025-02-03",
        "资金形式", "现金",
        "认领金额", "150",
        "实际金额", "120.50",
        "达成时间", "2025年2月20日",
        "满意度", "5");
  }

  private Map<String, String> project(String key) {
    Map<String, String> project = with(wish(key), "心愿类型", "微项目", "类别", "公益发展", "姓名", "");
    return with(project, "标题", "加装楼道灯" + key, "预算金额", "1000");
  }

  /** The rows of a year: 20 wishes. */
  private List<Map<String, String>> ledger() {
    List<Map<String, String>> rows = new ArrayList<>();
    // A project with public funds and three claims, one of which was released.
    Map<String, String> project =
        with(project("P1"), "参与党员", "M-1;样例党员3;M-6、M-7", "认领金额", "现金 300；物资折价 100");
    rows.add(with(project, "实际金额", "现金 280；物资折价 100", "释放金额", "20", "退回金额", "30"));
    rows.add(with(project, "认领单位", "ZB-2", "参与党员", "M-9", "认领状态", "已退出"));
    rows.getLast().put("认领金额", "现金 180；公共资金 20");
    rows.getLast().putAll(row("撤销日期", "2025-02-08", "撤销原因", "无法完成", "实际金额", "", "预算金额", ""));
    rows.add(with(project, "认领单位", "", "认领人", "M-10", "参与党员", "M-10", "认领金额", "50", "实际金额", "50"));
    rows.getLast().putAll(row("认领日期", "2025-02-10", "对接时间", "2025-02-11", "交付时间", "2025-02-15"));
    rows.add(with(project, "认领单位", "", "参与党员", "", "资金形式", "公共资金"));
    rows.getLast().putAll(row("认领金额", "400", "实际金额", "350", "释放金额", "50"));
    // A wish that three members claimed together.
    Map<String, String> shared = with(wish("W1"), "参与党员", "", "认领金额", "", "实际金额", "");
    rows.add(with(shared, "认领单位", "", "认领人", "M-4"));
    rows.add(with(shared, "认领人", "样例党员5"));
    rows.add(with(shared, "认领单位", "台账第二党支部", "认领人", "样例党员11", "认领日期", "2025-02-05"));
    // Wishes that are not fulfilled.
    Map<String, String> open = row("心愿编号", tag + "O1", "项目进展", "待审核", "审核时间", "");
    open.putAll(row("认领单位", "", "参与党员", "", "认领日期", "", "认领金额", "", "实际金额", ""));
    open.putAll(row("达成时间", "", "满意度", ""));
    rows.add(with(wish("O1"), flat(open)));
    rows.add(with(rows.getLast(), "心愿编号", tag + "O2", "项目进展", "不予采纳", "审核时间", "2025-02-02"));
    rows.add(with(rows.getLast(), "心愿编号", tag + "O3", "项目进展", "到期未认领"));
    rows.add(with(wish("D1"), "项目进展", "待确认", "达成时间", "", "满意度", "", "交付时间", "2025-03-01"));
    for (int i = 1; i <= 14; i++) {
      rows.add(with(wish("S" + i), "达成时间", "2025-%02d-20".formatted(i % 9 + 3), "参与党员", ""));
    }
    rows.forEach(row -> row.put("地区编码", SECOND));
    return rows;
  }

  private static String[] flat(Map<String, String> cells) {
    return cells.entrySet().stream()
        .flatMap(cell -> Stream.of(cell.getKey(), cell.getValue()))
        .toArray(String[]::new);
  }

  // Tests -----------------------------------------------------------------------------------------

  @Test
  void ledgerOfAYear_isImportedWithItsMoney_andVerified(@TempDir Path directory)
      throws SQLException {
    String file = csv(ledger());
    JsonPath job = run(DESK, "HISTORY", false, file.getBytes(Charset.forName("GB18030")));
    assertThat(errors(job)).isEmpty();
    assertThat(job.getInt("imported")).isEqualTo(ledger().size());

    assertThat(progress.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
    JsonPath figures =
        given()
            .get(
                "/api/v1/statistics/overview?division=" + SECOND + "&from=2025-01-01&to=2025-12-31")
            .jsonPath();
    assertThat(figures.getMap("projects"))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("published", 1),
                Map.entry("claimed", 1),
                Map.entry("fulfilled", 1),
                Map.entry("claimingOrganisations", 1),
                Map.entry("budget", "1000.00"),
                Map.entry("funding", "780.00"),
                Map.entry("committed", "0.00"),
                Map.entry("spent", "750.00"),
                Map.entry("returned", "30.00")));
    assertThat(figures.getInt("wishes.fulfilled")).isEqualTo(15);
    verify(directory);

    // Importing the same file again changes nothing.
    long recorded = importedLeaves();
    JsonPath again = run(DESK, "HISTORY", false, file);
    assertThat(again.getInt("known")).isEqualTo(ledger().size());
    assertThat(importedLeaves()).isEqualTo(recorded);
  }

  /**
   * Counts the leaves of the imports without those of the service itself, which may archive wishes
   * of last year at any time.
   */
  private long importedLeaves() throws SQLException {
    return leaves().stream().filter(leaf -> !leaf.actor().role().equals("SYSTEM")).count();
  }

  /** Returns the leaves about everything that this test class has imported, in order. */
  private List<Leaf> leaves() throws SQLException {
    LedgerProbe.awaitIntegrated();
    List<Leaf> leaves = new ArrayList<>();
    try (Connection connection = TestDatabase.connection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT e.payload FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id = l.entry_id"
                    + " ORDER BY l.leaf_index");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Leaf leaf = Leaf.parse(rows.getBytes(1));
        if (imported.contains(leaf.aggregateId())
            || (leaf.aggregateType() == AggregateType.DIVISION
                && leaf.aggregateId().startsWith("97"))) {
          leaves.add(leaf);
        }
      }
    }
    return leaves;
  }

  /**
   * Verifies the leaves of {@link #leaves}. Also computes figures from them, including the numbers
   * of people, which the public figures of a small community do not show.
   */
  private void verify(Path directory) throws SQLException {
    List<Leaf> leaves = leaves();
    Map<String, Figures> figures = new HashMap<>();
    int late = 0;
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      late += leaf.facts().containsKey("lateRecord") ? 1 : 0;
      Fold.apply(figures.get(leaf.aggregateId()), i + 1, leaf)
          .ifPresent(after -> figures.put(leaf.aggregateId(), after));
    }
    LogFiles log = new LogFiles(directory).append(leaves).finish();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int code = Main.run(List.of(directory.toString(), "--key", log.key()), out, out);
    // All claims, contacts, further pledges, releases, deliveries and confirmations are late
    // records, because an operator records what another party did.
    assertThat(late).isGreaterThan(3 * 14);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("CLEAN", "Late records of what somebody did offline: " + late + "\n");
    assertThat(code).isEqualTo(Main.CLEAN);
    Statistics counted = new Statistics();
    counted.putAll(figures.values());
    Overview overview = counted.overview(new Selection(SECOND, null, null, null));
    assertThat(overview.projects())
        .isEqualTo(new Counts(1, 1, 1, 5, 1, 5, 100_000, new MoneyFen(78_000, 0, 75_000, 3_000)));
    // Branches spent 120.50 on each of 15 wishes: S1 to S14, and D1, which is not confirmed. W1 is
    // fulfilled too, but cost nothing.
    assertThat(overview.wishes())
        .isEqualTo(new Counts(17, 16, 15, 5, 1, 5, 0, new MoneyFen(180_750, 0, 180_750, 0)));
  }

  @Test
  void faultyWish_isRefusedWithAllItsRowsAndFaults_andOthersAreImported() {
    List<Map<String, String>> rows = new ArrayList<>();
    Map<String, String> shared = with(project("P1"), "参与党员", "M-1");
    rows.add(shared);
    rows.add(with(shared, "认领单位", "ZB-2", "参与党员", "M-1", "认领金额", "100", "释放金额", "10"));
    rows.add(with(shared, "认领金额", "900", "实际金额", "950", "标题", "别的", "参与党员", "", "退回金额", "1000"));
    rows.add(wish("W1"));
    rows.add(with(wish("W2"), "认领日期", "2025-02-02"));
    rows.add(with(wish("W3"), "达成时间", "2025-02-02", "满意度", "6"));
    rows.add(with(wish("W4"), "达成时间", "", "参与党员", "样例党员99"));
    rows.add(with(wish("W5"), "认领单位", "台账第九党支部", "认领金额", "现金 1e5"));
    rows.add(with(wish("W6"), "实际金额", "", "项目进展", "待认领"));
    rows.add(with(wish("W7"), "标题", "请联系 13900000007"));
    rows.add(with(wish("W8"), "审核时间", "", "上报日期", "2199-01-01"));
    rows.getLast().putAll(row("认领金额", "现金 -300", "实际金额", "现金 .50", "释放金额", "现金 约300"));
    rows.add(with(wish("W9"), "认领单位", "ZB-2", "参与党员", "样例党员12"));
    rows.add(with(wish("W10"), "心愿编号", ""));
    rows.add(with(wish("W11"), "标题", ""));
    rows.add(with(wish("W12"), "认领单位", foreign(), "参与党员", "样例远方"));
    String file = csv(rows);
    JsonPath dry = run(DESK, "HISTORY", true, file);
    JsonPath job = run(DESK, "HISTORY", false, file);
    assertThat(job.getInt("similar")).isEqualTo(dry.getInt("similar"));
    assertThat(errors(job))
        .containsExactlyElementsOf(errors(dry))
        .containsExactly(
            "2:externalKey:OTHER_ROW_REFUSED",
            "3:participants:DUPLICATE",
            "3:pledged:NOT_BALANCED",
            "3:spent:COMMITMENT_EXCEEDED",
            "4:title:CONTRADICTORY",
            "4:organisation:DUPLICATE",
            "4:pledged:BUDGET_EXCEEDED",
            "4:spent:COMMITMENT_EXCEEDED",
            "4:returned:SPENT_EXCEEDED",
            "6:claimedAt:WRONG_ORDER",
            "7:confirmedAt:WRONG_ORDER",
            "7:rating:OUT_OF_RANGE",
            "8:confirmedAt:REQUIRED",
            "8:participants:NOT_FOUND",
            "8:deliveredAt:REQUIRED",
            "9:organisation:NOT_FOUND",
            "9:pledged:INVALID_FORMAT",
            "10:state:CONTRADICTORY",
            "10:spent:REQUIRED",
            "11:publicTitle:PERSONAL_DATA",
            "12:collectedAt:IN_FUTURE",
            "12:publishedAt:REQUIRED",
            "12:pledged:INVALID_FORMAT",
            "12:spent:INVALID_FORMAT",
            "12:released:INVALID_FORMAT",
            "13:participants:AMBIGUOUS",
            "14:externalKey:REQUIRED",
            "15:title:REQUIRED",
            "16:participants:NOT_FOUND");
    assertThat(words(job)).contains("心愿编号：同一心愿的其他行有误（第 3 行），整个心愿没有导入。", "参与党员：重复出现，第 2 行已有。");
    assertThat(job.getInt("imported")).isOne();
    assertThat(job.getInt("failed")).isEqualTo(14);
    // Importing the corrected file adds only the rows that were refused.
    JsonPath corrected = run(DESK, "HISTORY", false, csv(List.of(shared, wish("W1"), wish("W2"))));
    assertThat(errors(corrected)).isEmpty();
    assertThat(corrected.getInt("imported")).isEqualTo(2);
    assertThat(corrected.getInt("known")).isOne();
  }

  private static String day(int ago) {
    return LocalDate.now(Time.ZONE).minusDays(ago).toString();
  }

  private static Map<String, String> goesOn() {
    return row("项目进展", "办理中", "实际金额", "", "达成时间", "", "满意度", "");
  }

  /** Returns the id of an organisation in another street that has a member 样例远方. */
  private String foreign() {
    String organisation = Id.text(street.organisation());
    as(Tokens.operator("desk-elsewhere", Street.STREET))
        .contentType("application/json")
        .body(Map.of("organisationId", organisation, "kind", "COMMUNITY", "name", "样例远方"))
        .post("/api/v1/members")
        .then()
        .statusCode(201);
    return organisation;
  }

  @Test
  void claimsOnPaper_areRecordedOnPublishedWishes() {
    // The wishes are so recent that they are still open.
    Map<String, String> past =
        with(project("P1"), "上报日期", day(31), "审核时间", day(20) + " 09:30", "认领日期", day(20));
    past.putAll(goesOn());
    Map<String, String> open = with(past, "项目进展", "待认领", "认领单位", "", "参与党员", "");
    open.putAll(row("认领日期", "", "认领金额", ""));
    Map<String, String> two = with(past, "心愿编号", tag + "P3", "项目进展", "待认领", "参与党员", "");
    two.putAll(row("认领状态", "已退出", "撤销日期", day(18)));
    List<Map<String, String>> wishes = new ArrayList<>();
    wishes.add(open);
    wishes.add(with(open, "心愿编号", tag + "P2"));
    wishes.add(two);
    wishes.add(with(two, "认领单位", "ZB-2"));
    wishes.add(with(past, "心愿编号", tag + "P4"));
    wishes.add(with(open, "心愿编号", tag + "P5"));
    JsonPath recorded = run(DESK, "HISTORY", false, csv(wishes));
    assertThat(errors(recorded)).isEmpty();
    List<String> ids = targets(recorded);
    String second = ids.get(1);
    as(DESK).get("/api/v1/wishes/" + ids.get(3)).then().body("state", equalTo("IN_PROGRESS"));
    Map<String, String> claim =
        row("来源编号", tag + "C1", "心愿编号", tag + "P1", "认领单位", "ZB-1", "认领日期", day(13));
    List<Map<String, String>> rows = new ArrayList<>();
    rows.add(with(claim, "参与党员", "M-1；M-2", "认领金额", "300"));
    // A second claim on the project, which has only one place.
    rows.add(with(claim, "来源编号", tag + "C2", "认领单位", "ZB-2", "认领日期", day(12)));
    rows.add(with(claim, "来源编号", tag + "C3", "心愿编号", second, "认领金额", "2000"));
    rows.getLast().put("认领日期", day(20));
    rows.add(with(claim, "来源编号", tag + "C4", "心愿编号", "nowhere", "认领日期", ""));
    rows.add(with(claim, "来源编号", tag + "C5", "心愿编号", number(second), "认领人", "M-3"));
    // The claim is dated on the day of the publication, without a time: this is not too early.
    rows.getLast().put("认领日期", day(20));
    rows.getLast().putAll(row("认领金额", "70", "交付时间", day(5), "实际金额", "60", "退回金额", "5"));
    // Three claims on a shared wish: a second claim of the same member is refused.
    Map<String, String> third = with(claim, "心愿编号", tag + "P3", "认领单位", "");
    rows.add(with(third, "来源编号", tag + "C6", "认领人", "M-6", "交付时间", day(3)));
    rows.add(with(third, "来源编号", tag + "C7", "认领人", "M-6", "认领日期", day(8)));
    rows.add(with(third, "来源编号", tag + "C8", "认领人", "M-7", "认领日期", day(7)));
    // The first claim ends on the day of the second, so the only place is free for the second.
    Map<String, String> fifth = with(claim, "心愿编号", tag + "P5", "认领状态", "已退出");
    rows.add(with(fifth, "来源编号", tag + "C9", "撤销日期", day(10)));
    rows.add(with(fifth, "来源编号", tag + "C10", "认领单位", "ZB-2", "认领日期", day(10)));
    rows.getLast().put("认领状态", "");
    String file = csv(rows);
    JsonPath dry = run(DESK, "CLAIMS", true, file);
    JsonPath job = run(DESK, "CLAIMS", false, file);
    assertThat(errors(job))
        .containsExactlyElementsOf(errors(dry))
        .containsExactly(
            "3:organisation:WISH_FULL",
            "4:organisation:BUDGET_EXCEEDED",
            "5:wish:NOT_FOUND",
            "5:claimedAt:REQUIRED",
            "8:member:ALREADY_CLAIMED");
    assertThat(job.getInt("imported")).isEqualTo(6);
    as(DESK)
        .get("/api/v1/wishes/" + second)
        .then()
        .body("state", equalTo("DELIVERED"))
        .body("balances.spent", equalTo("55.00"));
    assertThat(run(DESK, "CLAIMS", false, csv(rows.subList(0, 1))).getInt("known")).isOne();
  }

  /** Returns the ids of the records that an import has created. */
  private List<String> targets(JsonPath job) {
    return street
        .column(
            "SELECT target_id FROM import_key WHERE job_id = "
                + Street.id(job.getString("id"))
                + " ORDER BY target_id")
        .stream()
        .map(id -> Id.text(Long.parseLong(id)))
        .toList();
  }

  /** Waits until a wish has a serial number, and returns the number. */
  private String number(String wish) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                street.column(
                    "SELECT number_text FROM serial_number WHERE aggregate_id = "
                        + Street.id(wish)),
            found -> !found.isEmpty())
        .getFirst();
  }

  @Test
  void anAccountThatTookPart_doesNotConfirmForTheResident() {
    long account = street.organisation();
    long member = Street.id(people.get(2));
    street.update(
        "INSERT INTO account (id, version, state, role, member_id, division_path, created_at,"
            + " updated_at) VALUES (?, 0, 'ACTIVE', 'OPERATOR', ?, '960102001',"
            + " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
        account,
        member);
    String token =
        Tokens.of(new Caller(Id.text(account), Role.OPERATOR, member, null, "960102001"));
    Map<String, String> own = with(wish("W1"), "认领单位", "", "认领人", "M-3", "参与党员", "");
    JsonPath job = run(token, "HISTORY", false, csv(List.of(own, wish("W2"))));
    assertThat(errors(token, job)).containsExactly("2:confirmedAt:PROXY_NOT_ALLOWED");
    assertThat(job.getInt("imported")).isOne();
  }

  @Test
  void onlyOperators_importAHistory() {
    ValidatableResponse refused =
        as(ADMINISTRATOR)
            .contentType("text/csv")
            .queryParam("kind", "HISTORY")
            .body(csv(List.of(wish("W1"))).getBytes(StandardCharsets.UTF_8))
            .post("/api/v1/imports")
            .then();
    refused.statusCode(403).body("code", equalTo("FORBIDDEN"));
  }

  @Test
  void theTimeOfALargeHistory_isMeasured() {
    if (ROWS == 0) {
      return;
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String key = Long.toString(i * 7_919L, 36);
      rows.add(with(wish("L" + i), "姓名", "样例" + key, "标题", key + "号楼的心愿" + i));
    }
    long start = System.nanoTime();
    JsonPath job = run(DESK, "HISTORY", false, csv(rows));
    System.out.printf(
        "%d rows in %d ms%n", job.getInt("imported"), (System.nanoTime() - start) / 1_000_000);
    assertThat(job.getInt("imported")).isEqualTo(ROWS);
  }
}
