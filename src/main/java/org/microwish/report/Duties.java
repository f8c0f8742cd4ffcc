package org.microwish.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.LedgerTree;
import org.microwish.ledger.LedgerTree.FirstEntry;
import org.microwish.ledger.LedgerTree.Signed;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.party.Members;
import org.microwish.party.Organisation;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Masking;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.ProblemType;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.statistics.StatisticsProgress.Answer;
import org.microwish.statistics.fold.FrozenDuty;
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
  private final PaperChecks checks;
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
      PaperChecks checks,
      DutyConfig config,
      Transactions transactions) {
    this.statistics = statistics;
    this.tree = tree;
    this.work = work;
    this.organisations = organisations;
    this.members = members;
    this.pseudonyms = pseudonyms;
    this.queries = queries;
    this.checks = checks;
    this.config = config;
    this.transactions = transactions;
  }

  /**
   * Returns the frozen record of a member.
   *
   * @param request names the service, if no public address is configured; null to leave out the
   *     address of the check
   * @throws org.microwish.problem.ProblemException NOT_FOUND if there is none, NOT_YET_INTEGRATED
   *     until a checkpoint covers it
   */
  DutyView.Frozen frozen(long memberId, ReportPeriod quarter, UriInfo request) {
    String pseudonym = transactions.call(() -> pseudonyms.ofMember(memberId));
    String id = FrozenDuty.id(quarter.toString(), pseudonym);
    FirstEntry entry = tree.first(AggregateType.DUTY, List.of(id)).get(id);
    if (entry == null) {
      throw ProblemType.NOT_FOUND.exception();
    }
    if (entry.leafIndex() == null) {
      throw ProblemType.NOT_YET_INTEGRATED.exception().retryAfter(Duration.ofSeconds(1));
    }
    Leaf leaf = Leaf.parse(entry.payload());
    FrozenDuty duty = FrozenDuty.of(leaf);
    Signed checkpoint = tree.covering(entry.leafIndex());
    String name = transactions.call(() -> members.names(List.of(memberId)).get(memberId));
    return new DutyView.Frozen(
        name == null ? null : Confidential.of(name),
        pseudonym,
        quarter,
        quarter.from(),
        quarter.to(),
        duty.owed(),
        duty.done(),
        duty.done() >= duty.owed(),
        duty.treeSize(),
        leaf.recordedAt(),
        new WorkView.Entry(new Id(entry.entryId()), entry.leafIndex(), entry.leafHash()),
        checkpoint.treeSize(),
        checkpoint.rootHash(),
        checkpoint.note(),
        request == null
            ? null
            : checks.duties(memberId, pseudonym, quarter, entry.leafIndex(), checkpoint, request));
  }

  /** Returns what a member owes and did. */
  DutyView.Own ofMember(long memberId, ReportPeriod quarter) {
    boolean checkedIn =
        transactions.call(
            () -> queries.checkIns(memberId, PartyType.MEMBER, quarter.start(), quarter.end()) > 0);
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
   * Returns what the present members of an organisation owe and did, wherever they were members in
   * that quarter. Erased members are left out: they have no pseudonym and must not get a new one.
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
                    organisationId, PartyType.MEMBER, quarter.start(), quarter.end(), MOST));
    Map<Long, String> names = new HashMap<>();
    Map<Long, String> known = new HashMap<>();
    for (List<Long> chunk : Rows.chunks(owing)) {
      names.putAll(transactions.call(() -> members.names(chunk)));
      known.putAll(transactions.call(() -> pseudonyms.ofMembers(chunk)));
    }
    Answer<Map<String, Long>> services =
        statistics.ask(figures -> Work.servicesByMember(figures, quarter.select("", null)));
    Map<String, FirstEntry> frozen =
        tree.first(
            AggregateType.DUTY,
            known.values().stream().map(each -> FrozenDuty.id(quarter.toString(), each)).toList());
    List<DutyView.Line> lines =
        owing.stream()
            .map(
                member -> {
                  String pseudonym = known.get(member);
                  FirstEntry entry = frozen.get(FrozenDuty.id(quarter.toString(), pseudonym));
                  // What was recorded after the freezing does not change the record.
                  FrozenDuty duty =
                      entry == null
                          ? new FrozenDuty(
                              pseudonym,
                              quarter.toString(),
                              config.servicesPerQuarter(),
                              services.answer().getOrDefault(pseudonym, 0L),
                              services.asOf().treeSize())
                          : FrozenDuty.of(Leaf.parse(entry.payload()));
                  return new DutyView.Line(
                      new Id(member),
                      names.containsKey(member) ? Masking.name(names.get(member)) : null,
                      pseudonym,
                      duty.owed(),
                      duty.done(),
                      duty.done() >= duty.owed(),
                      entry == null ? null : new Id(entry.entryId()));
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
}
