/**
 * What all aggregates share: {@code table} their transition tables, {@code command} the executor,
 * {@code attachment} notes, evidence, visits, ratings and consents, {@code review} what staff
 * decide before the public sees it, {@code moderation} what checks find in their words and images,
 * {@code deadline} the sweeper, {@code serial} the numbers that people quote. An aggregate extends
 * {@link org.microwish.lifecycle.Aggregate}. Depends on the ledger, the vault, the parties and the
 * platform, and on no aggregate.
 */
package org.microwish.lifecycle;
