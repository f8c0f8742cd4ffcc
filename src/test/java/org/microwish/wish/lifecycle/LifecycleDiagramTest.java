package org.microwish.wish.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the drawn life of a wish against the table. */
class LifecycleDiagramTest {

  private static final Path PAGE = Path.of("src", "docs", "lifecycle.md");

  @Test
  void thePageSaysWhatTheTableSays() throws IOException {
    if (Boolean.getBoolean("lifecycle.write")) {
      Files.writeString(PAGE, LifecycleDiagram.page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(LifecycleDiagram.page());
  }
}
