package org.microwish.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.PackagedService;
import org.microwish.testing.PackagedService.Launch;
import org.microwish.testing.TestDatabase;

/**
 * Tests the load command of the packaged jar: it completes a killed load and refuses a second one.
 */
@Tag("packaged")
class LoadSampleIT {

  /**
   * {@code -Dsample.whole} completes the second load, which takes long. By default the test stops
   * that load once it has made progress; {@code SampleLoaderTest} loads the whole street in any
   * case.
   */
  private static final boolean WHOLE = System.getProperty("sample.whole") != null;

  /** A load takes twenty seconds on an otherwise idle machine. */
  private static final Duration LONG = Duration.ofMinutes(4);

  @Test
  void aKilledLoadIsFinishedByTheNextAndAnotherIsRefused() throws Exception {
    DatabaseSettings schema = TestDatabase.emptySchema("load_sample");
    Launch load = PackagedService.on(schema).arguments(LoadSample.WORD);
    try (PackagedService killed = load.start(0)) {
      Awaitility.await()
          .atMost(LONG)
          .until(() -> killed.output().contains("Loading the sample street"));
      killed.kill();
    }
    if (!WHOLE) {
      try (PackagedService next = load.start(0)) {
        Awaitility.await()
            .atMost(LONG)
            .until(() -> next.output().contains("ledger entries)") || !next.process().isAlive());
        assertThat(next.process().isAlive()).as(next.output()).isTrue();
      }
      return;
    }
    try (PackagedService next = load.start(0)) {
      assertThat(next.process().waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(next.output())
          .contains(
              "271 wishes, 271 claimed by 447 members, 271 fulfilled",
              "25 projects worth 97150.60 yuan, claimed by 19 organisations, 25 fulfilled",
              "90 organisations and 3463 members checked in");
      assertThat(next.process().exitValue()).isZero();
    }
    PackagedService.Ended again = load.run();
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.output()).contains("on record already").doesNotContain("\tat ");
  }

  @Test
  void loadCommand_needsTheEvidenceDirectory() throws Exception {
    PackagedService.Ended ended =
        PackagedService.on(TestDatabase.emptySchema("no_evidence"))
            .without("MICROWISH_EVIDENCE_DIRECTORY")
            .arguments(LoadSample.WORD)
            .run();
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output()).contains("MICROWISH_EVIDENCE_DIRECTORY").doesNotContain("\tat ");
  }
}
