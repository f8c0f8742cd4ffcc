package org.microwish.statistics.fold;

import java.util.List;

/**
 * The leaderboard of a division and month: the best organisations and the best members, best first.
 */
public record Board(List<BoardStanding> organisations, List<BoardStanding> members) {

  /**
   * Maximum number of lines per list. It keeps the leaf of a frozen board below the size limit of
   * leaves.
   */
  public static final int SIZE = 100;

  public Board {
    organisations = List.copyOf(organisations);
    members = List.copyOf(members);
  }
}
