package org.microwish.report;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerTree;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.party.PartyType;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.statistics.StatisticsProgress.Answer;
import org.microwish.statistics.fold.FrozenDuty;
import org.microwish.statistics.fold.Work;

/**
 * Freezes what each checked-in member owed and did in a past quarter: one ledger entry for each
 * member and quarter. The sweep goes through the members in order of id. Each transaction locks the
 * quarter's row and commits the entries of some members together with the id of the last of them.
 * So any number of instances may sweep, and after a crash no record is missing or written twice.
 * What is recorded later changes no frozen record.
 */
@ApplicationScoped
public class DutySweep {

  private static final Logger LOG = Logger.getLogger(DutySweep.class);

  /** Number of members in a transaction. */
  private static final int PAGE = 200;

  /**
   * How long a sweep waits until the statistics count all committed entries; after that it freezes
   * nothing further. Verifiers rely on this wait: a frozen record may omit only entries that were
   * recorded shortly before it.
   */
  private static final Duration LEVEL_WITHIN = Duration.ofSeconds(10);

  private final LedgerTree tree;
  private final StatisticsProgress statistics;
  private final ReportQueries queries;
  private final DutyConfig config;
  private final Ledger ledger;
  private final Pseudonyms pseudonyms;
  private final Transactions transactions;
  private final DatabaseClock clock;
  private final Ids ids;
  private final Time time;

  DutySweep(
      LedgerTree tree,
      StatisticsProgress statistics,
      ReportQueries queries,
      DutyConfig config,
      Ledger ledger,
      Pseudonyms pseudonyms,
      Transactions transactions,
      DatabaseClock clock,
      Ids ids,
      Time time) {
    this.tree = tree;
    this.statistics = statistics;
    this.queries = queries;
    this.config = config;
    this.ledger = ledger;
    this.pseudonyms = pseudonyms;
    this.transactions = transactions;
    this.clock = clock;
    this.ids = ids;
    this.time = time;
  }

  @Scheduled(
      identity = "duty-sweep",
      every = "10m",
      delayed = "2m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void onSchedule() {
    if (config.freezes()) {
      int frozen = sweep(transactions.call(clock::now));
      if (frozen > 0) {
        LOG.infof("Froze %d records of duties.", frozen);
      }
    }
  }

  /**
   * Freezes the quarters that are due at that time. Quarters that ended before the first ledger
   * entry are left out, because nobody used the service then.
   *
   * @return how many records this call froze
   */
  int sweep(Instant now) {
    int frozen = 0;
    for (ReportPeriod quarter : due(now)) {
      frozen += freeze(quarter);
    }
    return frozen;
  }

  /** Returns the quarters that are due at that time and not completely frozen. */
  List<ReportPeriod> due(Instant now) {
    List<ReportPeriod> due = new ArrayList<>();
    Optional<Instant> begun = tree.begun();
    if (begun.isPresent()) {
      ReportPeriod quarter = ReportPeriod.ofQuarter(LocalDate.ofInstant(begun.get(), Time.ZONE));
      while (!quarter.end().plus(config.frozenAfter()).isAfter(now)) {
        String name = quarter.toString();
        if (transactions.call(() -> queries.isFrozen(name)) == 0) {
          due.add(quarter);
        }
        quarter = quarter.next();
      }
    }
    return due;
  }

  /** Freezes the records of a quarter; continues where it was interrupted. */
  int freeze(ReportPeriod quarter) {
    int all = 0;
    int frozen;
    do {
      if (!statistics.awaitCaughtUp(LEVEL_WITHIN)) {
        return all;
      }
      Answer<Map<String, Long>> services =
          statistics.ask(figures -> Work.servicesByMember(figures, quarter.select("", null)));
      frozen = transactions.call(() -> page(quarter, services));
      all += frozen;
    } while (frozen == PAGE);
    return all;
  }

  private int page(ReportPeriod quarter, Answer<Map<String, Long>> services) {
    String name = quarter.toString();
    queries.begin(name);
    List<Long> last = queries.lockQuarter(name);
    if (last.isEmpty()) {
      return 0;
    }
    List<Long> members =
        queries.checkedInAfter(
            last.getFirst(), PartyType.MEMBER, quarter.start(), quarter.end(), PAGE);
    Map<Long, String> known = pseudonyms.ofMembers(members);
    Instant now = time.now();
    Actor service = pseudonyms.actor(Caller.SYSTEM, 0);
    ledger.appendAll(
        members.stream()
            .map(
                member -> {
                  String pseudonym = known.get(member);
                  FrozenDuty duty =
                      new FrozenDuty(
                          pseudonym,
                          name,
                          config.servicesPerQuarter(),
                          services.answer().getOrDefault(pseudonym, 0L),
                          services.asOf().treeSize());
                  return new EntryDraft(
                      ids.next(),
                      EntryType.DUTY_FROZEN,
                      AggregateType.DUTY,
                      FrozenDuty.id(name, pseudonym),
                      1,
                      service,
                      now,
                      now,
                      new Transition("FREEZE", null, "FROZEN"),
                      duty.facts(),
                      List.of(),
                      List.of(),
                      null,
                      null);
                })
            .toList());
    queries.advance(
        name,
        members.isEmpty() ? last.getFirst() : members.getLast(),
        members.size() < PAGE ? now : null);
    return members.size();
  }
}
