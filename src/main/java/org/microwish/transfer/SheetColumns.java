package org.microwish.transfer;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.microwish.ledger.LeafPositions.Position;
import org.microwish.platform.Id;
import org.microwish.platform.Labels;
import org.microwish.platform.Time;
import org.microwish.transfer.SheetWriter.Column;

/**
 * The columns of the 台账 spreadsheet, in order. Dates and times are texts in Asia/Shanghai, {@code
 * yyyy-MM-dd}, or {@code yyyy-MM-dd HH:mm} if the time matters, so that they sort as text. Numbers
 * of a wish that are to be added up, such as its budget, are only in the first row of the wish, so
 * that a column's total is right.
 */
final class SheetColumns {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(Time.ZONE);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(Time.ZONE);

  static final List<Column<SheetRow>> ALL =
      List.of(
          ofWish("心愿编号", 16, wish -> Id.text(wish.id())),
          ofWish("编号", 24, SheetWish::number),
          ofWish("标题", 28, SheetWish::publicTitle),
          ofWish("心愿内容", 40, SheetWish::publicSummary),
          ofWish("心愿类型", 9, wish -> Labels.of(wish.kind())),
          ofRow("类别", 14, SheetColumns::category),
          ofWish("来源渠道", 11, wish -> Labels.of(wish.channel())),
          ofRow("地区编码", 19, row -> row.place().code()),
          ofRow("地区名称", 16, row -> row.place().name()),
          ofRow("街道", 12, row -> row.place().street()),
          ofRow("社区", 14, row -> row.place().community()),
          ofRow("姓名(脱敏)", 11, SheetRow::residentName),
          ofRow("联系电话(脱敏)", 15, SheetRow::residentPhone),
          ofRow("上报人", 11, SheetRow::reporter),
          ofWish("上报日期", 11, wish -> day(wish.reportedAt())),
          ofWish("审核情况", 10, SheetLabels::review),
          ofWish("审核人", 16, SheetWish::reviewedBy),
          ofWish("审核时间", 17, wish -> minute(wish.reviewedAt())),
          ofWish("认领方式", 12, SheetLabels::claiming),
          ofClaim("认领单位", 22, SheetClaim::organisation),
          ofRow("认领人", 9, SheetRow::claimant),
          ofRow("参与党员", 20, row -> String.join("、", row.participants())),
          ofClaim("参与人数", 9, claim -> (long) claim.participants()),
          ofClaim("认领日期", 11, claim -> day(claim.claimedAt())),
          ofClaim("认领状态", 10, claim -> Labels.of(claim.state())),
          ofClaim("撤销原因", 14, claim -> orNull(claim.endReason(), Labels::of)),
          ofClaim("对接时间", 17, claim -> minute(claim.contactedAt())),
          ofFirst("预算金额", 11, SheetWish::budget),
          ofClaim("认领金额", 11, SheetClaim::pledged),
          ofClaim("实际金额", 11, SheetClaim::netSpent),
          ofRow("资金形式", 14, SheetColumns::forms),
          ofFirst("受益人数", 9, wish -> orNull(wish.beneficiaryPeople(), Integer::longValue)),
          ofWish("项目进展", 11, wish -> Labels.of(wish.state())),
          ofWish("达成时间", 17, wish -> minute(wish.fulfilledAt())),
          ofRow("佐证数量", 9, SheetRow::evidence),
          ofWish(
              "确认方式(本人/代确认)", 14, wish -> orNull(wish.confirmation(), SheetLabels::confirmation)),
          ofWish("满意度", 8, wish -> orNull(wish.rating(), Integer::longValue)),
          ofWish("回访日期", 11, wish -> orNull(wish.visitedOn(), Object::toString)),
          ofWish("公示起止", 24, SheetColumns::notice),
          ofRow("台账序号(叶索引)", 12, row -> orNull(row.position(), Position::leafIndex)),
          ofRow("叶哈希", 66, row -> orNull(row.position(), position -> position.leafHash().hex())),
          ofRow("备注", 30, SheetColumns::remark));

  private SheetColumns() {}

  private static Column<SheetRow> ofRow(
      String heading, int width, Function<SheetRow, Object> value) {
    return new Column<>(heading, width, value);
  }

  private static Column<SheetRow> ofWish(
      String heading, int width, Function<SheetWish, Object> value) {
    return ofRow(heading, width, row -> value.apply(row.wish()));
  }

  /** Creates a column that is filled only in the first row of each wish. */
  private static Column<SheetRow> ofFirst(
      String heading, int width, Function<SheetWish, Object> value) {
    return ofRow(heading, width, row -> row.first() ? value.apply(row.wish()) : null);
  }

  private static Column<SheetRow> ofClaim(
      String heading, int width, Function<SheetClaim, Object> value) {
    return ofRow(heading, width, row -> orNull(row.claim(), value));
  }

  private static <T> Object orNull(T value, Function<T, Object> shown) {
    return value == null ? null : shown.apply(value);
  }

  private static String day(Instant time) {
    return time == null ? null : DAY.format(time);
  }

  private static String minute(Instant time) {
    return time == null ? null : MINUTE.format(time);
  }

  private static String category(SheetRow row) {
    String category = Labels.of(row.wish().category());
    return row.subcategory() == null ? category : category + "/" + row.subcategory();
  }

  private static String forms(SheetRow row) {
    return row.forms().stream().map(Labels::of).collect(Collectors.joining("、"));
  }

  private static String notice(SheetWish wish) {
    return wish.noticeUntil() == null || wish.fulfilledAt() == null
        ? null
        : day(wish.fulfilledAt()) + "至" + day(wish.noticeUntil());
  }

  /** Returns the data that has no column of its own, as one text without private texts. */
  private static String remark(SheetRow row) {
    SheetWish wish = row.wish();
    List<String> remarks = new ArrayList<>();
    if (row.first()) {
      if (wish.round() > 1) {
        remarks.add("第" + wish.round() + "轮公布");
      }
      if (wish.referredTo() != null) {
        remarks.add("转办：" + wish.referredTo());
      }
      if (wish.shortfall() != null) {
        remarks.add("认领缺口：" + wish.shortfall());
      }
      if (wish.proxyReason() != null) {
        remarks.add("代确认原因：" + Labels.of(wish.proxyReason()));
      }
      if (wish.acceptedBy() != null) {
        remarks.add("验收人：" + Labels.of(wish.acceptedBy()));
      }
      if (wish.sample()) {
        remarks.add("样例数据");
      }
    }
    if (row.claim() != null && row.claim().overdue()) {
      remarks.add("逾期");
    }
    if (row.claim() != null && row.claim().redoCount() > 0) {
      remarks.add("返工" + row.claim().redoCount() + "次");
    }
    return String.join("；", remarks);
  }
}
