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

/** A wish to which a plan assigns no claimant, and why. */
@Entity
@Table(name = "matching_plan_unserved")
class PlanUnserved {

  @Embeddable
  record Key(long planId, long wishId) implements Serializable {}

  @EmbeddedId Key key;

  @Enumerated(EnumType.STRING)
  UnservedReason reason;

  /** The type of the claimant that comes closest; null if there is none. */
  @Enumerated(EnumType.STRING)
  ClaimantType claimantType;

  Long claimantId;

  /** The value of the claimant at this wish, in units of 1/{@link PlanAssembly#POINT} point. */
  long here;

  /**
   * What the claimant's place or money would bring at other wishes, plus the price of the
   * community's quota; if the reason is LESS_THAN_LOAD, the penalty for one more claim of the
   * claimant. Same unit as {@link #here}.
   */
  long price;

  /** The id of a wish that the plan assigns to the claimant instead; null if there is none. */
  Long elsewhere;
}
