package org.microwish.login.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests TOTP with the vectors of RFC 6238 appendix B (the last six of its eight digits) and RFC
 * 4648.
 */
@Tag("fast")
class TotpTest {

  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void codes_matchTheVectorsOfRfc6238(long second, String code) {
    long step = Totp.step(Instant.ofEpochSecond(second));
    assertThat(Totp.code(SECRET, step)).isEqualTo(code);
  }

  @Test
  void code_isValidOneStepEarlyAndOneStepLate() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);
    long step = Totp.step(now);
    for (long near = step - 1; near <= step + 1; near++) {
      assertThat(Totp.matching(SECRET, Totp.code(SECRET, near), now)).hasValue(near);
    }
    assertThat(Totp.matching(SECRET, Totp.code(SECRET, step - 2), now)).isEmpty();
    assertThat(Totp.matching(SECRET, Totp.code(SECRET, step + 2), now)).isEmpty();
    assertThat(Totp.matching(SECRET, "", now)).isEmpty();
  }

  @Test
  void secrets_areShownAsBase32() {
    assertThat(Totp.text(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(Totp.uri("micro wish", "desk-1", SECRET))
        .isEqualTo(
            "otpauth://totp/micro%20wish:desk-1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=micro%20wish");
  }
}
