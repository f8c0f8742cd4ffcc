package org.microwish.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@QuarkusTest
class UploadDirectoryTest {

  @ConfigProperty(name = "quarkus.http.body.uploads-directory")
  Path configured;

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void uploadDirectoryIsReadableByTheOwnerOnly() throws IOException {
    assertThat(configured.toAbsolutePath())
        .startsWith(Path.of("target", "test-database", "uploads").toAbsolutePath());
    for (Path directory : new Path[] {configured, configured.getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void startDeletesTheFilesOfEndedProcesses(@TempDir Path parent) throws IOException {
    Path abandoned = Files.createDirectory(parent.resolve("123"));
    Files.writeString(abandoned.resolve("photo"), "clear");
    Files.createFile(parent.resolve("123.lock"));

    // Another process that still runs holds its lock.
    Path inUse = Files.createDirectory(parent.resolve("456"));
    try (FileChannel other =
        FileChannel.open(
            parent.resolve("456.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      other.lock();
      Path made = UploadDirectory.make(parent);
      assertThat(made).isEmptyDirectory().hasParent(parent);
      assertThat(abandoned).doesNotExist();
      assertThat(parent.resolve("123.lock")).doesNotExist();
      assertThat(inUse).exists();

      // A reload in dev mode keeps the directory.
      assertThat(UploadDirectory.make(parent)).isEqualTo(made);
    }
  }

  @Test
  void unwritableDirectoryIsReported(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> UploadDirectory.make(file.resolve("uploads")))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("Uploads cannot be written to");
  }
}
