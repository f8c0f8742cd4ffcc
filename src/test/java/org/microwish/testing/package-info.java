/**
 * Shared test infrastructure. A test that needs the running service is {@code @QuarkusTest class X
 * {}} and nothing more: {@link org.microwish.testing.DatabaseResource} is registered for all of
 * them and gives each test JVM a fresh, migrated schema on an embedded MariaDB under {@code
 * target/}. A test that needs only the database, or direct access to the tables, uses {@link
 * org.microwish.testing.TestDatabase#connection()}; that works without {@code @QuarkusTest} too. A
 * test that needs the packaged program starts {@link org.microwish.testing.PackagedService} and
 * calls it with {@link org.microwish.testing.Http}.
 */
package org.microwish.testing;
