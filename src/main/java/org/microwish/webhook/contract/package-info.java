/**
 * Adds the webhooks to the OpenAPI contract, at build time. Depends on no other package of this
 * service.
 */
package org.microwish.webhook.contract;
