package org.microwish.statistics.fold;

import org.microwish.ledger.leaf.AggregateType;

/** What the statistics know of one aggregate, folded from its leaves so far. */
public sealed interface Figures
    permits WishFigures, CheckInFigures, MemberFigures, BoardFigures, GroupFigures, DemandFigures {

  /** Returns the aggregate's id as shown in leaves. */
  String id();

  /** Returns the aggregate's version in the last folded leaf. */
  long version();

  /** Returns the type of the aggregate. */
  default AggregateType type() {
    return switch (this) {
      case WishFigures wish -> AggregateType.WISH;
      case CheckInFigures checkIn -> AggregateType.CHECK_IN;
      case MemberFigures member -> AggregateType.MEMBER;
      case BoardFigures board -> AggregateType.LEADERBOARD;
      case GroupFigures group -> AggregateType.GROUP;
      case DemandFigures demand -> AggregateType.DEMAND;
    };
  }
}
