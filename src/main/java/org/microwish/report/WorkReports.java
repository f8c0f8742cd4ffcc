package org.microwish.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.microwish.caller.Caller;
import org.microwish.ledger.LedgerTree;
import org.microwish.ledger.LedgerTree.LeafEntry;
import org.microwish.ledger.LedgerTree.Signed;
import org.microwish.party.Members;
import org.microwish.party.Organisation;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.report.MyWorkResource.CertificateView;
import org.microwish.report.MyWorkResource.TotalsView;
import org.microwish.report.StatementResource.Month;
import org.microwish.report.StatementResource.StatementView;
import org.microwish.statistics.AsOfView;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.statistics.StatisticsProgress.Answer;
import org.microwish.statistics.Yuan;
import org.microwish.statistics.fold.Selection;
import org.microwish.statistics.fold.Work;
import org.microwish.statistics.fold.WorkTotals;

/** Computes the work of an organisation or member, and lists the ledger entries that prove it. */
@ApplicationScoped
class WorkReports {

  private final StatisticsProgress statistics;
  private final LedgerTree tree;
  private final Members members;
  private final Pseudonyms pseudonyms;
  private final ReportQueries queries;
  private final PaperChecks checks;
  private final Transactions transactions;

  WorkReports(
      StatisticsProgress statistics,
      LedgerTree tree,
      Members members,
      Pseudonyms pseudonyms,
      ReportQueries queries,
      PaperChecks checks,
      Transactions transactions) {
    this.statistics = statistics;
    this.tree = tree;
    this.members = members;
    this.pseudonyms = pseudonyms;
    this.queries = queries;
    this.checks = checks;
    this.transactions = transactions;
  }

  /** Returns the statement of an organisation for a year. */
  StatementView statement(Organisation organisation, ReportPeriod year) {
    String id = Id.text(organisation.id);
    Answer<List<Work>> all = statistics.ask(figures -> Work.ofOrganisation(figures, id));
    Selection days = days(year);
    return new StatementView(
        all.asOf(),
        tree.rootHash(all.asOf().treeSize()),
        new Id(organisation.id),
        organisation.name,
        year.first().getYear(),
        totals(all.answer(), year),
        totals(all.answer(), year.before()),
        all.answer().stream().filter(Work::isOverdue).count(),
        year.eachMonth().stream()
            .map(month -> new Month(month.toString(), totals(all.answer(), month)))
            .toList(),
        views(
            all.answer().stream()
                .filter(work -> work.beganIn(days) || work.completedIn(days))
                .toList()));
  }

  /**
   * Checks that the caller is the steward of the organisation or staff of its division; throws
   * FORBIDDEN otherwise.
   */
  static void requireReader(Caller caller, Organisation organisation) {
    boolean allowed =
        switch (caller.role()) {
          case STEWARD -> organisation.id == caller.requireOrganisation();
          case ADMINISTRATOR -> caller.administers(organisation.divisionPath);
          default -> caller.covers(organisation.divisionPath);
        };
    if (!allowed) {
      throw Caller.forbidden();
    }
  }

  /** Returns the totals of a member. */
  TotalsView totals(long memberId, ReportPeriod period) {
    Answer<List<Work>> all = ofMember(memberId);
    return new TotalsView(
        all.asOf(),
        tree.rootHash(all.asOf().treeSize()),
        period,
        totals(all.answer(), period),
        WorkView.Totals.of(WorkTotals.of(all.answer(), Selection.ALL)),
        all.answer().stream().filter(work -> !work.completed()).count(),
        all.answer().stream().filter(Work::isOverdue).count());
  }

  /** The wishes that were fulfilled with a member's help in a period. */
  record Services(AsOfView asOf, String rootHash, List<WorkView> views) {

    Services {
      views = List.copyOf(views);
    }
  }

  /** Returns the wishes that were fulfilled with a member's help in the period. */
  Services services(long memberId, ReportPeriod period) {
    Answer<List<Work>> all = ofMember(memberId);
    Selection days = days(period);
    return new Services(
        all.asOf(),
        tree.rootHash(all.asOf().treeSize()),
        views(all.answer().stream().filter(work -> work.completedIn(days)).toList()));
  }

  /**
   * Returns the certificate of a member: the wishes that were fulfilled with the member's help in
   * the period, and a checkpoint that covers their entries.
   *
   * @param request names the service, if no public address is configured
   * @throws org.microwish.problem.ProblemException NOT_YET_INTEGRATED if no checkpoint covers these
   *     entries yet
   */
  CertificateView certificate(long memberId, ReportPeriod period, UriInfo request) {
    Answer<List<Work>> all = ofMember(memberId);
    Selection days = days(period);
    List<Work> done = all.answer().stream().filter(work -> work.completedIn(days)).toList();
    Signed checkpoint =
        tree.covering(
            done.stream()
                .flatMapToLong(work -> LongStream.of(work.leaf(), work.wish().fulfilledLeaf()))
                .max()
                .orElse(0));
    String name = transactions.call(() -> members.names(List.of(memberId)).get(memberId));
    WorkTotals totals = WorkTotals.of(done, Selection.ALL);
    String pseudonym = transactions.call(() -> pseudonyms.ofMember(memberId));
    return new CertificateView(
        name == null ? null : Confidential.of(name),
        pseudonym,
        period,
        period.from(),
        period.to(),
        totals.fulfilled(),
        totals.onTime(),
        views(done),
        checkpoint.treeSize(),
        checkpoint.rootHash(),
        checkpoint.note(),
        checks.certificate(
            memberId,
            pseudonym,
            period,
            done.stream().map(work -> work.wish().fulfilledLeaf()).toList(),
            checkpoint,
            request));
  }

  private Answer<List<Work>> ofMember(long memberId) {
    String pseudonym = transactions.call(() -> pseudonyms.ofMember(memberId));
    return statistics.ask(figures -> Work.ofMember(figures, pseudonym));
  }

  private static Selection days(ReportPeriod period) {
    return period.select("", null);
  }

  private static WorkView.Totals totals(List<Work> all, ReportPeriod period) {
    return WorkView.Totals.of(WorkTotals.of(all, days(period)));
  }

  private List<WorkView> views(List<Work> all) {
    Map<Long, LeafEntry> entries =
        tree.entries(
            all.stream()
                .flatMap(work -> LongStream.of(work.leaf(), work.wish().fulfilledLeaf()).boxed())
                .filter(leaf -> leaf >= 0)
                .distinct()
                .toList());
    Map<Long, ReportQueries.Words> words = new HashMap<>();
    for (List<Long> chunk :
        Rows.chunks(all.stream().map(work -> Id.fromString(work.wish().id()).value()).toList())) {
      transactions.call(() -> queries.words(chunk)).forEach(each -> words.put(each.id(), each));
    }
    return all.stream()
        .map(
            work -> {
              Id wish = Id.fromString(work.wish().id());
              ReportQueries.Words known = words.get(wish.value());
              return new WorkView(
                  wish,
                  known == null ? null : known.number(),
                  known == null ? null : known.title(),
                  work.wish().kind(),
                  work.since(),
                  work.completed() ? work.wish().fulfilledAt() : null,
                  !work.wasOverdue(),
                  work.people().size(),
                  Yuan.text(work.spentFen()),
                  entry(entries.get(work.leaf())),
                  work.completed() ? entry(entries.get(work.wish().fulfilledLeaf())) : null);
            })
        .toList();
  }

  private static WorkView.Entry entry(LeafEntry entry) {
    return entry == null
        ? null
        : new WorkView.Entry(new Id(entry.entryId()), entry.leafIndex(), entry.leafHash());
  }
}
