package org.microwish.transfer;

import static org.microwish.transfer.ImportColumn.choice;
import static org.microwish.transfer.ImportColumn.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.microwish.platform.Labels;
import org.microwish.transfer.ImportColumn.Form;
import org.microwish.wish.EndReason;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/** The columns that several kinds of imports of wishes and claims have. */
final class WishColumns {

  /** The columns for the content, resident, contact person and place of a wish. */
  static final List<ImportColumn> WORDS =
      List.of(
          text("externalKey", "心愿编号").needed(),
          choice("kind", "心愿类型", List.of(WishKind.values()), Labels::of).needed(),
          choice("channel", "来源渠道", List.of(Channel.values()), Labels::of),
          choice("category", "类别", List.of(Category.values()), Labels::of).needed(),
          text("subcategory", "子类别"),
          ImportColumn.of("division", "地区编码", Form.DIVISION).needed(),
          text("title", "标题").needed(),
          text("details", "心愿内容"),
          text("residentName", "姓名"),
          text("contactName", "联系人"),
          text("contactPhone", "联系电话"),
          text("address", "地址"),
          text("reporter", "上报人"),
          text("remark", "备注"),
          ImportColumn.of("beneficiaryBuildings", "受益楼栋数", Form.NUMBER),
          ImportColumn.of("beneficiaryHouseholds", "受益户数", Form.NUMBER),
          ImportColumn.of("beneficiaryPeople", "受益人数", Form.NUMBER),
          text(WishRows.REFERENCE, "来源系统编号"));

  /** The columns for a wish in the import of a past ledger. */
  static final List<ImportColumn> HISTORY =
      Stream.concat(
              WORDS.stream(),
              Stream.of(
                  text("publicTitle", "公开标题"),
                  text("publicSummary", "公开说明"),
                  ImportColumn.of("budget", "预算金额", Form.AMOUNT),
                  ImportColumn.of("collectedAt", "上报日期", Form.TIME).needed(),
                  ImportColumn.of("publishedAt", "审核时间", Form.TIME),
                  choice(
                      "state",
                      "项目进展",
                      List.of(
                          WishState.SUBMITTED,
                          WishState.REJECTED,
                          WishState.OPEN,
                          WishState.EXPIRED,
                          WishState.CLAIMED,
                          WishState.IN_PROGRESS,
                          WishState.DELIVERED,
                          WishState.FULFILLED,
                          WishState.ARCHIVED),
                      Labels::of),
                  ImportColumn.of("confirmedAt", "达成时间", Form.TIME),
                  ImportColumn.of("rating", "满意度", Form.NUMBER)))
          .toList();

  /** The columns for a claim and its money. */
  static final List<ImportColumn> CLAIM =
      List.of(
          text("organisation", "认领单位"),
          text("member", "认领人"),
          ImportColumn.of("participants", "参与党员", Form.LIST),
          ImportColumn.of("claimedAt", "认领日期", Form.TIME),
          choice(
              "claimState",
              "认领状态",
              List.of(
                  ClaimState.ACTIVE, ClaimState.COMPLETED, ClaimState.RELEASED, ClaimState.REVOKED),
              Labels::of),
          ImportColumn.of("endedAt", "撤销日期", Form.TIME),
          choice(
              "endReason",
              "撤销原因",
              List.of(
                  EndReason.UNABLE,
                  EndReason.RESIDENT_CHANGED,
                  EndReason.UNSUITABLE,
                  EndReason.OTHER),
              Labels::of),
          ImportColumn.of("contactedAt", "对接时间", Form.TIME),
          choice("form", "资金形式", List.of(org.microwish.wish.money.Form.values()), Labels::of),
          ImportColumn.of("pledged", "认领金额", Form.AMOUNTS),
          ImportColumn.of("deliveredAt", "交付时间", Form.TIME),
          ImportColumn.of("spent", "实际金额", Form.AMOUNTS),
          ImportColumn.of("released", "释放金额", Form.AMOUNTS),
          ImportColumn.of("returned", "退回金额", Form.AMOUNTS),
          ImportColumn.of("returnedAt", "退回日期", Form.TIME));

  /** The columns of fields of a wish that have another name in a history. */
  static final Map<String, String> OF_HISTORY_FIELDS =
      Map.of(
          "buildings", "beneficiaryBuildings",
          "households", "beneficiaryHouseholds",
          "people", "beneficiaryPeople",
          "occurredAt", "collectedAt");

  private WishColumns() {}
}
