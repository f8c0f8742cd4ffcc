package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.platform.start.StartConfig;
import org.microwish.platform.start.StartRefusedException;

/** Production refuses to start if no origin is configured. */
@Tag("fast")
class LedgerOriginTest {

  private static StartConfig config(String origin) {
    return key ->
        key.equals("microwish.ledger.origin") ? Optional.ofNullable(origin) : Optional.empty();
  }

  @Test
  void missingOrigin_isRefused() {
    assertThatThrownBy(() -> LedgerOrigin.check(config(null)))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("MICROWISH_LEDGER_ORIGIN is not set");
    assertThatCode(() -> LedgerOrigin.check(config("wish.example.org/api/v1/ledger")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "a+b", "台账", "tab\there"})
  void otherText_isRefused(String origin) {
    assertThatThrownBy(() -> LedgerOrigin.check(config(origin)))
        .hasMessageContaining("MICROWISH_LEDGER_ORIGIN is not a name");
    assertThatThrownBy(() -> LedgerOrigin.check(config("x".repeat(201))))
        .hasMessageContaining("at most 200");
  }
}
