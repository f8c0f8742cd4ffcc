/**
 * Reminders of items that wait in inboxes, and WeChat messages. {@link
 * org.microwish.notification.ReminderRule} is the table of rules; {@code ReminderSweep} gives each
 * reminder once, at times of day when people may be disturbed. {@code MessageProjection} writes
 * messages to an outbox, from the ledger; {@code MessageSender} sends each of these messages at
 * most once. Entry points: {@link org.microwish.notification.ReminderResource} and {@link
 * org.microwish.notification.MessageConsentResource}.
 *
 * <p>Depends on {@code matching} (kinds of message that claimants do not want), {@code wechat},
 * {@code wish} (who may see a wish), {@code lifecycle} (inbox), {@code calendar}, {@code rights},
 * {@code party}, {@code privacy}, {@code ledger}, {@code platform}, {@code caller}, {@code
 * problem}.
 */
package org.microwish.notification;
