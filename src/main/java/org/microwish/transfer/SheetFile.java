package org.microwish.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * An Office Open XML workbook (ECMA-376) that is written while its rows come: what is flushed is
 * out, so memory does not grow with the sheet. Text goes into the cells themselves, because a table
 * of shared strings would have to be kept to the end.
 */
final class SheetFile {

  /** What a sheet holds (1,048,576 rows), less the head and some air; more rows go into another. */
  static final int MOST_ROWS = 1_000_000;

  /** Longest text of a cell. */
  private static final int MOST_CHARACTERS = 32_767;

  private static final List<SheetColumn> COLUMNS = List.of(SheetColumn.values());

  private final Workbook book;
  private final int mostRows;
  private Worksheet sheet;
  private int sheets;
  private int rows;

  /**
   * Begins a workbook with an empty sheet.
   *
   * @param mostRows after how many rows another sheet begins
   */
  SheetFile(OutputStream out, int mostRows) {
    this.book = new Workbook(out, "micro-wish", "1.0");
    // Twice as fast as the default, for a tenth more bytes.
    book.setCompressionLevel(2);
    this.mostRows = mostRows;
    begin();
  }

  private void begin() {
    sheets++;
    sheet = book.newWorksheet(sheets == 1 ? "工作台账" : "工作台账" + sheets);
    sheet.freezePane(1, 1);
    for (int at = 0; at < COLUMNS.size(); at++) {
      sheet.width(at, COLUMNS.get(at).width());
      sheet.inlineString(0, at, COLUMNS.get(at).title());
      sheet.style(0, at).bold().set();
    }
    rows = 0;
  }

  /** Adds a row. */
  void add(SheetRow row) throws IOException {
    if (rows == mostRows) {
      sheet.finish();
      begin();
    }
    rows++;
    for (int at = 0; at < COLUMNS.size(); at++) {
      put(at, COLUMNS.get(at).of(row));
    }
  }

  private void put(int column, Object value) {
    switch (value) {
      case null -> {}
      case String text when text.isEmpty() -> {}
      case String text -> sheet.inlineString(rows, column, shortened(text));
      case BigDecimal amount -> {
        sheet.value(rows, column, amount);
        sheet.style(rows, column).format("#,##0.00").set();
      }
      case Number number -> sheet.value(rows, column, number);
      default -> throw new IllegalArgumentException("no cell holds a " + value.getClass());
    }
  }

  private static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
  }

  /** Sends what was added so far. */
  void flush() throws IOException {
    sheet.flush();
  }

  /** Ends the workbook; the stream stays open. One that was not ended is no workbook. */
  void finish() throws IOException {
    sheet.finish();
    book.finish();
  }
}
