package org.microwish.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.microwish.platform.HeapRoom.Rush;
import org.microwish.platform.HeapRoom.Rush.Change;

class HeapRoomTest {

  private static final int WHILE = 300;

  private long collections = 1_000;
  private final Rush rush = new Rush(collections);

  private Change second(int fresh) {
    collections += fresh;
    return rush.next(collections);
  }

  @Test
  void aRushBeginsWithTheThirdCollectionOfASecondAndOnlyOnce() {
    assertThat(second(0)).isEqualTo(Change.GOES_ON);
    assertThat(second(2)).isEqualTo(Change.GOES_ON);
    assertThat(second(2)).isEqualTo(Change.GOES_ON);
    assertThat(second(3)).isEqualTo(Change.BEGINS);
    assertThat(second(50)).isEqualTo(Change.GOES_ON);
  }

  @Test
  void itIsOverWhenFiveMinutesHadHardlyAny() {
    second(3);
    for (int i = 1; i < WHILE; i++) {
      assertThat(second(i <= 2 ? 1 : 0)).as("second %d", i).isEqualTo(Change.GOES_ON);
    }
    assertThat(second(0)).isEqualTo(Change.IS_OVER);
    assertThat(second(1)).isEqualTo(Change.GOES_ON);
    assertThat(second(3)).isEqualTo(Change.BEGINS);
  }

  @Test
  void itGoesOnWhileThereAreSome() {
    second(3);
    for (int i = 1; i <= WHILE; i++) {
      assertThat(second(i <= 3 ? 1 : 0)).as("second %d", i).isEqualTo(Change.GOES_ON);
    }
    // The next while is looked at by itself.
    for (int i = 1; i < WHILE; i++) {
      assertThat(second(0)).isEqualTo(Change.GOES_ON);
    }
    assertThat(second(0)).isEqualTo(Change.IS_OVER);
  }
}
