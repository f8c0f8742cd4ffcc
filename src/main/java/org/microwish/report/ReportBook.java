package org.microwish.report;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.microwish.report.ReportView.Line;
import org.microwish.report.ReportView.Section;
import org.microwish.report.ReportView.Values;

/**
 * The report of a period as a workbook: a sheet that describes the report and names the ledger tree
 * from which it was computed, then a sheet for each dimension.
 */
final class ReportBook {

  private static final List<String> HEADINGS =
      List.of(
          "编码",
          "名称",
          "收到",
          "收到（上期）",
          "收到（增减）",
          "待审核",
          "待审核（上期）",
          "待审核（增减）",
          "公布",
          "公布（上期）",
          "公布（增减）",
          "认领",
          "认领（上期）",
          "认领（增减）",
          "达成",
          "达成（上期）",
          "达成（增减）",
          "按期达成",
          "按期达成（上期）",
          "按期达成（增减）",
          "逾期",
          "逾期（上期）",
          "逾期（增减）",
          "认领率",
          "认领率（上期）",
          "达成率",
          "达成率（上期）",
          "按期率",
          "按期率（上期）",
          "邀请",
          "候补通知",
          "接受",
          "谢绝",
          "过期",
          "撤回",
          "邀请（上期）",
          "候补通知（上期）",
          "接受（上期）",
          "谢绝（上期）",
          "过期（上期）",
          "撤回（上期）");

  private ReportBook() {}

  static void write(ReportView report, OutputStream out) throws IOException {
    Book book = new Book(out);
    book.table(
        "说明",
        List.of("项目", "内容"),
        List.of(
            Book.row("期间", report.period() + "（" + report.from() + " 至 " + report.to() + "）"),
            Book.row("上期", report.before().toString()),
            Book.row("区划", report.name() == null ? "全部" : report.name()),
            Book.row("台账条目数", report.asOf().treeSize()),
            Book.row("根哈希", report.rootHash()),
            Book.row("收到、公布、认领、达成", "按发生日期计入本期"),
            Book.row("待审核、逾期", "期末数；期间未结束的为当前数"),
            Book.row("认领率、达成率", "本期公布的心愿中，目前已认领、已达成的比例"),
            Book.row("按期达成、按期率", "本期达成的心愿中，从未逾期的件数和比例"),
            Book.row("邀请、候补通知及其结果", "按发生日期计入本期；按党组织的各行不计"),
            Book.row("核对", "以上数字由台账的前述条目算出，任何人可以用离线核验程序核对根哈希")));
    for (Section section : report.sections()) {
      List<List<Object>> rows = new ArrayList<>();
      section.items().forEach(line -> rows.add(cells(line)));
      rows.add(cells(report.total()));
      book.table("按" + section.by().label(), HEADINGS, rows);
    }
    book.finish();
  }

  private static List<Object> cells(Line line) {
    Values now = line.now();
    Values before = line.before();
    Values change = line.change();
    List<Object> cells =
        new ArrayList<>(
            Book.row(
                line.key().equals("total") ? null : line.key(),
                line.name(),
                now.received(),
                before.received(),
                change.received(),
                now.inReview(),
                before.inReview(),
                change.inReview(),
                now.published(),
                before.published(),
                change.published(),
                now.claimed(),
                before.claimed(),
                change.claimed(),
                now.fulfilled(),
                before.fulfilled(),
                change.fulfilled(),
                now.onTime(),
                before.onTime(),
                change.onTime(),
                now.overdue(),
                before.overdue(),
                change.overdue(),
                rate(now.claimRate()),
                rate(before.claimRate()),
                rate(now.fulfilmentRate()),
                rate(before.fulfilmentRate()),
                rate(now.onTimeRate()),
                rate(before.onTimeRate())));
    if (now.invitations() != null) {
      cells.addAll(now.invitations().cells());
      cells.addAll(before.invitations().cells());
    }
    return cells;
  }

  private static Book.Rate rate(BigDecimal share) {
    return share == null ? null : new Book.Rate(share);
  }
}
