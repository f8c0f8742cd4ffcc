package org.microwish.party;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class CreditCodeTest {

  private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  private static final String VALID = "91350100M000100Y43";

  @ParameterizedTest
  @ValueSource(strings = {VALID, "11320000MB151840XJ", " 91350100m000100y43 "})
  void publishedCodesAreValid(String text) {
    String normal = CreditCode.normal(text);
    assertThat(normal).isEqualTo(text.strip().toUpperCase(Locale.ROOT));
    assertThat(CreditCode.isValid(normal)).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "91350100M000100Y4Z",
        "91350100M000100Y4",
        "91350100M000100Y433",
        "91350100I000100Y43",
        "91350100M000100Y4\u0663",
        ""
      })
  void malformedCodes_areInvalid(String text) {
    assertThat(CreditCode.isValid(text)).isFalse();
  }

  @Test
  void theCheckCharacterCatchesEveryWrongCharacter() {
    for (int i = 0; i < VALID.length(); i++) {
      for (int j = 0; j < ALPHABET.length(); j++) {
        char other = ALPHABET.charAt(j);
        if (other != VALID.charAt(i)) {
          String wrong = VALID.substring(0, i) + other + VALID.substring(i + 1);
          assertThat(CreditCode.isValid(wrong)).as(wrong).isFalse();
        }
      }
    }
  }

  @Test
  void checkCharacter_catchesSwappedNeighbours() {
    for (int i = 0; i + 2 < VALID.length(); i++) {
      char[] swapped = VALID.toCharArray();
      swapped[i] = VALID.charAt(i + 1);
      swapped[i + 1] = VALID.charAt(i);
      if (swapped[i] != swapped[i + 1]) {
        assertThat(CreditCode.isValid(new String(swapped))).isFalse();
      }
    }
  }
}
