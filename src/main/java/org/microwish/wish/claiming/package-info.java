/**
 * Claims wishes in batches, for many claims at the same time. {@link
 * org.microwish.wish.claiming.ClaimQueue} collects and answers the requests. {@link
 * org.microwish.wish.claiming.ClaimBatch} decides them by the pure rules and writes their rows in
 * one transaction. A single claim is a batch of one. See {@code
 * src/docs/decisions/claim-batches.md}.
 */
package org.microwish.wish.claiming;
