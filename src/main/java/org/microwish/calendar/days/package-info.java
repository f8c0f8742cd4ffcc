/**
 * Working days and limits of time as plain values, for rules and the offline verifier: JDK only.
 * Entry points: {@link org.microwish.calendar.days.TimeLimit} and {@link
 * org.microwish.calendar.days.WorkingDays}. Depends on nothing.
 */
package org.microwish.calendar.days;
