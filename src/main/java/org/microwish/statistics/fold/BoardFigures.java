package org.microwish.statistics.fold;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.Leaf;

/**
 * A frozen leaderboard, as recorded in its leaf.
 *
 * @param id {@code <division path>:<yyyy-MM>}
 * @param division the division's path
 * @param treeSize the number of leaves that the board counts; these are the leaves with a smaller
 *     index
 * @param entryId the id of the ledger entry that froze the board
 * @param frozenAt when that entry was recorded
 * @param board the lines
 */
public record BoardFigures(
    String id,
    long version,
    String division,
    YearMonth month,
    long treeSize,
    String entryId,
    Instant frozenAt,
    Board board)
    implements Figures {

  /** Returns the aggregate id of the board of a division and month. */
  public static String id(String division, YearMonth month) {
    return division + ":" + month;
  }

  /** Creates the facts of the leaf that freezes a board. */
  public static Map<String, Object> facts(
      String division, YearMonth month, long treeSize, Board board) {
    return Map.of(
        "board",
        Map.of(
            "division", division,
            "month", month.toString(),
            "treeSize", treeSize,
            "organisations", lines(board.organisations()),
            "members", lines(board.members())));
  }

  private static List<Object> lines(List<BoardStanding> standings) {
    List<Object> lines = new ArrayList<>();
    for (BoardStanding standing : standings) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("rank", standing.rank());
      line.put("id", standing.id());
      line.put("fulfilled", standing.fulfilled());
      line.put("participations", standing.participations());
      if (standing.earliestFulfilment() != null) {
        line.put("earliestFulfilment", Leaf.time(standing.earliestFulfilment()));
      }
      lines.add(line);
    }
    return lines;
  }
}
