package org.microwish.transfer;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.wish.Claim;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.ClaimState;

/**
 * The columns that offices keep in a 台账 spreadsheet, in their order. A value is text, a whole
 * number, an amount in yuan with two decimals, or null for an empty cell. Days and times are text
 * in Asia/Shanghai, {@code yyyy-MM-dd} with {@code HH:mm} behind it where the hour matters, so that
 * they sort as they are.
 */
enum SheetColumn {
  NUMBER("心愿编号", 16, row -> Id.text(row.wish().id)),
  TITLE("标题", 28, row -> row.wish().publicTitle),
  CONTENT("心愿内容", 40, row -> row.wish().publicSummary),
  KIND("心愿类型", 9, row -> SheetLabels.of(row.wish().kind)),
  CATEGORY(
      "类别",
      14,
      row ->
          row.subcategory() == null
              ? SheetLabels.of(row.wish().category)
              : SheetLabels.of(row.wish().category) + "/" + row.subcategory()),
  CHANNEL("来源渠道", 11, row -> SheetLabels.of(row.wish().channel)),
  DIVISION_CODE("地区编码", 19, row -> row.place().code()),
  DIVISION_NAME("地区名称", 16, row -> row.place().name()),
  STREET("街道", 12, row -> row.place().street()),
  COMMUNITY("社区", 14, row -> row.place().community()),
  RESIDENT("姓名(脱敏)", 11, SheetRow::residentName),
  PHONE("联系电话(脱敏)", 15, SheetRow::residentPhone),
  REPORTER("上报人", 11, SheetRow::reporter),
  REPORTED_ON("上报日期", 11, row -> day(reported(row.wish()))),
  REVIEW("审核情况", 10, row -> SheetLabels.review(row.wish())),
  REVIEWER("审核人", 16, row -> row.wish().reviewedBy),
  REVIEWED_AT("审核时间", 17, row -> minute(row.wish().reviewedAt)),
  CLAIMING("认领方式", 12, row -> SheetLabels.claiming(row.wish())),
  CLAIMING_ORGANISATION("认领单位", 22, SheetRow::organisation),
  CLAIMANT("认领人", 9, SheetRow::claimant),
  PARTICIPANTS("参与党员", 20, row -> String.join("、", row.participants())),
  PARTICIPANT_COUNT("参与人数", 9, ofClaim(claim -> (long) claim.participants)),
  CLAIMED_ON("认领日期", 11, ofClaim(claim -> day(claim.claimedAt))),
  CLAIM_STATE("认领状态", 10, ofClaim(claim -> SheetLabels.of(claim.state))),
  END_REASON(
      "撤销原因",
      14,
      ofClaim(claim -> claim.endReason == null ? null : SheetLabels.of(claim.endReason))),
  CONTACTED_AT("对接时间", 17, ofClaim(claim -> minute(claim.contactedAt))),
  BUDGET("预算金额", 11, row -> row.first() ? row.wish().budget : null),
  PLEDGED("认领金额", 11, ofClaim(SheetColumn::pledged)),
  SPENT("实际金额", 11, ofClaim(claim -> claim.spent.subtract(claim.returned).max(BigDecimal.ZERO))),
  FORMS(
      "资金形式",
      14,
      row -> row.forms().stream().map(SheetLabels::of).collect(Collectors.joining("、"))),
  BENEFICIARIES(
      "受益人数",
      9,
      row ->
          row.first() && row.wish().beneficiaryPeople != null
              ? Long.valueOf(row.wish().beneficiaryPeople)
              : null),
  PROGRESS("项目进展", 11, row -> SheetLabels.of(row.wish().state)),
  FULFILLED_AT("达成时间", 17, row -> minute(row.wish().fulfilledAt)),
  EVIDENCE("佐证数量", 9, SheetRow::evidence),
  CONFIRMATION(
      "确认方式(本人/代确认)",
      14,
      row ->
          row.wish().confirmation == null
              ? null
              : SheetLabels.confirmation(row.wish().confirmation)),
  RATING("满意度", 8, row -> row.wish().rating == null ? null : Long.valueOf(row.wish().rating)),
  VISITED_ON("回访日期", 11, row -> row.visitedOn() == null ? null : row.visitedOn().toString()),
  NOTICE("公示起止", 24, row -> notice(row.wish())),
  LEAF_INDEX("台账序号(叶索引)", 12, row -> row.position() == null ? null : row.position().leafIndex()),
  LEAF_HASH("叶哈希", 66, row -> row.position() == null ? null : row.position().leafHash().hex()),
  REMARK("备注", 30, SheetColumn::remark);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(Time.ZONE);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(Time.ZONE);

  private final String title;
  private final int width;

  @SuppressWarnings("ImmutableEnumChecker") // The functions keep nothing.
  private final Function<SheetRow, Object> value;

  SheetColumn(String title, int width, Function<SheetRow, Object> value) {
    this.title = title;
    this.width = width;
    this.value = value;
  }

  /** What stands above the column. */
  String title() {
    return title;
  }

  /** In characters of the sheet's font. */
  int width() {
    return width;
  }

  /** The cell: a String, Long or BigDecimal, or null. */
  Object of(SheetRow row) {
    return value.apply(row);
  }

  private static Function<SheetRow, Object> ofClaim(Function<Claim, Object> value) {
    return row -> row.claim() == null ? null : value.apply(row.claim());
  }

  private static Instant reported(Wish wish) {
    return wish.submittedAt == null ? wish.createdAt : wish.submittedAt;
  }

  private static String day(Instant time) {
    return time == null ? null : DAY.format(time);
  }

  private static String minute(Instant time) {
    return time == null ? null : MINUTE.format(time);
  }

  /** What was promised and not given back; of a waiting claim what it asks for. */
  private static BigDecimal pledged(Claim claim) {
    return claim.state == ClaimState.PENDING ? claim.pledge : claim.committed.add(claim.spent);
  }

  private static String notice(Wish wish) {
    return wish.noticeUntil == null || wish.fulfilledAt == null
        ? null
        : day(wish.fulfilledAt) + "至" + day(wish.noticeUntil);
  }

  /** What the other columns have no room for; never private words. */
  private static String remark(SheetRow row) {
    Wish wish = row.wish();
    List<String> remarks = new ArrayList<>();
    if (row.first()) {
      if (wish.round > 1) {
        remarks.add("第" + wish.round + "轮公布");
      }
      if (wish.referredTo != null) {
        remarks.add("转办：" + wish.referredTo);
      }
      if (wish.shortfall != null) {
        remarks.add("认领缺口：" + wish.shortfall);
      }
      if (wish.proxyReason != null) {
        remarks.add("代确认原因：" + SheetLabels.of(wish.proxyReason));
      }
      if (wish.sample) {
        remarks.add("样例数据");
      }
    }
    if (row.claim() != null && row.claim().overdue) {
      remarks.add("逾期");
    }
    if (row.claim() != null && row.claim().redoCount > 0) {
      remarks.add("返工" + row.claim().redoCount + "次");
    }
    return remarks.isEmpty() ? null : String.join("；", remarks);
  }
}
