package org.microwish.matching.plan;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A plan and its progress. The pairs, the wishes without a claimant and the loads are in tables of
 * their own.
 */
@Entity
@DynamicUpdate
@Table(name = "matching_plan")
public class MatchingPlan {

  /** The state of the plan's computation. */
  @Schema(name = "PlanState")
  public enum State {
    RUNNING,
    COMPLETED,
    /** The computation failed; the log contains the reason. */
    FAILED
  }

  /** The steps of the computation, in their order. */
  @Schema(name = "PlanPhase")
  public enum Phase {
    WAITING,
    /** Reads the facts and scores the pairs. */
    SCORING,
    SOLVING,
    STORING,
    DONE
  }

  @Id public long id;

  /** The plan that this plan revises; null if it revises none. */
  public Long previousId;

  @Enumerated(EnumType.STRING)
  public State state;

  @Enumerated(EnumType.STRING)
  public Phase phase;

  public String account;
  public String divisionPath;

  /** The {@link PlanOrder} as JSON. */
  public String planOrder;

  /** How many times the computation has begun; only the last attempt may write. */
  public int attempts;

  /** The time after which another instance may take over the computation. */
  public Instant leaseUntil;

  /** The number of ledger leaves when the facts were read. */
  public Long treeSize;

  public Long weightsVersion;
  public int wishes;
  public int claimants;
  public int pairsConsidered;

  /** The number of possible pairs that were not considered because there were too many. */
  public long pairsLeftOut;

  public int pairs;
  public int wishesServed;

  /**
   * The total value of the plan. This and the next two columns are in units of 1/{@link
   * PlanAssembly#POINT} point.
   */
  public long total;

  /** An upper bound: no assignment of the considered pairs has a larger total. */
  public long bound;

  public long greedyTotal;

  /** True if the total is proven to be the largest of all assignments of the considered pairs. */
  public boolean provenBest;

  public Instant createdAt;
  public Instant finishedAt;
  public Instant expiresAt;
}
