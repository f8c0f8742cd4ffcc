package org.microwish.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that values are made to fit the limits of WeChat's field types. */
@Tag("fast")
class TemplateFieldTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "thing1, 二十个字以内的标题不会被截断, 二十个字以内的标题不会被截断",
        "thing1, 一二三四五六七八九十一二三四五六七八九十一, 一二三四五六七八九十一二三四五六七八九…",
        "thing1, '', -",
        "phrase2, 认领已经通过了, 认领已经通",
        "phrase2, OK, 微心愿",
        "character_string3, 440104013-2026-W-00123, 440104013-2026-W-00123",
        "character_string3, 编号 A1, A1",
        "character_string3, 0123456789012345678901234567890123456789, 01234567890123456789012345678901",
        "name4, 梅花村街党工委办公室主任, 梅花村街党工委办公室",
        "amount5, ¥97150.60, ¥97150.60",
        "amount5, 12345678901, 0",
        "number6, 3 件, 3",
        "time7, 2026年3月1日 09:00, 2026年3月1日 09:00",
      })
  void aValue_isCutToTheLimitOfItsType(String field, String value, String fit) {
    assertThat(TemplateField.of(field).orElseThrow().value(value)).isEqualTo(fit);
  }

  @Test
  void aCharacterOfTwoUnits_isNotSplit() {
    String fit = TemplateField.THING.value("一二三四五六七八九十一二三四五六七八\uD842\uDFB7尾巴");
    assertThat(fit).isEqualTo("一二三四五六七八九十一二三四五六七八…");
  }

  @ParameterizedTest
  @CsvSource({"thing", "colour1", "Thing1", "1", "''"})
  void anotherField_hasNoType(String field) {
    assertThat(TemplateField.of(field)).isEmpty();
  }
}
