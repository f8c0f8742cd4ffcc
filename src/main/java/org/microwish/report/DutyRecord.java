package org.microwish.report;

import java.io.IOException;
import java.io.OutputStream;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.microwish.platform.Confidential;
import org.microwish.platform.Time;

/** The record of duties for the employer, as a workbook. */
final class DutyRecord {

  static final List<String> HEADINGS = List.of("党员", "台账化名", "应服务次数", "已服务次数", "是否完成", "台账条目");

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

  /** Returns the frozen record of a member as pairs of a heading and a value. */
  static List<List<Object>> rows(DutyView.Frozen view) {
    return List.of(
        Book.row("党员", view.name() == null ? Documents.ERASED : Confidential.text(view.name())),
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

  private static String entry(DutyView.Line line) {
    return line.frozenBy() == null ? "" : line.frozenBy().toString();
  }

  private static String name(DutyView.Line line) {
    return line.name() == null ? Documents.ERASED : line.name();
  }
}
