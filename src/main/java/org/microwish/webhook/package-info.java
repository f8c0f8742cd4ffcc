/**
 * Webhooks: sends changes to the addresses that partners name, as the Standard Webhooks
 * specification says. {@code WebhookProjection} follows the ledger and writes one delivery for each
 * change and webhook; {@code WebhookSender} sends what is due. Entry points: {@link
 * org.microwish.webhook.WebhookResource} for the settings, {@link
 * org.microwish.webhook.DeliveryResource} for the log of deliveries. Depends on {@code change},
 * {@code login.client}, {@code lifecycle.inbox}, {@code ledger}, {@code party}, {@code privacy},
 * {@code platform}, {@code caller} and {@code problem}.
 */
package org.microwish.webhook;
