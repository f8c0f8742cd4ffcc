package org.microwish.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.AggregateProofs.Covered;
import org.microwish.ledger.AggregateProofs.Proven;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.platform.Labels;
import org.microwish.platform.Time;
import org.microwish.statistics.fold.Fold;
import org.microwish.statistics.fold.MoneyFen;
import org.microwish.statistics.fold.WishFigures;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/**
 * Writes the page of a dossier for readers: one HTML file in Chinese without scripts and without
 * references to anything outside the dossier. Apart from the wish's serial number, the page shows
 * only what leaves, openings and checkpoint of the dossier contain, so that a reader can compare
 * them. The page is written leaf by leaf.
 */
final class DossierPage {

  private static final Map<String, String> ROLES =
      Map.of(
          "RESIDENT", "居民",
          "COLLECTOR", "采集员",
          "MEMBER", "党员",
          "STEWARD", "党组织联系人",
          "OPERATOR", "街道工作人员",
          "PARTNER", "合作单位",
          "ADMINISTRATOR", "管理员",
          "SYSTEM", "系统");

  private static final Map<String, String> ACCOUNTS =
      Map.of("FUNDING", "来源", "COMMITTED", "已承诺", "SPENT", "已支出", "RETURNED", "已退回");

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("title", "标题"),
          Map.entry("details", "详细内容"),
          Map.entry("publicTitle", "公开标题"),
          Map.entry("publicSummary", "公开摘要"),
          Map.entry("neededSkill", "所需特长"),
          Map.entry("thanks", "感谢的话"),
          Map.entry("followUp", "所据回访"),
          Map.entry("residentName", "居民姓名"),
          Map.entry("contactName", "联系人"),
          Map.entry("contactPhone", "联系电话"),
          Map.entry("address", "地址"),
          Map.entry("reporter", "上报人"),
          Map.entry("remark", "备注"),
          Map.entry("referredTo", "转办单位"),
          Map.entry("evidence", "文件的 SHA-256"),
          Map.entry("consent", "同意"));

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(Time.ZONE);

  private static final String STYLE =
      """
      body{font:16px/1.6 sans-serif;margin:2em auto;max-width:72em;padding:0 1em;color:#222}
      table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3em .6em;\
      text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2}
      pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px}code{font-size:12px}
      """;

  private final OutputStream out;
  private final Covered covered;
  private final String number;
  private WishFigures figures;

  /**
   * Prepares a page.
   *
   * @param number the wish's serial number; null if none is assigned
   */
  DossierPage(OutputStream out, Covered covered, String number) {
    this.out = out;
    this.covered = covered;
    this.number = number;
  }

  void begin() throws IOException {
    String title = "一事一档：" + escaped(number == null ? covered.id() : number);
    write(
        """
        <!DOCTYPE html>
        <html lang="zh-CN"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title><style>%s</style></head><body>
        <h1>%s</h1>
        <p>本页列出该心愿在工作台账里的全部记录，内容取自同一文件中的 <code>leaves</code>（台账条目）和\
        <code>openings</code>（经授权开启的内容）。本页仅供阅读；可作为凭据的是台账条目、证明和检查点，\
        请用离线核验程序核对。</p>
        <h2>办理经过</h2>
        <table><tr><th>序号</th><th>时间</th><th>事项</th><th>状态</th><th>经办</th><th>资金</th>\
        <th>内容与佐证</th><th>台账条目</th></tr>
        """
            .formatted(title, STYLE, title));
  }

  /**
   * Writes the table row of a leaf.
   *
   * @param values the opened values by field
   * @param evidence the paths, in the dossier, of the evidence files that the leaf added
   */
  void leaf(Proven proven, Map<String, String> values, List<String> evidence) throws IOException {
    Leaf leaf = Leaf.parse(proven.leaf());
    figures = (WishFigures) Fold.apply(figures, proven.leafIndex(), leaf).orElse(figures);
    String to = leaf.transition().to();
    String from = leaf.transition().from();
    String state = to.equals(from) || from == null ? state(to) : state(from) + " → " + state(to);
    write(
        """
        <tr><td>%d</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>
        """
            .formatted(
                proven.version(),
                time(leaf),
                escaped(Labels.of(leaf.type())),
                escaped(state),
                actor(leaf),
                money(leaf),
                content(leaf, values, evidence),
                entry(proven)));
  }

  private static String time(Leaf leaf) {
    String occurred = TIME.format(leaf.occurredAt());
    String recorded = TIME.format(leaf.recordedAt());
    return occurred.equals(recorded) ? occurred : occurred + "<br>（登记于 " + recorded + "）";
  }

  private static String actor(Leaf leaf) {
    String role = leaf.actor().role();
    String who = escaped(ROLES.getOrDefault(role, role));
    if (!leaf.actor().pseudonym().equals("system")) {
      who += "<br><code>" + escaped(leaf.actor().pseudonym()) + "</code>";
    }
    return leaf.actor().organisation() == null
        ? who
        : who + "<br>党组织 <code>" + escaped(leaf.actor().organisation()) + "</code>";
  }

  private static String money(Leaf leaf) {
    List<String> lines = new ArrayList<>();
    for (MoneyMove move : leaf.postings()) {
      long fen = move.fenByClaim().values().stream().mapToLong(Long::longValue).sum();
      lines.add(
          escaped(
              "%s → %s：%s 元"
                  .formatted(
                      ACCOUNTS.getOrDefault(move.from(), move.from()),
                      ACCOUNTS.getOrDefault(move.to(), move.to()),
                      yuan(fen))));
    }
    return String.join("<br>", lines);
  }

  private static String content(Leaf leaf, Map<String, String> values, List<String> evidence) {
    List<String> lines = new ArrayList<>();
    values.forEach((field, value) -> lines.add(escaped(label(field) + "：" + value)));
    for (String file : evidence) {
      lines.add("<a href=\"" + escaped(file) + "\">佐证文件</a>");
    }
    long closed =
        leaf.commitments().stream().filter(made -> !values.containsKey(made.field())).count();
    if (closed > 0) {
      lines.add("（另有 " + closed + " 项内容未开启）");
    }
    return String.join("<br>", lines);
  }

  private static String label(String field) {
    return field.startsWith("note.") ? "说明" : FIELDS.getOrDefault(field, field);
  }

  private static String entry(Proven proven) {
    String file = "%06d".formatted(proven.version());
    return """
    第 %d 条 <a href="leaves/%s.json">原文</a> <a href="proofs/%s.txt">证明</a>\
    <details><summary>内容</summary><pre>%s</pre></details><code>%s</code>\
    """
        .formatted(
            proven.leafIndex(),
            file,
            file,
            escaped(new String(proven.leaf(), StandardCharsets.UTF_8)),
            proven.leafHash());
  }

  void end() throws IOException {
    MoneyFen money = figures == null ? MoneyFen.ZERO : figures.money();
    write("</table>\n<h2>现状</h2>\n<table>\n");
    row("编号", number == null ? "未编号" : number);
    row("标识", covered.id());
    if (figures != null) {
      row("类型", figures.kind() == null ? "" : Labels.of(WishKind.valueOf(figures.kind().name())));
      row("类别", figures.category() == null ? "" : Labels.of(Category.valueOf(figures.category())));
      row("征集渠道", figures.channel() == null ? "" : Labels.of(Channel.valueOf(figures.channel())));
      row("社区", figures.community());
      row("状态", state(figures.state()));
      row("满意度", figures.rating() == 0 ? "无" : figures.rating() + " 分");
      row("预算", figures.budgetFen() == 0 ? "无" : yuan(figures.budgetFen()) + " 元");
    }
    row("资金来源", yuan(money.funding()) + " 元");
    row("已承诺", yuan(money.committed()) + " 元");
    row("已支出", yuan(money.spent()) + " 元");
    row("已退回", yuan(money.returned()) + " 元");
    write("</table>\n<h2>检查点</h2>\n<table>\n");
    row("台账", covered.origin());
    row("条目数", Long.toString(covered.treeSize()));
    row("根哈希", covered.rootHash());
    row("发布时间", TIME.format(covered.publishedAt()));
    row("本档案条目", "第 1 至 " + covered.versions() + " 版；此后的记录不在本档案中");
    write("</table>\n</body></html>\n");
  }

  private void row(String name, String value) throws IOException {
    write(
        "<tr><th>%s</th><td>%s</td></tr>\n"
            .formatted(escaped(name), escaped(value == null ? "" : value)));
  }

  private static String state(String name) {
    try {
      return Labels.of(WishState.valueOf(name));
    } catch (IllegalArgumentException laterState) {
      return name;
    }
  }

  private static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  /** Escapes a text for element content and quoted attributes; line breaks become {@code <br>}. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n' -> safe.append("<br>");
                default -> {
                  // Control and formatting characters could hide or reorder text.
                  boolean hidden =
                      Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
                  safe.appendCodePoint(hidden ? 0xFFFD : c);
                }
              }
            });
    return safe.toString();
  }

  private void write(String html) throws IOException {
    out.write(html.getBytes(StandardCharsets.UTF_8));
  }
}
