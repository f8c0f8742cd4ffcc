package org.microwish.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class DivisionCodeTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          440000000000,       44,                 PROVINCE,
          440100000000,       4401,               CITY,      440000000000
          440104000000,       440104,             COUNTY,    440100000000
          440104013000,       440104013,          STREET,    440104000000
          440104013001,       440104013001,       COMMUNITY, 440104013000
          440104013001G02,    440104013001G02,    GRID,      440104013001
          440104013001G02B11, 440104013001G02B11, BUILDING,  440104013001G02
          440104013001B11,    440104013001B11,    BUILDING,  440104013001
          440104013001G00100, 440104013001G00100, GRID,      440104013001
          440104013001G00999B00123, 440104013001G00999B00123, BUILDING, 440104013001G00999
          440104013001G02B00123U03, 440104013001G02B00123U03, UNIT, 440104013001G02B00123
          440104013001B11U00101, 440104013001B11U00101, UNIT, 440104013001B11
          441900003000,       441900003,          STREET,    441900000000
          441900003010,       441900003010,       COMMUNITY, 441900003000
          """)
  void code_givesPathLevelAndParent(String text, String path, DivisionLevel level, String parent) {
    DivisionCode code = DivisionCode.parse(text);
    assertThat(code.path()).isEqualTo(path);
    assertThat(code.level()).isEqualTo(level);
    assertThat(code.parent().map(DivisionCode::text)).isEqualTo(Optional.ofNullable(parent));
    assertThat(DivisionCode.ofPath(path)).isEqualTo(code);
    assertThat(DivisionCode.read(path)).contains(code);
    assertThat(DivisionCode.read(text)).contains(code);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "4",
        "44010401300",
        "4401040130011",
        "040104013001",
        "000000000000",
        "440004013001",
        "440104000001",
        "44010401300a",
        "４４０１０４０１３００１",
        "440104013000G02",
        "440104000000B01",
        "440104013001G00",
        "440104013001G2",
        "440104013001G002",
        "440104013001G123",
        "440104013001G00099",
        "440104013001G01000",
        "440104013001G001000",
        "440104013001U01",
        "440104013001G02U01",
        "440104013001B11U00",
        "440104013001B00",
        "440104013001g02",
        "440104013001B11G02",
        "440104013001G02B11B12",
        "440104013001\n",
        " 440104013001"
      })
  void malformedCode_isRefused(String text) {
    assertThat(DivisionCode.isCode(text)).isFalse();
    assertThat(DivisionCode.read(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> DivisionCode.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"440", "44010", "440100", "440104013000", "4400", "440104000"})
  void pathThatEndsBetweenLevelsOrInZeros_isRefused(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> DivisionCode.ofPath(path));
  }

  @Test
  void subtree_containsExactlyThePathsWithItsPrefix() {
    List<DivisionCode> all = new ArrayList<>();
    for (String street : List.of("440104013000", "440104130000", "441900003000", "440100000000")) {
      all.add(DivisionCode.parse(street));
    }
    for (int i = 1; i < 130; i++) {
      all.add(DivisionCode.parse("440104013%03d".formatted(i)));
    }
    for (int i = 1; i < 100; i++) {
      all.add(DivisionCode.parse("440104013001G%02d".formatted(i)));
      all.add(DivisionCode.parse("440104013001G01B%02d".formatted(i)));
      all.add(DivisionCode.parse("440104013001B%02d".formatted(i)));
    }
    for (int i = 100; i < 1000; i += 7) {
      all.add(DivisionCode.parse("440104013001G%05d".formatted(i)));
      all.add(DivisionCode.parse("440104013001G01B%05d".formatted(i)));
      all.add(DivisionCode.parse("440104013001G01B01U%05d".formatted(i)));
    }
    for (DivisionCode upper : all) {
      for (DivisionCode lower : all) {
        assertThat(lower.path().startsWith(upper.path()))
            .as("%s below %s", lower, upper)
            .isEqualTo(isBelow(lower, upper));
      }
    }
  }

  @Test
  void streetPathAndCommunityPath_cutALongerPath() {
    assertThat(DivisionCode.streetPath("440104013001G02B11")).isEqualTo("440104013");
    assertThat(DivisionCode.communityPath("440104013001G02B11")).isEqualTo("440104013001");
    assertThat(DivisionCode.streetPath("440104")).isNull();
    assertThat(DivisionCode.communityPath("440104013")).isNull();
    assertThat(DivisionCode.streetPath(null)).isNull();
  }

  @Test
  void publicPath_isNoFinerThanACommunity() {
    assertThat(DivisionCode.publicPath("440104013001G02B11")).isEqualTo("440104013001");
    assertThat(DivisionCode.publicPath("440104")).isEqualTo("440104");
  }

  @Test
  void everyCodeHasANumberOfItsOwn() {
    assertThat(
            List.of(
                DivisionCode.parse("440104013001").number(),
                DivisionCode.parse("440104013001G02").number(),
                DivisionCode.parse("440104013001B02").number(),
                DivisionCode.parse("440104013001G02B11").number()))
        .containsExactly(
            4401040130010000L, 4401040130010200L, 4401040130010002L, 4401040130010211L);
    assertThat(DivisionCode.parse("440104013001G00123").number())
        .isNegative()
        .isNotEqualTo(DivisionCode.parse("440104013001G00124").number())
        .isNotEqualTo(DivisionCode.parse("440104013001B00123").number());
  }

  private static boolean isBelow(DivisionCode lower, DivisionCode upper) {
    Optional<DivisionCode> next = Optional.of(lower);
    while (next.isPresent()) {
      if (next.get().equals(upper)) {
        return true;
      }
      next = next.get().parent();
    }
    return false;
  }
}
