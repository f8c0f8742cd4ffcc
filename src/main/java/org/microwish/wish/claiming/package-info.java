/**
 * Claiming when everybody claims at once: requests that wait at the same time are decided and
 * written together. {@link org.microwish.wish.claiming.ClaimQueue} collects them and answers them,
 * {@link org.microwish.wish.claiming.ClaimBatch} is the one transaction in which the pure rules
 * decide and the rows are written many at a time. A claim that comes alone is a batch of one. See
 * {@code src/docs/decisions/claim-batches.md}.
 */
package org.microwish.wish.claiming;
