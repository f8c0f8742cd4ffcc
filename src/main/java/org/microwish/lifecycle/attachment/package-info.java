/**
 * Attachments that people add to an aggregate of any type: notes, evidence, follow-up visits,
 * ratings and consents. Each refers to its aggregate by type and id. Depends on the ledger's types,
 * the vault and the evidence store.
 */
package org.microwish.lifecycle.attachment;
