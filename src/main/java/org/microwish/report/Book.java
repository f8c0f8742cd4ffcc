package org.microwish.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes a workbook of small tables, one per sheet. Texts are never formulas. */
final class Book {

  /** A rate, which is shown in per cent. */
  record Rate(BigDecimal value) {}

  private final OutputStream out;
  private final Workbook workbook;

  Book(OutputStream out) {
    // The library writes the archive in pieces of half a kilobyte.
    this.out = new BufferedOutputStream(out);
    this.workbook = new Workbook(this.out, "micro-wish", null);
  }

  /**
   * Adds a sheet.
   *
   * @param rows cells that are a String, Long, BigDecimal (an amount), Rate or null
   */
  void table(String name, List<String> headings, List<List<Object>> rows) {
    Worksheet sheet = workbook.newWorksheet(name);
    sheet.freezePane(2, 1);
    for (int column = 0; column < headings.size(); column++) {
      sheet.width(column, column < 2 ? 28 : 14);
      sheet.inlineString(0, column, headings.get(column));
    }
    sheet.range(0, 0, 0, headings.size() - 1).style().bold().set();
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        cell(sheet, row + 1, column, rows.get(row).get(column));
      }
    }
  }

  /** Returns a row, whose cells may be null. */
  static List<Object> row(Object... cells) {
    return Arrays.asList(cells);
  }

  private static void cell(Worksheet sheet, int row, int column, Object value) {
    switch (value) {
      case null -> {}
      case String text -> sheet.inlineString(row, column, text);
      case Long number -> sheet.value(row, column, number);
      case BigDecimal amount -> {
        sheet.value(row, column, amount);
        sheet.style(row, column).format("#,##0.00").set();
      }
      case Rate rate -> {
        sheet.value(row, column, rate.value());
        sheet.style(row, column).format("0.00%").set();
      }
      case Object other ->
          throw new IllegalArgumentException("unsupported cell type: " + other.getClass());
    }
  }

  void finish() throws IOException {
    workbook.finish();
    out.flush();
  }
}
