package org.microwish.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.SampleDraw;
import org.microwish.testing.SecondVerifier;

/** Recomputes the examples in auditing.md, with both verifiers. */
@Tag("fast")
class AuditingExamplesTest {

  /**
   * Reads the example with this name in {@code auditing.md}: the first word of each line, mapped to
   * the rest of the line.
   */
  private static Map<String, String> example(String name) throws IOException {
    String page = Files.readString(Path.of("src/docs/auditing.md"));
    String fence = "```\n";
    int start = page.indexOf(fence, page.indexOf("<!-- " + name + " -->")) + fence.length();
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : page.substring(start, page.indexOf(fence, start)).lines().toList()) {
      String[] words = line.split(" +", 2);
      lines.put(words[0], words[1]);
    }
    return lines;
  }

  @Test
  void commitmentOfTheExample_isRecomputed() throws Exception {
    Map<String, String> example = example("commitment");
    String field = example.get("field");
    String value = example.get("value");
    assertThat(new String(HexFormat.of().parseHex(example.get("message")), StandardCharsets.UTF_8))
        .isEqualTo(Commitment.DOMAIN + "\n" + field + "\n" + value);
    assertThat(
            Commitment.of(Base64.getUrlDecoder().decode(example.get("salt")), field, value).mac())
        .isEqualTo(example.get("commitment"));
    assertThat(
            SecondVerifier.evaluate(
                "audit.commitment('%s', '%s', '%s')".formatted(example.get("salt"), field, value)))
        .isEqualTo(example.get("commitment"));
  }

  @Test
  void ticketsOfTheExample_areRecomputed_andTheSmallestIsDrawn() throws Exception {
    Map<String, String> example = example("ticket");
    String seed = example.remove("seed");
    assertThat(example).hasSize(3);
    for (Map.Entry<String, String> line : example.entrySet()) {
      assertThat(SampleDraw.ticket(seed, line.getKey())).isEqualTo(line.getValue());
      assertThat(SecondVerifier.evaluate("audit.ticket('%s', '%s')".formatted(seed, line.getKey())))
          .isEqualTo(line.getValue());
    }
    List<String> order =
        example.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList();
    assertThat(order.getFirst()).isEqualTo(List.copyOf(example.keySet()).getLast());
  }

  /** RFC 8032 section 7.1, tests 2 and 3. */
  @Test
  void secondVerifier_acceptsTheSignaturesOfRfc8032_andNoOthers() throws Exception {
    String call = "audit.verifies(*map(bytes.fromhex, ('%s', '%s', '%s')))";
    String key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    String signature =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    assertThat(SecondVerifier.evaluate(call.formatted(key, "72", signature))).isEqualTo("True");
    assertThat(SecondVerifier.evaluate(call.formatted(key, "73", signature))).isEqualTo("False");
    String otherKey = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";
    assertThat(SecondVerifier.evaluate(call.formatted(otherKey, "72", signature)))
        .isEqualTo("False");
    assertThat(
            SecondVerifier.evaluate(
                call.formatted(
                    otherKey,
                    "af82",
                    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")))
        .isEqualTo("True");
  }
}
