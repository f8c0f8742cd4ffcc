/**
 * Database access. There are exactly four ways:
 *
 * <ol>
 *   <li>Panache, to load one aggregate by its id.
 *   <li>For sets of rows and for conditional updates, package-private interfaces next to the
 *       service, whose methods are annotated with Hibernate's {@code @HQL} or {@code @SQL}. At
 *       compile time, Hibernate's processor checks the HQL and generates the implementation, which
 *       is injected and uses the caller's session and transaction. Parameters are named, queries
 *       are text blocks, results are entities or records. Pass enum constants as parameters: the
 *       compiler resolves a bare constant name only if it has read the entity before the query.
 *       Classes in this package cover what such methods cannot express: {@link
 *       org.microwish.platform.sql.Listing} for lists with filters and cursors, {@link
 *       org.microwish.platform.sql.Versions} for locking an aggregate's row and incrementing its
 *       version, {@link org.microwish.platform.sql.Bulk} for statements with many rows.
 *   <li>{@link org.microwish.platform.sql.RoundTrip}, several statements in one round trip, for the
 *       claim batch, the sequencer and rankings; {@link org.microwish.platform.sql.Rows} and {@link
 *       org.microwish.platform.sql.EntityReader} help to write its parameters and read its results.
 *       To read and write rows of other packages, the batch passes its round trip to methods of
 *       those packages. The spreadsheet also uses round trips, to read leaves by pairs of keys,
 *       because a list parameter of a query method holds single values.
 *   <li>{@link org.microwish.platform.sql.JdbcQuery}, which resembles an {@code @SQL} method, for
 *       threads without a session: those of the ledger and the statistics. {@link
 *       org.microwish.platform.sql.JdbcTransaction} runs their transactions.
 * </ol>
 *
 * {@link org.microwish.platform.sql.Transactions} runs every session's transaction and retries it
 * after transient failures; only the claim batch begins its own transactions, because its queue
 * decides what to retry. {@link org.microwish.platform.sql.Sweep} processes rows that are due
 * according to the {@link org.microwish.platform.sql.DatabaseClock}, page by page. Connections are
 * opened by {@link org.microwish.platform.sql.PrimaryDriver}, which finds the primary of a group of
 * servers. Depends on {@code platform}, {@code platform.http} and {@code problem}.
 */
package org.microwish.platform.sql;
