package org.microwish.platform.start;

import java.util.Objects;
import java.util.Optional;

/**
 * The settings of a database connection.
 *
 * @param url JDBC URL with a schema, {@code jdbc:mysql://host:port/schema}
 * @param user the service's account
 * @param password the password of {@code user}; may be empty
 * @param migrationUser the account that alters tables; {@code user} unless configured
 * @param migrationPassword the password of {@code migrationUser}
 * @param migrate whether this process runs migrations, or only checks that they were run
 */
public record DatabaseSettings(
    String url,
    String user,
    String password,
    String migrationUser,
    String migrationPassword,
    boolean migrate) {

  public DatabaseSettings {
    Objects.requireNonNull(url);
    Objects.requireNonNull(user);
    Objects.requireNonNull(password);
    Objects.requireNonNull(migrationUser);
    Objects.requireNonNull(migrationPassword);
  }

  /**
   * Creates settings with one account for queries and migrations, for a process that runs
   * migrations.
   */
  static DatabaseSettings of(String url, String user, String password) {
    return new DatabaseSettings(url, user, password, user, password, true);
  }

  /**
   * Reads the settings from the configuration.
   *
   * @return empty if {@code microwish.db.url} is not set
   */
  static Optional<DatabaseSettings> configured(StartConfig config) {
    return config
        .text("microwish.db.url")
        .map(
            url -> {
              String user = config.text("microwish.db.user").orElse("");
              String password = config.text("microwish.db.password").orElse("");
              Optional<String> migrationUser = config.text("microwish.db.migration-user");
              return new DatabaseSettings(
                  url,
                  user,
                  password,
                  migrationUser.orElse(user),
                  migrationUser.isPresent()
                      ? config.text("microwish.db.migration-password").orElse("")
                      : password,
                  config.text("microwish.db.migrate").map(Boolean::parseBoolean).orElse(true));
            });
  }

  /** Returns the URL as messages show it: without its parameters, which may contain secrets. */
  String place() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  /** Hides the passwords. */
  @Override
  public String toString() {
    return user + " at " + place();
  }
}
