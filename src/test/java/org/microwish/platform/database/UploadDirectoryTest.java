package org.microwish.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class UploadDirectoryTest {

  @ConfigProperty(name = "quarkus.http.body.uploads-directory")
  Path inUse;

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void uploadsAreWrittenWhereOnlyTheOwnerMayLook() throws IOException {
    assertThat(inUse.toAbsolutePath())
        .startsWith(Path.of("target", "test-database", "uploads").toAbsolutePath());
    for (Path directory : new Path[] {inUse, inUse.getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aStartDeletesWhatAnEndedProcessLeft(@TempDir Path parent) throws IOException {
    Path abandoned = Files.createDirectory(parent.resolve("123"));
    Files.writeString(abandoned.resolve("photo"), "clear");
    Files.createFile(parent.resolve("123.lock"));

    Path first = UploadDirectory.make(parent);
    assertThat(abandoned).doesNotExist();
    assertThat(parent.resolve("123.lock")).doesNotExist();
    assertThat(first).isEmptyDirectory().hasParent(parent);

    // Another one of a process that still runs is left alone.
    Files.writeString(first.resolve("photo"), "being read");
    Path second = UploadDirectory.make(parent);
    assertThat(second).isEmptyDirectory().isNotEqualTo(first);
    assertThat(first.resolve("photo")).exists();
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsSaid(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> UploadDirectory.make(file.resolve("uploads")))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("Uploads cannot be written to");
  }
}
