package org.microwish.matching;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.matching.ProfileQueries.Party;
import org.microwish.matching.ProfileQueries.Stars;
import org.microwish.matching.score.Openness;
import org.microwish.matching.score.Profile;
import org.microwish.matching.score.WishFacts;
import org.microwish.party.CheckIns;
import org.microwish.party.MemberState;
import org.microwish.party.Members;
import org.microwish.party.OrganisationState;
import org.microwish.party.PartyType;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Rows;
import org.microwish.wish.Wish;
import org.microwish.wish.WishConfig;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;

/** Reads what the score knows about claimants and wishes, with few statements for many. */
@ApplicationScoped
public class Profiles {

  /** The number of days in which a claim is recent, today included. */
  static final int RECENT_DAYS = 28;

  private static final Set<ClaimState> COUNTED =
      EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE, ClaimState.COMPLETED);

  private final ProfileQueries queries;
  private final Members members;
  private final CheckIns checkIns;
  private final WishConfig config;

  Profiles(ProfileQueries queries, Members members, CheckIns checkIns, WishConfig config) {
    this.queries = queries;
    this.members = members;
    this.checkIns = checkIns;
    this.config = config;
  }

  /** Returns the epoch day of a time in {@link Time#ZONE}. */
  public static int day(Instant at) {
    return (int) at.atZone(Time.ZONE).toLocalDate().toEpochDay();
  }

  /** Returns what the score knows about a published wish. */
  public static WishFacts facts(Wish wish) {
    return OpenWish.of(wish).facts();
  }

  /** Returns the open wishes of a subtree, in the order of ids, at most so many. */
  public List<OpenWish> open(String path, int most, Instant now) {
    List<OpenWish> found = new ArrayList<>(queries.openIn(WishState.OPEN, path + "%", most));
    found.removeIf(wish -> isOver(wish, now));
    return found;
  }

  /** Returns those of the wishes that are open, in the order of ids. */
  public List<OpenWish> open(Collection<Long> ids, Instant now) {
    List<OpenWish> found = new ArrayList<>();
    for (List<Long> some : Rows.chunks(new TreeSet<>(ids))) {
      found.addAll(queries.openAmong(WishState.OPEN, some));
    }
    found.removeIf(wish -> isOver(wish, now));
    found.sort(Comparator.comparingLong(OpenWish::id));
    return found;
  }

  /** Whether the claim-by date is over, and the wish only waits for the sweeper. */
  private static boolean isOver(OpenWish wish, Instant now) {
    return wish.claimBy() != null && !wish.claimBy().isAfter(now);
  }

  /**
   * Returns the claimants whose division or check-in is in a subtree, at most so many of each of
   * these four kinds, in a fixed order.
   */
  public List<ClaimantProfile> around(String path, int most, Instant now) {
    String paths = path + "%";
    List<ClaimantProfile> found = new ArrayList<>();
    for (ClaimantType type : ClaimantType.values()) {
      Set<Long> ids =
          new TreeSet<>(
              switch (type) {
                case MEMBER -> queries.membersOf(paths, MemberState.ACTIVE, most);
                case ORGANISATION -> queries.organisationsOf(paths, OrganisationState.ACTIVE, most);
              });
      ids.addAll(queries.checkedIn(party(type), paths, most));
      found.addAll(read(type, ids, now));
    }
    return found;
  }

  /** Returns those of the claimants that may claim, in the order of the ids. */
  public List<ClaimantProfile> read(ClaimantType type, Collection<Long> ids, Instant now) {
    List<ClaimantProfile> found = new ArrayList<>();
    for (List<Long> some : Rows.chunks(new TreeSet<>(ids))) {
      found.addAll(chunk(type, some, now));
    }
    return found;
  }

  private List<ClaimantProfile> chunk(ClaimantType type, List<Long> ids, Instant now) {
    boolean member = type == ClaimantType.MEMBER;
    List<Party> parties =
        member
            ? queries.members(ids, MemberState.ACTIVE, OrganisationState.ACTIVE)
            : queries.organisations(ids, OrganisationState.ACTIVE);
    Map<Long, Set<String>> communities = checkIns.communitiesOf(party(type), ids);
    Map<Long, List<String>> skills =
        member ? members.skills(ids) : members.skillsOfOrganisations(ids);
    Map<Long, List<String>> areas = member ? members.serviceAreas(ids) : Map.of();
    Map<Long, Long> live = new HashMap<>();
    queries.live(type.name(), ids).forEach(count -> live.put(count.id(), count.count()));
    LocalDate today = now.atZone(Time.ZONE).toLocalDate();
    Map<Long, Integer> recent = recent(type, ids, today.minusDays(RECENT_DAYS - 1));
    Map<Long, Integer> thisMonth = recent(type, ids, today.withDayOfMonth(1));
    Map<Long, Map<Category, Integer>> completed = new HashMap<>();
    queries
        .completed(type, ids, ClaimState.COMPLETED)
        .forEach(
            one ->
                completed
                    .computeIfAbsent(one.id(), _ -> new EnumMap<>(Category.class))
                    .put(one.category(), Math.toIntExact(one.count())));
    Map<Long, Stars> stars = new HashMap<>();
    queries
        .stars(AggregateType.WISH, type, ids, ClaimState.COMPLETED)
        .forEach(one -> stars.put(one.id(), one));
    Map<Long, StoredOpenness> open = new HashMap<>();
    queries.openness(party(type), ids).forEach(one -> open.put(one.key.partyId(), one));
    return parties.stream()
        .sorted((one, other) -> Long.compare(one.id(), other.id()))
        .map(
            party -> {
              long id = party.id();
              StoredOpenness stored = open.get(id);
              Stars rated = stars.getOrDefault(id, new Stars(id, 0, 0));
              return new ClaimantProfile(
                  type,
                  id,
                  party.account(),
                  new Profile(
                      party.divisionPath(),
                      communities.getOrDefault(id, Set.of()),
                      new HashSet<>(areas.getOrDefault(id, List.of())),
                      skills.getOrDefault(id, List.of()).stream()
                          .map(Profile::skill)
                          .collect(Collectors.toSet()),
                      live.getOrDefault(id, 0L).intValue(),
                      member ? config.memberClaims() : config.organisationClaims(),
                      recent.getOrDefault(id, 0),
                      thisMonth.getOrDefault(id, 0),
                      completed.getOrDefault(id, Map.of()),
                      Math.toIntExact(rated.count()),
                      Math.toIntExact(rated.sum()),
                      stored == null ? Openness.ALL : stored.openness()),
                  stored == null ? Set.of() : stored.unwantedKinds());
            })
        .toList();
  }

  /** Returns the claimant's number of claims of this month that were not declined. */
  int thisMonth(ClaimantType type, long id, Instant now) {
    return recent(type, List.of(id), now.atZone(Time.ZONE).toLocalDate().withDayOfMonth(1))
        .getOrDefault(id, 0);
  }

  /** Counts claims from a whole day on, so that a count changes only with the day or a claim. */
  private Map<Long, Integer> recent(ClaimantType type, List<Long> ids, LocalDate since) {
    Map<Long, Integer> recent = new HashMap<>();
    queries
        .recent(type, ids, since.atStartOfDay(Time.ZONE).toInstant(), COUNTED)
        .forEach(one -> recent.put(one.id(), Math.toIntExact(one.count())));
    return recent;
  }

  static PartyType party(ClaimantType type) {
    return switch (type) {
      case MEMBER -> PartyType.MEMBER;
      case ORGANISATION -> PartyType.ORGANISATION;
    };
  }
}
