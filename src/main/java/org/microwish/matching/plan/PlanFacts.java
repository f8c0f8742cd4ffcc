package org.microwish.matching.plan;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.microwish.matching.plan.PlanOrder.ClaimantKey;
import org.microwish.matching.plan.PlanOrder.PairKey;
import org.microwish.matching.plan.PlanQueries.OpenWish;
import org.microwish.matching.plan.PlanQueries.Party;
import org.microwish.party.CheckIns;
import org.microwish.party.MemberState;
import org.microwish.party.OrganisationState;
import org.microwish.party.PartyType;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Rows;
import org.microwish.wish.WishConfig;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;

/** Reads what plans need to know about wishes and claimants, with few statements for many. */
@ApplicationScoped
class PlanFacts {

  private static final Set<ClaimState> LIVE = EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE);
  private static final Set<ClaimState> COUNTED =
      EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE, ClaimState.COMPLETED);

  private final PlanQueries queries;
  private final CheckIns checkIns;
  private final WishConfig wishes;
  private final PlanConfig config;

  PlanFacts(PlanQueries queries, CheckIns checkIns, WishConfig wishes, PlanConfig config) {
    this.queries = queries;
    this.checkIns = checkIns;
    this.wishes = wishes;
    this.config = config;
  }

  /**
   * A claimant.
   *
   * @param paths the paths of the own division and of the communities of check-in
   * @param account the account of a member; null for none
   * @param live the number of live claims
   * @param recent the number of recent claims
   * @param cap the largest number of live claims
   */
  record Claimant(
      ClaimantKey key, Set<String> paths, String account, int live, int recent, int cap) {

    int room() {
      return Math.max(0, cap - live);
    }
  }

  /** Who may not claim a wish because of an own claim: a live one, or one that lapsed lately. */
  record Past(Set<PairKey> holding, Set<PairKey> barred) {}

  /** Returns the open wishes of a subtree, at most one more than a plan may have. */
  List<OpenWish> open(String path, Instant now) {
    return queries.open(WishState.OPEN, path + "%", now, config.wishes() + 1);
  }

  /**
   * Returns the claimants whose division or check-in is in a subtree, in a fixed order; more than
   * the configured number are left out.
   */
  List<Claimant> claimants(String path, Instant now) {
    String paths = path + "%";
    int most = config.claimants();
    List<Claimant> all = new ArrayList<>();
    Map<Long, Party> members =
        byId(queries.members(paths, MemberState.ACTIVE, OrganisationState.ACTIVE, most));
    Set<Long> guests = new HashSet<>(queries.checkedIn(PartyType.MEMBER, paths, most));
    guests.removeAll(members.keySet());
    for (List<Long> ids : Rows.chunks(guests)) {
      members.putAll(byId(queries.members(ids, MemberState.ACTIVE, OrganisationState.ACTIVE)));
    }
    all.addAll(claimants(ClaimantType.MEMBER, members, now));
    Map<Long, Party> organisations =
        seats(queries.organisations(paths, OrganisationState.ACTIVE, most));
    guests = new HashSet<>(queries.checkedIn(PartyType.ORGANISATION, paths, most));
    guests.removeAll(organisations.keySet());
    for (List<Long> ids : Rows.chunks(guests)) {
      organisations.putAll(seats(queries.organisations(ids, OrganisationState.ACTIVE)));
    }
    all.addAll(claimants(ClaimantType.ORGANISATION, organisations, now));
    return all;
  }

  /** Returns those of the claimants that may claim, by key. */
  Map<ClaimantKey, Claimant> claimants(Collection<ClaimantKey> keys, Instant now) {
    Map<ClaimantKey, Claimant> found = new LinkedHashMap<>();
    for (ClaimantType type : ClaimantType.values()) {
      Set<Long> ids = new HashSet<>();
      keys.stream()
          .filter(key -> key.claimantType() == type)
          .forEach(key -> ids.add(key.claimantId().value()));
      Map<Long, Party> parties = new LinkedHashMap<>();
      for (List<Long> some : Rows.chunks(ids)) {
        parties.putAll(
            switch (type) {
              case MEMBER ->
                  byId(queries.members(some, MemberState.ACTIVE, OrganisationState.ACTIVE));
              case ORGANISATION -> seats(queries.organisations(some, OrganisationState.ACTIVE));
            });
      }
      claimants(type, parties, now).forEach(one -> found.put(one.key(), one));
    }
    return found;
  }

  private static Map<Long, Party> byId(List<Party> parties) {
    Map<Long, Party> byId = new LinkedHashMap<>();
    parties.forEach(party -> byId.put(party.id(), party));
    return byId;
  }

  private static Map<Long, Party> seats(List<PlanQueries.Seat> seats) {
    Map<Long, Party> byId = new LinkedHashMap<>();
    seats.forEach(seat -> byId.put(seat.id(), new Party(seat.id(), seat.divisionPath(), null)));
    return byId;
  }

  private List<Claimant> claimants(ClaimantType type, Map<Long, Party> parties, Instant now) {
    Instant since = now.minus(config.recent());
    Map<Long, Long> live = new HashMap<>();
    Map<Long, Long> recent = new HashMap<>();
    Map<Long, Set<String>> communities = new HashMap<>();
    for (List<Long> ids : Rows.chunks(parties.keySet())) {
      queries.live(type.name(), ids).forEach(count -> live.put(count.id(), count.count()));
      queries
          .recent(type, ids, since, COUNTED)
          .forEach(count -> recent.put(count.id(), count.count()));
      communities.putAll(checkIns.communitiesOf(PartyType.valueOf(type.name()), ids));
    }
    int cap =
        switch (type) {
          case MEMBER -> wishes.memberClaims();
          case ORGANISATION -> wishes.organisationClaims();
        };
    return parties.values().stream()
        .sorted((one, other) -> Long.compare(one.id(), other.id()))
        .map(
            party -> {
              Set<String> paths = new HashSet<>(communities.getOrDefault(party.id(), Set.of()));
              paths.add(party.divisionPath());
              return new Claimant(
                  new ClaimantKey(type, new Id(party.id())),
                  paths,
                  party.account(),
                  live.getOrDefault(party.id(), 0L).intValue(),
                  recent.getOrDefault(party.id(), 0L).intValue(),
                  cap);
            })
        .toList();
  }

  /** Returns who may not claim these wishes because of an own claim. */
  Past past(Collection<Long> wishIds, Instant now) {
    Set<PairKey> holding = new HashSet<>();
    Set<PairKey> barred = new HashSet<>();
    Function<PlanQueries.Holding, PairKey> pair =
        one -> new PairKey(new Id(one.wishId()), one.claimantType(), new Id(one.claimantId()));
    for (List<Long> ids : Rows.chunks(wishIds)) {
      queries.holders(ids, LIVE).forEach(one -> holding.add(pair.apply(one)));
      queries
          .participants(ids, LIVE)
          .forEach(
              one ->
                  holding.add(
                      new PairKey(
                          new Id(one.wishId()), ClaimantType.MEMBER, new Id(one.memberId()))));
      queries
          .barred(ids, now)
          .forEach(
              one ->
                  barred.add(
                      new PairKey(
                          new Id(one.wishId()),
                          ClaimantType.valueOf(one.claimantType()),
                          new Id(one.claimantId()))));
    }
    return new Past(holding, barred);
  }
}
