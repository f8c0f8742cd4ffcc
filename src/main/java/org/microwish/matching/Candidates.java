package org.microwish.matching;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.ledger.LedgerFollower;
import org.microwish.matching.Hits.Hit;
import org.microwish.matching.score.Score;
import org.microwish.matching.score.Weights;
import org.microwish.matching.score.WishFacts;
import org.microwish.party.DivisionCode;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Masking;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Wish;
import org.microwish.wish.WishReads;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;

/** Ranks the claimants of a street for a wish. */
@ApplicationScoped
class Candidates {

  /** Maximum number of claimants of all streets in the cache, at about 500 bytes each. */
  private static final int KEPT = 100_000;

  private final Profiles profiles;
  private final Eligibility eligibility;
  private final WishReads reads;
  private final Members members;
  private final Organisations organisations;
  private final CurrentWeights weights;
  private final Transactions transactions;
  private final Time time;
  private final LoadingCache<String, Street> streets;

  /**
   * The claimants of a street.
   *
   * @param treeSize the number of ledger leaves whose changes the claimants include
   */
  private record Street(long treeSize, List<ClaimantProfile> claimants) {}

  Candidates(
      Profiles profiles,
      Eligibility eligibility,
      WishReads reads,
      Members members,
      Organisations organisations,
      CurrentWeights weights,
      LedgerFollower ledger,
      Transactions transactions,
      MatchingConfig config,
      Time time) {
    this.profiles = profiles;
    this.eligibility = eligibility;
    this.reads = reads;
    this.members = members;
    this.organisations = organisations;
    this.weights = weights;
    this.transactions = transactions;
    this.time = time;
    this.streets =
        Caffeine.newBuilder()
            .maximumWeight(KEPT)
            .<String, Street>weigher((_, street) -> 1 + street.claimants().size())
            .expireAfterWrite(config.keepClaimants())
            // Without a scheduler, expired claimants stay in memory until the next request.
            .scheduler(Scheduler.systemScheduler())
            .build(
                path -> {
                  long treeSize = ledger.treeSize();
                  return new Street(
                      treeSize,
                      transactions.call(
                          () -> profiles.around(path, config.claimants(), time.now())));
                });
  }

  /**
   * Returns a page of candidates. Reads the claimants between two transactions, not within one:
   * loading the cache needs a connection of its own, and threads that hold one connection while
   * they wait for another can deadlock.
   */
  CandidateResource.CandidatePage page(
      Caller caller, long wishId, ClaimantType type, Language language, PageQuery page) {
    Street street = street(transactions.call(() -> wish(caller, wishId).divisionPath));
    return transactions.call(() -> page(caller, wishId, street, type, language, page));
  }

  private Wish wish(Caller caller, long wishId) {
    Wish wish = reads.require(caller, wishId);
    if (!caller.covers(wish.divisionPath)) {
      throw Caller.forbidden();
    }
    return wish;
  }

  private CandidateResource.CandidatePage page(
      Caller caller,
      long wishId,
      Street street,
      ClaimantType type,
      Language language,
      PageQuery page) {
    Wish wish = wish(caller, wishId);
    Instant now = time.now();
    int day = Profiles.day(now);
    Filters filters =
        Filters.of("wish", wishId, "type", type, "weights", weights.get().version(), "day", day);
    Optional<Cursor> after = page.after(filters);
    int points = after.map(cursor -> (int) cursor.number(0)).orElse(Integer.MAX_VALUE);
    long id = after.map(cursor -> cursor.number(1)).orElse(0L);
    WishFacts facts = wish.state == WishState.OPEN ? Profiles.facts(wish) : null;
    List<Hit<ClaimantProfile>> shown = new ArrayList<>();
    boolean more = facts != null;
    Eligibility.Past past = eligibility.past(List.of(wishId), now);
    for (int step = 0; step < Hits.STEPS && more && shown.size() <= page.size(); step++) {
      Hits<ClaimantProfile> hits = Hits.ofStep(step, page, points, id);
      scan(street.claimants(), type, wish, facts, day, hits);
      List<Hit<ClaimantProfile>> best = hits.best();
      more = hits.more();
      if (best.isEmpty()) {
        break;
      }
      points = best.getLast().points();
      id = best.getLast().id();
      Map<Key, ClaimantProfile> fresh = fresh(best, now);
      for (Hit<ClaimantProfile> hit : best) {
        ClaimantProfile one = fresh.get(Key.of(hit.item()));
        if (one != null
            && one.profile().open(day)
            && one.profile().openness().admits(facts)
            && eligibility.accepts(wish, one, one.account(), past, now)) {
          shown.add(hit);
        }
      }
    }
    boolean full = shown.size() > page.size();
    if (full) {
      shown = shown.subList(0, page.size());
      points = shown.getLast().points();
      id = shown.getLast().id();
    }
    return new CandidateResource.CandidatePage(
        street.treeSize(),
        LocalDate.ofEpochDay(day),
        weights.get().version(),
        views(shown, facts, day, language),
        full || more ? Cursor.at(points, id).encode(filters) : null);
  }

  private Street street(String path) {
    String street = DivisionCode.streetPath(path);
    if (street == null) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return streets.get(street);
  }

  private record Key(ClaimantType type, long id) {
    static Key of(ClaimantProfile one) {
      return new Key(one.type(), one.id());
    }
  }

  private void scan(
      List<ClaimantProfile> claimants,
      ClaimantType type,
      Wish wish,
      WishFacts facts,
      int day,
      Hits<ClaimantProfile> hits) {
    Weights current = weights.get();
    for (ClaimantProfile one : claimants) {
      if ((type == null || one.type() == type)
          && wish.claimableBy.admits(one.type())
          && one.profile().open(day)
          && one.profile().openness().admits(facts)
          && wish.claimableFrom.admits(wish.divisionPath, one.paths())) {
        int points = new Score(current, one.profile(), day).points(facts);
        if (hits.takes(points, one.id())) {
          hits.add(points, one.id(), one);
        }
      }
    }
  }

  private Map<Key, ClaimantProfile> fresh(List<Hit<ClaimantProfile>> best, Instant now) {
    Map<Key, ClaimantProfile> fresh = new HashMap<>();
    for (ClaimantType type : ClaimantType.values()) {
      Set<Long> ids = new HashSet<>();
      best.stream().filter(hit -> hit.item().type() == type).forEach(hit -> ids.add(hit.id()));
      profiles.read(type, ids, now).forEach(one -> fresh.put(Key.of(one), one));
    }
    return fresh;
  }

  private List<CandidateResource.CandidateView> views(
      List<Hit<ClaimantProfile>> shown, WishFacts facts, int day, Language language) {
    List<Long> people = new ArrayList<>();
    List<Long> bodies = new ArrayList<>();
    shown.forEach(
        hit -> (hit.item().type() == ClaimantType.MEMBER ? people : bodies).add(hit.id()));
    Map<Long, String> names = new HashMap<>(organisations.names(bodies));
    members.names(people).forEach((id, name) -> names.put(id, Masking.name(name)));
    return shown.stream()
        .map(
            hit ->
                new CandidateResource.CandidateView(
                    hit.item().type(),
                    new Id(hit.id()),
                    names.get(hit.id()),
                    hit.points(),
                    new Score(weights.get(), hit.item().profile(), day)
                        .reasons(facts).stream()
                            .map(reason -> ReasonView.of(reason, language))
                            .toList(),
                    hit.item().profile().room(),
                    !hit.item().unwanted().contains(MessageKind.INVITATION)))
        .toList();
  }
}
