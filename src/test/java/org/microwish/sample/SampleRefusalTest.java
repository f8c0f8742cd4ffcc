package org.microwish.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.party.DivisionDraft;
import org.microwish.party.Divisions;
import org.microwish.platform.sql.Transactions;
import org.microwish.sample.SampleLoader.Outcome;

/** Checks that the sample is not loaded into a database with other data. */
@Tag("database")
@QuarkusTest
class SampleRefusalTest {

  private static final String PROVINCE = "650000000000";

  @Inject SampleLoader loader;
  @Inject LoadSample command;
  @Inject LoadState state;
  @Inject Divisions divisions;
  @Inject Transactions transactions;

  @Test
  void aDatabaseWithOtherDataIsRefused() {
    transactions.run(
        () -> {
          if (!divisions.exists(PROVINCE)) {
            divisions.record(Caller.SYSTEM, new DivisionDraft(PROVINCE, "某省", null), null);
          }
        });
    assertThat(loader.load(progress -> {}, () -> false)).isEqualTo(Outcome.NOT_EMPTY);
    assertThat(command.run(List.of())).isEqualTo(1);
    assertThat(state.done().ids()).isEmpty();
  }

  @Test
  void loadCommand_takesNoArguments() {
    assertThat(command.run(List.of("twice"))).isEqualTo(2);
  }
}
