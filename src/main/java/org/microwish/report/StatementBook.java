package org.microwish.report;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.microwish.platform.Labels;
import org.microwish.platform.Time;
import org.microwish.report.StatementResource.StatementView;
import org.microwish.wish.lifecycle.WishKind;

/** The yearly statement of an organisation as a workbook. */
final class StatementBook {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(Time.ZONE);

  private StatementBook() {}

  static void write(StatementView statement, OutputStream out) throws IOException {
    Book book = new Book(out);
    book.table(
        "说明",
        List.of("项目", "内容"),
        List.of(
            Book.row("党组织", statement.name()),
            Book.row("标识", statement.organisationId().toString()),
            Book.row("年度", Long.valueOf(statement.year())),
            Book.row("目前逾期", statement.overdue()),
            Book.row("台账条目数", statement.asOf().treeSize()),
            Book.row("根哈希", statement.rootHash()),
            Book.row("认领、达成", "包括党组织及其党员认领的心愿，按发生日期计入"),
            Book.row("支出", "本期达成的心愿的支出，减去退回")));
    List<List<Object>> totals = new ArrayList<>();
    statement.months().forEach(month -> totals.add(totals(month.month(), month.total())));
    totals.add(totals("全年", statement.total()));
    totals.add(totals("上年", statement.before()));
    book.table("按月份", List.of("月份", "认领", "达成", "按期达成", "参与人数", "参与人次", "支出（元）"), totals);
    book.table(
        "心愿",
        List.of(
            "编号",
            "标题",
            "心愿类型",
            "认领时间",
            "达成时间",
            "是否按期",
            "参与人数",
            "实际金额",
            "心愿编号",
            "达成条目",
            "台账序号(叶索引)",
            "叶哈希"),
        statement.wishes().stream().map(StatementBook::wish).toList());
    book.finish();
  }

  private static List<Object> totals(String name, WorkView.Totals totals) {
    return Book.row(
        name,
        totals.claimed(),
        totals.fulfilled(),
        totals.onTime(),
        totals.people(),
        totals.participations(),
        new BigDecimal(totals.spent()));
  }

  private static List<Object> wish(WorkView work) {
    WorkView.Entry entry = work.fulfilled();
    return Book.row(
        work.number(),
        work.title(),
        Labels.of(WishKind.valueOf(work.kind().name())),
        minute(work.since()),
        minute(work.fulfilledAt()),
        work.onTime() ? "是" : "否",
        work.people(),
        new BigDecimal(work.spent()),
        work.wishId().toString(),
        entry == null ? null : entry.entryId().toString(),
        entry == null ? null : entry.leafIndex(),
        entry == null ? null : entry.leafHash());
  }

  private static String minute(Instant time) {
    return time == null ? null : MINUTE.format(time);
  }
}
