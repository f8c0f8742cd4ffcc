/**
 * Processes new claims on wishes in batches, so that many simultaneous claims are processed
 * quickly. {@link org.microwish.wish.claiming.ClaimQueue} collects and answers the requests. {@link
 * org.microwish.wish.claiming.ClaimBatch} decides the requests by the rules of {@code
 * wish.lifecycle} and writes the rows in one transaction. A single claim is a batch of one. See
 * {@code src/docs/decisions/claim-batches.md}.
 */
package org.microwish.wish.claiming;
