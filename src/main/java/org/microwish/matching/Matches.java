package org.microwish.matching;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerFollower;
import org.microwish.matching.Hits.Hit;
import org.microwish.matching.score.Score;
import org.microwish.matching.score.WishFacts;
import org.microwish.platform.Time;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
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

  /** Maximum number of wishes that are read from the database if the snapshot cannot be used. */
  private static final int READ = 2_000;

  private final EntityManager entities;
  private final Snapshot snapshot;
  private final LedgerFollower ledger;
  private final Profiles profiles;
  private final Eligibility eligibility;
  private final Wishes wishes;
  private final WishReads reads;
  private final CurrentWeights weights;
  private final Time time;

  Matches(
      EntityManager entities,
      Snapshot snapshot,
      LedgerFollower ledger,
      Profiles profiles,
      Eligibility eligibility,
      Wishes wishes,
      WishReads reads,
      CurrentWeights weights,
      Time time) {
    this.entities = entities;
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

    MatchSort order() {
      return sort == null ? MatchSort.SCORE : sort;
    }

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

    boolean admits(OpenWishes.Shape shape) {
      return (kind == null || shape.kind() == kind)
          && (category == null || shape.category() == category)
          && (channel == null || shape.channel() == channel)
          && (divisionPath == null || shape.path().startsWith(divisionPath));
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

  /** Returns a page of matches. Runs in the caller's transaction. */
  MatchResource.MatchPage page(Caller caller, Query query, Language language, PageQuery page) {
    Instant now = time.now();
    int today = Profiles.day(now);
    boolean member = caller.role() == Role.MEMBER;
    ClaimantType type = member ? ClaimantType.MEMBER : ClaimantType.ORGANISATION;
    long claimantId = member ? caller.requireMember() : caller.requireOrganisation();
    Filters filters = query.filters(type, claimantId, weights.get().version());
    Optional<Cursor> after = page.after(filters);
    int day = after.map(cursor -> dayOf(cursor, today)).orElse(today);
    // If the first page was read yesterday, rank the further pages with the facts of yesterday, so
    // that the order stays the same.
    Instant asOf = now.minus(Duration.ofDays(today - day));
    ClaimantProfile claimant =
        profiles.read(type, List.of(claimantId), asOf).stream()
            .findFirst()
            .orElseThrow(Caller::forbidden);
    boolean current = snapshot.isCurrent();
    // Read the tree size before the wishes: the wishes then include the changes of these leaves.
    long treeSize = current ? snapshot.treeSize() : ledger.treeSize();
    List<OpenWishes> open = List.of();
    MatchClosed closed = MatchClosed.of(claimant.profile(), today);
    if (closed == null) {
      open = current ? snapshot.around(claimant.paths()) : snapshot.read(claimant.paths(), READ);
    }
    Score score = new Score(weights.get(), claimant.profile(), day);
    Scan scan = new Scan(score, day, weights.get().version(), claimant, query);
    int points = after.map(cursor -> (int) cursor.number(1)).orElse(Integer.MAX_VALUE);
    long id = after.map(cursor -> cursor.number(2)).orElse(0L);
    Map<Wish, Hit<WishFacts>> shown = new LinkedHashMap<>();
    boolean more = true;
    for (int step = 0; step < Hits.STEPS && more && shown.size() <= page.size(); step++) {
      Hits<WishFacts> hits = Hits.ofStep(step, page, points, id);
      open.forEach(some -> scan.add(some, hits));
      List<Hit<WishFacts>> best = hits.best();
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
      Hit<WishFacts> last = shown.get(rows.getLast());
      points = last.points();
      id = last.id();
    }
    // decide() has found each of these wishes free for the caller.
    Map<Long, Standing> free =
        rows.stream().collect(Collectors.toMap(wish -> wish.id, _ -> Standing.FREE));
    List<WishView> views = reads.views(caller, rows, language, free);
    List<MatchResource.Match> items = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Hit<WishFacts> hit = shown.get(rows.get(i));
      items.add(
          new MatchResource.Match(
              views.get(i),
              score.points(hit.item()),
              score.reasons(hit.item()).stream()
                  .map(reason -> ReasonView.of(reason, language))
                  .toList()));
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

  /**
   * Adds to {@code shown} those of the best wishes that the claimant can claim: reads their current
   * rows and applies the rules of claims.
   */
  private void decide(
      Caller caller,
      ClaimantProfile claimant,
      Query query,
      List<Hit<WishFacts>> best,
      Instant now,
      Map<Wish, Hit<WishFacts>> shown) {
    List<Long> ids = best.stream().map(Hit::id).toList();
    RoundTrip trip = new RoundTrip();
    Pending<Map<Long, Wish>> rows = wishes.readWhole(trip, ids);
    Supplier<Eligibility.Past> facts = eligibility.past(trip, ids, now);
    trip.send(entities);
    Eligibility.Past past = facts.get();
    for (Hit<WishFacts> hit : best) {
      Wish wish = rows.get().get(hit.id());
      if (wish != null
          && query.admits(wish)
          && eligibility.accepts(wish, claimant, caller.account(), past, now)) {
        shown.put(wish, hit);
      }
    }
  }
}
