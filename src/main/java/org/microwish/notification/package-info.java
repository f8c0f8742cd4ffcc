/**
 * Reminders of what waits in the inboxes. {@link org.microwish.notification.ReminderRule} is the
 * table of rules; {@code ReminderSweep} gives each reminder once, at times of day when people may
 * be disturbed. Entry point: {@link org.microwish.notification.ReminderResource}. Depends on {@code
 * wish} (who may see a wish), {@code lifecycle} (inbox), {@code calendar}, {@code rights}, {@code
 * party}, {@code privacy}, {@code ledger}, {@code platform}, {@code caller}, {@code problem}.
 */
package org.microwish.notification;
