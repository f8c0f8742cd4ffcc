package org.microwish.report;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.microwish.ledger.LedgerTree;
import org.microwish.party.DivisionLevel;
import org.microwish.party.Divisions;
import org.microwish.party.OrganisationState;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.Labels;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.report.ReportView.Line;
import org.microwish.report.ReportView.Section;
import org.microwish.statistics.BreakdownLevel;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.PeriodCounts;
import org.microwish.statistics.fold.PeriodReport;
import org.microwish.statistics.fold.Statistics;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.WishKind;

/**
 * Computes the reports of periods, with a line for each possible value of a dimension, even if all
 * its figures are zero.
 */
@ApplicationScoped
class PeriodReports {

  /** Maximum number of lines of one dimension. */
  private static final int LINES = 5_000;

  private final StatisticsProgress statistics;
  private final LedgerTree tree;
  private final Divisions divisions;
  private final Organisations organisations;
  private final ReportQueries queries;
  private final Transactions transactions;

  PeriodReports(
      StatisticsProgress statistics,
      LedgerTree tree,
      Divisions divisions,
      Organisations organisations,
      ReportQueries queries,
      Transactions transactions) {
    this.statistics = statistics;
    this.tree = tree;
    this.divisions = divisions;
    this.organisations = organisations;
    this.queries = queries;
    this.transactions = transactions;
  }

  /**
   * The parameters of a report.
   *
   * @param division the path of a division; empty for all divisions
   * @param kind wishes or projects; null for both
   * @param level the level of the divisions that get one line each
   * @param by the only dimension to report; null for all dimensions
   * @param today the current day in Asia/Shanghai; months after it are not counted
   */
  record Question(
      ReportPeriod period,
      String division,
      CountedKind kind,
      BreakdownLevel level,
      ReportDimension by,
      LocalDate today) {

    List<ReportDimension> dimensions() {
      return by == null
          ? Arrays.stream(ReportDimension.values())
              .filter(each -> each != ReportDimension.MONTH || period.months() > 1)
              .toList()
          : List.of(by);
    }
  }

  /** The counts of a line in the period and in the one before. */
  private record Pair(PeriodCounts now, PeriodCounts before) {
    static final Pair NONE = new Pair(PeriodCounts.NONE, PeriodCounts.NONE);
  }

  /** The counts of all lines, by key. */
  private record Counted(Pair total, Map<ReportDimension, Map<String, Pair>> lines) {}

  /**
   * Returns the level directly below the division with that path; COMMUNITY if there is no lower
   * one.
   */
  static BreakdownLevel below(String division) {
    return Arrays.stream(BreakdownLevel.values())
        .filter(level -> level.pathLength() > division.length())
        .findFirst()
        .orElse(BreakdownLevel.COMMUNITY);
  }

  /** Computes a report. */
  ReportView report(Question question) {
    StatisticsProgress.Answer<Counted> counted =
        statistics.ask(figures -> count(figures, question));
    String root = tree.rootHash(counted.asOf().treeSize());
    return transactions.call(
        () ->
            new ReportView(
                counted.asOf(),
                root,
                question.period(),
                question.period().from(),
                question.period().to(),
                question.period().before(),
                question.division().isEmpty() ? null : question.division(),
                question.division().isEmpty() ? null : divisions.name(question.division()),
                line("total", "合计", counted.answer().total()),
                counted.answer().lines().entrySet().stream()
                    .map(section -> section(question, section.getKey(), section.getValue()))
                    .toList()));
  }

  private static Counted count(Statistics figures, Question question) {
    ReportPeriod period = question.period();
    PeriodReport now =
        new PeriodReport(figures, period.select(question.division(), question.kind()));
    PeriodReport before = in(now, period.before());
    Map<ReportDimension, Map<String, Pair>> lines = new EnumMap<>(ReportDimension.class);
    for (ReportDimension dimension : question.dimensions()) {
      lines.put(
          dimension,
          dimension == ReportDimension.MONTH
              ? months(now, period, question.today())
              : pairs(
                  now.by(dimension.by(), question.level().pathLength()),
                  before.by(dimension.by(), question.level().pathLength())));
    }
    return new Counted(new Pair(now.total(), before.total()), lines);
  }

  /** Counts the months that have begun. */
  private static Map<String, Pair> months(
      PeriodReport report, ReportPeriod period, LocalDate today) {
    Map<String, Pair> pairs = new LinkedHashMap<>();
    for (ReportPeriod month : period.eachMonth()) {
      if (month.from().isAfter(today)) {
        break;
      }
      pairs.put(
          month.toString(),
          new Pair(in(report, month).total(), in(report, month.before()).total()));
    }
    return pairs;
  }

  private static Map<String, Pair> pairs(
      Map<String, PeriodCounts> now, Map<String, PeriodCounts> before) {
    Map<String, Pair> pairs = new LinkedHashMap<>();
    now.forEach(
        (key, counts) ->
            pairs.put(key, new Pair(counts, before.getOrDefault(key, PeriodCounts.NONE))));
    before.forEach((key, counts) -> pairs.putIfAbsent(key, new Pair(PeriodCounts.NONE, counts)));
    return pairs;
  }

  private static PeriodReport in(PeriodReport report, ReportPeriod period) {
    return report.in(period.from(), period.to());
  }

  private Section section(Question question, ReportDimension by, Map<String, Pair> counted) {
    Map<String, String> names = new LinkedHashMap<>();
    switch (by) {
      case DIVISION -> {
        queries
            .divisions(
                question.division() + "%",
                DivisionLevel.valueOf(question.level().name()),
                LINES + 1)
            .forEach(place -> names.put(place.path(), place.name()));
        names(names, counted, divisions::names);
      }
      case KIND -> constants(names, WishKind.values(), Labels::of);
      case CATEGORY -> constants(names, Category.values(), Labels::of);
      case SUBCATEGORY -> {
        queries
            .subcategories()
            .forEach(
                sort -> names.put(sort.code(), Labels.of(sort.category()) + "/" + sort.name()));
        names.put("", "未细分");
      }
      case CHANNEL -> constants(names, Channel.values(), Labels::of);
      case ORGANISATION -> {
        queries
            .organisations(question.division() + "%", OrganisationState.ACTIVE, LINES + 1)
            .forEach(body -> names.put(Id.text(body.id()), body.name()));
        names(names, counted, this::organisationNames);
      }
      case MONTH -> counted.keySet().forEach(month -> names.put(month, month));
    }
    counted.keySet().forEach(key -> names.putIfAbsent(key, key));
    if (names.size() > LINES) {
      throw ProblemException.invalid(
          FieldError.query(
                  by == ReportDimension.DIVISION ? "level" : "division", FieldFault.OUT_OF_RANGE)
              .with("max", LINES));
    }
    Stream<Line> lines =
        names.entrySet().stream()
            .map(
                each -> {
                  Pair pair = counted.getOrDefault(each.getKey(), Pair.NONE);
                  return by == ReportDimension.ORGANISATION
                      ? Line.ofOrganisation(
                          each.getKey(), each.getValue(), pair.now(), pair.before())
                      : line(each.getKey(), each.getValue(), pair);
                });
    // Divisions are sorted again, because those that the query did not return were added at the
    // end.
    return new Section(
        by,
        (by == ReportDimension.DIVISION ? lines.sorted(Comparator.comparing(Line::key)) : lines)
            .toList());
  }

  /**
   * Reads and adds the names of counted lines that are still missing, such as of dissolved
   * organisations.
   */
  private static void names(
      Map<String, String> names,
      Map<String, Pair> counted,
      Function<List<String>, Map<String, String>> read) {
    List<String> unknown =
        counted.keySet().stream().filter(key -> !names.containsKey(key)).toList();
    names.putAll(read.apply(unknown));
  }

  private Map<String, String> organisationNames(List<String> ids) {
    Map<String, String> names = new LinkedHashMap<>();
    organisations
        .names(ids.stream().flatMap(id -> Id.parse(id).stream()).map(Id::value).toList())
        .forEach((id, name) -> names.put(Id.text(id), name));
    return names;
  }

  private static Line line(String key, String name, Pair pair) {
    return Line.of(key, name, pair.now(), pair.before());
  }

  private static <E extends Enum<E>> void constants(
      Map<String, String> names, E[] constants, Function<E, String> label) {
    for (E constant : constants) {
      names.put(constant.name(), label.apply(constant));
    }
  }
}
