package org.microwish.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

@Tag("fast")
class CursorTest {

  private static final Filters FILTERS = Filters.of("state", "OPEN", "division", null);

  @Test
  void encodedCursor_canBeDecoded() {
    Cursor cursor = Cursor.at(Long.MAX_VALUE, "心愿", -5, "");
    Cursor read = Cursor.decode(cursor.encode(FILTERS), FILTERS);
    assertThat(read).isEqualTo(cursor);
    assertThat(read.number(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(read.text(1)).isEqualTo("心愿");
    assertThat(cursor.encode(FILTERS)).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void emptyFiltersAndOrder_doNotChangeTheCursor() {
    assertThat(Cursor.at(1).encode(Filters.of("a", null, "b", List.of())))
        .isEqualTo(Cursor.at(1).encode(Filters.NONE));
    assertThat(Cursor.at(1).encode(Filters.of("a", 1, "b", 2)))
        .isEqualTo(Cursor.at(1).encode(Filters.of("b", 2, "a", 1)));
  }

  @Test
  void changeOfAnyBit_isRefused() {
    byte[] bytes = Base64.getUrlDecoder().decode(Cursor.at(42L).encode(FILTERS));
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
      assertBad(text, FieldFault.INVALID_FORMAT);
    }
  }

  @Test
  void garbage_isRefusedNamingTheCursor() {
    for (String text :
        List.of("", "A", "AAAA", "!!", "x".repeat(10_000), "\u0000", "AQAAAAAAAAAAAAAAAA")) {
      assertBad(text, FieldFault.INVALID_FORMAT);
    }
  }

  @Test
  void cursorOfOtherFilters_isRefused() {
    String text = Cursor.at(42L).encode(Filters.of("state", "CLAIMED"));
    assertBad(text, FieldFault.NOT_ALLOWED);
  }

  @Test
  void keyOfAnotherType_isRefused() {
    Cursor cursor = Cursor.at("word");
    assertThatThrownBy(() -> cursor.number(0)).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> cursor.text(1)).isInstanceOf(ProblemException.class);
  }

  private static void assertBad(String text, FieldFault fault) {
    assertThatThrownBy(() -> Cursor.decode(text, FILTERS))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem ->
                assertThat(problem.errors()).containsExactly(FieldError.query("cursor", fault)));
  }
}
