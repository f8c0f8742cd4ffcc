/**
 * Plans (统筹方案): computed assignments of the open wishes of a division to the claimants who may
 * claim them. A plan is computed as a background job by any instance. A plan itself claims nothing;
 * its pairs can be sent as invitations. Entry point: {@link
 * org.microwish.matching.plan.PlanResource}; the computation is in {@code matching.plan.solver},
 * which needs only the JDK. Depends on {@code wish} with its rules, {@code party}, {@code ledger},
 * {@code platform}, {@code caller} and {@code problem}.
 */
package org.microwish.matching.plan;
