package org.microwish.statistics.fold;

import org.microwish.ledger.leaf.AggregateType;

/** What the statistics know of one aggregate after some of its leaves. */
public sealed interface Figures
    permits WishFigures, CheckInFigures, MemberFigures, BoardFigures, GroupFigures {

  /** The aggregate's id as it stands in the leaf. */
  String id();

  /** The version that the last folded leaf gave the aggregate. */
  long version();

  /** The kind of aggregate these figures are of. */
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
