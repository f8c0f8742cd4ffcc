package org.microwish.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class EntryIdsTest {

  @Test
  void manyIds_areFoundWithTheirAggregate_andNoOthers() {
    EntryIds ids = new EntryIds();
    for (int i = 0; i < 100_000; i++) {
      assertThat(ids.add("entry-" + i, i / 6)).isTrue();
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(ids.add("entry-" + i, i / 6)).isFalse();
      assertThat(ids.belongs("entry-" + i, i / 6)).isTrue();
      assertThat(ids.belongs("entry-" + i, i / 6 + 1)).isFalse();
    }
    assertThat(ids.belongs("entry-100000", 0)).isFalse();
  }
}
