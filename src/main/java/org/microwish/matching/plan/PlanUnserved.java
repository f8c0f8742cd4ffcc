package org.microwish.matching.plan;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.microwish.matching.plan.solver.PlanSolution.UnservedReason;
import org.microwish.wish.lifecycle.ClaimantType;

/** A wish that gets nothing in a plan, and why. */
@Entity
@Table(name = "matching_plan_unserved")
class PlanUnserved {

  @Embeddable
  record Key(long planId, long wishId) implements Serializable {}

  @EmbeddedId Key key;

  @Enumerated(EnumType.STRING)
  UnservedReason reason;

  /** Who comes closest; null if there is nobody. */
  @Enumerated(EnumType.STRING)
  ClaimantType claimantType;

  Long claimantId;

  /** What the claimant would bring here, in the unit of {@link PlanAssembly#POINT}. */
  long here;

  /** What the claimant's place is worth elsewhere, or costs. */
  long price;

  /** A wish that the claimant takes instead; null if there is none. */
  Long elsewhere;
}
