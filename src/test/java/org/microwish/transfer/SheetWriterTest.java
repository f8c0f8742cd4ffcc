package org.microwish.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.transfer.SheetWriter.Column;

/** Tests how values become cells, and that an unfinished workbook cannot be read. */
@Tag("fast")
class SheetWriterTest {

  private static final List<Column<Object>> COLUMNS =
      List.of(new Column<>("title", 10, row -> null), new Column<>("value", 20, row -> row));

  private static SheetWriter<Object> writer(OutputStream out, int maxRows) {
    return new SheetWriter<>(out, "sheet", COLUMNS, maxRows);
  }

  private static ReadableWorkbook written(int maxRows, List<?> rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SheetWriter<Object> writer = writer(out, maxRows);
    for (Object row : rows) {
      writer.add(row);
      writer.flush();
    }
    writer.finish();
    return new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()));
  }

  private static String readBack(String text) throws IOException {
    try (ReadableWorkbook book = written(10, List.of(text))) {
      assertThat(book.getFirstSheet().read().getLast().getCell(1).getType())
          .isEqualTo(CellType.STRING);
      return book.getFirstSheet().read().getLast().getCellText(1);
    }
  }

  @Test
  void a_text_round_trips() throws IOException {
    for (String text :
        List.of("a<b>&\"'c]]>", "é 轮椅 😀 𠮷野", " 前后 ", "一\n二\t三\r四", "&#65;", "=1+1")) {
      assertThat(readBack(text)).isEqualTo(text);
    }
    // Longer than the writer's buffers.
    String wide = "轮椅<😀".repeat(6_000);
    assertThat(readBack(wide)).isEqualTo(wide);
  }

  @Test
  void characters_invalid_in_xml_and_text_beyond_the_cell_limit_are_dropped() throws IOException {
    assertThat(readBack("a\u0000\u0001b\uFFFEc\uD83Dd\uDE00e")).isEqualTo("abcde");
    assertThat(readBack("x".repeat(40_000))).isEqualTo("x".repeat(32_767));
  }

  @Test
  void numbers_are_numbers_and_another_sheet_begins_with_the_headings() throws IOException {
    try (ReadableWorkbook book = written(2, List.of(7L, new BigDecimal("12345.60"), 9L))) {
      List<Sheet> sheets = book.getSheets().toList();
      assertThat(sheets).hasSize(2);
      assertThat(sheets.getFirst().read())
          .extracting(row -> row.getCellText(1))
          .containsExactly("value", "7", "12345.60");
      assertThat(sheets.getLast().read())
          .extracting(row -> row.getCellText(1))
          .containsExactly("value", "9");
      assertThat(sheets.getLast().read().getLast().getCell(1).getType()).isEqualTo(CellType.NUMBER);
    }
  }

  @Test
  void an_unfinished_workbook_cannot_be_read() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SheetWriter<Object> writer = writer(out, 10);
    writer.add("half");
    writer.flush();
    assertThat(out.size()).isLessThan(1 << 20);
    assertThatIOException()
        .isThrownBy(
            () -> {
              try (ReadableWorkbook book =
                  new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
                book.getFirstSheet().read();
              }
            });
  }

  /** A stream that fails after 100,000 bytes, like one to a client that has disconnected. */
  private static final class Gone extends OutputStream {
    private long room = 100_000;

    @Override
    public void write(int single) throws IOException {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      room -= length;
      if (room < 0) {
        throw new IOException("gone");
      }
    }
  }

  @Test
  void a_client_that_goes_away_ends_the_writing() throws IOException {
    SheetWriter<Object> writer = writer(new Gone(), SheetWriter.MAX_ROWS);
    assertThatIOException()
        .isThrownBy(
            () -> {
              for (long row = 0; row < 1_000_000; row++) {
                writer.add(Long.toHexString(row * 0x9E3779B97F4A7C15L));
                writer.flush();
              }
            })
        .withMessage("gone");
  }
}
