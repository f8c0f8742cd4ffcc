/**
 * Code shared by all aggregates: {@code table} transition tables, {@code command} the executor,
 * {@code attachment} notes, evidence, visits, ratings and consents, {@code review} staff decisions
 * before publication, {@code moderation} checks of texts and images, {@code deadline} the sweeper,
 * {@code serial} the numbers that people quote. An aggregate extends {@link
 * org.microwish.lifecycle.Aggregate}. Depends on the ledger, the vault, the parties and the
 * platform, and on no aggregate.
 */
package org.microwish.lifecycle;
