package org.microwish.report;

import java.io.IOException;
import java.io.OutputStream;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.microwish.platform.Confidential;
import org.microwish.platform.Time;
import org.microwish.transfer.DossierPage;

/** The record of duties for the employer, as a workbook and as a page for print without scripts. */
final class DutyRecord {

  private static final List<String> HEADINGS =
      List.of("党员", "台账化名", "应服务次数", "已服务次数", "是否完成", "台账条目");

  /** The style of the pages. */
  private static final String STYLE =
      """
      body{font:16px/1.6 sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#222}
      table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3em .6em;
      text-align:left;overflow-wrap:anywhere}th{background:#f2f2f2}code{font-size:12px}
      pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px}""";

  private static final String ERASED = "（姓名已删除）";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(Time.ZONE);

  private DutyRecord() {}

  static void write(DutyView view, OutputStream out) throws IOException {
    Book book = new Book(out);
    book.table(
        "说明",
        List.of("项目", "内容"),
        List.of(
            Book.row("党组织", view.name()),
            Book.row("期间", view.from() + " 至 " + view.to()),
            Book.row("报到党员", view.members()),
            Book.row("完成服务", view.met()),
            Book.row("台账条目数", view.asOf().treeSize()),
            Book.row("根哈希", view.rootHash()),
            Book.row("服务", "本季度达成、且该党员参与的心愿")));
    book.table(
        "双报到服务",
        HEADINGS,
        view.lines().stream()
            .map(
                line ->
                    Book.row(
                        name(line),
                        line.pseudonym(),
                        line.owed(),
                        line.done(),
                        line.met() ? "是" : "否",
                        entry(line)))
            .toList());
    book.finish();
  }

  /** Writes the frozen record of a member. */
  static void write(DutyView.Frozen view, OutputStream out) throws IOException {
    Book book = new Book(out);
    book.table("双报到服务", List.of("项目", "内容"), rows(view));
    book.finish();
  }

  private static List<List<Object>> rows(DutyView.Frozen view) {
    return List.of(
        Book.row("党员", view.name() == null ? ERASED : Confidential.text(view.name())),
        Book.row("台账化名", view.pseudonym()),
        Book.row("期间", view.from() + " 至 " + view.to()),
        Book.row("应服务次数", view.owed()),
        Book.row("已服务次数", view.done()),
        Book.row("是否完成", view.met() ? "是" : "否"),
        Book.row("固定时间", TIME.format(view.frozenAt())),
        Book.row("统计的台账条目数", view.counted()),
        Book.row("台账条目", view.entry().entryId().toString()),
        Book.row("条目序号", view.entry().leafIndex()),
        Book.row("条目哈希", view.entry().leafHash()),
        Book.row("检查点条目数", view.treeSize()),
        Book.row("根哈希", view.rootHash()));
  }

  /** Returns the frozen record of a member as a page for print. */
  static String page(DutyView.Frozen view) {
    StringBuilder rows = new StringBuilder();
    for (List<Object> row : rows(view)) {
      rows.append(
          "<tr><th>%s</th><td>%s</td></tr>%n"
              .formatted(row.getFirst(), DossierPage.escaped(String.valueOf(row.getLast()))));
    }
    return """
    <!DOCTYPE html>
    <html lang="zh-CN"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>双报到服务证明</title><style>
    %s
    </style></head><body>
    <h1>双报到服务证明</h1>
    <p>本季度达成、且该党员参与的心愿，每件计一次服务。</p>
    <table>
    %s</table>
    <h2>核对</h2>
    <p>台账条目写明上述化名、季度和次数，可在台账中按编号公开查阅，其证明可与下列检查点核对。\
    固定之后的登记和更正不改变本记录。</p>
    <pre>%s</pre>
    </body></html>
    """
        .formatted(STYLE, rows, DossierPage.escaped(view.checkpoint()).replace("<br>", "\n"));
  }

  private static String entry(DutyView.Line line) {
    return line.frozenBy() == null ? "" : line.frozenBy().toString();
  }

  static String page(DutyView view) {
    StringBuilder rows = new StringBuilder();
    for (DutyView.Line line : view.lines()) {
      rows.append(
          "<tr><td>%s</td><td><code>%s</code></td><td>%d</td><td>%d</td><td>%s</td><td>%s</td></tr>%n"
              .formatted(
                  DossierPage.escaped(name(line)),
                  DossierPage.escaped(line.pseudonym()),
                  line.owed(),
                  line.done(),
                  line.met() ? "是" : "否",
                  entry(line)));
    }
    return """
    <!DOCTYPE html>
    <html lang="zh-CN"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>双报到服务情况</title><style>
    %s
    </style></head><body>
    <h1>双报到服务情况</h1>
    <p>%s，%s 至 %s：报到党员 %d 人，其中 %d 人完成服务。</p>
    <table><tr><th>%s</th></tr>
    %s</table>
    <h2>核对</h2>
    <table><tr><th>台账条目数</th><td>%d</td></tr><tr><th>根哈希</th><td><code>%s</code></td></tr>\
    </table>
    </body></html>
    """
        .formatted(
            STYLE,
            DossierPage.escaped(view.name()),
            view.from(),
            view.to(),
            view.members(),
            view.met(),
            String.join("</th><th>", HEADINGS),
            rows,
            view.asOf().treeSize(),
            view.rootHash());
  }

  private static String name(DutyView.Line line) {
    return line.name() == null ? ERASED : line.name();
  }
}
