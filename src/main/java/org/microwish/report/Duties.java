package org.microwish.report;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.LedgerTree;
import org.microwish.party.Members;
import org.microwish.party.Organisation;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Masking;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.ProblemType;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.statistics.StatisticsProgress.Answer;
import org.microwish.statistics.fold.Work;

/** Compares what checked-in members owe in a quarter with the services that the leaves show. */
@ApplicationScoped
class Duties {

  /** Maximum number of members in a record; more than the largest organisation has. */
  private static final int MOST = 10_000;

  private final StatisticsProgress statistics;
  private final LedgerTree tree;
  private final WorkReports work;
  private final Organisations organisations;
  private final Members members;
  private final Pseudonyms pseudonyms;
  private final ReportQueries queries;
  private final DutyConfig config;
  private final Transactions transactions;

  Duties(
      StatisticsProgress statistics,
      LedgerTree tree,
      WorkReports work,
      Organisations organisations,
      Members members,
      Pseudonyms pseudonyms,
      ReportQueries queries,
      DutyConfig config,
      Transactions transactions) {
    this.statistics = statistics;
    this.tree = tree;
    this.work = work;
    this.organisations = organisations;
    this.members = members;
    this.pseudonyms = pseudonyms;
    this.queries = queries;
    this.config = config;
    this.transactions = transactions;
  }

  /** Returns what a member owes and did. */
  DutyView.Own ofMember(long memberId, ReportPeriod quarter) {
    boolean checkedIn =
        transactions.call(
            () -> queries.checkIns(memberId, PartyType.MEMBER, start(quarter), end(quarter)) > 0);
    long owed = checkedIn ? config.servicesPerQuarter() : 0;
    WorkReports.Services services = work.services(memberId, quarter);
    long done = services.views().size();
    return new DutyView.Own(
        services.asOf(),
        services.rootHash(),
        quarter,
        quarter.from(),
        quarter.to(),
        checkedIn,
        owed,
        done,
        done >= owed,
        services.views());
  }

  /**
   * Returns what the members of an organisation owe and did.
   *
   * @throws org.microwish.problem.ProblemException NOT_FOUND, or FORBIDDEN unless the caller is its
   *     steward or staff of its division
   */
  DutyView ofOrganisation(Caller caller, long organisationId, ReportPeriod quarter) {
    Organisation organisation =
        transactions.call(
            () -> organisations.find(organisationId).orElseThrow(ProblemType.NOT_FOUND::exception));
    WorkReports.requireReader(caller, organisation);
    List<Long> owing =
        transactions.call(
            () ->
                queries.checkedIn(
                    organisationId, PartyType.MEMBER, start(quarter), end(quarter), MOST));
    Map<Long, String> names = new HashMap<>();
    Map<Long, String> known = new HashMap<>();
    for (List<Long> chunk : Rows.chunks(owing)) {
      names.putAll(transactions.call(() -> members.names(chunk)));
      known.putAll(transactions.call(() -> pseudonyms.ofMembers(chunk)));
    }
    Answer<Map<String, Long>> services =
        statistics.ask(figures -> Work.servicesByMember(figures, quarter.select("", null)));
    List<DutyView.Line> lines =
        owing.stream()
            .map(
                member -> {
                  long done = services.answer().getOrDefault(known.get(member), 0L);
                  return new DutyView.Line(
                      new Id(member),
                      names.containsKey(member) ? Masking.name(names.get(member)) : null,
                      known.get(member),
                      done,
                      done >= config.servicesPerQuarter());
                })
            .toList();
    return new DutyView(
        services.asOf(),
        tree.rootHash(services.asOf().treeSize()),
        new Id(organisationId),
        organisation.name,
        quarter,
        quarter.from(),
        quarter.to(),
        config.servicesPerQuarter(),
        lines.size(),
        lines.stream().filter(DutyView.Line::met).count(),
        lines);
  }

  private static Instant start(ReportPeriod quarter) {
    return quarter.from().atStartOfDay(Time.ZONE).toInstant();
  }

  private static Instant end(ReportPeriod quarter) {
    return quarter.to().plusDays(1).atStartOfDay(Time.ZONE).toInstant();
  }
}
