/**
 * Working days: the years shipped with the program, the imports of administrators, and the current
 * calendar for code that sets deadlines. Entry point: {@link org.microwish.calendar.WorkCalendar};
 * the values that rules use are in {@code calendar.days}. Depends on {@code ledger}, {@code
 * privacy}, {@code platform}, {@code caller}, {@code problem}.
 */
package org.microwish.calendar;
