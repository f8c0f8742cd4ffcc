/**
 * Code shared by all aggregates: {@code table} has the transition tables, {@code command} the
 * executor of commands, {@code attachment} notes, evidence, visits, ratings and consents, {@code
 * review} the decisions of staff before publication, {@code moderation} checks of texts and images,
 * {@code deadline} the sweeper, {@code serial} the serial numbers that people quote, and {@code
 * inbox} what waits for whom. An aggregate extends {@link org.microwish.lifecycle.Aggregate}.
 * Depends on the ledger, the vault, the parties, the evidence store, the word list, WeChat and the
 * platform, and on no particular aggregate.
 */
package org.microwish.lifecycle;
