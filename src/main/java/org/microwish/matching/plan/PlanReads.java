package org.microwish.matching.plan;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.matching.plan.PlanOrder.PairKey;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.privacy.Masking;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Money;

/** Reads what a plan says. */
@ApplicationScoped
class PlanReads {

  private final PlanService plans;
  private final PairCheck check;
  private final Members members;
  private final Organisations organisations;

  PlanReads(PlanService plans, PairCheck check, Members members, Organisations organisations) {
    this.plans = plans;
    this.check = check;
    this.members = members;
    this.organisations = organisations;
  }

  Page<PlanPairView> pairs(
      Caller caller, Id id, Id wish, Id claimant, Language language, PageQuery page) {
    Page<PlanPair> found = plans.pairs(plans.require(caller, id.value()), wish, claimant, page);
    Map<PairKey, ProblemType> obstacles = check.obstacles(found.items());
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
              plans.reasons(pair).stream()
                  .map(
                      reason ->
                          new PlanPairView.ReasonView(
                              reason.term(),
                              reason.points(),
                              reason.recomputable(),
                              language == Language.ZH ? reason.chinese() : reason.english()))
                  .toList(),
              pair.pinned,
              pair.counted,
              obstacle == null,
              obstacle);
        });
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
