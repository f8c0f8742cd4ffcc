package org.microwish.verify;

import org.microwish.wish.lifecycle.Refusal;

/**
 * The rules that leaves are checked against. Each has the English and the Chinese sentence of its
 * finding; both sentences take the same arguments.
 */
enum Rule {
  // Form and order
  ILL_FORMED(Finding.Kind.ILL_FORMED, "%s", "条目不符合格式：%s"),
  UNKNOWN_FACT(
      Finding.Kind.ILL_FORMED,
      "%s of a %s states %s, a fact that the schema does not have",
      "%s（%s）写有格式中没有的事实：%s"),
  DUPLICATE(Finding.Kind.DUPLICATE, "entry %s already occurs in an earlier leaf", "条目 %s 在前面已出现过"),
  VERSION_GAP(
      Finding.Kind.VERSION_GAP,
      "%s %s has version %d where %d was due",
      "%s %s 的版本是 %d，应为 %d，有条目缺失、重复或次序颠倒"),
  OTHER_STATE(
      Finding.Kind.TRANSITION, "%s, but the %s was in state %s", "操作 %s 与此前状态不符：该 %s 当时的状态为 %s"),
  UNKNOWN_COMMAND(Finding.Kind.TRANSITION, "%s: unknown command", "没有这样的操作：%s"),
  NO_TRANSITION(
      Finding.Kind.TRANSITION, "%s is not allowed in an entry of type %s", "流程不允许 %s（条目类型 %s）"),
  OTHER_RESULT(
      Finding.Kind.TRANSITION,
      "after %s the rules give the state %s, the leaf says %s",
      "操作 %s 之后按规则状态应为 %s，条目写的是 %s"),

  // Who may act
  NOT_PERMITTED(
      Finding.Kind.ACTOR,
      "%s by %s in the role %s, who has no right to it",
      "操作 %s 由 %s（角色 %s）作出，此人无权操作"),
  OTHER_CLAIMANT(
      Finding.Kind.ACTOR,
      "the claimant %s is not who claimed: %s in the role %s",
      "认领人 %s 不是实际操作人 %s（角色 %s）"),
  OTHER_RESIDENT(
      Finding.Kind.ACTOR,
      "the resident %s acted, but the wish's resident is %s",
      "操作人是居民 %s，而该心愿的居民是 %s"),
  OWN_CONFIRMATION(
      Finding.Kind.ACTOR,
      "%s confirmed work in which they took part as claimant or participant",
      "%s 确认了自己认领或参与的事"),

  // Late records
  LATE_INCOMPLETE(
      Finding.Kind.FACTS,
      "%s states only one of lateRecord and onBehalfOf",
      "操作 %s 只写有补录标记或补录对象之一"),
  LATE_BY_OTHERS(
      Finding.Kind.ACTOR,
      "%s is recorded for somebody else by %s in the role %s, but only operators may do so",
      "操作 %s 由 %s（角色 %s）代他人补录，而只有街道工作人员可以补录"),
  LATE_IN_FUTURE(
      Finding.Kind.TIME,
      "%s is recorded late, but its occurredAt %s is after recordedAt %s",
      "操作 %s 为补录，而发生时间 %s 晚于记录时间 %s"),
  LATE_FOR_OTHERS(
      Finding.Kind.ACTOR,
      "%s is recorded on behalf of %s %s, who had no right to it",
      "操作 %s 补录的对象 %s %s 无权操作"),
  NOT_ON_PAPER(
      Finding.Kind.FACTS,
      "%s is not a late record for the resident, or its proxyReason is not ON_PAPER",
      "操作 %s 的代确认原因与补录标记不符"),
  LAPSE_UNEXPLAINED(
      Finding.Kind.DEADLINE,
      "%s is recorded late for a time at which the claim had lapsed, without a reason",
      "操作 %s 补录的时间在认领应失效之后，而没有写明理由"),

  // Claims
  NO_SUCH_CLAIM(Finding.Kind.CLAIM, "claim %s does not exist", "认领 %s 不存在"),
  CLAIM_TWICE(Finding.Kind.CLAIM, "claim %s was already made", "认领 %s 此前已作出"),
  CLAIM_MISSING(Finding.Kind.CLAIM, "%s names no claim", "操作 %s 没有写明认领"),
  OTHER_CLAIMS(
      Finding.Kind.CLAIM, "%s changes claims to %s, the rules give %s", "操作 %s 把认领变为 %s，按规则应为 %s"),
  OTHER_PROGRESS(
      Finding.Kind.CLAIM,
      "%s states the progress %s, the rules give %s",
      "操作 %s 写的进度是 %s，按规则应为 %s"),
  OTHER_HOLDER(
      Finding.Kind.CLAIM,
      "%s states another claimant, organisation or participants of claim %s than before",
      "操作 %s 写的认领 %s 的认领人、党组织或参与人与此前不同"),
  OTHER_ORGANISATION(
      Finding.Kind.CLAIM,
      "claim %s counts for the organisation %s, to which its claimant does not belong",
      "认领 %s 记在党组织 %s 名下，而认领人不属于该党组织"),
  OTHER_PLACE(
      Finding.Kind.CLAIM,
      "%s gives %s a second place of the wish, beside claim %s",
      "操作 %s 使 %s 除认领 %s 外又占一个名额"),
  NOT_OWN_PLACE(
      Finding.Kind.ACTOR,
      "the participant %s changes more of claim %s than their own participation",
      "参与人 %s 改动了认领 %s 中他人的参与"),
  OTHER_SUCCESSOR(
      Finding.Kind.CLAIM,
      "%s hands claim %s over to %s of the organisation %s with the participants %s, which the rules"
          + " do not allow",
      "操作 %s 把认领 %s 移交给 %s（党组织 %s，参与人 %s），不合规则"),
  PARTICIPANTS(
      Finding.Kind.CLAIM,
      "the participants of claim %s name somebody twice or leave out the claiming member",
      "认领 %s 的参与人有重复，或缺少认领党员本人"),

  // Facts
  TERMS_CHANGED(Finding.Kind.FACTS, "%s changes %s, which it may not change", "操作 %s 改动了不可改的内容：%s"),
  FACT_ELSEWHERE(Finding.Kind.FACTS, "%s states the fact %s, which it cannot", "操作 %s 不会写有事实 %s"),
  FACT_MISSING(
      Finding.Kind.FACTS, "%s does not state the fact %s, which it must", "操作 %s 没有写明必需的事实 %s"),
  SHORTFALL(
      Finding.Kind.FACTS,
      "%s states the shortfall %s, the rules give %s",
      "操作 %s 写的认领缺口是 %s，按规则应为 %s"),
  ROUND(Finding.Kind.FACTS, "round %s where %d was due", "轮次写的是 %s，应为 %d"),
  RATING(Finding.Kind.FACTS, "the rating %s is not 1 to 5", "满意度 %s 不在 1 至 5 之间"),
  CORRECTS_NOTHING(
      Finding.Kind.FACTS,
      "entry %s, which is corrected, is no earlier entry of this wish",
      "所更正的条目 %s 不是该心愿此前的条目"),

  // Money
  POSTING_FORM(Finding.Kind.POSTING, "%s: %s", "过账有误：%s（%s）"),
  OTHER_POSTINGS(Finding.Kind.BALANCE, "%s posts %s, the rules give %s", "操作 %s 的过账为 %s，按规则应为 %s"),
  REVERSES_NOTHING(
      Finding.Kind.BALANCE,
      "entry %s has no such posting that is not reversed yet",
      "条目 %s 中没有可冲正的这笔过账"),

  // Members, organisations and groups that leaves name
  UNKNOWN_MEMBER(
      Finding.Kind.UNKNOWN, "%s names the member %s, whom no entry records", "%s 提到的党员 %s 账上没有"),
  UNKNOWN_ORGANISATION(
      Finding.Kind.UNKNOWN,
      "%s names the organisation %s, which no entry records",
      "%s 提到的党组织 %s 账上没有"),
  UNKNOWN_GROUP(
      Finding.Kind.UNKNOWN, "%s names the group %s, which no entry records", "%s 提到的团体 %s 账上没有"),
  DIVISION_ENDED(
      Finding.Kind.UNKNOWN,
      "%s names the division %s, which was merged or closed",
      "%s 提到的区划 %s 已合并或撤销"),
  NOT_MERGED(
      Finding.Kind.UNKNOWN,
      "%s moves from %s to %s, but no entry merged one into the other",
      "%s 从区划 %s 移到 %s，但没有条目把前者并入后者"),
  MEMBER_LEFT(Finding.Kind.UNKNOWN, "%s names the member %s, who has left", "%s 提到的党员 %s 已离开"),
  ORGANISATION_DISSOLVED(
      Finding.Kind.UNKNOWN, "%s names the organisation %s, which is dissolved", "%s 提到的党组织 %s 已撤销"),

  // Times
  OCCURRED_BACK(
      Finding.Kind.TIME,
      "occurredAt %s is before the %s of the version before it",
      "发生时间 %s 早于上一版本的 %s"),
  RECORDED_BACK(
      Finding.Kind.TIME,
      "recordedAt %s is more than 60 s before the %s of the version before it",
      "记录时间 %s 比上一版本的 %s 早 60 秒以上"),
  OCCURRED_LATER(
      Finding.Kind.TIME,
      "occurredAt %s is more than 60 s after recordedAt %s",
      "发生时间 %s 比记录时间 %s 晚 60 秒以上"),
  TIME_GIVEN(
      Finding.Kind.TIME,
      "occurredAt %s is more than 60 s before recordedAt %s, but the role %s cannot give a time",
      "发生时间 %s 比记录时间 %s 早 60 秒以上，而角色 %s 不能补录时间"),
  IN_FUTURE(
      Finding.Kind.TIME,
      "%s is more than 5 minutes after the verifier's clock, %s",
      "时间 %s 比核验机时钟 %s 晚 5 分钟以上"),

  // Personal data
  PHONE(Finding.Kind.PERSONAL_DATA, "the fact %s contains a telephone number", "事实 %s 中有电话号码"),
  IDENTITY_NUMBER(
      Finding.Kind.PERSONAL_DATA, "the fact %s contains an identity number", "事实 %s 中有身份证号"),
  WORDS(
      Finding.Kind.PERSONAL_DATA,
      "the fact %s contains words instead of a code",
      "事实 %s 中是文字，不是代码"),

  // Leaderboards
  OTHER_BOARD(
      Finding.Kind.LEADERBOARD,
      "the board %s is not the one that the first %d leaves give: %s",
      "榜单 %s 与前 %d 条算出的不符：%s"),
  BOARD_AGAIN(
      Finding.Kind.LEADERBOARD,
      "the board %s is frozen again, as version %d, but each board is frozen once",
      "榜单 %s 被再次冻结（第 %d 版），而每个榜单只冻结一次"),
  BOARD_BY_OTHERS(
      Finding.Kind.LEADERBOARD,
      "the board %s is not frozen by the service: %s by %s in the role %s",
      "榜单 %s 不是由系统冻结：操作 %s 由 %s（角色 %s）作出"),

  // Duties
  OTHER_DUTY(
      Finding.Kind.DUTY,
      "the record of duties %s is not the one that the first %d leaves give: %s",
      "双报到服务记录 %s 与前 %d 条算出的不符：%s"),

  // Refusals of the wish's rules
  WRONG_STATE(Finding.Kind.TRANSITION, "%s in the wrong state of the wish", "操作 %s 时心愿的状态不对"),
  WRONG_CLAIM_STATE(Finding.Kind.CLAIM, "%s on a claim in the wrong state", "操作 %s 时认领的状态不对"),
  ALREADY_DELIVERED(Finding.Kind.CLAIM, "%s on a claim that is delivered", "操作 %s 时认领已交付"),
  ALREADY_DONE(Finding.Kind.CLAIM, "%s a second time", "操作 %s 重复"),
  FROZEN(Finding.Kind.FACTS, "%s after a first claim", "操作 %s 在首次认领之后"),
  CLAIMED_ALREADY(Finding.Kind.CLAIM, "%s despite an active claim", "操作 %s 时仍有进行中的认领"),
  NOT_A_PROJECT(Finding.Kind.FACTS, "%s of a wish that is no project", "操作 %s 只适用于微项目"),
  KIND_CHANGED(Finding.Kind.FACTS, "%s changes the kind of the wish", "操作 %s 改变了心愿的类型"),
  NO_CONSENT(Finding.Kind.FACTS, "%s without a consent", "操作 %s 时没有同意书"),
  CLAIMING_CLOSED(Finding.Kind.DEADLINE, "%s after the end of claiming", "操作 %s 在认领截止之后"),
  FULL(Finding.Kind.CLAIM, "%s although no place or budget is free", "操作 %s 时已无名额或额度"),
  HOLDS_CLAIM(Finding.Kind.CLAIM, "%s by a claimant who holds a live claim", "操作 %s 的认领人已有未了结的认领"),
  OTHER_INVITED(
      Finding.Kind.ACTOR,
      "%s by %s in the role %s, but the invitation is for %s",
      "操作 %s 由 %s（角色 %s）作出，而邀请的对象是 %s"),
  OTHER_INVITATIONS(
      Finding.Kind.CLAIM,
      "%s changes invitations to %s, the rules give %s",
      "操作 %s 使邀请变为 %s，按规则应为 %s"),
  ALREADY_INVITED(
      Finding.Kind.CLAIM, "%s of a claimant with a live invitation", "操作 %s 的对象已在邀请或候补中"),
  INVITATION_ENDED(Finding.Kind.CLAIM, "%s of an invitation that is not live", "操作 %s 的邀请已经结束"),
  NO_PLACES_TO_HOLD(Finding.Kind.CLAIM, "%s of a place that cannot be held", "操作 %s 不能保留名额"),
  PLACES_HELD(
      Finding.Kind.CLAIM, "%s leaves fewer places than invitations hold", "操作 %s 后名额少于邀请保留的名额"),
  NOT_FULL(Finding.Kind.CLAIM, "%s although a place is free", "操作 %s 时还有空余名额"),
  WRONG_CLAIMANT(
      Finding.Kind.CLAIM,
      "%s by a kind of claimant that the wish does not admit",
      "操作 %s 的认领主体类型不符"),
  OUTSIDE_AREA(Finding.Kind.CLAIM, "%s by a claimant from outside the area", "操作 %s 的认领人不在规定区域"),
  BARRED(
      Finding.Kind.CLAIM, "%s by a claimant who is barred after a lapse", "操作 %s 的认领人逾期失效后尚在禁认期"),
  OVER_COMMITMENT(
      Finding.Kind.BALANCE,
      "%s of more than is committed in that form by that claim",
      "操作 %s 的金额超过该认领以该形式承诺的金额"),
  OVER_SPENT(
      Finding.Kind.BALANCE,
      "%s of more than is spent in that form by that claim",
      "操作 %s 的金额超过该认领以该形式支出的金额"),
  OVER_BUDGET(Finding.Kind.BALANCE, "%s above the budget", "操作 %s 超出预算"),
  BUDGET_TOO_SMALL(
      Finding.Kind.BALANCE,
      "%s to a budget below what is committed and spent",
      "操作 %s 把预算改得低于已承诺和已支出的金额"),
  PLEDGE_REQUIRED(Finding.Kind.BALANCE, "%s without a pledge", "操作 %s 没有承诺金额"),
  NO_THANKS(
      Finding.Kind.FACTS,
      "%s without a thank-you that the resident wrote or that is published",
      "操作 %s 时没有居民写下或已公开的感谢"),
  NO_ACTIVE_CLAIM(Finding.Kind.CLAIM, "%s without an active claim", "操作 %s 时没有进行中的认领"),
  PROXY_CONFLICT(
      Finding.Kind.ACTOR, "%s by a proxy who is involved in the work", "操作 %s 的代确认人与认领有关联"),
  PROXY_ROLE(
      Finding.Kind.ACTOR,
      "%s by somebody who is neither the resident nor a permitted proxy",
      "操作 %s 的人既非居民本人，也非可代确认的人"),
  EVIDENCE_REQUIRED(Finding.Kind.FACTS, "%s by a proxy without evidence", "操作 %s 代确认而没有佐证"),
  HAS_RESIDENT(
      Finding.Kind.FACTS,
      "%s by acceptance of a wish that is no project, or that a resident asked for",
      "操作 %s 是验收，但该心愿不是微项目或有居民"),
  TOO_FEW_SIGNATURES(
      Finding.Kind.FACTS, "%s by acceptance with too few signatures", "操作 %s 验收的签字人数不足"),
  SHEET_REQUIRED(
      Finding.Kind.FACTS, "%s by acceptance without a signed sheet", "操作 %s 验收而没有签字的验收单"),
  WRONG_CLAIMS(
      Finding.Kind.CLAIM,
      "%s names no claim, or other claims than may be done again",
      "操作 %s 没有写明或写错要重做的认领"),
  REASON_REQUIRED(Finding.Kind.FACTS, "%s without a reason", "操作 %s 没有理由"),
  NOT_DUE(Finding.Kind.DEADLINE, "%s before it was due", "操作 %s 尚未到期"),
  NOT_LATER(
      Finding.Kind.DEADLINE,
      "%s to a date that is past or not later than before",
      "操作 %s 的新日期已过，或不晚于原日期"),
  CLAIM_BY_PAST(Finding.Kind.DEADLINE, "%s with a claim-by date in the past", "操作 %s 的认领截止日已过"),
  COMPLETE_BY_PAST(Finding.Kind.DEADLINE, "%s with a completion date in the past", "操作 %s 的完成日期已过"),

  // Refusals of the group's rules
  GROUP_REFUSED(Finding.Kind.FACTS, "%s, which the group's rules refuse: %s", "操作 %s 不合团体规则：%s"),

  // Refusals of the station's rules
  STATION_REFUSED(
      Finding.Kind.FACTS, "%s, which the station's rules refuse: %s", "操作 %s 不合阵地规则：%s"),
  DEMAND_REFUSED(Finding.Kind.FACTS, "%s, which the demand's rules refuse: %s", "操作 %s 不合诉求规则：%s"),
  SLOT_TAKEN_TWICE(
      Finding.Kind.FACTS,
      "booking %s takes %s, which booking %s has taken",
      "预约 %s 占用的时段 %s 已被预约 %s 占用");

  private final Finding.Kind kind;
  private final String english;
  private final String chinese;

  Rule(Finding.Kind kind, String english, String chinese) {
    this.kind = kind;
    this.english = english;
    this.chinese = chinese;
  }

  Finding at(long index, Object... values) {
    return Finding.in(kind, index, english.formatted(values), chinese.formatted(values));
  }

  /**
   * Returns the rule that a command breaks if the service's rules refuse it for this reason.
   *
   * @throws IllegalArgumentException for a refusal that depends on what leaves do not show: private
   *     consents, open moderation, the divisions of staff, configured limits
   */
  static Rule of(Refusal refusal) {
    return switch (refusal) {
      case NOT_PERMITTED,
          WRONG_STATE,
          WRONG_CLAIM_STATE,
          ALREADY_DELIVERED,
          ALREADY_DONE,
          NO_THANKS,
          FROZEN,
          CLAIMED_ALREADY,
          NOT_A_PROJECT,
          KIND_CHANGED,
          NO_CONSENT,
          CLAIMING_CLOSED,
          FULL,
          HOLDS_CLAIM,
          ALREADY_INVITED,
          INVITATION_ENDED,
          NO_PLACES_TO_HOLD,
          NOT_FULL,
          PLACES_HELD,
          WRONG_CLAIMANT,
          OUTSIDE_AREA,
          BARRED,
          OVER_COMMITMENT,
          OVER_SPENT,
          OVER_BUDGET,
          BUDGET_TOO_SMALL,
          PLEDGE_REQUIRED,
          NO_ACTIVE_CLAIM,
          PROXY_CONFLICT,
          PROXY_ROLE,
          EVIDENCE_REQUIRED,
          HAS_RESIDENT,
          TOO_FEW_SIGNATURES,
          SHEET_REQUIRED,
          WRONG_CLAIMS,
          REASON_REQUIRED,
          LAPSE_UNEXPLAINED,
          NOT_DUE,
          NOT_LATER,
          CLAIM_BY_PAST,
          COMPLETE_BY_PAST ->
          valueOf(refusal.name());
      case OUTSIDE_DIVISION,
          MARKED_AS_MINOR,
          CONSENT_REQUIRED,
          MODERATION_OPEN,
          OFF_WALL,
          NOT_REVERSIBLE,
          PROXY_TOO_EARLY,
          NOT_OPEN,
          TOO_MANY_CLAIMS,
          TOO_MANY_INVITATIONS,
          TOO_MANY_PENDING ->
          throw new IllegalArgumentException(refusal + " cannot be decided from leaves");
    };
  }
}
