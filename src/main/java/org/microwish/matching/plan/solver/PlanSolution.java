package org.microwish.matching.plan.solver;

import java.util.List;

/**
 * The solution of a {@link PlanProblem}.
 *
 * @param units the places (0 or 1) or yuan of each pair
 * @param total the value of the assignment
 * @param bound a value that no assignment exceeds
 * @param proven true if the assignment is proven to be the best: its value is the bound
 * @param greedyTotal the value of the assignment of {@link Greedy}, which takes the best pairs
 *     first
 * @param unserved the wishes to which no claimant is assigned, and why
 */
public record PlanSolution(
    long[] units,
    long total,
    long bound,
    boolean proven,
    long greedyTotal,
    List<Unserved> unserved) {

  /** Why no claimant is assigned to a wish. */
  public enum UnservedReason {
    /** No claimant may claim the wish. */
    NOBODY_ELIGIBLE,
    /** The claimants that may claim the wish have no room for a further place. */
    EVERYBODY_FULL,
    /** Other wishes use the quota of the wish's community. */
    QUOTA_USED,
    /** The claimants that may claim the wish are worth more at other wishes. */
    WORTH_MORE_ELSEWHERE,
    /** The wish is worth less than the load that it would add. */
    LESS_THAN_LOAD
  }

  /**
   * A wish to which no claimant is assigned.
   *
   * @param wish the index of the wish
   * @param claimant the index of the claimant that comes closest; -1 if there is none
   * @param here the value of this claimant at the wish
   * @param price the value of the claimant's place at other wishes, or its cost in load or quota
   * @param elsewhere the index of a wish that the claimant takes instead; -1 if there is none
   */
  public record Unserved(
      int wish, UnservedReason reason, int claimant, long here, long price, int elsewhere) {}
}
