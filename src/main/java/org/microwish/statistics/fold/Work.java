package org.microwish.statistics.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an organisation or a member has done on one wish: the claims that count.
 *
 * @param since when the work on the wish began
 * @param leaf the index of the leaf that names the member, or the first participant; -1 if an
 *     organisation claims without participants
 * @param completed whether the wish is fulfilled and one of the claims COMPLETED
 * @param wasOverdue whether one of the claims was ever overdue
 * @param isOverdue whether one of the claims is overdue now
 * @param people the pseudonyms of all who take part in the claims
 * @param participations pairs of a claim and a member who takes part in it
 * @param spentFen what was spent on the claims and not refunded
 */
public record Work(
    WishFigures wish,
    Instant since,
    long leaf,
    boolean completed,
    boolean wasOverdue,
    boolean isOverdue,
    Set<String> people,
    long participations,
    long spentFen) {

  public Work {
    people = Set.copyOf(people);
  }

  /** Returns the work of an organisation and its members, the earliest first. */
  public static List<Work> ofOrganisation(Statistics statistics, String organisation) {
    return of(statistics, organisation, null);
  }

  /** Returns the work of the member with that pseudonym, the earliest first. */
  public static List<Work> ofMember(Statistics statistics, String member) {
    return of(statistics, null, member);
  }

  /**
   * Returns, by the pseudonym of each member, on how many wishes the member's work was completed in
   * the period; the same numbers as {@link #ofMember} and {@link #completedIn} give, in one pass.
   */
  public static Map<String, Long> servicesByMember(Statistics statistics, Selection days) {
    return servicesByMember(statistics.wishes(), days);
  }

  /** Like {@link #servicesByMember(Statistics, Selection)}, for the given wishes only. */
  public static Map<String, Long> servicesByMember(Collection<WishFigures> wishes, Selection days) {
    Map<String, Long> services = new HashMap<>();
    for (WishFigures wish : wishes) {
      if (wish.isPublished() && wish.isFulfilled() && days.window().holds(wish.fulfilledAt())) {
        wish.claims().stream()
            .filter(ClaimFigures::isCompleted)
            .flatMap(claim -> claim.participations().stream())
            .map(Participation::member)
            .distinct()
            .forEach(member -> services.merge(member, 1L, Long::sum));
      }
    }
    return services;
  }

  private static List<Work> of(Statistics statistics, String organisation, String member) {
    List<Work> all = new ArrayList<>();
    for (WishFigures wish : statistics.wishes()) {
      List<ClaimFigures> claims =
          wish.isPublished()
              ? wish.claims().stream()
                  .filter(
                      claim ->
                          claim.counts()
                              && (member == null
                                  ? organisation.equals(claim.organisation())
                                  : takesPart(claim, member)))
                  .toList()
              : List.of();
      if (!claims.isEmpty()) {
        all.add(of(wish, claims, member));
      }
    }
    all.sort(Comparator.comparing(Work::since).thenComparing(work -> work.wish().id()));
    return all;
  }

  private static boolean takesPart(ClaimFigures claim, String member) {
    return claim.participations().stream().anyMatch(one -> one.member().equals(member));
  }

  private static Work of(WishFigures wish, List<ClaimFigures> claims, String member) {
    Instant since = Instant.MAX;
    long leaf = -1;
    boolean completed = false;
    Set<String> ids = new HashSet<>();
    Set<String> people = new HashSet<>();
    long participations = 0;
    long spent = 0;
    for (ClaimFigures claim : claims) {
      ids.add(claim.id());
      completed |= claim.isCompleted() && wish.isFulfilled();
      spent += claim.money().spent();
      if (member == null && claim.activeSince().isBefore(since)) {
        since = claim.activeSince();
      }
      for (Participation one : claim.participations()) {
        if (member == null || one.member().equals(member)) {
          people.add(one.member());
          participations++;
          leaf = leaf < 0 ? one.leaf() : Math.min(leaf, one.leaf());
          since = one.since().isBefore(since) ? one.since() : since;
        }
      }
    }
    List<Overdue> overdue =
        wish.overdue().stream().filter(each -> ids.contains(each.claim())).toList();
    return new Work(
        wish,
        since,
        leaf,
        completed,
        !overdue.isEmpty(),
        overdue.stream().anyMatch(each -> each.span().until() == null),
        people,
        participations,
        spent);
  }

  /** Whether the work began between the first and the last day of the selection. */
  public boolean beganIn(Selection days) {
    return days.window().holds(since);
  }

  /** Whether the wish was fulfilled by this work between the first and the last day. */
  public boolean completedIn(Selection days) {
    return completed && days.window().holds(wish.fulfilledAt());
  }
}
