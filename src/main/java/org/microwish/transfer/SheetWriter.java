package org.microwish.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * Writes a workbook row by row. Texts are stored in the cells, because a table of shared strings
 * would grow in memory until the end. Texts are never formulas, whatever their first character.
 */
final class SheetWriter<R> {

  /**
   * Maximum number of rows per sheet, below the format's limit of 1,048,576; further rows are
   * written to a new sheet.
   */
  static final int MAX_ROWS = 1_000_000;

  /** The format's limit for the text in a cell, in UTF-16 code units; longer texts are cut. */
  private static final int MAX_CHARACTERS = 32_767;

  /** The fastest compression level; cells are so similar that a higher level saves little. */
  private static final int COMPRESSION = 1;

  private static final int BUFFER = 1 << 16;

  /**
   * A column of a sheet.
   *
   * @param width in characters
   * @param value returns the content of the cell in a row: a String, Long, BigDecimal (an amount)
   *     or null
   */
  record Column<T>(String heading, int width, Function<T, Object> value) {}

  private final OutputStream out;
  private final Workbook workbook;
  private final String name;
  private final List<Column<R>> columns;
  private final int maxRows;
  private Worksheet sheet;
  private int rows;

  /**
   * Begins a workbook with one sheet that contains only the headings.
   *
   * @param name the name of the sheets; from the second sheet on, a number is appended
   * @param maxRows the maximum number of rows per sheet
   */
  SheetWriter(OutputStream out, String name, List<Column<R>> columns, int maxRows) {
    // The buffer is needed, because the library writes the archive in pieces of half a kilobyte.
    this.out = new BufferedOutputStream(out, BUFFER);
    this.workbook = new Workbook(this.out, "micro-wish", null);
    this.name = name;
    this.columns = columns;
    this.maxRows = maxRows;
    workbook.setCompressionLevel(COMPRESSION);
    beginSheet();
  }

  private void beginSheet() {
    sheet = workbook.newWorksheet(name);
    sheet.freezePane(1, 1);
    for (int column = 0; column < columns.size(); column++) {
      sheet.width(column, columns.get(column).width());
      sheet.inlineString(0, column, columns.get(column).heading());
    }
    sheet.range(0, 0, 0, columns.size() - 1).style().bold().set();
    rows = 0;
  }

  /** Adds a row to the sheet. The row stays in memory until {@link #flush}. */
  void add(R row) throws IOException {
    if (rows == maxRows) {
      sheet.finish();
      beginSheet();
    }
    rows++;
    for (int column = 0; column < columns.size(); column++) {
      switch (columns.get(column).value().apply(row)) {
        case null -> {}
        case String text -> text(column, text);
        case Long number -> sheet.value(rows, column, number);
        case BigDecimal amount -> {
          sheet.value(rows, column, amount);
          sheet.style(rows, column).format("#,##0.00").set();
        }
        case Object other ->
            throw new IllegalArgumentException("unsupported cell type: " + other.getClass());
      }
    }
  }

  private void text(int column, String text) {
    if (!text.isEmpty()) {
      sheet.inlineString(rows, column, text.substring(0, Math.min(text.length(), MAX_CHARACTERS)));
    }
  }

  /** Writes the rows added so far; blocks while the client does not read. */
  void flush() throws IOException {
    sheet.flush();
  }

  /** Finishes the workbook; without this call it is unreadable. Does not close the stream. */
  void finish() throws IOException {
    workbook.finish();
    out.flush();
  }
}
