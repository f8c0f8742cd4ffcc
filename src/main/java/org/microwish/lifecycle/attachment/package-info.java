/**
 * Attachments that people add to an aggregate of any type, keyed by its type and id: notes,
 * evidence, follow-up visits, ratings and consents. Depends on the ledger's types and the evidence
 * store.
 */
package org.microwish.lifecycle.attachment;
