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
 * A plan and its progress; its pairs, wishes without anybody and loads have tables of their own.
 */
@Entity
@DynamicUpdate
@Table(name = "matching_plan")
public class MatchingPlan {

  /** Whether the plan is computed. */
  @Schema(name = "PlanState")
  public enum State {
    RUNNING,
    COMPLETED,
    /** The computation failed several times; the log says why. */
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

  /** The plan that was computed again; null for a first one. */
  public Long previousId;

  @Enumerated(EnumType.STRING)
  public State state;

  @Enumerated(EnumType.STRING)
  public Phase phase;

  public String account;
  public String divisionPath;

  /** The {@link PlanOrder} as JSON. */
  public String planOrder;

  /** How often the computation began; only the last attempt may write. */
  public int attempts;

  /** When another instance may take over. */
  public Instant leaseUntil;

  /** The number of the ledger's leaves when the facts were read. */
  public Long treeSize;

  public Long weightsVersion;
  public int wishes;
  public int claimants;
  public int pairsConsidered;

  /** The number of possible pairs that were not considered because there were too many. */
  public long pairsLeftOut;

  public int pairs;
  public int wishesServed;

  /** The total, in the unit of {@link PlanAssembly#POINT}; also the next two. */
  public long total;

  /** What no assignment of the pairs considered exceeds. */
  public long bound;

  public long greedyTotal;

  /** True if the total is proven to be the largest of the pairs considered. */
  public boolean provenBest;

  public Instant createdAt;
  public Instant finishedAt;
  public Instant expiresAt;
}
