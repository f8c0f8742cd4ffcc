package org.microwish.matching.plan.solver;

import java.util.List;

/**
 * The answer to a {@link PlanProblem}.
 *
 * @param units the places (0 or 1) or yuan of each pair
 * @param total the value of the assignment
 * @param bound a value that no assignment exceeds
 * @param proven true if the assignment is proven to be the best: its value is the bound
 * @param greedyTotal the value of taking the best pair first
 * @param unserved the wishes that get nothing, and why
 */
public record PlanSolution(
    long[] units,
    long total,
    long bound,
    boolean proven,
    long greedyTotal,
    List<Unserved> unserved) {

  /** Why a wish gets nothing. */
  public enum UnservedReason {
    /** No claimant may claim it. */
    NOBODY_ELIGIBLE,
    /** Those who may claim it have no room for a further place. */
    EVERYBODY_FULL,
    /** The quota of its community is used for other wishes. */
    QUOTA_USED,
    /** Those who may claim it are worth more at other wishes. */
    WORTH_MORE_ELSEWHERE,
    /** It is worth less than the load that it would add. */
    LESS_THAN_LOAD
  }

  /**
   * A wish that gets nothing.
   *
   * @param wish the index of the wish
   * @param claimant the index of the claimant that comes closest to it; -1 if there is none
   * @param here what the claimant would bring here
   * @param price what the claimant's place is worth elsewhere, or costs in load or quota
   * @param elsewhere the index of a wish that the claimant takes instead; -1 if there is none
   */
  public record Unserved(
      int wish, UnservedReason reason, int claimant, long here, long price, int elsewhere) {}
}
