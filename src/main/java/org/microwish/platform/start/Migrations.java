package org.microwish.platform.start;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.MigrateResult;
import org.microwish.platform.sql.Connections;

/**
 * Runs and checks the schema migrations: {@code db/migration} on the class path, applied by Flyway.
 */
final class Migrations {

  private static final String ACCESS_DENIED = "28000";

  /**
   * The first migration of a former set of migrations. A schema to which it was applied cannot be
   * upgraded with the current set.
   */
  private static final String REPLACED = "V1__core.sql";

  private static final String OLD =
      "was made by an older version, which this one cannot upgrade. Use an empty schema.";

  private Migrations() {}

  /**
   * Migrates the schema to the newest version that this build contains.
   *
   * @return the number of migrations applied now, and the version reached
   * @throws StartRefusedException if the schema contains tables but no history of migrations, or a
   *     migration fails
   */
  static Applied migrate(DatabaseSettings settings) {
    Flyway flyway = flyway(settings.url(), settings.migrationUser(), settings.migrationPassword());
    try {
      MigrateResult result = flyway.migrate();
      MigrationInfo current = flyway.info().current();
      return new Applied(
          result.migrationsExecuted, current == null ? "none" : current.getVersion().getVersion());
    } catch (FlywayException e) {
      if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
        throw new StartRefusedException(
            "The schema at "
                + settings.place()
                + " holds tables that this service did not make. Name an empty one in"
                + " MICROWISH_DB_URL.");
      }
      throw refused(flyway, settings, "could not be migrated: " + oneLine(e));
    }
  }

  /**
   * Checks, without changing anything, that every migration of this build was applied and has not
   * changed since. A newer schema is accepted, because a rolling update runs the migrations before
   * it replaces the instances.
   *
   * @throws StartRefusedException if a migration of this build is missing or was changed
   */
  static void check(DatabaseSettings settings) {
    Flyway flyway = flyway(settings.url(), settings.user(), settings.password());
    try {
      MigrationInfo[] pending = flyway.info().pending();
      if (pending.length > 0) {
        MigrationInfo current = flyway.info().current();
        throw new StartRefusedException(
            "The schema at %s is at version %s and this build needs %s. Run the command `migrate` first, or set MICROWISH_DB_MIGRATE=true."
                .formatted(
                    settings.place(),
                    current == null ? "none" : current.getVersion(),
                    pending[pending.length - 1].getVersion()));
      }
      flyway.validate();
    } catch (FlywayException e) {
      throw refused(flyway, settings, "is not the one this build made: " + oneLine(e));
    }
  }

  /**
   * Checks that the server is reachable and accepts the account, and that the URL names a schema.
   *
   * @param place the database's name in messages
   * @throws StartRefusedException if a check fails; the message says why
   */
  static void reach(String url, String user, String password, String place) {
    try (Connection connection = Connections.open(url, user, password)) {
      if (connection.getCatalog() == null || connection.getCatalog().isEmpty()) {
        throw new StartRefusedException(
            "MICROWISH_DB_URL names no schema: " + place + " (jdbc:mysql://host:port/schema).");
      }
    } catch (SQLException e) {
      if (ACCESS_DENIED.equals(e.getSQLState())) {
        throw new StartRefusedException(
            "The database at "
                + place
                + " does not let the account in: "
                + e.getMessage()
                + ". Check the user and password (MICROWISH_DB_USER, MICROWISH_DB_PASSWORD).");
      }
      throw new StartRefusedException(
          "The database at "
              + place
              + " cannot be used: "
              + reason(e)
              + ". Check MICROWISH_DB_URL.");
    }
  }

  private static StartRefusedException refused(
      Flyway flyway, DatabaseSettings settings, String why) {
    String reason = isOld(flyway) ? OLD : why;
    return new StartRefusedException("The schema at " + settings.place() + " " + reason);
  }

  private static boolean isOld(Flyway flyway) {
    return Stream.of(flyway.info().applied())
        .anyMatch(migration -> migration.getScript().equals(REPLACED));
  }

  private static Flyway flyway(String url, String user, String password) {
    String primary;
    try {
      primary = Connections.primary(url, user, password);
    } catch (SQLException e) {
      throw new StartRefusedException("The database has no primary now: " + reason(e) + ".");
    }
    return Flyway.configure(Thread.currentThread().getContextClassLoader())
        .dataSource(primary, user, password)
        .locations("classpath:db/migration")
        .validateMigrationNaming(true)
        // Makes Flyway refuse its clean command, which would drop all tables.
        .cleanDisabled(true)
        .load();
  }

  /**
   * Returns the message of the root cause, such as "Connection refused", because the driver wraps
   * it in a paragraph about packets.
   */
  private static String reason(SQLException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    return root instanceof java.net.UnknownHostException ? "unknown host " + message : message;
  }

  /** Returns Flyway's message on one line, without Flyway's advice, which does not apply here. */
  private static String oneLine(FlywayException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    int advice = message.indexOf("Either revert the changes");
    return (advice < 0 ? message : message.substring(0, advice))
        .strip()
        .replaceAll("\\s*\\R\\s*", " ");
  }

  /**
   * The result of {@link Migrations#migrate}.
   *
   * @param count the number of migrations applied by this run
   * @param version the schema's version afterwards
   */
  record Applied(int count, String version) {}
}
