package org.microwish.matching.plan;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.matching.Eligibility;
import org.microwish.matching.Eligibility.Pair;
import org.microwish.matching.ReasonView;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.privacy.Masking;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Money;

/** Reads plans and their rows as views of the API. */
@ApplicationScoped
class PlanReads {

  private final PlanService plans;
  private final Eligibility eligibility;
  private final Members members;
  private final Organisations organisations;
  private final Time time;

  PlanReads(
      PlanService plans,
      Eligibility eligibility,
      Members members,
      Organisations organisations,
      Time time) {
    this.plans = plans;
    this.eligibility = eligibility;
    this.members = members;
    this.organisations = organisations;
    this.time = time;
  }

  Page<PlanPairView> pairs(
      Caller caller,
      Id id,
      Id wish,
      Id claimant,
      PlanPair.Sending sending,
      Language language,
      PageQuery page) {
    MatchingPlan plan = plans.require(caller, id.value());
    Page<PlanPair> found = plans.pairs(plan, wish, claimant, sending, page);
    Map<Pair, ProblemType> obstacles =
        eligibility.obstacles(PlanInvitations.pledges(found.items()), time.now());
    Map<Long, String> titles =
        plans.titles(found.items().stream().map(pair -> pair.wishId).collect(Collectors.toSet()));
    Map<Long, String> people = members.names(ids(found.items(), ClaimantType.MEMBER));
    Map<Long, String> names = organisations.names(ids(found.items(), ClaimantType.ORGANISATION));
    return found.map(
        pair -> {
          ProblemType obstacle = obstacles.get(pair.pair());
          return new PlanPairView(
              pair.key.number(),
              new Id(pair.wishId),
              titles.get(pair.wishId),
              pair.claimantType,
              new Id(pair.claimantId),
              Confidential.of(
                  pair.claimantType == ClaimantType.MEMBER
                      ? Masking.name(people.get(pair.claimantId))
                      : names.get(pair.claimantId)),
              Money.ofNullable(pair.amount),
              pair.score,
              plans.reasons(pair).stream().map(reason -> ReasonView.of(reason, language)).toList(),
              pair.pinned,
              pair.counted,
              obstacle == null,
              obstacle,
              title(obstacle, language),
              pair.sending == null
                  ? null
                  : new PlanPairView.Invitation(
                      pair.sending,
                      pair.invitationId == null ? null : new Id(pair.invitationId),
                      pair.refusal,
                      title(pair.refusal, language)));
        });
  }

  private static String title(ProblemType problem, Language language) {
    return problem == null ? null : problem.title(language);
  }

  private static Set<Long> ids(List<PlanPair> pairs, ClaimantType type) {
    return pairs.stream()
        .filter(pair -> pair.claimantType == type)
        .map(pair -> pair.claimantId)
        .collect(Collectors.toSet());
  }

  Page<PlanUnservedView> unserved(Caller caller, Id id, Language language, PageQuery page) {
    Page<PlanUnserved> found = plans.unserved(plans.require(caller, id.value()), page);
    Set<Long> wishes = new HashSet<>();
    found.items().forEach(one -> wishes.add(one.key.wishId()));
    Map<Long, String> titles = plans.titles(wishes);
    return found.map(
        one -> {
          boolean priced = one.claimantId != null;
          return new PlanUnservedView(
              new Id(one.key.wishId()),
              titles.get(one.key.wishId()),
              one.reason,
              Explanations.text(one, language),
              one.claimantType,
              priced ? new Id(one.claimantId) : null,
              priced ? PlanAssembly.points(one.here) : null,
              priced ? PlanAssembly.points(one.price) : null,
              one.elsewhere == null ? null : new Id(one.elsewhere));
        });
  }

  Page<PlanLoadView> loads(Caller caller, Id id, PageQuery page) {
    return plans
        .loads(plans.require(caller, id.value()), page)
        .map(
            load ->
                new PlanLoadView(
                    load.key.claimantType(),
                    new Id(load.key.claimantId()),
                    load.recent,
                    load.planned,
                    load.room,
                    Money.of(load.pledged)));
  }
}
