package org.microwish.transfer;

import org.microwish.platform.Labels;
import org.microwish.wish.Wish;

/**
 * Returns the labels of the spreadsheet that combine several values; {@link Labels} has the others.
 */
final class SheetLabels {

  private SheetLabels() {}

  /** Returns the label for the result of a wish's review. */
  static String review(SheetWish wish) {
    return switch (wish.state()) {
      case DRAFT -> "未提交";
      case SUBMITTED, RETURNED, REJECTED, REFERRED -> Labels.of(wish.state());
      case OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED, ARCHIVED, EXPIRED -> "审核通过";
      case WITHDRAWN -> wish.firstPublishedAt() == null ? "审核前撤回" : "审核通过";
    };
  }

  static String claiming(SheetWish wish) {
    String policy = Labels.of(wish.claimPolicy());
    return wish.needsApproval() ? policy + "（需审批）" : policy;
  }

  /**
   * Returns the label for who confirmed a wish.
   *
   * @param confirmation SELF, PROXY or ACCEPTANCE
   */
  static String confirmation(String confirmation) {
    return switch (confirmation) {
      case Wish.BY_RESIDENT -> "本人";
      case Wish.BY_ACCEPTANCE -> "验收";
      default -> "代确认";
    };
  }
}
