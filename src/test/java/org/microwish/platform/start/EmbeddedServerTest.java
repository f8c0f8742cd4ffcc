package org.microwish.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.platform.sql.Connections;

/** Tests that processes share one server per directory, however they start and end. */
@Tag("database")
class EmbeddedServerTest {

  private Path home;

  @BeforeEach
  void anEmptyDirectory(TestInfo test) throws IOException {
    home =
        Path.of("target", "embedded-server-test", test.getTestMethod().orElseThrow().getName())
            .toAbsolutePath();
    PrivateFiles.delete(home);
  }

  @Test
  void lastUserStopsTheServerAndTheDataStays() throws Exception {
    try (ServerUser first = ServerUser.of(home);
        ServerUser second = ServerUser.of(home)) {
      // Both processes were started at once with the same empty directory.
      EmbeddedServer.Endpoint endpoint = first.endpoint();
      assertThat(second.endpoint()).isEqualTo(endpoint);
      write(endpoint, "CREATE TABLE kept (id INT PRIMARY KEY)");
      write(endpoint, "INSERT INTO kept VALUES (7)");

      first.terminate();
      assertThat(ServerUser.answers(endpoint)).isTrue();

      second.terminate();
      assertThat(ServerUser.answers(endpoint)).isFalse();
      assertThat(ServerUse.running(home)).isNull();
    }
    assertThat(Files.readString(home.resolve("server.log"))).contains("Shutdown complete");

    EmbeddedServer.Use again = use();
    assertThat(read(again.endpoint(), "SELECT id FROM kept")).isEqualTo("7");
    again.end();
    assertThat(ServerUser.answers(again.endpoint())).isFalse();
  }

  @Test
  void serverOfAKilledProcessIsTakenOver() throws Exception {
    EmbeddedServer.Endpoint left;
    long process;
    try (ServerUser killed = ServerUser.of(home)) {
      left = killed.endpoint();
      killed.kill();
      process = ServerUse.running(home).pid();
      assertThat(ServerUser.answers(left)).isTrue();
    }

    EmbeddedServer.Use use = use();
    assertThat(use.endpoint()).isEqualTo(left);
    assertThat(ServerUse.running(home).pid()).isEqualTo(process);
    use.end();
    assertThat(ServerUser.answers(left)).isFalse();
  }

  @Test
  void deadServerIsRestarted() throws Exception {
    EmbeddedServer.Use first = use();
    write(first.endpoint(), "CREATE TABLE kept (id INT PRIMARY KEY)");
    ServerUse.running(home).destroyForcibly();
    first.end();

    EmbeddedServer.Use second = use();
    assertThat(read(second.endpoint(), "SELECT COUNT(*) FROM kept")).isEqualTo("0");
    second.end();
  }

  @Test
  void otherProcessWithTheStoredPidIsIgnored() throws Exception {
    Files.createDirectories(home);
    ServerUse.remember(home, ProcessHandle.current().pid(), 1);
    assertThat(ServerUse.running(home)).isNull();

    EmbeddedServer.Use use = use();
    assertThat(ServerUse.running(home).pid()).isNotEqualTo(ProcessHandle.current().pid());
    use.end();
  }

  @Test
  void secondUseInOneProcessSharesTheServer_whoseCommitsAreDurable() throws SQLException {
    EmbeddedServer.Use first = use();
    assertThat(read(first.endpoint(), "SELECT @@global.innodb_flush_log_at_trx_commit"))
        .isEqualTo("1");
    EmbeddedServer.Use second = use();
    assertThat(second.endpoint()).isEqualTo(first.endpoint());
    second.end();
    assertThat(ServerUser.answers(first.endpoint())).isTrue();
    first.end();
    assertThat(ServerUser.answers(first.endpoint())).isFalse();
  }

  @Test
  void aDeletedPasswordIsReplaced() throws IOException {
    EmbeddedServer.Use first = use();
    first.end();
    Files.delete(home.resolve("password"));

    EmbeddedServer.Use second = use();
    assertThat(second.endpoint().password()).isNotEqualTo(first.endpoint().password());
    assertThat(ServerUser.answers(second.endpoint())).isTrue();
    second.end();
  }

  @Test
  void loginWithoutThePasswordIsRefused() throws SQLException {
    EmbeddedServer.Use use = use();
    assertThat(read(use.endpoint(), "SELECT COUNT(*) FROM mysql.global_priv WHERE User = 'root'"))
        .isEqualTo("0");
    for (String user : new String[] {"root", "", "microwish"}) {
      EmbeddedServer.Endpoint stranger =
          new EmbeddedServer.Endpoint(use.endpoint().port(), user, "");
      assertThat(ServerUser.answers(stranger)).as(user).isFalse();
    }
    use.end();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void onlyTheOwnerReadsThePassword() throws IOException {
    EmbeddedServer.Use use = use();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("password"))))
        .isEqualTo("rw-------");
    assertThat(home.resolve("accounts.sql")).doesNotExist();
    use.end();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void serverHasItsOwnProcessGroup() throws IOException {
    EmbeddedServer.Use use = use();
    long server = ServerUse.running(home).pid();
    assertThat(processGroup(server)).isEqualTo(server);
    use.end();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void missingLibraryIsReportedWithItsPackage(@TempDir Path cache) throws IOException {
    Path engine = cache.resolve("mariadb-11.4.5-linux");
    Path installer =
        Files.createDirectories(engine.resolve("scripts")).resolve("mariadb-install-db");
    Files.writeString(
        installer,
        """
        #!/bin/sh
        echo "bin/mariadbd: error while loading shared libraries: liblz4.so.1: cannot open shared object file" >&2
        exit 127
        """);
    assertThat(installer.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(() -> EmbeddedServer.use(home, cache))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("liblz4.so.1")
        .hasMessageContaining("apt-get install liblz4-1")
        .hasMessageContaining("MICROWISH_DB_URL");
  }

  @Test
  void unsupportedPlatformIsRefusedNamingTheUrlSetting(@TempDir Path cache) {
    String machine = System.getProperty("os.arch");
    System.setProperty("os.arch", "riscv64");
    try {
      assertThatThrownBy(() -> EmbeddedServer.use(home, cache))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining("riscv64")
          .hasMessageContaining("MICROWISH_DB_URL");
    } finally {
      System.setProperty("os.arch", machine);
    }
  }

  private EmbeddedServer.Use use() {
    return EmbeddedServer.use(home, DatabaseLauncher.engines(key -> Optional.empty()));
  }

  private static long processGroup(long process) throws IOException {
    String stat = Files.readString(Path.of("/proc", String.valueOf(process), "stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4)[2]);
  }

  private static void write(EmbeddedServer.Endpoint endpoint, String sql) throws SQLException {
    DatabaseSettings schema = endpoint.create("probe");
    try (Connection connection = Connections.open(schema.url(), schema.user(), schema.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String read(EmbeddedServer.Endpoint endpoint, String sql) throws SQLException {
    DatabaseSettings schema = endpoint.create("probe");
    try (Connection connection = Connections.open(schema.url(), schema.user(), schema.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
