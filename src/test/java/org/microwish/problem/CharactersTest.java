package org.microwish.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class CharactersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "张\u200B伟", // zero width space
        "张\u200D伟", // zero width joiner
        "\u200C张伟", // zero width non-joiner
        "张伟\uFEFF", // byte order mark
        "张\u2060伟", // word joiner
        "张\u00AD伟", // soft hyphen
        "张伟\u200F", // right-to-left mark
        "\u061C张伟", // Arabic letter mark
        "张\u202E伟", // right-to-left override
        "张\u2066伟", // left-to-right isolate
        "张\uDB40\uDC41伟", // tag character
        "\uD83D\uDC68\u200D" // joiner without a second emoji
      })
  void invisibleCharacters_areFound(String text) {
    assertThat(Characters.hasInvisible(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "张伟",
        "阿卜杜拉·买买提",
        "Zoë O’Neil",
        "全家 \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", // man, woman, girl
        "\uD83D\uDC69\uD83C\uDFFD\u200D\uD83D\uDD27", // woman, skin tone, wrench
        "\u2764\uFE0F\u200D\uD83D\uDD25" // heart, emoji style, fire
      })
  void namesAndEmoji_areVisible(String text) {
    assertThat(Characters.hasInvisible(text)).isFalse();
  }
}
