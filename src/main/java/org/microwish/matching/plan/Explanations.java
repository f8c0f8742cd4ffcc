package org.microwish.matching.plan;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.microwish.problem.Language;

/** Says in a sentence why a wish gets nothing in a plan. */
final class Explanations {

  private Explanations() {}

  static String text(PlanUnserved one, Language language) {
    String here = points(one.here);
    String price = points(one.price);
    return switch (language) {
      case ZH ->
          switch (one.reason) {
            case NOBODY_ELIGIBLE -> "没有可以认领的党组织或党员。";
            case EVERYBODY_FULL -> "可以认领的都已达到认领上限。";
            case QUOTA_USED -> "所在社区的名额已用于其他心愿。";
            case WORTH_MORE_ELSEWHERE -> "最接近的认领方在这里带来 %s 分，在别处值 %s 分。".formatted(here, price);
            case LESS_THAN_LOAD -> "最接近的认领方在这里带来 %s 分，不及再增加一件的负担 %s 分。".formatted(here, price);
          };
      case EN ->
          switch (one.reason) {
            case NOBODY_ELIGIBLE -> "Nobody may claim it.";
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
