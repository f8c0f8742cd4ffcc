package org.microwish.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.platform.sql.Connections;
import org.microwish.testing.TestDatabase;

/** Tests which configurations the launcher accepts and refuses, and its messages. */
@Tag("database")
class DatabaseLauncherTest {

  @Test
  void productionNeedsAUrl() {
    refuses(() -> DatabaseLauncher.production(config(Map.of())), "MICROWISH_DB_URL is not set");
    refuses(() -> DatabaseLauncher.migrate(config(Map.of())), "MICROWISH_DB_URL is not set");
  }

  @Test
  void productionNeedsATokenKeyBeforeItTouchesTheDatabase() {
    refuses(
        () -> DatabaseLauncher.production(config(Map.of("microwish.db.url", "jdbc:mysql://x/y"))),
        "MICROWISH_TOKEN_SIGNING_KEYS is not set",
        "MICROWISH_TOKEN_PUBLIC_KEYS",
        "MICROWISH_OPENID_ISSUER");
  }

  @Test
  void productionAcceptsKeysAsTextOrFiles(@TempDir Path directory) throws IOException {
    TokenKeys pair = TokenKeys.kept(directory);
    Map<String, String> settings = configuration(TestDatabase.emptySchema("keys"));
    String file = directory.resolve("token-key.pem").toString();
    Path open = Files.writeString(directory.resolve("token-key.pub.pem"), pair.publicPem());
    for (Map.Entry<String, String> given :
        List.of(
            Map.entry(TokenKeys.SIGNING, pair.privatePem()),
            Map.entry(TokenKeys.SIGNING, file + "," + file),
            Map.entry(TokenKeys.PUBLIC, pair.publicPem()),
            Map.entry(TokenKeys.PUBLIC, open.toString()),
            Map.entry("microwish.openid.issuer", "https://id.example"))) {
      Map<String, String> all = new HashMap<>(settings);
      all.put(given.getKey(), given.getValue());
      assertThat(DatabaseLauncher.production(config(all)))
          .doesNotContainKey("microwish.launch.token.signing-keys");
    }
  }

  @Test
  void publicKeyIsDerivedFromThePrivateKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    // Several keys, so that both points with the same x coordinate occur.
    for (int i = 0; i < 10; i++) {
      KeyPair pair = generator.generateKeyPair();
      String pem =
          "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----"
              .formatted(Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
      assertThat(TokenKeys.signing(List.of(pem)).getFirst().getPublic())
          .isEqualTo(pair.getPublic());
    }
  }

  @Test
  void concurrentStartsGenerateOneTokenKey(@TempDir Path directory) {
    assertThat(
            IntStream.range(0, 32)
                .parallel()
                .mapToObj(i -> kept(directory.resolve("pair")))
                .collect(Collectors.toSet()))
        .hasSize(1);
  }

  private static TokenKeys kept(Path directory) {
    try {
      return TokenKeys.kept(directory);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void invalidKeyIsRefusedWithoutShowingIt(@TempDir Path directory) throws IOException {
    TokenKeys pair = TokenKeys.kept(directory);
    refuses(() -> TokenKeys.signing(List.of(pair.publicPem())), "not an EC private key");
    refuses(() -> TokenKeys.verifying(List.of(pair.privatePem())), "not an EC public key");
    // A key without its first line is not a path, and its text must not be shown.
    String body = pair.privatePem().replaceAll("-----[A-Z ]+-----", "").strip();
    assertThatThrownBy(() -> TokenKeys.signing(List.of(body)))
        .isInstanceOf(StartRefusedException.class)
        .message()
        .contains("neither PEM text nor a file")
        .doesNotContain(body.substring(30, 90));
  }

  @Test
  void aKeyOnAnotherCurveIsRefused() {
    refuses(
        () ->
            TokenKeys.verifying(
                List.of(
                    """
                    -----BEGIN PUBLIC KEY-----
                    MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAERgZwctw+Qqosxz8cBREjj47kY8l87mAU
                    1piqM1remf+6rLV+36A7F45p1LuNqp+26t0ihj/LSA49NjRq2BgbF0DWuFK4uNr0
                    kvUT2UKtHalm9zloL7xmHD9WxXbvhAqs
                    -----END PUBLIC KEY-----
                    """)),
        "another curve");
  }

  @Test
  void devModeUsesAConfiguredDatabaseAndMakesTokenKeysOnce(@TempDir Path directory) {
    DatabaseSettings schema = TestDatabase.emptySchema("dev");
    Map<String, String> settings = configuration(schema);
    settings.put("microwish.data.directory", directory.resolve("data").toString());

    Map<String, String> first = DatabaseLauncher.development(config(settings));
    assertThat(first)
        .containsEntry("microwish.launch.db.url", schema.url())
        .containsKey("microwish.launch.token.signing-keys");
    assertThat(directory.resolve("data").resolve("database")).doesNotExist();
    assertThat(DatabaseLauncher.development(config(settings))).isEqualTo(first);
  }

  @Test
  void migrationAccountMigratesAndTheOtherOnlyServes() throws SQLException {
    DatabaseSettings schema = TestDatabase.emptySchema("accounts");
    String name = schema.place().substring(schema.place().lastIndexOf('/') + 1);
    try (Connection connection = TestDatabase.server().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP USER IF EXISTS service@'127.0.0.1'");
      statement.execute("CREATE USER service@'127.0.0.1' IDENTIFIED BY 'only serves'");
      statement.execute(
          "GRANT SELECT, INSERT, UPDATE, DELETE ON `" + name + "`.* TO service@'127.0.0.1'");
    }
    Map<String, String> settings = configuration(schema);
    settings.put("microwish.db.user", "service");
    settings.put("microwish.db.password", "only serves");
    refuses(() -> DatabaseLauncher.migrate(config(settings)), "could not be migrated");

    settings.put("microwish.db.migration-user", schema.user());
    settings.put("microwish.db.migration-password", schema.password());
    assertThat(DatabaseLauncher.migrate(config(settings))).contains("migrations applied");

    settings.put("microwish.db.migrate", "false");
    DatabaseSettings served = DatabaseSettings.configured(config(settings)).orElseThrow();
    assertThatCode(() -> DatabaseLauncher.prepare(served)).doesNotThrowAnyException();
  }

  @Test
  void schemaVersionIsChecked() throws SQLException {
    DatabaseSettings schema = TestDatabase.emptySchema("versions");
    DatabaseSettings checking = checking(schema);
    refuses(() -> DatabaseLauncher.prepare(checking), "is at version none and this build needs");

    DatabaseLauncher.prepare(schema);
    DatabaseLauncher.prepare(checking);

    execute(
        schema,
        "INSERT INTO flyway_schema_history SELECT installed_rank + 1000, '9999', 'of tomorrow',"
            + " type, 'V9999__of_tomorrow.sql', checksum, installed_by, installed_on,"
            + " execution_time, success FROM flyway_schema_history WHERE version = '1'");
    DatabaseLauncher.prepare(checking);
    DatabaseLauncher.prepare(schema);

    execute(schema, "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");
    refuses(() -> DatabaseLauncher.prepare(checking), "is not the one this build made");
    refuses(() -> DatabaseLauncher.prepare(schema), "could not be migrated");
  }

  @Test
  void schemaOfAnIncompatibleOlderVersionIsRefused() throws SQLException {
    DatabaseSettings schema = TestDatabase.emptySchema("older");
    DatabaseLauncher.prepare(schema);
    execute(
        schema,
        "UPDATE flyway_schema_history SET script = 'V1__core.sql', description = 'core',"
            + " checksum = 1 WHERE version = '1'");
    String sentence = "was made by an older version, which this one cannot upgrade";
    refuses(() -> DatabaseLauncher.prepare(schema), sentence);
    refuses(() -> DatabaseLauncher.prepare(checking(schema)), sentence);
  }

  @Test
  void schemaWithForeignTablesIsRefused() throws SQLException {
    DatabaseSettings schema = TestDatabase.emptySchema("foreign");
    execute(schema, "CREATE TABLE theirs (id INT PRIMARY KEY)");
    refuses(() -> DatabaseLauncher.prepare(schema), "tables that this service did not make");
  }

  @Test
  void aUrlWithoutASchemaIsRefused() {
    DatabaseSettings nowhere = TestDatabase.server().schema("");
    refuses(() -> DatabaseLauncher.prepare(nowhere), "names no schema");
  }

  @Test
  void messagesContainNoPasswords() {
    DatabaseSettings settings =
        DatabaseSettings.of("jdbc:mysql://127.0.0.1:1/x?password=secret", "u", "secret");
    assertThat(settings.toString()).doesNotContain("secret");
    assertThatThrownBy(() -> DatabaseLauncher.prepare(settings))
        .isInstanceOf(StartRefusedException.class)
        .message()
        .contains("Connection refused")
        .doesNotContain("secret");
  }

  @Test
  void tokenKeyFileIsReadableByTheOwnerOnly(@TempDir Path directory) throws IOException {
    TokenKeys keys = TokenKeys.kept(directory.resolve("new"));
    assertThat(keys.toString()).doesNotContain("PRIVATE");
    assertThat(Files.getPosixFilePermissions(directory.resolve("new").resolve("token-key.pem")))
        .hasSize(2);
  }

  private static StartConfig config(Map<String, String> settings) {
    return key -> Optional.ofNullable(settings.get(key));
  }

  private static DatabaseSettings checking(DatabaseSettings schema) {
    return new DatabaseSettings(
        schema.url(), schema.user(), schema.password(), schema.user(), schema.password(), false);
  }

  private static Map<String, String> configuration(DatabaseSettings schema) {
    Map<String, String> settings = new HashMap<>();
    settings.put("microwish.db.url", schema.url());
    settings.put("microwish.db.user", schema.user());
    settings.put("microwish.db.password", schema.password());
    return settings;
  }

  private static void execute(DatabaseSettings schema, String sql) throws SQLException {
    try (Connection connection = Connections.open(schema.url(), schema.user(), schema.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void refuses(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable start, String... parts) {
    assertThatThrownBy(start)
        .isInstanceOf(StartRefusedException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n");
  }
}
