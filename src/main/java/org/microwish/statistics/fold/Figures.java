package org.microwish.statistics.fold;

import org.microwish.ledger.leaf.AggregateType;

/** The statistics' state of one aggregate, folded from its leaves so far. */
public sealed interface Figures
    permits WishFigures, CheckInFigures, MemberFigures, BoardFigures, GroupFigures {

  /** The aggregate's id as shown in the leaf. */
  String id();

  /** The aggregate's version in the last folded leaf. */
  long version();

  /** The type of the aggregate. */
  default AggregateType type() {
    return switch (this) {
      case WishFigures wish -> AggregateType.WISH;
      case CheckInFigures checkIn -> AggregateType.CHECK_IN;
      case MemberFigures member -> AggregateType.MEMBER;
      case BoardFigures board -> AggregateType.LEADERBOARD;
      case GroupFigures group -> AggregateType.GROUP;
    };
  }
}
