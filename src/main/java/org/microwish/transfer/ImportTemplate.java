package org.microwish.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.microwish.transfer.ImportColumn.Form;

/**
 * The workbook to fill in for a kind of import: a sheet with the headings, whose cells are text, so
 * that the program keeps long numbers as they are typed, and a sheet that explains the columns.
 */
final class ImportTemplate {

  /** Number of rows that are prepared; more can be added. */
  private static final int PREPARED = 500;

  private static final int WIDTH = 18;

  private static final List<String> NOTES = List.of("列", "代码", "必填", "填写方法", "可填");

  private ImportTemplate() {}

  /**
   * Writes the workbook.
   *
   * @param rows the first cells of rows that are filled in already
   */
  static void write(ImportKind kind, List<List<String>> rows, OutputStream out) throws IOException {
    try (Workbook workbook = new Workbook(out, "micro-wish", null)) {
      List<ImportColumn> columns = kind.columns();
      Worksheet sheet = workbook.newWorksheet("导入");
      sheet.freezePane(1, 1);
      int last = Math.max(PREPARED, rows.size());
      for (int column = 0; column < columns.size(); column++) {
        ImportColumn one = columns.get(column);
        sheet.width(column, WIDTH);
        sheet.inlineString(0, column, one.heading());
        String choices = choices(one, ",");
        if (!choices.isEmpty()) {
          sheet.range(1, column, last, column).validateWithListByFormula("\"" + choices + "\"");
        }
      }
      sheet.range(0, 0, 0, columns.size() - 1).style().bold().set();
      sheet.range(1, 0, last, columns.size() - 1).style().format("@").set();
      for (int row = 0; row < rows.size(); row++) {
        for (int column = 0; column < rows.get(row).size(); column++) {
          sheet.inlineString(row + 1, column, rows.get(row).get(column));
        }
      }
      notes(workbook.newWorksheet("说明"), columns);
    }
  }

  private static void notes(Worksheet sheet, List<ImportColumn> columns) {
    for (int column = 0; column < NOTES.size(); column++) {
      sheet.width(column, WIDTH);
      sheet.inlineString(0, column, NOTES.get(column));
    }
    sheet.range(0, 0, 0, NOTES.size() - 1).style().bold().set();
    for (int row = 0; row < columns.size(); row++) {
      ImportColumn one = columns.get(row);
      List<String> cells =
          List.of(
              one.heading(),
              one.name(),
              one.required() ? "是" : "",
              one.form().text(),
              choices(one, "、"));
      for (int column = 0; column < cells.size(); column++) {
        sheet.inlineString(row + 1, column, cells.get(column));
      }
    }
  }

  private static String choices(ImportColumn column, String separator) {
    return column.form() == Form.FLAG
        ? "是" + separator + "否"
        : String.join(separator, column.codes().keySet());
  }
}
