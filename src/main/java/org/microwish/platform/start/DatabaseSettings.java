package org.microwish.platform.start;

import java.util.Objects;
import java.util.Optional;

/**
 * How to reach a database.
 *
 * @param url JDBC URL that names a schema, {@code jdbc:mysql://host:port/schema}
 * @param user account of the service
 * @param password of {@code user}, may be empty
 * @param migrationUser account that alters tables; the same as {@code user} unless configured
 * @param migrationPassword of {@code migrationUser}
 * @param migrate whether this process migrates, or only checks that somebody has
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

  /** One account for everything, and this process migrates. */
  static DatabaseSettings of(String url, String user, String password) {
    return new DatabaseSettings(url, user, password, user, password, true);
  }

  /**
   * The settings the operator gave.
   *
   * @return empty when {@code microwish.db.url} is unset
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

  /** The URL without its parameters, which may hold secrets: fit for a message. */
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
