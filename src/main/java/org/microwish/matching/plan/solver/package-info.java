/**
 * Computes the best assignment of many wishes to many claimants, by a minimum-cost flow, and by
 * Lagrangian relaxation for pledges that must not be split; explains the result by prices. Pure
 * code that needs only the JDK: without a time limit, the same problem gives the same solution.
 * Entry point: {@link org.microwish.matching.plan.solver.Planner}.
 */
package org.microwish.matching.plan.solver;
