package org.microwish.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/** What becomes of a text in a cell, and of steps that are read ahead. */
class SheetFileTest {

  private static SheetRow row(String summary) {
    Wish wish = new Wish();
    wish.id = 1;
    wish.kind = WishKind.WISH;
    wish.state = WishState.OPEN;
    wish.round = 1;
    wish.channel = Channel.GRID_WORKER;
    wish.category = Category.GOODS;
    wish.claimPolicy = ClaimPolicy.EXCLUSIVE;
    wish.createdAt = Instant.EPOCH;
    wish.publicSummary = summary;
    SheetRow.Place place = new SheetRow.Place("440199001001", "社区", "街道", "社区");
    return new SheetRow(
        wish, null, true, place, null, null, null, null, null, null, List.of(), Set.of(), 0, null,
        null);
  }

  private static String readBack(String summary) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SheetFile file = new SheetFile(out, SheetFile.MOST_ROWS);
    file.add(row(summary));
    file.finish();
    try (ReadableWorkbook book =
        new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
      return book.getFirstSheet().read().getLast().getCellText(2);
    }
  }

  @Test
  void a_text_comes_back_as_it_was() throws IOException {
    for (String text :
        List.of("a<b>&\"'c]]>", "é 轮椅 😀 𠮷野", " 前后 ", "一\n二\t三\r四", "&#65;", "=1+1")) {
      assertThat(readBack(text)).isEqualTo(text);
    }
    // Across the pieces that are compressed at once.
    String wide = "轮椅<😀".repeat(6_000);
    assertThat(readBack(wide)).isEqualTo(wide);
  }

  @Test
  void what_xml_or_a_cell_has_no_room_for_is_left_out() throws IOException {
    assertThat(readBack("a\u0000\u0001b\uFFFEc\uD83Dd\uDE00e")).isEqualTo("abcde");
    assertThat(readBack("x".repeat(40_000))).isEqualTo("x".repeat(32_767));
  }

  @Test
  void one_step_is_read_ahead_and_a_failure_reaches_the_writer() throws IOException {
    AtomicInteger read = new AtomicInteger();
    SheetAhead.Reader reader =
        after -> {
          int number = read.incrementAndGet();
          assertThat(after == null ? 0 : after.wishId()).isEqualTo(number - 1L);
          if (number == 4) {
            throw new IllegalArgumentException("lost");
          }
          return new SheetRows.Step(List.of(), new SheetRows.Reached("44", number));
        };
    try (SheetAhead steps = new SheetAhead(reader)) {
      for (int number = 1; number <= 3; number++) {
        assertThat(read.get()).isLessThanOrEqualTo(number);
        assertThat(steps.next().reached().wishId()).isEqualTo(number);
      }
      assertThatThrownBy(steps::next).hasMessage("lost");
    }
    try (SheetAhead steps = new SheetAhead(after -> new SheetRows.Step(List.of(), null))) {
      assertThat(steps.next().rows()).isEmpty();
      assertThat(steps.next()).isNull();
    }
  }
}
