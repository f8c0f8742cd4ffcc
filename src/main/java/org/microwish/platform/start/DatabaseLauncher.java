package org.microwish.platform.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Prepares the database and returns the settings with which Quarkus connects to it. Uses the
 * database of {@code MICROWISH_DB_URL}. If that is not set, dev mode and tests use an embedded
 * server, and production refuses to start.
 */
public final class DatabaseLauncher {

  private static final String SCHEMA = "microwish";

  private DatabaseLauncher() {}

  /**
   * For production: checks the settings of the database and the token keys, connects to the
   * database and migrates it, or only checks that it is migrated if another process migrates.
   *
   * @return system properties for Quarkus, to which application.properties refers
   * @throws StartRefusedException if a setting is missing or invalid, or the database cannot be
   *     used
   */
  public static Map<String, String> production(StartConfig config) {
    DatabaseSettings settings =
        DatabaseSettings.configured(config)
            .orElseThrow(
                () ->
                    new StartRefusedException(
                        "MICROWISH_DB_URL is not set. Production needs a database:"
                            + " MICROWISH_DB_URL=jdbc:mysql://host:3306/microwish, with"
                            + " MICROWISH_DB_USER and MICROWISH_DB_PASSWORD."));
    TokenKeys.check(config);
    prepare(settings);
    return properties(settings, Optional.empty());
  }

  /**
   * For dev mode: like {@link #production}, but uses an embedded database if no database is
   * configured, and generates a pair of token keys if none is configured. The embedded database,
   * the generated keys and the upload directory are in the data directory.
   *
   * @return system properties for Quarkus, to which application.properties refers
   * @throws StartRefusedException if a setting is invalid, or the database cannot be used
   */
  public static Map<String, String> development(StartConfig config) {
    Path directory = Path.of(config.text("microwish.data.directory").orElse("data"));
    Path home = directory.resolve("database");
    Optional<DatabaseSettings> configured = DatabaseSettings.configured(config);
    configured.ifPresent(DatabaseLauncher::prepare);
    DatabaseSettings settings = configured.orElseGet(() -> embedded(config, home));
    Map<String, String> properties =
        config.text(TokenKeys.SIGNING).isPresent() || config.text(TokenKeys.PUBLIC).isPresent()
            ? properties(settings, Optional.empty())
            : signing(settings, directory);
    properties.put(
        UploadDirectory.KEY, UploadDirectory.make(directory.resolve("uploads")).toString());
    // The directory for a generated master key, which encrypts personal data: in the directory of
    // an embedded database; for a configured database, in the data directory.
    properties.put(
        "microwish.launch.privacy.directory",
        (configured.isEmpty() ? home : directory).resolve("vault").toString());
    if (configured.isEmpty()) {
      // The service may create the ledger's log key itself only if the database is embedded: the
      // key is then stored in the database's directory, so that both are deleted together.
      properties.put("microwish.launch.ledger.directory", home.resolve("ledger").toString());
    }
    return properties;
  }

  private static DatabaseSettings embedded(StartConfig config, Path home) {
    DatabaseSettings settings = EmbeddedServer.use(home, engines(config)).endpoint().create(SCHEMA);
    try {
      prepare(settings);
    } catch (StartRefusedException e) {
      // In development the schema often does not match, after an edited migration or a change of
      // branch, so the message adds how to start with an empty database.
      throw new StartRefusedException(
          e.getMessage() + " To start anew, stop and delete the directory " + home + ".");
    }
    return settings;
  }

  /**
   * Runs the migrations and nothing else, for deployments that migrate in a separate step.
   *
   * @return a sentence that reports the result
   * @throws StartRefusedException if no database is configured or the database cannot be migrated
   */
  public static String migrate(StartConfig config) {
    DatabaseSettings settings =
        DatabaseSettings.configured(config)
            .orElseThrow(
                () ->
                    new StartRefusedException(
                        "MICROWISH_DB_URL is not set: there is nothing to migrate."));
    reachForMigration(settings);
    Migrations.Applied applied = Migrations.migrate(settings);
    return "%d migrations applied; the schema at %s is at version %s."
        .formatted(applied.count(), settings.place(), applied.version());
  }

  /**
   * Connects to a database and migrates it, or only checks that it is migrated if the settings say
   * that another process migrates.
   *
   * @throws StartRefusedException if the database cannot be reached, migrated or checked
   */
  public static void prepare(DatabaseSettings settings) {
    Migrations.reach(settings.url(), settings.user(), settings.password(), settings.place());
    if (settings.migrate()) {
      reachForMigration(settings);
      Migrations.migrate(settings);
    } else {
      Migrations.check(settings);
    }
  }

  private static Map<String, String> signing(DatabaseSettings settings, Path directory) {
    try {
      TokenKeys pair = TokenKeys.kept(directory);
      return properties(settings, Optional.of(pair.privatePem()));
    } catch (IOException e) {
      throw new StartRefusedException("The token keys cannot be kept in " + directory + ": " + e);
    }
  }

  /**
   * Returns the directory for unpacked database engines: the configured one, or by default {@code
   * ~/.m2/microwish}, which all checkouts of this user share.
   */
  public static Path engines(StartConfig config) {
    return config
        .text("microwish.engine.directory")
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".m2", "microwish"))
        .toAbsolutePath();
  }

  private static void reachForMigration(DatabaseSettings settings) {
    if (!settings.migrationUser().equals(settings.user())) {
      Migrations.reach(
          settings.url(),
          settings.migrationUser(),
          settings.migrationPassword(),
          settings.place() + " (as MICROWISH_DB_MIGRATION_USER)");
    }
  }

  private static Map<String, String> properties(
      DatabaseSettings settings, Optional<String> signingKey) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("microwish.launch.db.url", settings.url());
    properties.put("microwish.launch.db.user", settings.user());
    properties.put("microwish.launch.db.password", settings.password());
    signingKey.ifPresent(key -> properties.put("microwish.launch.token.signing-keys", key));
    return properties;
  }
}
