package org.microwish.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.money.Money;

/**
 * The terms of a wish, from the fact {@code wish} of a leaf, as far as rules depend on them.
 *
 * @param budget null if the wish has no budget
 */
record WishTerms(
    WishKind kind,
    String category,
    String subcategory,
    String channel,
    String community,
    ClaimPolicy policy,
    Capacity capacity,
    int places,
    boolean needsApproval,
    ClaimableBy claimableBy,
    ClaimableFrom claimableFrom,
    Money budget,
    Instant claimBy,
    Instant completeBy,
    boolean sample) {

  private static final Duration MICROSECOND = Duration.of(1, ChronoUnit.MICROS);

  static WishTerms of(Map<String, Object> facts) {
    Long budget = (Long) facts.get("budgetFen");
    Long places = (Long) facts.get("places");
    return new WishTerms(
        WishKind.valueOf(Facts.required(facts, "kind")),
        Facts.required(facts, "category"),
        (String) facts.get("subcategory"),
        Facts.required(facts, "channel"),
        Facts.required(facts, "community"),
        Facts.value(facts, "claimPolicy", ClaimPolicy.class, ClaimPolicy.EXCLUSIVE),
        Facts.value(facts, "capacity", Capacity.class, Capacity.PLACES),
        places == null ? 1 : Math.toIntExact(places),
        Boolean.TRUE.equals(facts.get("needsApproval")),
        Facts.value(facts, "claimableBy", ClaimableBy.class, ClaimableBy.BOTH),
        Facts.value(facts, "claimableFrom", ClaimableFrom.class, ClaimableFrom.ANYWHERE),
        budget == null ? null : new Money(budget),
        Facts.time(facts, "claimBy"),
        Facts.time(facts, "completeBy"),
        Boolean.TRUE.equals(facts.get("sample")));
  }

  /** Returns how many places invitations can hold. */
  int holdable() {
    return needsApproval || capacity == Capacity.AMOUNT ? 0 : places;
  }

  WishTerms claimBy(Instant date) {
    return new WishTerms(
        kind,
        category,
        subcategory,
        channel,
        community,
        policy,
        capacity,
        places,
        needsApproval,
        claimableBy,
        claimableFrom,
        budget,
        date,
        completeBy,
        sample);
  }

  /**
   * Returns the names of the facts that differ. Beneficiaries are not compared, because no rule
   * depends on them.
   */
  List<String> differences(WishTerms other) {
    List<String> names = new ArrayList<>();
    add(names, "kind", kind, other.kind);
    add(names, "category", category, other.category);
    add(names, "subcategory", subcategory, other.subcategory);
    add(names, "channel", channel, other.channel);
    add(names, "community", community, other.community);
    add(names, "claimPolicy", policy, other.policy);
    add(names, "capacity", capacity, other.capacity);
    add(names, "places", places, other.places);
    add(names, "needsApproval", needsApproval, other.needsApproval);
    add(names, "claimableBy", claimableBy, other.claimableBy);
    add(names, "claimableFrom", claimableFrom, other.claimableFrom);
    add(names, "budgetFen", budget, other.budget);
    add(names, "claimBy", claimBy, other.claimBy);
    add(names, "completeBy", completeBy, other.completeBy);
    add(names, "sample", sample, other.sample);
    return names;
  }

  private static void add(List<String> names, String name, Object one, Object other) {
    boolean same =
        (one instanceof Instant time && other instanceof Instant date)
            // Databases round or cut nanoseconds, so a difference of a microsecond is ignored.
            ? Duration.between(time, date).abs().compareTo(MICROSECOND) <= 0
            : Objects.equals(one, other);
    if (!same) {
      names.add(name);
    }
  }
}
