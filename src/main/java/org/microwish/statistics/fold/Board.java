package org.microwish.statistics.fold;

import java.util.List;

/** The leaderboard of a division and month: the best organisations and members, best first. */
public record Board(List<Standing> organisations, List<Standing> members) {

  /** As many lines as either list has at most; keeps a frozen board's leaf below its size limit. */
  public static final int SIZE = 100;

  public Board {
    organisations = List.copyOf(organisations);
    members = List.copyOf(members);
  }
}
