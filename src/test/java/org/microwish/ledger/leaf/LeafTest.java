package org.microwish.ledger.leaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.ledger.merkle.Hashes;

@Tag("fast")
class LeafTest {

  private static Leaf leaf(Map<String, Object> facts) {
    return new Leaf(
        "0123456789ABC",
        EntryType.CLAIM_DELIVERED,
        AggregateType.WISH,
        "0123456789ABD",
        7,
        new Actor("p1", "0123456789ABE", "STEWARD"),
        Instant.parse("2022-01-02T03:04:05Z"),
        Instant.parse("2026-01-02T03:04:05.000006Z"),
        new Transition("DELIVER", "IN_PROGRESS", "DELIVERED"),
        facts,
        List.of(new MoneyMove("COMMITTED", "SPENT", "CASH", Map.of("c1", 9_715_060L))),
        List.of(new Commitment("note", "bWFj".repeat(10) + "bWF")));
  }

  @Test
  void a_leaf_has_exactly_these_bytes() {
    byte[] bytes = leaf(Map.of("progress", "DELIVERED", "claim", Map.of("id", "c1"))).bytes();
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"actor\":{\"id\":\"p1\",\"organisation\":\"0123456789ABE\",\"role\":\"STEWARD\"},"
                + "\"aggregate\":{\"id\":\"0123456789ABD\",\"type\":\"WISH\",\"version\":7},"
                + "\"commitments\":{\"note\":\"bWFjbWFjbWFjbWFjbWFjbWFjbWFjbWFjbWFjbWFjbWF\"},\"entryId\":\"0123456789ABC\","
                + "\"facts\":{\"claim\":{\"id\":\"c1\"},\"progress\":\"DELIVERED\"},"
                + "\"occurredAt\":\"2022-01-02T03:04:05.000000Z\","
                + "\"postings\":[{\"fenByClaim\":{\"c1\":9715060},\"form\":\"CASH\","
                + "\"from\":\"COMMITTED\",\"to\":\"SPENT\"}],"
                + "\"recordedAt\":\"2026-01-02T03:04:05.000006Z\","
                + "\"transition\":{\"command\":\"DELIVER\",\"from\":\"IN_PROGRESS\","
                + "\"to\":\"DELIVERED\"},\"type\":\"CLAIM_DELIVERED\",\"v\":1}");
    assertThat(Leaf.hash(bytes)).isEqualTo(Hashes.leaf(bytes));
  }

  @Test
  void a_parsed_leaf_equals_the_written_one() {
    Leaf leaf = leaf(Map.of("places", 3L, "sample", true, "paths", List.of("440104", "440104012")));
    Leaf read = Leaf.parse(leaf.bytes());
    assertThat(read).isEqualTo(leaf);
    assertThat(read.bytes()).isEqualTo(leaf.bytes());
    Leaf least =
        new Leaf(
            "0123456789ABC",
            EntryType.CHECKED_IN,
            AggregateType.CHECK_IN,
            "x",
            1,
            new Actor("system", null, "SYSTEM"),
            Instant.EPOCH,
            Instant.EPOCH,
            new Transition("CHECK_IN", null, null),
            Map.of(),
            List.of(),
            List.of());
    assertThat(Leaf.parse(least.bytes())).isEqualTo(least);
  }

  private static Leaf calendar() {
    return new Leaf(
        "0123456789ABC",
        EntryType.CALENDAR_IMPORTED,
        AggregateType.CALENDAR,
        "2027",
        1,
        new Actor("p1", null, "ADMINISTRATOR"),
        Instant.EPOCH,
        Instant.EPOCH,
        new Transition("IMPORT", null, "IMPORTED"),
        Map.of(),
        List.of(),
        List.of());
  }

  private static Leaf ofWish(EntryType type) {
    return new Leaf(
        "0123456789ABC",
        type,
        AggregateType.WISH,
        "0123456789ABD",
        2,
        new Actor("p1", null, "OPERATOR"),
        Instant.EPOCH,
        Instant.EPOCH,
        new Transition("UNPUBLISH", "OPEN", "OPEN"),
        Map.of(),
        List.of(),
        List.of());
  }

  @Test
  void entry_types_added_later_to_an_old_aggregate_have_the_later_schema() {
    for (EntryType type : List.of(EntryType.WISH_UNPUBLISHED, EntryType.WISH_WORDS_AMENDED)) {
      Leaf leaf = ofWish(type);
      assertThat(new String(leaf.bytes(), StandardCharsets.UTF_8)).endsWith(",\"v\":2}");
      assertThat(Leaf.parse(leaf.bytes())).isEqualTo(leaf);
      assertThatThrownBy(() -> Leaf.parse(withSchema(leaf, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .isNotInstanceOf(UnknownSchemaException.class);
    }
    assertThat(new String(ofWish(EntryType.WISH_CORRECTED).bytes(), StandardCharsets.UTF_8))
        .endsWith(",\"v\":1}");
  }

  @Test
  void each_aggregate_type_has_one_schema_version() {
    assertThat(new String(calendar().bytes(), StandardCharsets.UTF_8)).endsWith(",\"v\":2}");
    assertThat(Leaf.parse(calendar().bytes())).isEqualTo(calendar());
    assertThatThrownBy(() -> Leaf.parse(withSchema(calendar(), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .isNotInstanceOf(UnknownSchemaException.class);
    assertThatThrownBy(() -> Leaf.parse(withSchema(leaf(Map.of()), 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .isNotInstanceOf(UnknownSchemaException.class);
    assertThatThrownBy(() -> Leaf.parse(withSchema(calendar(), Leaf.NEWEST_SCHEMA + 1)))
        .isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void entryTypeWithNewFacts_hasTheNextSchema_andItsOldLeavesAreRead() {
    Leaf lapse =
        new Leaf(
            "0123456789ABD",
            EntryType.CLAIM_LAPSED,
            AggregateType.WISH,
            "w1",
            7,
            new Actor("system", null, "SYSTEM"),
            Instant.EPOCH,
            Instant.EPOCH,
            new Transition("LAPSE", "CLAIMED", "OPEN"),
            Map.of(),
            List.of(),
            List.of());
    assertThat(new String(lapse.bytes(), StandardCharsets.UTF_8)).endsWith(",\"v\":2}");
    assertThat(Leaf.parse(lapse.bytes())).isEqualTo(lapse);
    byte[] old = withSchema(lapse, 1);
    assertThat(Leaf.parse(old).schema()).isEqualTo(1);
    assertThat(Leaf.parse(old).bytes()).isEqualTo(old);
  }

  private static byte[] withSchema(Leaf leaf, long schema) {
    return new String(leaf.bytes(), StandardCharsets.UTF_8)
        .replaceFirst("\"v\":[0-9]+}$", "\"v\":" + schema + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_leaf_larger_than_an_entry_bundle_allows_is_refused() {
    int room = Leaf.MAX_BYTES - leaf(Map.of("x", "")).bytes().length;
    assertThat(leaf(Map.of("x", "y".repeat(room))).bytes()).hasSize(Leaf.MAX_BYTES);
    Leaf large = leaf(Map.of("x", "y".repeat(room + 1)));
    assertThatThrownBy(large::bytes).isInstanceOf(IllegalArgumentException.class);
  }

  /** Unknown members are refused, because nobody would check their content. */
  @Test
  void leafWithOtherMembers_isRefused() {
    String honest =
        "{\"actor\":{\"id\":\"s\",\"role\":\"OPERATOR\"},\"aggregate\":{\"id\":\"w\",\"type\":\"WISH\",\"version\":1},"
            + "\"entryId\":\"e\",\"facts\":{},\"occurredAt\":\"2024-01-01T00:00:00.000000Z\","
            + "\"recordedAt\":\"2024-01-01T00:00:00.000000Z\",\"transition\":{\"command\":\"CREATE\","
            + "\"to\":\"DRAFT\"},\"type\":\"WISH_CREATED\",\"v\":1}";
    assertThat(Leaf.parse(utf8(honest)).entryId()).isEqualTo("e");
    for (String[] change :
        new String[][] {
          {"\"v\":1", "\"v\":1,\"x\":1"},
          {"\"OPERATOR\"}", "\"OPERATOR\",\"x\":1}"},
          {"\"version\":1}", "\"version\":1,\"x\":1}"},
          {"\"DRAFT\"}", "\"DRAFT\",\"x\":1}"},
          {"\"recordedAt\"", "\"postings\":[],\"recordedAt\""},
          {"\"entryId\"", "\"commitments\":{},\"entryId\""},
          {"00.000000Z\",\"recordedAt", "00Z\",\"recordedAt"},
          {
            "2024-01-01T00:00:00.000000Z\",\"recordedAt",
            "2024-02-30T00:00:00.000000Z\",\"recordedAt"
          }
        }) {
      assertThatThrownBy(() -> Leaf.parse(utf8(honest.replace(change[0], change[1]))))
          .as(change[1])
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes are canonical exactly if writing what was read gives them again. */
  @Test
  void randomlyChangedJson_isReadOnlyIfItIsCanonical() {
    byte[] honest =
        utf8(
            "{\"a\":[1,-20,true,{\"b\":\"x\\\\\\n"
                + "\\u000f\"}],\"k\":{},\"l\":[],\"m\":\"中文 \uD83D\uDE00\",\"é\":false}");
    assertThat(CanonicalJson.write(CanonicalJson.parse(honest))).isEqualTo(honest);
    Random random = new Random(7);
    String bits = "{}[]\",:\\u0nbtrfalse129-. \t\u0000é中";
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] changed = honest.clone();
      for (int times = random.nextInt(3); times >= 0; times--) {
        int at = random.nextInt(changed.length);
        byte[] bit = utf8(bits.substring(random.nextInt(bits.length())));
        if (random.nextBoolean()) {
          changed[at] = bit[0];
        } else {
          int gone = random.nextInt(3);
          byte[] moved = new byte[changed.length - Math.min(gone, changed.length - at)];
          System.arraycopy(changed, 0, moved, 0, at);
          System.arraycopy(
              changed, changed.length - (moved.length - at), moved, at, moved.length - at);
          changed = moved;
        }
      }
      Object value;
      try {
        value = CanonicalJson.parse(changed);
      } catch (IllegalArgumentException refused) {
        assertThat(isCanonical(changed)).as(new String(changed, StandardCharsets.UTF_8)).isFalse();
        continue;
      }
      read++;
      assertThat(CanonicalJson.write(value)).isEqualTo(changed);
    }
    assertThat(read).isGreaterThan(1_000);
  }

  private static boolean isCanonical(byte[] bytes) {
    try {
      String text = new String(bytes, StandardCharsets.UTF_8);
      return Arrays.equals(CanonicalJson.write(JsonReader.read(text)), bytes);
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  /** RFC 8785 section 3.2.3 and its sorting sample. */
  @Test
  void keys_are_sorted_by_utf_16_code_units() {
    Map<String, Object> map =
        Map.of(
            "\u20ac", "Euro Sign",
            "\r", "Carriage Return",
            "\ufb33", "Hebrew Letter Dalet With Dagesh",
            "1", "One",
            "\ud83d\ude00", "Emoji: Grinning Face",
            "\u0080", "Control",
            "\u00f6", "Latin Small Letter O With Diaeresis");
    assertThat(new String(CanonicalJson.write(map), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  /** RFC 8785 section 3.2.2.2 and its sample string. */
  @Test
  void strings_contain_only_the_required_escapes() {
    assertThat(CanonicalJson.write("\u20ac$\u000f\nA'B\"\\\\\"/\b\t\f\r\u007f\u2028"))
        .isEqualTo(
            "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\t\\f\\r\u007f\u2028\""
                .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void integers_beyond_the_exact_range_of_a_double_are_refused() {
    assertThat(CanonicalJson.write(List.of(0L, -1, 9_007_199_254_740_991L, true, false)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("[0,-1,9007199254740991,true,false]");
    assertThatThrownBy(() -> CanonicalJson.write(9_007_199_254_740_992L))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CanonicalJson.write(Long.MIN_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " {}",
        "{} ",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":1}",
        "[1, 2]",
        "1.0",
        "1e3",
        "-0",
        "01",
        "+1",
        "null",
        "[null]",
        "\"\\u0041\"",
        "\"\\/\"",
        "{\"a\":}",
        "[1,]",
        "tru",
        "\"\\ud800\"",
        "\"\t\"",
        "{}{}",
        "9007199254740992",
        "\"\\u000F\""
      })
  void noncanonical_json_is_refused(String json) {
    assertThatThrownBy(() -> CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void invalid_utf_8_and_deep_nesting_are_refused() {
    assertThatThrownBy(() -> CanonicalJson.parse(new byte[] {'"', (byte) 0xC3, '"'}))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CanonicalJson.parse(deep))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CanonicalJson.write("\ud800"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_commitment_depends_on_salt_field_and_value() {
    byte[] salt = new byte[32];
    Commitment commitment = Commitment.of(salt, "contactName", "\u738b");
    assertThat(commitment.mac())
        .hasSize(43)
        .isEqualTo(Commitment.of(salt, "contactName", "\u738b").mac());
    assertThat(Commitment.of(salt, "contactName", "\u674e").mac()).isNotEqualTo(commitment.mac());
    assertThat(Commitment.of(salt, "residentName", "\u738b").mac()).isNotEqualTo(commitment.mac());
    salt[0] = 1;
    assertThat(Commitment.of(salt, "contactName", "\u738b").mac()).isNotEqualTo(commitment.mac());
    assertThatThrownBy(() -> Commitment.of(new byte[16], "a", "b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
