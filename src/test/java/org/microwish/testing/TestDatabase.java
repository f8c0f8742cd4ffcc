package org.microwish.testing;

import com.mysql.cj.jdbc.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.microwish.platform.start.DatabaseLauncher;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.platform.start.EmbeddedServer;
import org.microwish.platform.start.TokenKeys;
import org.microwish.platform.start.UploadDirectory;
import org.microwish.privacy.crypto.MasterKeys;

/**
 * The database of this test JVM: a separate migrated schema on a server that all test JVMs of this
 * checkout share. The service under test uses an account with exactly the rights of {@code
 * deploy/database-grants.sql}; tests access the tables with the server's own account. The server's
 * directory is kept between runs, because creating it takes longer than starting the server.
 * Schemas of ended JVMs are dropped by a later run, so that the last one can be examined after a
 * failure.
 */
public final class TestDatabase {

  /** Directory of the server and of the tests' token keys. */
  public static final Path DIRECTORY = Path.of("target", "test-database");

  /** Directory of the tests' master key, shared by all schemas. */
  private static final Path VAULT = DIRECTORY.resolve("vault");

  private static final String PREFIX = "microwish_test_";

  /** Environment variable with the port of another server than the embedded one. */
  private static final String PORT = "MICROWISH_TEST_DB_PORT";

  // System properties, because Quarkus loads this class in several class loaders.
  private static final String URL = "microwish.test.database.url";
  private static final String USER = "microwish.test.database.user";
  private static final String PASSWORD = "microwish.test.database.password";
  private static final String SERVICE_USER = "microwish.test.database.service-user";

  private TestDatabase() {}

  /**
   * Returns the schema of this JVM; starts the server and migrates the schema on first use.
   *
   * @return settings with the URL, and the user and password of the server's own account
   */
  public static DatabaseSettings settings() {
    // One lock shared by all class loaders' copies of this class.
    synchronized (System.getProperties()) {
      if (System.getProperty(URL) == null) {
        EmbeddedServer.Endpoint server = server();
        dropOld(server);
        flushLess(server);
        DatabaseSettings settings = server.create(PREFIX + ProcessHandle.current().pid());
        DatabaseLauncher.prepare(settings);
        System.setProperty(SERVICE_USER, grant(settings, "service"));
        System.setProperty(URL, settings.url());
        System.setProperty(USER, settings.user());
        System.setProperty(PASSWORD, settings.password());
      }
      String user = System.getProperty(USER);
      String password = System.getProperty(PASSWORD);
      return new DatabaseSettings(System.getProperty(URL), user, password, user, password, true);
    }
  }

  /**
   * Opens a connection to the schema of the service under test, outside its pool and its
   * transactions: autocommit on, READ COMMITTED, UTC. The caller closes it.
   */
  public static Connection connection() throws SQLException {
    return connection(settings());
  }

  /** Opens such a connection to another schema, with its migration account. */
  public static Connection connection(DatabaseSettings settings) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.migrationUser());
    properties.setProperty("password", settings.migrationPassword());
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("forceConnectionTimeZoneToSession", "true");
    properties.setProperty("connectionCollation", "utf8mb4_unicode_520_ci");
    return new Driver().connect(settings.url(), properties);
  }

  /**
   * Returns the properties that the service needs to run on {@link #settings()}, and to sign and
   * verify test tokens.
   */
  public static Map<String, String> quarkusProperties() {
    DatabaseSettings settings = settings();
    TokenKeys keys = tokenKeys();
    Map<String, String> properties = new LinkedHashMap<>(TestIssuer.start());
    properties.put("microwish.privacy.embedded-directory", VAULT.toString());
    properties.put(
        "quarkus.http.body.uploads-directory",
        UploadDirectory.make(DIRECTORY.resolve("uploads")).toString());
    properties.put("quarkus.datasource.jdbc.url", settings.url());
    properties.put("quarkus.datasource.username", System.getProperty(SERVICE_USER));
    properties.put("quarkus.datasource.password", Grants.PASSWORD);
    // Simulates a key rotation: one key signs, the next is already published, the last is still
    // accepted.
    properties.put(
        "microwish.token.signing-keys", keys.privatePem() + "," + tokenKeys("next").privatePem());
    properties.put("microwish.token.public-keys", tokenKeys("last").publicPem());
    // A second factor counts for the lifetime of the tests' tokens, some of which are constants.
    properties.put("microwish.step-up.within", "1H");
    properties.put("microwish.ledger.witnesses.test.key", TestWitness.signer().key().text());
    // Each schema has its own signing key and checkpoint copy, because each has its own log.
    properties.put(
        "microwish.ledger.embedded-directory",
        DIRECTORY.resolve("ledger-" + ProcessHandle.current().pid()).toString());
    return properties;
  }

  /** Returns the ES256 key whose tokens the service under test accepts, packaged or not. */
  public static PrivateKey tokenKey() {
    return privateKey(tokenKeys());
  }

  /**
   * Returns the previous or the next signing key, whose tokens the service under test also accepts.
   *
   * @param which {@code next} or {@code last}
   */
  public static PrivateKey tokenKey(String which) {
    return privateKey(tokenKeys(which));
  }

  private static PrivateKey privateKey(TokenKeys keys) {
    byte[] der =
        Base64.getMimeDecoder().decode(keys.privatePem().replaceAll("-----[A-Z ]+-----", ""));
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the file of the master key that encrypts personal data in all test schemas. */
  static Path masterKeys() {
    MasterKeys.kept(VAULT);
    return VAULT.resolve("master-keys");
  }

  static TokenKeys tokenKeys() {
    return kept(DIRECTORY);
  }

  private static TokenKeys tokenKeys(String which) {
    return kept(DIRECTORY.resolve("keys-" + which));
  }

  private static TokenKeys kept(Path directory) {
    try {
      return TokenKeys.kept(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates an empty schema in addition to the one of this JVM, for a test that migrates or fills
   * one itself. It is dropped after this JVM has ended.
   *
   * @param name distinguishes the schema; letters, digits and underscores
   */
  public static DatabaseSettings emptySchema(String name) {
    // Call this first: it drops schemas that an earlier process with the same pid has left.
    settings();
    String schema = PREFIX + ProcessHandle.current().pid() + "_" + name;
    EmbeddedServer.Endpoint server = server();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS `" + schema + "`");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return server.create(schema);
  }

  /**
   * Creates a migrated schema like {@link #emptySchema}, with a separate account for the service.
   *
   * @return settings whose user has the rights of the grants script, and whose migration user is
   *     the server's own account
   */
  public static DatabaseSettings grantedSchema(String name) {
    DatabaseSettings settings = emptySchema(name);
    DatabaseLauncher.prepare(settings);
    return new DatabaseSettings(
        settings.url(),
        grant(settings, name),
        Grants.PASSWORD,
        settings.user(),
        settings.password(),
        true);
  }

  private static String grant(DatabaseSettings settings, String name) {
    try (Connection administrator = connection(settings)) {
      return Grants.make(administrator, name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns the server under {@code target/}; or, with {@code MICROWISH_TEST_DB_PORT}, {@code
   * …_USER} and {@code …_PASSWORD} in the environment, another one on this machine's loopback
   * interface, so that the same tests run on MySQL.
   */
  public static EmbeddedServer.Endpoint server() {
    String port = System.getenv(PORT);
    if (port != null) {
      return new EmbeddedServer.Endpoint(
          Integer.parseInt(port),
          System.getenv("MICROWISH_TEST_DB_USER"),
          System.getenv("MICROWISH_TEST_DB_PASSWORD"));
    }
    return EmbeddedServer.use(
            DIRECTORY.resolve("database"), DatabaseLauncher.engines(key -> Optional.empty()))
        .endpoint();
  }

  /**
   * Lets the server flush its log once a second and not at each commit, which would take much of
   * the tests' time. A commit survives a killed server nevertheless: only a crash of the machine
   * loses it.
   */
  private static void flushLess(EmbeddedServer.Endpoint server) {
    if (System.getenv(PORT) != null) {
      return;
    }
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void dropOld(EmbeddedServer.Endpoint server) {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      List<String> schemas = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("SHOW DATABASES LIKE '" + PREFIX + "%'")) {
        while (rows.next()) {
          schemas.add(rows.getString(1));
        }
      }
      for (String schema : schemas) {
        long pid = Long.parseLong(schema.substring(PREFIX.length()).split("_", 2)[0]);
        boolean ours = pid == ProcessHandle.current().pid();
        if (ours || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
          statement.execute("DROP DATABASE IF EXISTS `" + schema + "`");
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("old test schemas could not be dropped", e);
    }
  }
}
