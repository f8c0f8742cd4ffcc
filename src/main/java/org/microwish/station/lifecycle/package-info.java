/**
 * The rules of stations: transition table, refusals, decisions and opening hours. Pure functions,
 * because the verifier reads the table too. Depends on {@code lifecycle.table}, the leaf schema and
 * the JDK only.
 */
package org.microwish.station.lifecycle;
