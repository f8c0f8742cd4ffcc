package org.microwish.party;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class NameOrderTest {

  @Test
  void names_areSortedByPinyin_andNumbersByValue() {
    List<String> names =
        List.of("重庆路社区", "第十支部", "梅花村", "北京路社区", "东山2号", "东山10号", "白云", "A区", "（上海）");
    assertThat(names.stream().sorted(Comparator.comparing(NameOrder::key)))
        .containsExactly("A区", "白云", "北京路社区", "重庆路社区", "第十支部", "东山2号", "东山10号", "梅花村", "（上海）");
  }

  @Test
  void anyName_hasAKeyOfAsciiThatFits() {
    assertThat(NameOrder.key("𠀀村")).isEqualTo("cun1");
    assertThat(NameOrder.key("村".repeat(200))).hasSize(400).isASCII();
    assertThat(NameOrder.key("…")).isEqualTo("~");
    assertThat(NameOrder.key("12345678901")).isEqualTo("12345678901");
  }
}
