/**
 * The ways to the database. There are four, and no other:
 *
 * <ol>
 *   <li>Panache for one aggregate by its id.
 *   <li>For sets of rows and for conditional updates, package-private interfaces beside the service
 *       whose methods carry Hibernate's {@code @HQL} or {@code @SQL}. The compiler checks HQL and
 *       implements the interface; the implementation is injected and works in the caller's session
 *       and transaction. Parameters are named, queries are text blocks, results are entities or
 *       records. An enum constant is passed as a parameter: by its bare name the compiler finds it
 *       only where it happens to have read the entity before the query. What such a method cannot
 *       express has a class here: {@link org.microwish.platform.sql.Listing} for lists with filters
 *       and cursors, {@link org.microwish.platform.sql.Versions} for the row lock of an aggregate
 *       and its next version, {@link org.microwish.platform.sql.Bulk} for statements with many
 *       rows.
 *   <li>{@link org.microwish.platform.sql.RoundTrip}, several statements in one round trip, for the
 *       claim batch and the sequencer; {@link org.microwish.platform.sql.Rows} and {@link
 *       org.microwish.platform.sql.EntityReader} belong to it. What the batch reads and writes of
 *       other packages are methods there that take its round trip. The spreadsheet uses it too,
 *       where it asks for leaves by pairs of keys: a method's list has single values.
 *   <li>{@link org.microwish.platform.sql.JdbcQuery}, which looks like an {@code @SQL} method, for
 *       threads without a session: those of the ledger and the statistics. {@link
 *       org.microwish.platform.sql.JdbcTransaction} is their transaction.
 * </ol>
 *
 * Every transaction of a session is one of {@link org.microwish.platform.sql.Transactions}, which
 * repeats it where a repeat cures the failure; only the claim batch, whose queue decides what to
 * repeat, begins its own. {@link org.microwish.platform.sql.Sweep} handles what is due by the
 * {@link org.microwish.platform.sql.DatabaseClock}, page by page. Connections are made by {@link
 * org.microwish.platform.sql.PrimaryDriver}, which finds the primary of a group. Depends on {@code
 * platform}, {@code platform.http} and {@code problem}.
 */
package org.microwish.platform.sql;
