package org.microwish.privacy.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.microwish.platform.start.StartRefusedException;

/** Tests master keys as operators configure them. */
@Tag("fast")
class MasterKeysTest {

  private static final String OLD = "2025:" + "A".repeat(43) + "=";
  private static final String NEW = "2026:" + "B".repeat(42) + "A=";
  private static final byte[] PLACE = SealContext.of("key", "WISH", "1");

  @ParameterizedTest
  @EnumSource
  void firstKeyWraps_andAllKeysUnwrap(Suite suite) {
    SealingKey key = SealingKey.random(suite);
    byte[] wrapped = MasterKeys.configured(List.of(OLD)).wrap(key, PLACE);
    MasterKeys rotated = MasterKeys.configured(List.of(NEW, OLD));

    assertThat(rotated.current()).isEqualTo("2026");
    assertThat(rotated.unwrap("2025", suite, wrapped, PLACE).mac(PLACE)).isEqualTo(key.mac(PLACE));
    assertThatThrownBy(() -> rotated.unwrap("2026", suite, wrapped, PLACE))
        .isInstanceOf(SealBrokenException.class);
    assertThatThrownBy(() -> rotated.unwrap("2025", suite, wrapped, SealContext.of("key", "x")))
        .isInstanceOf(SealBrokenException.class);
    assertThat(MasterKeys.configured(List.of(NEW)).knows("2025")).isFalse();
    assertThatThrownBy(
            () -> MasterKeys.configured(List.of(NEW)).unwrap("2025", suite, wrapped, PLACE))
        .hasMessageContaining("master key 2025 is not configured");
  }

  @Test
  void keys_canBeReadFromAFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("keys");
    Files.writeString(file, "# rotated in spring\n\n" + NEW + "\n  " + OLD + "\n");
    MasterKeys keys = MasterKeys.configured(List.of(file.toString()));
    assertThat(keys.current()).isEqualTo("2026");
    assertThat(keys.knows("2025")).isTrue();
    assertThat(keys.toString()).isEqualTo("MasterKeys[2026, 2025]");
  }

  @Test
  void embeddedKey_isCreatedOnceInItsDirectory(@TempDir Path directory) throws IOException {
    Path vault = directory.resolve("database").resolve("vault");
    SealingKey key = SealingKey.random(Suite.AES);
    byte[] wrapped = MasterKeys.kept(vault).wrap(key, PLACE);
    MasterKeys again = MasterKeys.kept(vault);
    assertThat(again.unwrap(again.current(), Suite.AES, wrapped, PLACE).mac(PLACE))
        .isEqualTo(key.mac(PLACE));
    assertThat(Files.getPosixFilePermissions(vault.resolve("master-keys"))).hasSize(2);
  }

  @Test
  void malformedKey_isRefused_andNotShownInTheMessage() {
    for (List<String> wrong :
        List.of(
            List.of("main:c2VjcmV0"),
            List.of("Main:" + "A".repeat(43)),
            List.of("/nowhere/c2VjcmV0"),
            List.of(OLD, OLD),
            List.<String>of())) {
      assertThatThrownBy(() -> MasterKeys.configured(wrong))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining("MICROWISH_PRIVACY_MASTER_KEYS")
          .hasMessageNotContaining("c2VjcmV0");
    }
  }
}
