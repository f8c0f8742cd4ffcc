package org.microwish.matching.plan;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import org.microwish.wish.lifecycle.ClaimantType;

/** The load of a claimant in a plan. */
@Entity
@Table(name = "matching_plan_load")
class PlanLoad {

  @Embeddable
  record Key(long planId, @Enumerated(EnumType.STRING) ClaimantType claimantType, long claimantId)
      implements Serializable {}

  @EmbeddedId Key key;

  /** The number of recent claims. */
  int recent;

  /** The number of pairs of the plan. */
  int planned;

  /**
   * How many more claims the claimant may make and wants to make; {@link #planned} is not
   * subtracted.
   */
  int room;

  BigDecimal pledged;
}
