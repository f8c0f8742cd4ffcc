package org.microwish.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.microwish.ledger.leaf.JsonReader;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.statistics.fold.PublicFigures;
import org.microwish.statistics.fold.Statistics;

/**
 * Compares all published figures with the figures computed from the leaves: overview, breakdowns,
 * times, satisfaction and leaderboards. All answers are read before the leaves. Each answer states
 * a tree size, and is compared when that many leaves are counted. A missing figure or a missing
 * answer is a finding.
 */
final class FigureAudit {

  static final String OVERVIEW = "overview";

  private static final String BY_MONTH = "breakdown?by=month";
  private static final String BY_STREET = "breakdown?by=division&level=STREET";
  private static final String BY_COMMUNITY = "breakdown?by=division&level=COMMUNITY";

  /**
   * The fixed queries besides the overview; only queries of leaderboards depend on other answers.
   */
  static final List<String> FIXED =
      List.of(
          BY_MONTH,
          BY_STREET,
          BY_COMMUNITY,
          "breakdown?by=category",
          "breakdown?by=channel",
          "breakdown?by=organisation",
          "times",
          "satisfaction");

  /**
   * The name of a breakdown's figure. Group 1 is the key of its cell, a division code or a month,
   * and contains only characters that are safe in a URL and in a file name.
   */
  private static final Pattern CELL =
      Pattern.compile("items\\.([0-9]{2,12}|[0-9]{4}-(0[1-9]|1[0-2]))\\..*");

  /**
   * The maximum number of leaderboards that are read: those of 80 communities in ten years. Without
   * this limit, a service that publishes many divisions and months could keep the verifier busy for
   * ever.
   */
  private static final int MOST_BOARDS = 200_000;

  /** The maximum length of a published figure in the output, in characters. */
  private static final int LONGEST_FIGURE = 30;

  /**
   * The maximum number of differences that a finding describes; the finding only counts the others.
   */
  private static final int NAMED = 3;

  /**
   * A published answer: its query, when it was requested, its tree size (the number of leaves it
   * counts), and its figures by name.
   */
  private record Answer(
      String query, Instant askedAt, long treeSize, Map<String, String> figures) {}

  /** An answer that does not count the leaf with this index, and when that leaf was recorded. */
  private record Behind(Answer answer, long leaf, Instant recordedAt) {}

  /**
   * Maximum delay of published figures. The verifier reports figures that do not count a leaf which
   * was recorded longer than this before the figures were requested. The service counts leaves
   * within seconds.
   */
  static final Duration LAG = Duration.ofHours(1);

  private final Consumer<Finding> findings;
  private final TreeMap<Long, List<Answer>> waiting = new TreeMap<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private final List<String> differences = new ArrayList<>();
  private final List<Verifier.Figure> overview = new ArrayList<>();
  private final List<Behind> behind = new ArrayList<>();

  /**
   * The most recently requested of the compared answers that count all leaves read so far; null if
   * there is none.
   */
  private Answer level;

  private boolean kept;
  private Instant newest = Instant.MIN;
  private int answers;
  private boolean published;

  FigureAudit(Consumer<Finding> findings) {
    this.findings = findings;
  }

  /**
   * Reads all answers that the source publishes. If a directory contains no figures at all, nothing
   * is compared; otherwise, and always for a service, a missing answer is a finding.
   *
   * @throws IOException when the source cannot be reached
   */
  void read(Source source) throws IOException {
    kept = !source.isService();
    published = !kept || hasAny(source);
    if (!published) {
      return;
    }
    require(source, OVERVIEW);
    Map<String, Answer> fixed = new LinkedHashMap<>();
    for (String query : FIXED) {
      require(source, query).ifPresent(answer -> fixed.put(query, answer));
    }
    Set<String> divisions = new LinkedHashSet<>(Set.of(""));
    divisions.addAll(cells(fixed.get(BY_STREET)));
    divisions.addAll(cells(fixed.get(BY_COMMUNITY)));
    Set<String> months = cells(fixed.get(BY_MONTH));
    if ((long) months.size() * divisions.size() > MOST_BOARDS) {
      throw new IOException(
          "the breakdowns name %d months and %d divisions, too many leaderboards to ask for"
              .formatted(months.size(), divisions.size()));
    }
    for (String month : months) {
      for (String division : divisions) {
        require(source, leaderboard(division, month));
      }
    }
  }

  private static boolean hasAny(Source source) throws IOException {
    for (String query : FIXED) {
      if (source.figures(query).isPresent()) {
        return true;
      }
    }
    return source.figures(OVERVIEW).isPresent();
  }

  private static String leaderboard(String division, String month) {
    return division.isEmpty()
        ? "leaderboard?month=" + month
        : "leaderboard?division=" + division + "&month=" + month;
  }

  private Optional<Answer> require(Source source, String query) throws IOException {
    Instant askedAt = source.askedAt(query);
    Optional<byte[]> json = source.figures(query);
    if (json.isEmpty()) {
      missing.add(query);
      return Optional.empty();
    }
    try {
      Map<?, ?> body = (Map<?, ?>) JsonReader.read(new String(json.get(), StandardCharsets.UTF_8));
      long size = (Long) ((Map<?, ?>) body.get("asOf")).get("treeSize");
      if (size < 0 || size > Checkpoint.MAX_SIZE) {
        throw new IllegalArgumentException("treeSize " + size);
      }
      Answer answer = new Answer(query, askedAt, size, PublishedFigures.of(body));
      waiting.computeIfAbsent(size, first -> new ArrayList<>()).add(answer);
      answers++;
      return Optional.of(answer);
    } catch (ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | java.time.DateTimeException illFormed) {
      differences.add(query + " cannot be read: " + illFormed.getMessage());
      return Optional.empty();
    }
  }

  /** Returns the division codes or months that are the keys of a breakdown's cells. */
  private static Set<String> cells(Answer answer) {
    Set<String> keys = new LinkedHashSet<>();
    if (answer != null) {
      for (String name : answer.figures().keySet()) {
        Matcher cell = CELL.matcher(name);
        if (cell.matches()) {
          keys.add(cell.group(1));
        }
      }
    }
    return keys;
  }

  /**
   * Returns the largest tree size of the answers that are not compared yet; 0 if there are none.
   */
  long largest() {
    return waiting.isEmpty() ? 0 : waiting.lastKey();
  }

  /** Compares the answers whose tree size is the number of leaves counted so far. */
  void counted(long size, Statistics statistics, PrintStream out) {
    // No answer has this tree size, as after most leaves.
    if (waiting.isEmpty() || waiting.firstKey() != size) {
      return;
    }
    List<Answer> compared = waiting.remove(size);
    level = Collections.max(compared, Comparator.comparing(Answer::askedAt));
    // Merging small cells takes long, so it is done once for all answers of this tree size.
    PublicFigures shown = new PublicFigures(statistics);
    for (Answer answer : compared) {
      Map<String, String> ours =
          ComputedFigures.of(answer.query(), statistics, shown, answer.figures());
      if (answer.query().equals(OVERVIEW)) {
        print(out, ours, answer.figures());
      }
      Set<String> names = new LinkedHashSet<>(ours.keySet());
      names.addAll(answer.figures().keySet());
      for (String name : names) {
        String mine = ours.get(name);
        String theirs = answer.figures().get(name);
        if (mine == null || !mine.equals(theirs)) {
          differences.add(
              "%s of %s is published as %s, but the leaves give %s"
                  .formatted(name, answer.query(), theirs, mine));
        }
      }
    }
  }

  /** Notes the next leaf, which the answers compared so far do not count. */
  void next(long index, Instant recordedAt) {
    if (level != null) {
      behind.add(new Behind(level, index, recordedAt));
      level = null;
    }
    newest = recordedAt;
  }

  /**
   * Returns when an answer was requested. For a stored file, this is the file's time, but not later
   * than the newest leaf: copying a file can make its time later.
   */
  private Instant askedAt(Answer answer) {
    return kept && answer.askedAt().isAfter(newest) ? newest : answer.askedAt();
  }

  private void print(PrintStream out, Map<String, String> ours, Map<String, String> theirs) {
    out.printf("%-32s %16s %16s%n", "Statistics", "from leaves", "published");
    ours.forEach(
        (name, value) -> {
          String published =
              theirs == null || theirs.get(name) == null
                  ? null
                  : SafeText.clean(theirs.get(name), LONGEST_FIGURE);
          overview.add(new Verifier.Figure(name, value, published));
          out.printf("%-32s %16s %16s%n", name, value, published == null ? "-" : published);
        });
  }

  /** Returns the figures of the overview; empty until they are compared, or computed at the end. */
  List<Verifier.Figure> overview() {
    return overview;
  }

  /**
   * Reports all missing answers in one finding and all differences in one other finding, because
   * one wrong leaf changes many answers.
   *
   * @param complete whether all leaves could be counted
   */
  void end(boolean complete, Statistics statistics, PrintStream out) {
    if (complete) {
      waiting.forEach(
          (size, open) ->
              differences.add(
                  "%s counts %d leaves, but the checkpoint has fewer"
                      .formatted(open.getFirst().query(), size)));
    }
    behind.stream()
        .filter(one -> one.recordedAt().plus(LAG).isBefore(askedAt(one.answer())))
        .forEach(
            one ->
                differences.add(
                    "%s counts %d leaves and leaves out leaf %d, recorded at %s, although it was read at %s"
                        .formatted(
                            one.answer().query(),
                            one.leaf(),
                            one.leaf(),
                            one.recordedAt(),
                            askedAt(one.answer()))));
    if (!published && complete) {
      print(
          out,
          ComputedFigures.of(OVERVIEW, statistics, new PublicFigures(statistics), Map.of()),
          null);
    }
    out.printf("%-32s %16d%n", "Published answers compared", answers);
    if (!missing.isEmpty()) {
      findings.accept(
          new Finding(
              Finding.Kind.STATISTICS,
              "not answered: " + String.join(", ", missing),
              "服务没有回答：" + String.join("、", missing)));
    }
    if (!differences.isEmpty()) {
      String more =
          differences.size() > NAMED ? "; and " + (differences.size() - NAMED) + " more" : "";
      findings.accept(
          new Finding(
              Finding.Kind.STATISTICS,
              String.join("; ", differences.subList(0, Math.min(NAMED, differences.size()))) + more,
              "公布的统计有 " + differences.size() + " 处与条目算出的不符"));
    }
  }
}
