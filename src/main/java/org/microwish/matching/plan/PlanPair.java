package org.microwish.matching.plan;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import org.microwish.matching.plan.PlanOrder.PairKey;
import org.microwish.platform.Id;
import org.microwish.wish.lifecycle.ClaimantType;

/** A claimant at a wish in a plan. */
@Entity
@Table(name = "matching_plan_pair")
class PlanPair {

  /** A plan and the number of one of its pairs, from 1. */
  @Embeddable
  record Key(long planId, int number) implements Serializable {}

  @EmbeddedId Key key;
  long wishId;

  @Enumerated(EnumType.STRING)
  ClaimantType claimantType;

  long claimantId;

  /** The pledge; null for a place. */
  BigDecimal amount;

  long score;

  /** The terms of the score as JSON. */
  String reasons;

  boolean pinned;

  /** False for a pinned pair that was not possible, or had no room. */
  boolean counted;

  PairKey pair() {
    return new PairKey(new Id(wishId), claimantType, new Id(claimantId));
  }
}
