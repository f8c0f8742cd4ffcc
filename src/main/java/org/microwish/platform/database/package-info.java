/**
 * Gets a database ready before anything else runs: {@link
 * org.microwish.platform.database.DatabaseLauncher} finds or starts a server, migrates it and hands
 * out the settings Quarkus needs. Called by {@code Main} and, because {@code @QuarkusMain} does not
 * run in {@code @QuarkusTest}, by the tests' database resource; nobody else starts a database.
 * Knows JDBC, Flyway and the JDK, and nothing of the rest of the service. It runs before Quarkus
 * does, so there is no injection here.
 */
package org.microwish.platform.database;
