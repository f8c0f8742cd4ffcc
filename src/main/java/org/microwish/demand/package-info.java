/**
 * Demands (诉求) of residents and enterprises: complaints, questions, disputes, suggestions, orders
 * and requests for help, and how they are routed and answered. Entry point: {@link
 * org.microwish.demand.DemandResource}. Depends on {@code demand.lifecycle}, {@code calendar},
 * {@code caller}, {@code group}, {@code ledger}, {@code lifecycle}, {@code party}, {@code
 * platform}, {@code privacy}, {@code problem}, {@code rights}, {@code station} and {@code wish}.
 */
package org.microwish.demand;
