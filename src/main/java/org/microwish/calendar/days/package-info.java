/**
 * Working days and time limits as plain values, for rules and the offline verifier. Entry points:
 * {@link org.microwish.calendar.days.TimeLimit} and {@link
 * org.microwish.calendar.days.WorkingDays}. Depends on the JDK only.
 */
package org.microwish.calendar.days;
