/**
 * Webhooks: sends changes to the URLs that partners supply, as the Standard Webhooks specification
 * defines it. {@code WebhookProjection} follows the ledger and writes one delivery for each change
 * and webhook; {@code WebhookSender} sends the deliveries that are due. Entry points: {@link
 * org.microwish.webhook.WebhookResource} for the settings, {@link
 * org.microwish.webhook.DeliveryResource} for the log of deliveries.
 *
 * <p>Depends on {@code change}, {@code login.client}, {@code lifecycle.inbox}, {@code ledger},
 * {@code party}, {@code privacy}, {@code platform}, {@code caller} and {@code problem}.
 */
package org.microwish.webhook;
