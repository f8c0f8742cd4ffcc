package org.microwish.statistics;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.statistics.CurrentStatistics.Answered;
import org.microwish.statistics.fold.Board;
import org.microwish.statistics.fold.BoardFigures;
import org.microwish.statistics.fold.BoardMonth;
import org.microwish.statistics.fold.Shanghai;

/**
 * Freezes the leaderboards (每月先锋榜) of past months: writes one ledger entry for each board. Several
 * instances may sweep at the same time: the entry is version 1 of the board's aggregate, and a
 * version can be written only once.
 */
@ApplicationScoped
public class LeaderboardSweep {

  private static final Logger LOG = Logger.getLogger(LeaderboardSweep.class);

  /**
   * How long a sweep waits until the statistics count all committed entries. After that it freezes
   * nothing, and the next sweep tries again.
   */
  private static final Duration LEVEL_WITHIN = Duration.ofSeconds(10);

  /**
   * Maximum time between the moment when the statistics had counted all committed entries and the
   * last board that a sweep freezes; the next sweep freezes the remaining boards. Verifiers rely on
   * this limit: a frozen board may omit only entries that were recorded shortly before it.
   */
  private static final Duration FREEZE_WITHIN = Duration.ofMinutes(5);

  private final DataSource database;
  private final CurrentStatistics current;
  private final StatisticsProgress progress;
  private final StatisticsConfig config;
  private final Ledger ledger;
  private final Pseudonyms pseudonyms;
  private final Transactions transactions;
  private final Ids ids;
  private final Time time;
  private final StatisticsTables rows = new StatisticsTables();

  LeaderboardSweep(
      DataSource database,
      CurrentStatistics current,
      StatisticsProgress progress,
      StatisticsConfig config,
      Ledger ledger,
      Pseudonyms pseudonyms,
      Transactions transactions,
      Ids ids,
      Time time) {
    this.database = database;
    this.current = current;
    this.progress = progress;
    this.config = config;
    this.ledger = ledger;
    this.pseudonyms = pseudonyms;
    this.transactions = transactions;
    this.ids = ids;
    this.time = time;
  }

  @Scheduled(
      identity = "leaderboard-sweep",
      every = "10m",
      delayed = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sweepOnSchedule() throws SQLException {
    if (config.boards().enabled()) {
      int frozen = sweep();
      if (frozen > 0) {
        LOG.infof("Froze %d monthly leaderboards.", frozen);
      }
    }
  }

  /**
   * Freezes the boards that are due now, by the database's clock.
   *
   * @return how many boards this call froze
   */
  public int sweep() throws SQLException {
    Instant now;
    try (Connection connection = database.getConnection()) {
      now = rows.now(connection);
    }
    return sweep(now);
  }

  /** Freezes the boards that are due at the given time. */
  int sweep(Instant now) throws SQLException {
    List<BoardMonth> due = due(now);
    if (due.isEmpty() || !progress.awaitCaughtUp(LEVEL_WITHIN)) {
      return 0;
    }
    int frozen = 0;
    long level = System.nanoTime();
    for (BoardMonth board : due) {
      if (System.nanoTime() - level > FREEZE_WITHIN.toNanos()) {
        break;
      }
      frozen += freeze(board) ? 1 : 0;
    }
    return frozen;
  }

  private List<BoardMonth> due(Instant now) throws SQLException {
    Map<BoardMonth, Instant> months;
    try (Connection connection = database.getConnection()) {
      months = rows.months(connection, current.asOf().generation());
    }
    return current
        .ask(
            statistics ->
                months.entrySet().stream()
                    .filter(board -> isDue(board.getKey(), board.getValue(), now))
                    .map(Map.Entry::getKey)
                    .filter(board -> statistics.frozen(board.division(), board.month()) == null)
                    .sorted(
                        Comparator.comparing(BoardMonth::month).thenComparing(BoardMonth::division))
                    .toList())
        .answer();
  }

  private boolean isDue(BoardMonth board, Instant firstRecordedAt, Instant now) {
    Instant over = Shanghai.start(board.month().plusMonths(1));
    Instant since = over.isAfter(firstRecordedAt) ? over : firstRecordedAt;
    return !since.plus(config.boards().delay()).isAfter(now);
  }

  private boolean freeze(BoardMonth month) {
    String id = BoardFigures.id(month.division(), month.month());
    Answered<Board> board =
        current.ask(statistics -> statistics.board(month.division(), month.month()));
    try {
      return transactions.call(() -> append(id, month, board));
    } catch (RuntimeException failed) {
      if (Transactions.isDuplicate(failed)) {
        return false;
      }
      throw failed;
    }
  }

  private boolean append(String id, BoardMonth month, Answered<Board> board) {
    try (Connection connection = database.getConnection()) {
      // This lock makes sweeps freeze one after another. Without it, the unique key would refuse a
      // second entry for the board, but with an error.
      StatisticsCursor.LIVE.ledger().lock(connection);
      if (rows.isFrozen(connection, id)) {
        return false;
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    Instant now = time.now();
    ledger.append(
        new EntryDraft(
            ids.next(),
            EntryType.LEADERBOARD_FROZEN,
            AggregateType.LEADERBOARD,
            id,
            1,
            pseudonyms.actor(Caller.SYSTEM, 0),
            now,
            now,
            new Transition("FREEZE", null, "FROZEN"),
            BoardFigures.facts(
                month.division(), month.month(), board.asOf().treeSize(), board.answer()),
            List.of(),
            List.of(),
            month.division(),
            null));
    return true;
  }
}
