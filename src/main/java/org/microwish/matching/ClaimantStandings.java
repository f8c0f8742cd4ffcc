package org.microwish.matching;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.matching.Eligibility.Pair;
import org.microwish.platform.Time;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Standing;
import org.microwish.wish.Standings;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Money;

/** Decides by the rules of claims which standing members and organisations have on wishes. */
@ApplicationScoped
class ClaimantStandings implements Standings {

  private final Eligibility eligibility;
  private final ProfileQueries queries;
  private final Time time;

  ClaimantStandings(Eligibility eligibility, ProfileQueries queries, Time time) {
    this.eligibility = eligibility;
    this.queries = queries;
    this.time = time;
  }

  @Override
  public Map<Long, Standing> of(Caller caller, List<Wish> wishes) {
    boolean member = caller.is(Role.MEMBER);
    Long id = member ? caller.memberId() : caller.organisationId();
    if (wishes.isEmpty() || id == null || !caller.is(Role.MEMBER, Role.STEWARD)) {
      return Map.of();
    }
    ClaimantType type = member ? ClaimantType.MEMBER : ClaimantType.ORGANISATION;
    List<Long> ids = wishes.stream().map(wish -> wish.id).toList();
    Set<Long> claimed = Set.copyOf(queries.claimed(ids, type.name(), id));
    Map<Pair, Money> pairs = new HashMap<>();
    ids.forEach(wish -> pairs.put(new Pair(wish, type, id), null));
    Instant now = time.now();
    Map<Pair, ProblemType> obstacles = eligibility.obstacles(pairs, _ -> caller.account(), now);
    Map<Long, Standing> standings = new HashMap<>();
    pairs
        .keySet()
        .forEach(
            pair ->
                standings.put(
                    pair.wishId(),
                    new Standing(claimed.contains(pair.wishId()), obstacles.get(pair))));
    return standings;
  }
}
