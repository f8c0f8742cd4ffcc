package org.microwish.lifecycle.serial.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.Transition;
import org.microwish.lifecycle.serial.numbering.SerialNumber.Series;

/** Tests which leaf gives a number, and in which series. */
@Tag("fast")
class NumberingTest {

  private static final String AT = "2026-03-01T00:00:00Z";

  private final Numbering numbering = new Numbering();
  private final Map<String, Long> versions = new HashMap<>();

  private Optional<Series> add(String wish, EntryType type, String at, Map<String, Object> facts) {
    long version = versions.merge(wish, 1L, Long::sum);
    return numbering.add(
        new Leaf(
            wish + "." + version,
            type,
            AggregateType.WISH,
            wish,
            version,
            new Actor("system", null, "SYSTEM"),
            Instant.parse(at),
            Instant.parse(at),
            new Transition("X", null, null),
            facts,
            List.of(),
            List.of()));
  }

  private static Map<String, Object> wish(String kind, String community) {
    return Map.of("wish", Map.of("kind", kind, "community", community));
  }

  private Optional<Series> created(String wish, String kind, String community) {
    return add(wish, EntryType.WISH_CREATED, AT, wish(kind, community));
  }

  private Optional<Series> submitted(String wish, String at) {
    return add(wish, EntryType.WISH_SUBMITTED, at, Map.of());
  }

  @Test
  void only_the_first_submission_gives_a_number() {
    assertThat(created("a", "WISH", "440104013001")).isEmpty();
    assertThat(submitted("a", AT)).contains(new Series("440104013", 2026, "W"));
    assertThat(add("a", EntryType.WISH_RETURNED, AT, Map.of())).isEmpty();
    assertThat(add("a", EntryType.WISH_EDITED, AT, wish("WISH", "440104012001"))).isEmpty();
    assertThat(submitted("a", AT)).isEmpty();
  }

  @Test
  void the_last_edit_before_the_submission_decides_the_series() {
    created("a", "PROJECT", "440104013001");
    add("a", EntryType.WISH_EDITED, AT, wish("PROJECT", "440104012001"));
    assertThat(submitted("a", AT)).contains(new Series("440104012", 2026, "P"));
  }

  @Test
  void the_year_begins_in_Shanghai() {
    created("a", "WISH", "440104013001");
    created("b", "WISH", "440104013001");
    assertThat(submitted("a", "2025-12-31T15:59:59.999999Z"))
        .contains(new Series("440104013", 2025, "W"));
    assertThat(submitted("b", "2025-12-31T16:00:00Z")).contains(new Series("440104013", 2026, "W"));
  }

  @Test
  void a_division_above_street_is_padded_with_zeros() {
    created("a", "WISH", "440104");
    assertThat(submitted("a", AT)).contains(new Series("440104000", 2026, "W"));
  }

  @Test
  void a_leaf_with_missing_facts_gives_no_number() {
    assertThat(submitted("a", AT)).isEmpty();
    for (Map<String, Object> facts :
        Arrays.<Map<String, Object>>asList(
            wish("OTHER", "440104013001"),
            Map.of("wish", Map.of("kind", "WISH")),
            Map.of("wish", Map.of("kind", "WISH", "community", 440104013001L)))) {
      assertThatThrownBy(() -> add("b", EntryType.WISH_CREATED, AT, facts))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(submitted("b", AT)).isEmpty();
  }

  @Test
  void text_and_parse_round_trip() {
    SerialNumber number = new SerialNumber(new Series("440104013", 2026, "W"), 123);
    assertThat(number.text()).isEqualTo("440104013-2026-W-00123").isEqualTo(SerialNumber.EXAMPLE);
    assertThat(SerialNumber.parse(number.text())).contains(number);
    SerialNumber large = new SerialNumber(new Series("440104013", 2026, "P"), 1_234_567);
    assertThat(large.text()).isEqualTo("440104013-2026-P-1234567");
    assertThat(SerialNumber.parse(large.text())).contains(large);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "440104013-2026-W-123",
        "440104013-2026-W-00000",
        "440104013-2026-W-000123",
        "440104013-2026-w-00123",
        "440104013-26-W-00123",
        "44010401-2026-W-00123",
        " 440104013-2026-W-00123",
        "440104013-2026-W-00123\n",
        "440104013-2026-W-99999999999999999999",
        "440104013-2026-W-٠٠١٢٣"
      })
  void other_forms_are_not_parsed(String text) {
    assertThat(SerialNumber.parse(text)).isEmpty();
  }
}
