package org.microwish.transfer;

import org.microwish.caller.Role;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.party.MemberKind;
import org.microwish.party.OrganisationKind;
import org.microwish.party.PartyType;
import org.microwish.party.Sector;
import org.microwish.wish.EndReason;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.AcceptedBy;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Form;

/** Returns the Chinese labels of the API's constants, for spreadsheet, dossier and imports. */
public final class SheetLabels {

  private SheetLabels() {}

  public static String of(OrganisationKind kind) {
    return switch (kind) {
      case BRANCH -> "党支部";
      case GENERAL_BRANCH -> "党总支";
      case COMMITTEE -> "党委";
      case WORKING_COMMITTEE -> "党工委";
    };
  }

  public static String of(Sector sector) {
    return switch (sector) {
      case GOVERNMENT -> "机关";
      case PUBLIC_INSTITUTION -> "事业单位";
      case STATE_OWNED -> "国企";
      case TWO_NEW -> "两新组织";
      case SCHOOL -> "学校";
      case HOSPITAL -> "医院";
      case COMMUNITY -> "社区";
      case OTHER -> "其他";
    };
  }

  public static String of(MemberKind kind) {
    return switch (kind) {
      case IN_SERVICE -> "在职党员";
      case COMMUNITY -> "社区党员";
      case VOLUNTEER -> "志愿者";
    };
  }

  public static String of(PartyType type) {
    return switch (type) {
      case ORGANISATION -> "党组织";
      case MEMBER -> "党员";
    };
  }

  public static String of(GroupKind kind) {
    return switch (kind) {
      case TEAM -> "志愿服务队";
      case CLUB -> "社团";
      case STUDIO -> "工作室";
      case ENTERPRISE -> "企业";
      case PARTNER -> "社区合伙人";
      case ALLIANCE -> "联盟";
      case EXPERT_POOL -> "专家库";
    };
  }

  public static String of(Role role) {
    return switch (role) {
      case RESIDENT -> "居民";
      case COLLECTOR -> "采集员";
      case MEMBER -> "党员";
      case STEWARD -> "党组织联系人";
      case OPERATOR -> "街道工作人员";
      case AUDITOR -> "审计";
      case PARTNER -> "合作单位";
      case ADMINISTRATOR -> "管理员";
      case SYSTEM -> "系统";
    };
  }

  public static String of(ClaimPolicy policy) {
    return switch (policy) {
      case EXCLUSIVE -> "单独认领";
      case SHARED -> "共同认领";
    };
  }

  public static String of(Capacity capacity) {
    return switch (capacity) {
      case PLACES -> "按名额";
      case AMOUNT -> "按金额";
    };
  }

  public static String of(ClaimableBy claimants) {
    return switch (claimants) {
      case ORGANISATIONS -> "党组织";
      case MEMBERS -> "党员";
      case BOTH -> "党组织和党员";
    };
  }

  public static String of(ClaimableFrom area) {
    return switch (area) {
      case ANYWHERE -> "不限";
      case STREET -> "本街道";
      case COMMUNITY -> "本社区";
    };
  }

  public static String of(WishKind kind) {
    return switch (kind) {
      case WISH -> "微心愿";
      case PROJECT -> "微项目";
    };
  }

  public static String of(Category category) {
    return switch (category) {
      case GOODS -> "物资帮扶";
      case SERVICE -> "便民服务";
      case PUBLIC_GOOD -> "公益发展";
    };
  }

  public static String of(Channel channel) {
    return switch (channel) {
      case CHECK_IN_SYSTEM -> "双报到系统";
      case PARTY_GROUP_CHAT -> "党员群";
      case RESIDENTS_GROUP_CHAT -> "居民群";
      case SOCIAL_WORK_STATION -> "社工站";
      case GRID_WORKER -> "网格员";
      case BUILDING_HEAD -> "楼长";
      case HOME_VISIT -> "入户走访";
      case FIELD_VISIT -> "实地走访";
      case SELF_SERVICE -> "居民自助";
      case HOTLINE_12345 -> "12345热线";
      case GRID_PLATFORM -> "网格平台";
      case PARTNER -> "合作单位";
      case IMPORT -> "批量导入";
    };
  }

  public static String of(WishState state) {
    return switch (state) {
      case DRAFT -> "草稿";
      case SUBMITTED -> "待审核";
      case RETURNED -> "退回修改";
      case REJECTED -> "不予采纳";
      case REFERRED -> "已转办";
      case OPEN -> "待认领";
      case CLAIMED -> "已认领";
      case IN_PROGRESS -> "办理中";
      case DELIVERED -> "待确认";
      case FULFILLED -> "已达成";
      case ARCHIVED -> "已归档";
      case EXPIRED -> "到期未认领";
      case WITHDRAWN -> "已撤回";
    };
  }

  /** Returns the label for the result of a wish's review. */
  static String review(SheetWish wish) {
    return switch (wish.state()) {
      case DRAFT -> "未提交";
      case SUBMITTED, RETURNED, REJECTED, REFERRED -> of(wish.state());
      case OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED, ARCHIVED, EXPIRED -> "审核通过";
      case WITHDRAWN -> wish.firstPublishedAt() == null ? "审核前撤回" : "审核通过";
    };
  }

  static String claiming(SheetWish wish) {
    String policy = of(wish.claimPolicy());
    return wish.needsApproval() ? policy + "（需审批）" : policy;
  }

  public static String of(ClaimState state) {
    return switch (state) {
      case PENDING -> "待审批";
      case ACTIVE -> "进行中";
      case COMPLETED -> "已完成";
      case DECLINED -> "未批准";
      case RELEASED -> "已退出";
      case REVOKED -> "已撤销";
      case LAPSED -> "逾期失效";
    };
  }

  public static String of(EndReason reason) {
    return switch (reason) {
      case UNABLE -> "无法完成";
      case RESIDENT_CHANGED -> "居民情况有变";
      case UNSUITABLE -> "不适合承办";
      case OTHER -> "其他";
      case FULL -> "名额已满";
      case CLAIMING_CLOSED -> "认领已截止";
      case WISH_WITHDRAWN -> "心愿已撤回";
      case WISH_EXPIRED -> "心愿已到期";
      case NO_CONTACT -> "逾期未对接";
      case NOT_STARTED -> "逾期未开始";
    };
  }

  public static String of(Form form) {
    return switch (form) {
      case CASH -> "现金";
      case GOODS -> "物资折价";
      case LABOUR -> "劳务折价";
      case PUBLIC_FUNDS -> "公共资金";
    };
  }

  public static String of(ProxyReason reason) {
    return switch (reason) {
      case CANNOT_USE_PHONE -> "居民不会使用手机";
      case NO_ANSWER -> "居民未答复";
      case ON_PAPER -> "居民书面答复，事后补录";
    };
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

  public static String of(AcceptedBy by) {
    return switch (by) {
      case COMMITTEE -> "居委会";
      case REPRESENTATIVES -> "居民代表";
    };
  }
}
