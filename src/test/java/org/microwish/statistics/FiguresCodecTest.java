package org.microwish.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.Leaves;
import org.microwish.statistics.fold.WishFigures;

/** Tests that figures survive storage, and that other releases' rows can be read. */
@Tag("fast")
class FiguresCodecTest {

  private final FiguresCodec codec = new FiguresCodec();
  private final WishFigures figures =
      new Leaves()
          .published("w", CountedKind.WISH, "440104013001", "2022-02-01T09:00")
          .wish("w", EntryType.WISH_SUBMITTED, "2022-02-01T10:00", "SUBMITTED", Map.of())
          .claimed("w", "c", "o", "2022-02-02T09:00", "m")
          .wish(
              "w",
              EntryType.CLAIM_OVERDUE,
              "2022-03-02T09:00",
              null,
              Map.of("claim", Map.of("id", "c")))
          .figures("w");

  @Test
  void storedFiguresAreTheSame() {
    assertThat(figures.reviews()).isNotEmpty();
    assertThat(figures.overdue()).isNotEmpty();
    assertThat(codec.read(AggregateType.WISH, codec.write(figures))).isEqualTo(figures);
  }

  @Test
  void rowsOfAnEarlierAndOfALaterRelease_areRead() throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode row = (ObjectNode) json.readTree(codec.write(figures));
    row.remove(List.of("receivedAt", "reviews", "overdue"));
    row.put("ofALaterRelease", 1);
    WishFigures read = (WishFigures) codec.read(AggregateType.WISH, json.writeValueAsBytes(row));
    assertThat(read.reviews()).isEmpty();
    assertThat(read.overdue()).isEmpty();
    assertThat(read.receivedAt()).isNull();
    assertThat(read.claims()).isEqualTo(figures.claims());
  }
}
