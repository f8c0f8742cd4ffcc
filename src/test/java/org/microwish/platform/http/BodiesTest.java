package org.microwish.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.limits.Places;

/** Tests how the configured memory for bodies is divided. */
@Tag("fast")
class BodiesTest {

  private static final long MIB = 1 << 20;

  private static int taken(Places memory, String client) {
    int taken = 0;
    while (memory.take(client).isPresent()) {
      taken++;
    }
    return taken;
  }

  @Test
  void memoryForAll_isLargerThanTheShareOfOne() {
    Places memory = Bodies.memory(MIB, 8 * MIB, 64 * MIB);
    assertThat(taken(memory, "a")).isEqualTo(512);
    for (int i = 0; i < 7; i++) {
      assertThat(taken(memory, "b" + i)).isEqualTo(512);
    }
    assertThat(taken(memory, "c")).isZero();
  }

  @Test
  void memoryForAll_mayBeSmallerThanTheShareOfOne() {
    assertThat(taken(Bodies.memory(MIB, 8 * MIB, 4 * MIB), "a")).isEqualTo(256);
  }

  @Test
  void share_hasRoomForTheLargestBody() {
    assertThat(taken(Bodies.memory(10 * MIB, 8 * MIB, 64 * MIB), "a")).isEqualTo(640);
  }

  @Test
  void memoryWithoutRoomForABody_isRefusedWithTheNamesOfTheSettings() {
    assertThatThrownBy(() -> Bodies.memory(2 * MIB, MIB, MIB))
        .hasMessageContaining("MICROWISH_HTTP_MAX_BODY")
        .hasMessageContaining("MICROWISH_HTTP_BUFFERED_BODIES");
  }
}
