package org.microwish.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class MaskingTest {

  @ParameterizedTest
  @CsvSource({
    "张三, 张**",
    "李小龙, 李**",
    "欧阳修, 欧阳**",
    "司马相如, 司马**",
    "司马, 司**",
    "张, 张**",
    "阿卜杜拉·买买提, 阿**",
    "𠮷田, 𠮷**",
    "John Smith, J**"
  })
  void aNameShowsItsSurname(String name, String masked) {
    assertThat(Masking.name(name)).isEqualTo(masked);
  }

  @ParameterizedTest
  @CsvSource({
    "13800138000, 138****8000",
    "020-87654321, 020****4321",
    "0755-83211234-12, 075****3412",
    "12345, ****"
  })
  void aNumberShowsItsFirstThreeAndLastFourDigits(String phone, String masked) {
    assertThat(Masking.phone(phone)).isEqualTo(masked);
  }

  @Test
  void anIdentityNumberShowsItsEnds() {
    assertThat(Masking.identityNumber("53010219200508011X")).isEqualTo("5****************X");
    assertThat(Masking.identityNumber("12")).isEqualTo("**");
  }

  @ParameterizedTest
  @ValueSource(strings = {"越秀区梅花村街杨箕社区共和西路5号502房", "共和西路5号502房，杨箕社区", "共和西路5号502房", "杨箕社区"})
  void address_isReplacedByItsCommunity_whateverTheOrder(String address) {
    assertThat(Masking.address(address, "杨箕社区")).isEqualTo("杨箕社区***");
  }

  @Test
  void nullAndEmpty_stayAsTheyAre() {
    assertThat(Masking.name(null)).isNull();
    assertThat(Masking.phone(null)).isNull();
    assertThat(Masking.identityNumber(null)).isNull();
    assertThat(Masking.address(null, "杨箕社区")).isNull();
    assertThat(Masking.name("")).isEmpty();
  }
}
