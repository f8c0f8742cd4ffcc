package org.microwish.statistics.fold;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Holds all figures of a ledger up to one tree size and answers queries from them. {@link #put}
 * replaces an aggregate's figures. The counts of every division are kept up to date, so an overview
 * without a first or last day takes the same time whatever the size of the ledger. All other counts
 * are made over the selected figures on request.
 *
 * <p>Not thread-safe: {@link #put} must not run at the same time as any other call. Longer than 400
 * lines because all answers read the same maps.
 */
public final class Statistics {

  /**
   * The lengths of the paths of divisions: of all divisions together (an empty path), provinces,
   * cities, counties, streets and communities.
   */
  static final int[] PATH_LENGTHS = {0, 2, 4, 6, 9, 12};

  private final Map<String, WishFigures> wishes = new HashMap<>();
  private final Map<String, CheckInFigures> checkIns = new HashMap<>();
  private final Map<String, MemberFigures> members = new HashMap<>();
  private final Map<String, GroupFigures> groups = new HashMap<>();
  private final Map<String, DemandFigures> demands = new HashMap<>();
  private final Map<String, BoardFigures> boards = new HashMap<>();
  private final Map<String, Totals> divisions = new HashMap<>();

  /**
   * The counts of aggregates that belong to a division directly and not to a division below it, by
   * the division's path. Communities have no such counts, because leaves name no place below them.
   */
  private final Map<String, Totals> own = new HashMap<>();

  /** The paths of the divisions directly below a division, by the division's path. */
  private final Map<String, Set<String>> below = new HashMap<>();

  /** Replaces the figures of an aggregate. */
  public void put(Figures figures) {
    switch (figures) {
      case WishFigures wish -> {
        WishFigures before = wishes.put(wish.id(), wish);
        if (before != null && before.isPublished()) {
          atEveryLevel(before.community(), totals -> totals.of(before.kind()).add(before, -1));
        }
        if (wish.isPublished()) {
          atEveryLevel(wish.community(), totals -> totals.of(wish.kind()).add(wish, 1));
        }
      }
      case CheckInFigures checkIn -> {
        CheckInFigures before = checkIns.put(checkIn.id(), checkIn);
        if (before != null && before.counts()) {
          atEveryLevel(before.community(), totals -> totals.add(before, -1));
        }
        if (checkIn.counts()) {
          atEveryLevel(checkIn.community(), totals -> totals.add(checkIn, 1));
        }
      }
      case GroupFigures group -> {
        GroupFigures before = groups.put(group.id(), group);
        if (before != null && before.counts() && group.countsWhere(before)) {
          // Adds only the difference, because most leaves change one membership, and groups can be
          // large.
          List<String> left = before.peopleWithout(group);
          List<String> joined = group.peopleWithout(before);
          atEveryLevel(group.community(), totals -> totals.move(left, joined));
        } else {
          if (before != null && before.counts()) {
            atEveryLevel(before.community(), totals -> totals.add(before, -1));
          }
          if (group.counts()) {
            atEveryLevel(group.community(), totals -> totals.add(group, 1));
          }
        }
      }
      case DemandFigures demand -> {
        DemandFigures before = demands.put(demand.id(), demand);
        if (before != null && before.counts()) {
          atEveryLevel(before.community(), totals -> totals.demands.add(before, -1));
        }
        if (demand.counts()) {
          atEveryLevel(demand.community(), totals -> totals.demands.add(demand, 1));
        }
      }
      case MemberFigures member -> members.put(member.id(), member);
      case BoardFigures board -> boards.put(board.id(), board);
    }
  }

  /** Returns a view of all wishes, published or not. */
  public Collection<WishFigures> wishes() {
    return wishes.values();
  }

  /** Replaces the figures of several aggregates. */
  public void putAll(Collection<? extends Figures> figures) {
    figures.forEach(this::put);
  }

  /** Returns the counts of a selection. */
  public Overview overview(Selection selection) {
    Totals totals;
    if (!selection.isBounded() && isLevel(selection.division())) {
      totals = divisions.getOrDefault(selection.division(), new Totals());
    } else {
      totals = new Totals();
      wishes(selection, wish -> totals.of(wish.kind()).add(wish, 1));
      checkIns(selection, checkIn -> totals.add(checkIn, 1));
      groups(selection, group -> totals.add(group, 1));
      demands(selection, demand -> totals.demands.add(demand, 1));
    }
    Overview all = totals.overview();
    return selection.kind() == null
        ? all
        : new Overview(
            selection.kind() == CountedKind.WISH ? all.wishes() : Counts.NONE,
            selection.kind() == CountedKind.PROJECT ? all.projects() : Counts.NONE,
            all.checkIns(),
            all.groups(),
            all.demands());
  }

  /**
   * Returns the counts of each cell that is not empty, by the cell's key, ascending. Distinct
   * counts are computed for each cell, so cells do not add up to the overview. Check-ins are
   * counted by division, organisation and month only; groups are not counted.
   *
   * @param pathLength for DIVISION: the length of the cells' paths; a wish of a wider division is
   *     counted in that division's own cell
   */
  public Map<String, Overview> breakdown(Selection selection, Dimension by, int pathLength) {
    Map<String, Totals> cells = new TreeMap<>();
    wishes(
        selection,
        wish -> {
          switch (by) {
            case DIVISION ->
                cell(cells, cut(wish.community(), pathLength), wish.kind()).add(wish, 1);
            case CATEGORY -> cell(cells, wish.category(), wish.kind()).add(wish, 1);
            case CHANNEL -> cell(cells, wish.channel(), wish.kind()).add(wish, 1);
            case ORGANISATION -> byOrganisation(cells, wish);
            case MONTH -> byMonth(cells, wish);
          }
        });
    checkIns(
        selection,
        checkIn -> {
          String key =
              switch (by) {
                case DIVISION -> cut(checkIn.community(), pathLength);
                case ORGANISATION -> checkIn.organisationId();
                case MONTH -> Shanghai.month(checkIn.checkedInAt()).toString();
                case CATEGORY, CHANNEL -> null;
              };
          if (key != null) {
            cells.computeIfAbsent(key, absent -> new Totals()).add(checkIn, 1);
          }
        });
    Map<String, Overview> answer = new TreeMap<>();
    cells.forEach((key, totals) -> answer.put(key, totals.overview()));
    return answer;
  }

  private static void byOrganisation(Map<String, Totals> cells, WishFigures wish) {
    Set<String> claiming = new HashSet<>();
    Set<String> completing = new HashSet<>();
    for (ClaimFigures claim : wish.claims()) {
      String organisation = claim.organisation();
      if (organisation == null) {
        continue;
      }
      if (!claim.money().isZero()) {
        cell(cells, organisation, wish.kind()).pay(claim.money(), 1);
      }
      if (!claim.counts()) {
        continue;
      }
      Cell cell = cell(cells, organisation, wish.kind());
      if (claiming.add(organisation)) {
        cell.publish(wish.budgetFen(), 1);
        cell.claimed(1);
      }
      if (claim.isCompleted() && wish.isFulfilled() && completing.add(organisation)) {
        cell.fulfilled(1);
      }
      cell.claim(claim, 1);
      claim.participations().forEach(participation -> cell.participate(participation, 1));
    }
  }

  private static void byMonth(Map<String, Totals> cells, WishFigures wish) {
    CountedKind kind = wish.kind();
    cell(cells, month(wish.publishedAt()), kind).publish(wish.budgetFen(), 1);
    if (wish.claimedAt() != null) {
      cell(cells, month(wish.claimedAt()), kind).claimed(1);
    }
    if (wish.isFulfilled()) {
      cell(cells, month(wish.fulfilledAt()), kind).fulfilled(1);
    }
    for (ClaimFigures claim : wish.claims()) {
      if (claim.counts()) {
        // In a correct ledger, a claim that counts has been ACTIVE.
        if (claim.activeSince() != null) {
          cell(cells, month(claim.activeSince()), kind).claim(claim, 1);
        }
        for (Participation participation : claim.participations()) {
          cell(cells, month(participation.since()), kind).participate(participation, 1);
        }
      }
    }
    for (MonthlyMoney money : wish.monthly()) {
      cell(cells, money.month().toString(), kind).pay(money.change(), 1);
    }
  }

  /** Returns how fast wishes of each kind were claimed and fulfilled. */
  public Map<CountedKind, Pace> paces(Selection selection) {
    Map<CountedKind, LongStream.Builder> toClaim = new EnumMap<>(CountedKind.class);
    Map<CountedKind, LongStream.Builder> toFulfilment = new EnumMap<>(CountedKind.class);
    wishes(
        selection,
        wish -> {
          if (wish.firstClaimedAt() != null) {
            values(toClaim, wish.kind()).add(micros(wish.publishedAt(), wish.firstClaimedAt()));
          }
          if (wish.isFulfilled()) {
            values(toFulfilment, wish.kind()).add(micros(wish.publishedAt(), wish.fulfilledAt()));
          }
        });
    Map<CountedKind, Pace> paces = new EnumMap<>(CountedKind.class);
    for (CountedKind kind : kinds(selection)) {
      paces.put(
          kind,
          new Pace(
              DurationFigures.of(values(toClaim, kind).build().toArray()),
              DurationFigures.of(values(toFulfilment, kind).build().toArray())));
    }
    return paces;
  }

  /** Returns the exact ratings of each kind of wish. */
  public Map<CountedKind, Satisfaction> satisfaction(Selection selection) {
    Map<CountedKind, Map<Confirmer, long[]>> stars = new EnumMap<>(CountedKind.class);
    Map<CountedKind, Map<Confirmer, long[]>> dissatisfied = new EnumMap<>(CountedKind.class);
    wishes(
        selection,
        wish -> {
          if (wish.rating() > 0) {
            counters(stars, wish.kind(), wish.ratedBy(), 5)[wish.rating() - 1]++;
          }
          for (Confirmer by : Confirmer.values()) {
            counters(dissatisfied, wish.kind(), by, 1)[0] += wish.dissatisfied(by);
          }
        });
    Map<CountedKind, Satisfaction> answer = new EnumMap<>(CountedKind.class);
    for (CountedKind kind : kinds(selection)) {
      answer.put(
          kind,
          new Satisfaction(
              ratings(stars, dissatisfied, kind, Confirmer.SELF),
              ratings(stars, dissatisfied, kind, Confirmer.PROXY),
              ratings(stars, dissatisfied, kind, Confirmer.ACCEPTANCE)));
    }
    return answer;
  }

  private static Ratings ratings(
      Map<CountedKind, Map<Confirmer, long[]>> stars,
      Map<CountedKind, Map<Confirmer, long[]>> dissatisfied,
      CountedKind kind,
      Confirmer by) {
    return new Ratings(
        LongStream.of(counters(stars, kind, by, 5)).boxed().toList(),
        counters(dissatisfied, kind, by, 1)[0]);
  }

  /**
   * Computes the leaderboard of a division and month from all events.
   *
   * @param division a path; empty for all divisions
   */
  public Board board(String division, YearMonth month) {
    return board(division, month, 0);
  }

  /**
   * Computes a board of the events that were recorded too late for a frozen board: the events of
   * its month that are in leaves that the frozen board does not count.
   */
  public Board late(BoardFigures frozen) {
    return board(frozen.division(), frozen.month(), frozen.treeSize());
  }

  private Board board(String division, YearMonth month, long firstLeaf) {
    Selection.Window window =
        new Selection.Window(Shanghai.start(month), Shanghai.start(month.plusMonths(1)));
    Map<String, Score> organisations = new HashMap<>();
    Map<String, Score> people = new HashMap<>();
    wishes(
        new Selection(division, null, null, null),
        wish -> {
          boolean fulfils =
              wish.isFulfilled()
                  && wish.fulfilledLeaf() >= firstLeaf
                  && window.holds(wish.fulfilledAt());
          for (ClaimFigures claim : wish.claims()) {
            if (claim.counts()) {
              for (Participation participation : claim.participations()) {
                if (participation.leaf() >= firstLeaf && window.holds(participation.since())) {
                  score(people, participation.member()).participations++;
                  if (claim.organisation() != null) {
                    score(organisations, claim.organisation()).participations++;
                  }
                }
              }
            }
            if (fulfils && claim.isCompleted()) {
              for (Participation participation : claim.participations()) {
                score(people, participation.member()).fulfil(wish);
              }
              if (claim.organisation() != null) {
                score(organisations, claim.organisation()).fulfil(wish);
              }
            }
          }
        });
    return new Board(standings(organisations), standings(people));
  }

  private static Score score(Map<String, Score> scores, String id) {
    return scores.computeIfAbsent(id, absent -> new Score());
  }

  private static List<BoardStanding> standings(Map<String, Score> scores) {
    List<Map.Entry<String, Score>> order = new ArrayList<>(scores.entrySet());
    order.sort(
        Comparator.comparing(Map.Entry<String, Score>::getValue, Score.BEST_FIRST)
            .thenComparing(Map.Entry::getKey));
    List<BoardStanding> standings = new ArrayList<>();
    for (Map.Entry<String, Score> line : order.subList(0, Math.min(Board.SIZE, order.size()))) {
      Score score = line.getValue();
      standings.add(
          new BoardStanding(
              standings.size() + 1,
              line.getKey(),
              score.fulfilled,
              score.participations,
              score.earliest));
    }
    return standings;
  }

  /** Returns the frozen board of a division and month; null if it is not frozen. */
  public BoardFigures frozen(String division, YearMonth month) {
    return boards.get(BoardFigures.id(division, month));
  }

  /** Whether the member with that pseudonym consented to appear by name. */
  public boolean showsName(String member) {
    MemberFigures figures = members.get(member);
    return figures != null && figures.showsName();
  }

  private void wishes(Selection selection, Consumer<WishFigures> each) {
    Selection.Window window = selection.window();
    for (WishFigures wish : wishes.values()) {
      if (wish.isPublished()
          && (selection.kind() == null || selection.kind() == wish.kind())
          && selection.covers(wish.community())
          && window.holds(wish.publishedAt())) {
        each.accept(wish);
      }
    }
  }

  private void checkIns(Selection selection, Consumer<CheckInFigures> each) {
    Selection.Window window = selection.window();
    for (CheckInFigures checkIn : checkIns.values()) {
      if (checkIn.counts()
          && selection.covers(checkIn.community())
          && window.holds(checkIn.checkedInAt())) {
        each.accept(checkIn);
      }
    }
  }

  private void groups(Selection selection, Consumer<GroupFigures> each) {
    Selection.Window window = selection.window();
    for (GroupFigures group : groups.values()) {
      if (group.counts()
          && selection.covers(group.community())
          && window.holds(group.approvedAt())) {
        each.accept(group);
      }
    }
  }

  private void demands(Selection selection, Consumer<DemandFigures> each) {
    Selection.Window window = selection.window();
    for (DemandFigures demand : demands.values()) {
      if (demand.counts()
          && selection.covers(demand.community())
          && window.holds(demand.submittedAt())) {
        each.accept(demand);
      }
    }
  }

  private void atEveryLevel(String community, Consumer<Totals> change) {
    String parent = null;
    for (int length : PATH_LENGTHS) {
      if (length <= community.length()) {
        String path = community.substring(0, length);
        change.accept(divisions.computeIfAbsent(path, absent -> new Totals()));
        if (parent != null) {
          below.computeIfAbsent(parent, absent -> new HashSet<>()).add(path);
        }
        parent = path;
      }
    }
    if (community.length() < PATH_LENGTHS[PATH_LENGTHS.length - 1]) {
      change.accept(own.computeIfAbsent(community, absent -> new Totals()));
    }
  }

  /** Returns the pseudonyms of the people whom a figure of a division counts. */
  Set<String> people(String division, People figure) {
    Totals totals = divisions.get(division);
    return totals == null ? Set.of() : totals.people(figure);
  }

  /**
   * Returns the pseudonyms of the people whom a figure counts in each cell directly below a
   * division, see {@link SmallCells}.
   */
  Map<String, Set<String>> peopleBelow(String division, People figure) {
    Map<String, Set<String>> cells = new HashMap<>();
    below.getOrDefault(division, Set.of()).forEach(path -> cells.put(path, people(path, figure)));
    Totals totals = own.get(division);
    if (totals != null) {
      cells.put(SmallCells.OWN, totals.people(figure));
    }
    return cells;
  }

  /**
   * Returns the ratings that confirmers of the type {@code by} gave to one kind of wish. The keys
   * of the map are the paths of the wishes' communities.
   */
  Map<String, Ratings> ratings(CountedKind kind, Confirmer by) {
    Map<String, long[]> stars = new HashMap<>();
    Map<String, Long> dissatisfied = new HashMap<>();
    wishes(
        new Selection("", kind, null, null),
        wish -> {
          long[] counts = stars.computeIfAbsent(wish.community(), absent -> new long[5]);
          if (wish.rating() > 0 && wish.ratedBy() == by) {
            counts[wish.rating() - 1]++;
          }
          dissatisfied.merge(wish.community(), (long) wish.dissatisfied(by), Long::sum);
        });
    Map<String, Ratings> ratings = new HashMap<>();
    stars.forEach(
        (community, counts) ->
            ratings.put(
                community,
                new Ratings(LongStream.of(counts).boxed().toList(), dissatisfied.get(community))));
    return ratings;
  }

  /**
   * Returns how many fulfilled wishes of one kind each {@link Confirmer} has rated, and nobody has
   * rated, in this order, by the community of the wish.
   */
  Map<String, long[]> confirmations(CountedKind kind) {
    Map<String, long[]> counts = new HashMap<>();
    List<Confirmer> confirmers = List.of(Confirmer.values());
    wishes(
        new Selection("", kind, null, null),
        wish -> {
          if (wish.isFulfilled()) {
            counts
                .computeIfAbsent(wish.community(), absent -> new long[confirmers.size() + 1])[
                wish.rating() == 0 ? confirmers.size() : confirmers.indexOf(wish.ratedBy())]++;
          }
        });
    return counts;
  }

  /**
   * Returns how many wishes of one kind have a report of dissatisfaction that {@code by} made, by
   * the community of the wish.
   */
  Map<String, long[]> dissatisfiedWishes(CountedKind kind, Confirmer by) {
    Map<String, long[]> counts = new HashMap<>();
    wishes(
        new Selection("", kind, null, null),
        wish -> {
          if (wish.dissatisfied(by) > 0) {
            counts.computeIfAbsent(wish.community(), absent -> new long[1])[0]++;
          }
        });
    return counts;
  }

  private static boolean isLevel(String path) {
    for (int length : PATH_LENGTHS) {
      if (length == path.length()) {
        return true;
      }
    }
    return false;
  }

  static List<CountedKind> kinds(Selection selection) {
    return selection.kind() == null ? List.of(CountedKind.values()) : List.of(selection.kind());
  }

  private static Cell cell(Map<String, Totals> cells, String key, CountedKind kind) {
    return cells.computeIfAbsent(String.valueOf(key), absent -> new Totals()).of(kind);
  }

  static String cut(String path, int length) {
    return path.length() <= length ? path : path.substring(0, length);
  }

  private static String month(Instant moment) {
    return Shanghai.month(moment).toString();
  }

  private static long micros(Instant from, Instant to) {
    return java.time.temporal.ChronoUnit.MICROS.between(from, to);
  }

  private static LongStream.Builder values(
      Map<CountedKind, LongStream.Builder> map, CountedKind kind) {
    return map.computeIfAbsent(kind, absent -> LongStream.builder());
  }

  private static long[] counters(
      Map<CountedKind, Map<Confirmer, long[]>> map, CountedKind kind, Confirmer by, int size) {
    return map.computeIfAbsent(kind, absent -> new EnumMap<>(Confirmer.class))
        .computeIfAbsent(by, absent -> new long[size]);
  }

  /** The counts of one cell: both kinds of wish, check-ins, groups and demands. */
  private static final class Totals {
    private final Cell wishes = new Cell();
    private final Cell projects = new Cell();
    private final Cell.Tally organisations = new Cell.Tally();
    private final Cell.Tally people = new Cell.Tally();
    private final Map<String, Long> groups = new TreeMap<>();
    private final Cell.Tally belonging = new Cell.Tally();
    private final DemandTotals demands = new DemandTotals();

    Cell of(CountedKind kind) {
      return switch (kind) {
        case WISH -> wishes;
        case PROJECT -> projects;
      };
    }

    void add(CheckInFigures checkIn, int sign) {
      (checkIn.organisation() ? organisations : people).add(checkIn.subject(), sign);
    }

    void add(GroupFigures group, int sign) {
      groups.merge(
          group.kind(), (long) sign, (one, other) -> one + other == 0 ? null : one + other);
      group.people().values().forEach(person -> belonging.add(person, sign));
    }

    Set<String> people(People figure) {
      return switch (figure) {
        case WISH_MEMBERS -> wishes.members();
        case PROJECT_MEMBERS -> projects.members();
        case CHECKED_IN -> people.all();
        case IN_GROUPS -> belonging.all();
      };
    }

    void move(List<String> left, List<String> joined) {
      left.forEach(person -> belonging.add(person, -1));
      joined.forEach(person -> belonging.add(person, 1));
    }

    Overview overview() {
      return new Overview(
          wishes.counts(),
          projects.counts(),
          new CheckInCounts(organisations.distinct(), people.distinct()),
          new GroupCounts(new TreeMap<>(groups), belonging.distinct()),
          demands.counts());
    }
  }

  /** The score of one organisation or member in a month. */
  private static final class Score {
    /**
     * Orders by more fulfilled, then more participations, then earlier fulfilment. Callers break
     * ties by id.
     */
    static final Comparator<Score> BEST_FIRST =
        Comparator.comparingLong((Score score) -> score.fulfilled)
            .thenComparingLong(score -> score.participations)
            .reversed()
            .thenComparing(
                score -> score.earliest, Comparator.nullsLast(Comparator.naturalOrder()));

    private final Set<String> wishes = new HashSet<>();
    private long fulfilled;
    private long participations;
    private Instant earliest;

    void fulfil(WishFigures wish) {
      if (wishes.add(wish.id())) {
        fulfilled++;
        if (earliest == null || wish.fulfilledAt().isBefore(earliest)) {
          earliest = wish.fulfilledAt();
        }
      }
    }
  }
}
