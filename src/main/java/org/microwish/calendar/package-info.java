/**
 * Working days: the years that come with the program, what administrators import, and what is known
 * at the moment for whoever sets deadlines. Entry point: {@link
 * org.microwish.calendar.WorkCalendar}; the values that rules compute with lie in {@code
 * calendar.days}. Depends on {@code ledger}, {@code privacy}, {@code platform}, {@code caller},
 * {@code problem}.
 */
package org.microwish.calendar;
