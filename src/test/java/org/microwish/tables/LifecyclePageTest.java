package org.microwish.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that {@code src/docs/lifecycle.md} matches the transition tables. */
@Tag("fast")
class LifecyclePageTest {

  private static final Path PAGE = Path.of("src", "docs", "lifecycle.md");

  @Test
  void page_matchesTheTables() throws IOException {
    if (Boolean.getBoolean("lifecycle.write")) {
      Files.writeString(PAGE, LifecyclePage.page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(LifecyclePage.page());
  }
}
