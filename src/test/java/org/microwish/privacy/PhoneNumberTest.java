package org.microwish.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class PhoneNumberTest {

  @ParameterizedTest
  @CsvSource({
    "13800138000, 13800138000",
    "138 0013 8000, 13800138000",
    "138-0013-8000, 13800138000",
    "+86 138 0013 8000, 13800138000",
    "+86-13800138000, 13800138000",
    "0086 13800138000, 13800138000",
    "8613800138000, 13800138000",
    "020-87654321, 020-87654321",
    "02087654321, 020-87654321",
    "(020) 8765 4321, 020-87654321",
    "（020）8765-4321, 020-87654321",
    "+86 20 8765 4321, 020-87654321",
    "+86 10 6512 3456, 010-65123456",
    "0755-83211234-12, 0755-83211234-12",
    "0755 83211234转12, 0755-83211234-12",
    "0558-5123456, 0558-5123456"
  })
  void writtenForms_areNormalised(String written, String stored) {
    assertThat(PhoneNumber.parse(written)).contains(new PhoneNumber(stored));
    assertThat(PhoneNumber.parse(stored)).contains(new PhoneNumber(stored));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "12800138000",
        "1380013800",
        "138001380000",
        "87654321",
        "020-1765432",
        "020-123",
        "+1 415 555 0100",
        "电话13800138000",
        "１３８００１３８０００",
        "020-87654321-1234567",
        "13800138000;13800138001"
      })
  void otherTexts_areNotParsed(String written) {
    assertThat(PhoneNumber.parse(written)).isEmpty();
  }
}
