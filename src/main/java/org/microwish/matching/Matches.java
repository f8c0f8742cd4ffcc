package org.microwish.matching;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerFollower;
import org.microwish.matching.Hits.Hit;
import org.microwish.matching.score.Reason;
import org.microwish.matching.score.Score;
import org.microwish.platform.Time;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.PageQuery;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemException;
import org.microwish.wish.SearchWords;
import org.microwish.wish.Standing;
import org.microwish.wish.Wish;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishView;
import org.microwish.wish.Wishes;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishKind;

/** Ranks the open wishes for a claimant. */
@ApplicationScoped
class Matches {

  /** How many wishes one step decides, of a page that has at most 101. */
  private static final int STEP = 120;

  /** After so many steps a page is shown although it is not full. */
  private static final int STEPS = 5;

  /** How many wishes are read if the snapshot cannot be used. */
  private static final int READ = 2_000;

  private final Snapshot snapshot;
  private final LedgerFollower ledger;
  private final Profiles profiles;
  private final Eligibility eligibility;
  private final Wishes wishes;
  private final WishReads reads;
  private final CurrentWeights weights;
  private final Time time;

  Matches(
      Snapshot snapshot,
      LedgerFollower ledger,
      Profiles profiles,
      Eligibility eligibility,
      Wishes wishes,
      WishReads reads,
      CurrentWeights weights,
      Time time) {
    this.snapshot = snapshot;
    this.ledger = ledger;
    this.profiles = profiles;
    this.eligibility = eligibility;
    this.wishes = wishes;
    this.reads = reads;
    this.weights = weights;
    this.time = time;
  }

  /** The filters; null for no filter. */
  record Query(
      WishKind kind,
      Category category,
      Channel channel,
      String divisionPath,
      LocalDate from,
      LocalDate to,
      String text,
      MatchSort sort) {

    Filters filters(ClaimantType type, long claimant, long weightsVersion) {
      return Filters.of(
          "type", type,
          "claimant", claimant,
          "weights", weightsVersion,
          "kind", kind,
          "category", category,
          "channel", channel,
          "division", divisionPath,
          "from", from,
          "to", to,
          "q", text,
          "sort", sort);
    }

    boolean admits(OpenWishes.Row row) {
      return (kind == null || row.kind() == kind)
          && (category == null || row.category() == category)
          && (channel == null || row.channel() == channel)
          && (divisionPath == null || row.path().startsWith(divisionPath));
    }

    boolean admits(Wish wish) {
      LocalDate published = LocalDate.ofInstant(wish.firstPublishedAt, Time.ZONE);
      return (from == null || !published.isBefore(from))
          && (to == null || !published.isAfter(to))
          && (text == null || SearchWords.terms(text).stream().allMatch(word -> has(wish, word)));
    }

    private static boolean has(Wish wish, String word) {
      String part = word.toLowerCase(Locale.ROOT);
      return wish.publicTitle.toLowerCase(Locale.ROOT).contains(part)
          || (wish.publicSummary != null
              && wish.publicSummary.toLowerCase(Locale.ROOT).contains(part));
    }
  }

  /** The score of a wish, and its reasons. */
  private record Scored(int points, List<Reason> reasons) {}

  /** A page of matches, in the caller's transaction. */
  MatchResource.MatchPage page(Caller caller, Query query, Language language, PageQuery page) {
    Instant now = time.now();
    int today = Profiles.day(now);
    boolean member = caller.role() == Role.MEMBER;
    ClaimantType type = member ? ClaimantType.MEMBER : ClaimantType.ORGANISATION;
    long claimantId = member ? caller.requireMember() : caller.requireOrganisation();
    Filters filters = query.filters(type, claimantId, weights.get().version());
    Optional<Cursor> after = page.after(filters);
    int day = after.map(cursor -> dayOf(cursor, today)).orElse(today);
    // A list that was begun yesterday is continued as of that day.
    Instant asOf = now.minus(Duration.ofDays(today - day));
    ClaimantProfile claimant =
        profiles.read(type, List.of(claimantId), asOf).stream()
            .findFirst()
            .orElseThrow(Caller::forbidden);
    boolean current = snapshot.isCurrent();
    // Read before the wishes, which may be newer.
    long treeSize = current ? snapshot.treeSize() : ledger.treeSize();
    List<OpenWishes> open = List.of();
    MatchClosed closed = MatchClosed.of(claimant.profile(), today);
    if (closed == null) {
      open = current ? snapshot.around(claimant.paths()) : snapshot.read(claimant.paths(), READ);
    }
    Score score = new Score(weights.get(), claimant.profile(), day);
    int points = after.map(cursor -> (int) cursor.number(1)).orElse(Integer.MAX_VALUE);
    long id = after.map(cursor -> cursor.number(2)).orElse(0L);
    Map<Wish, Hit<Scored>> shown = new LinkedHashMap<>();
    boolean more = true;
    for (int step = 0; step < STEPS && more && shown.size() <= page.size(); step++) {
      Hits<Scored> hits = new Hits<>(Math.max(STEP, page.fetch()), points, id);
      open.forEach(some -> scan(some, claimant, query, score, hits));
      List<Hit<Scored>> best = hits.best();
      more = hits.more();
      if (best.isEmpty()) {
        break;
      }
      points = best.getLast().points();
      id = best.getLast().id();
      decide(caller, claimant, query, best, now, shown);
    }
    List<Wish> rows = new ArrayList<>(shown.keySet());
    boolean full = rows.size() > page.size();
    if (full) {
      rows = rows.subList(0, page.size());
      Hit<Scored> last = shown.get(rows.getLast());
      points = last.points();
      id = last.id();
    }
    // Each was found to be free for the caller.
    Map<Long, Standing> free =
        rows.stream().collect(Collectors.toMap(wish -> wish.id, _ -> Standing.FREE));
    List<WishView> views = reads.views(caller, rows, language, free);
    List<MatchResource.Match> items = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Scored scored = shown.get(rows.get(i)).item();
      items.add(
          new MatchResource.Match(
              views.get(i),
              scored.points(),
              scored.reasons().stream().map(reason -> ReasonView.of(reason, language)).toList()));
    }
    return new MatchResource.MatchPage(
        treeSize,
        LocalDate.ofEpochDay(day),
        weights.get().version(),
        current ? MatchResource.Source.SNAPSHOT : MatchResource.Source.DATABASE,
        closed,
        items,
        full || more ? Cursor.at(day, points, id).encode(filters) : null);
  }

  private static int dayOf(Cursor cursor, int today) {
    long day = cursor.number(0);
    if (day != today && day != today - 1) {
      throw ProblemException.invalid(FieldError.query("cursor", FieldFault.NOT_ALLOWED));
    }
    return (int) day;
  }

  private static void scan(
      OpenWishes open, ClaimantProfile claimant, Query query, Score score, Hits<Scored> hits) {
    MatchSort sort = query.sort() == null ? MatchSort.SCORE : query.sort();
    OpenWishes.Row row = open.row();
    Set<String> paths = claimant.paths();
    for (int i = 0; i < open.size(); i++) {
      row.at(i);
      if (query.admits(row)
          && row.claimableBy().admits(claimant.type())
          && row.claimableFrom().admits(row.path(), paths)
          && claimant.profile().openness().admits(row)) {
        int points = score.points(row);
        int place = sort.place(row, points);
        if (hits.takes(place, row.id())) {
          hits.add(place, row.id(), new Scored(points, score.reasons(row)));
        }
      }
    }
  }

  /** Adds those wishes that the claimant can claim, by the rules on rows. */
  private void decide(
      Caller caller,
      ClaimantProfile claimant,
      Query query,
      List<Hit<Scored>> best,
      Instant now,
      Map<Wish, Hit<Scored>> shown) {
    List<Long> ids = best.stream().map(Hit::id).toList();
    Map<Long, Wish> rows = new HashMap<>(wishes.byId(ids));
    Eligibility.Past past = eligibility.past(ids, now);
    for (Hit<Scored> hit : best) {
      Wish wish = rows.get(hit.id());
      if (wish != null
          && query.admits(wish)
          && eligibility.accepts(wish, claimant, caller.account(), past, now)) {
        shown.put(wish, hit);
      }
    }
  }
}
