/**
 * Computes the best assignment of many wishes to many claimants: a minimum-cost flow, Lagrangian
 * relaxation for pledges that must not be split, and the explanation of the result by prices. Needs
 * only the JDK, reads nothing and writes nothing: the same problem gives the same solution. Entry
 * point: {@link org.microwish.matching.plan.solver.Planner}.
 */
package org.microwish.matching.plan.solver;
