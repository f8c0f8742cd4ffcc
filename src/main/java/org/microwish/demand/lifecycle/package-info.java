/**
 * The rules of demands: transition table, refusals and decisions. Pure functions, because the
 * verifier reads the table too. Depends on {@code lifecycle.table}, the leaf schema and the JDK
 * only.
 */
package org.microwish.demand.lifecycle;
