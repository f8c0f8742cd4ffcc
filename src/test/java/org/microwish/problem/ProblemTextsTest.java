package org.microwish.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.microwish.wish.lifecycle.Refusal;

@Tag("fast")
class ProblemTextsTest {

  @ParameterizedTest
  @EnumSource
  void everyProblemAndFaultHasItsTextsAndNoTextIsLeftOver(Language language) {
    List<String> expected = new ArrayList<>();
    for (ProblemType type : ProblemType.values()) {
      expected.add(type.name() + ".title");
      expected.add(type.name() + ".detail");
    }
    for (FieldFault fault : FieldFault.values()) {
      expected.add("field." + fault.name());
    }
    assertThat(ProblemTexts.keys(language))
        .filteredOn(key -> !key.startsWith("word.") && !key.matches("[A-Z_]+\\.detail\\..+"))
        .containsExactlyInAnyOrderElementsOf(expected);
    // Keys such as VALIDATION_FAILED.detail.PLACES_HELD have the detail for one reason of a
    // problem.
    assertThat(ProblemTexts.keys(language))
        .filteredOn(key -> key.matches("[A-Z_]+\\.detail\\..+"))
        .allSatisfy(
            key ->
                assertThat(Refusal.values())
                    .extracting(Refusal::name)
                    .contains(key.substring(key.lastIndexOf('.') + 1)));
    assertThat(ProblemTexts.keys(language))
        .allSatisfy(key -> assertThat(ProblemTexts.text(language, key)).isNotBlank());
  }

  @Test
  void bothLanguagesNameTheSameMembersAndWords() {
    assertThat(ProblemTexts.keys(Language.ZH))
        .containsExactlyInAnyOrderElementsOf(ProblemTexts.keys(Language.EN))
        .allSatisfy(
            key ->
                assertThat(ProblemTexts.memberNames(ProblemTexts.text(Language.ZH, key)))
                    .as(key)
                    .containsExactlyInAnyOrderElementsOf(
                        ProblemTexts.memberNames(ProblemTexts.text(Language.EN, key))));
  }

  @Test
  void everyTextReadsWellWithoutAnyMember() {
    for (Language language : Language.values()) {
      for (String key : ProblemTexts.keys(language)) {
        assertThat(ProblemTexts.fill(language, ProblemTexts.text(language, key), Map.of()))
            .as(key)
            .doesNotContain("{", "[", "]")
            .isNotBlank();
      }
    }
  }

  private enum State {
    OPEN
  }

  @Test
  void placeholders_areFilledIn_andStatesHaveWords() {
    assertThat(
            ProblemTexts.detail(
                Language.ZH, ProblemType.WISH_STATE_CONFLICT, Map.of("state", State.OPEN)))
        .isEqualTo("心愿当前的状态（待认领）不允许此操作。");
    assertThat(
            ProblemTexts.detail(
                Language.EN, FieldFault.OUT_OF_RANGE, Map.of("min", 1, "max", List.of(2, 3))))
        .isEqualTo("Out of range; at least 1; at most 2, 3.");
    assertThat(ProblemTexts.detail(Language.EN, FieldFault.OUT_OF_RANGE, Map.of("max", "$1\\")))
        .isEqualTo("Out of range; at most $1\\.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-|ZH",
        "en|EN",
        "en-GB,en;q=0.9,zh;q=0.8|EN",
        "zh-CN,zh;q=0.9,en;q=0.8|ZH",
        "en;q=0.2,zh-Hans;q=0.7|ZH",
        "fr,de;q=0.5|ZH",
        "fr,en;q=0.1|EN",
        "zh;q=0,en|EN",
        "*|ZH",
        "en;q=banana|ZH",
        ";;;|ZH",
      })
  void preferredLanguage_isChosen(String header, Language expected) {
    assertThat(Language.of(header)).isEqualTo(expected);
  }
}
