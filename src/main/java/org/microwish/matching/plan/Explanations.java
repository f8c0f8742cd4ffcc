package org.microwish.matching.plan;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.microwish.problem.Language;

/** Describes in sentences the progress and result of a plan, and why the plan leaves a wish out. */
final class Explanations {

  private Explanations() {}

  /** Describes a plan's progress or, once it is computed, its quality; and its invitations. */
  static String text(MatchingPlan plan, PlanView.Invitations sent, Language language) {
    boolean chinese = language == Language.ZH;
    String text =
        switch (plan.state) {
          case RUNNING -> chinese ? phaseInChinese(plan) : phaseInEnglish(plan);
          case FAILED ->
              chinese
                  ? "统筹未能完成。请重新统筹；如果再次失败，请联系技术人员。"
                  : "The plan could not be computed. Order it again; if it fails again, ask the"
                      + " technical staff.";
          case COMPLETED -> chinese ? resultInChinese(plan) : resultInEnglish(plan);
        };
    if (sent.toSend() + sent.sent() + sent.refused() == 0) {
      return text;
    }
    return text
        + (chinese
                ? "邀请：已发出 %d 份，待发 %d 份，未能发出 %d 份。"
                : " Invitations: %d sent, %d to send, %d refused.")
            .formatted(sent.sent(), sent.toSend(), sent.refused());
  }

  private static String phaseInChinese(MatchingPlan plan) {
    return switch (plan.phase) {
      case WAITING -> "等待统筹。";
      case SCORING -> "正在计算匹配分。";
      case SOLVING -> "正在为 %d 件心愿和 %d 个认领方寻找最佳方案。".formatted(plan.wishes, plan.claimants);
      case STORING, DONE -> "正在保存方案。";
    };
  }

  private static String phaseInEnglish(MatchingPlan plan) {
    return switch (plan.phase) {
      case WAITING -> "The plan waits to be computed.";
      case SCORING -> "The pairs are being scored.";
      case SOLVING ->
          "The best assignment of %d wishes to %d claimants is being searched."
              .formatted(plan.wishes, plan.claimants);
      case STORING, DONE -> "The plan is being stored.";
    };
  }

  private static String resultInChinese(MatchingPlan plan) {
    return "%d 件心愿中有 %d 件找到认领方；".formatted(plan.wishes, plan.wishesServed)
        + (plan.provenBest
            ? "在所考虑的配对中，没有总分更高的方案。"
            : "总分与上限最多相差 %s%%。".formatted(PlanView.gap(plan)));
  }

  private static String resultInEnglish(MatchingPlan plan) {
    return "%d of %d wishes have somebody; ".formatted(plan.wishesServed, plan.wishes)
        + (plan.provenBest
            ? "no other assignment of the pairs considered has more points."
            : "the total is at most %s%% below the bound.".formatted(PlanView.gap(plan)));
  }

  static String text(PlanUnserved one, Language language) {
    String here = points(one.here);
    String price = points(one.price);
    return switch (language) {
      case ZH ->
          switch (one.reason) {
            case NOBODY_ELIGIBLE -> "没有既可以认领、又愿意认领的党组织或党员。";
            case EVERYBODY_FULL -> "可以认领的都已达到认领上限。";
            case QUOTA_USED -> "所在社区的名额已用于其他心愿。";
            case WORTH_MORE_ELSEWHERE -> "最接近的认领方在这里带来 %s 分，在别处值 %s 分。".formatted(here, price);
            case LESS_THAN_LOAD -> "最接近的认领方在这里带来 %s 分，不及再增加一件的负担 %s 分。".formatted(here, price);
          };
      case EN ->
          switch (one.reason) {
            case NOBODY_ELIGIBLE -> "Nobody may claim it and is open to it.";
            case EVERYBODY_FULL -> "All who may claim it hold as many claims as they may.";
            case QUOTA_USED -> "The places of its community are used for other wishes.";
            case WORTH_MORE_ELSEWHERE ->
                "The claimant that comes closest would bring %s more here, but is worth %s elsewhere."
                    .formatted(here, price);
            case LESS_THAN_LOAD ->
                "The claimant that comes closest would bring %s here, less than the load of %s."
                    .formatted(here, price);
          };
    };
  }

  private static String points(long value) {
    return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(PlanAssembly.points(value));
  }
}
