package org.microwish.party;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.party.NationalDivisions.Official;

@Tag("fast")
class NationalDivisionsTest {

  private final NationalDivisions national = new NationalDivisions();

  @Test
  void namesOfAllLevelsAndForms_areRead() {
    assertThat(
            national.names(
                List.of(
                    "440000000000",
                    "440104000000",
                    "440104013000",
                    "440104013001",
                    "110108018032",
                    "441900003000",
                    "990000000000",
                    "440104013001G01",
                    "nonsense")))
        .containsOnly(
            Map.entry("440000000000", "广东省"),
            Map.entry("440104000000", "越秀区"),
            Map.entry("440104013000", "梅花村街道"),
            Map.entry("440104013001", "福今社区居民委员会"),
            Map.entry("110108018032", "1201社区居委会"),
            Map.entry("441900003000", "东城街道"));
  }

  @Test
  void below_isTheNextLevel_inPages() {
    List<Official> all = national.below(DivisionCode.parse("440104013000"), null, 100);
    assertThat(all).hasSizeGreaterThan(10).allMatch(one -> one.code().startsWith("440104013"));
    List<Official> first = national.below(DivisionCode.parse("440104013000"), null, 4);
    List<Official> rest =
        national.below(DivisionCode.parse("440104013000"), first.getLast().code(), 100);
    assertThat(Stream.concat(first.stream(), rest.stream())).containsExactlyElementsOf(all);
    // Dongguan has streets without a county.
    assertThat(national.below(DivisionCode.parse("441900000000"), null, 100))
        .contains(new Official("441900003000", "东城街道"));
  }

  @Test
  void around_returnsTheAncestorsAndTheSubtree() {
    assertThat(national.around(DivisionCode.parse("440104013000")).stream().map(Official::code))
        .startsWith("440000000000", "440100000000", "440104000000", "440104013000")
        .contains("440104013001")
        .allMatch(code -> DivisionCode.isCode(code));
  }
}
