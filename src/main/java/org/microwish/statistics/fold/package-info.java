/**
 * Defines the statistics as pure functions: {@link org.microwish.statistics.fold.Fold} turns the
 * leaves of one aggregate, in leaf order, into its figures, and {@link
 * org.microwish.statistics.fold.Statistics} answers queries over a set of figures. Depends only on
 * the JDK and {@code ledger.leaf}, because the service and the offline verifier use the same code.
 */
package org.microwish.statistics.fold;
