package org.microwish.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.microwish.platform.Confidential;
import org.microwish.problem.Characters;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * Collects the rows of a table whose columns have headings. Rows above the headings, such as a
 * title, and blank rows are skipped.
 */
final class TableRows {

  /** Maximum number of rows in which the headings are searched. */
  private static final int HEAD = 10;

  /** Maximum length of a cell, longer than any column accepts. */
  private static final int MAX_CELL = 5_000;

  /** Matches a long number as a spreadsheet program shows it after it has lost its last digits. */
  private static final Pattern SCIENTIFIC = Pattern.compile("[0-9](\\.[0-9]+)?[eE]\\+?[0-9]{1,3}");

  private static final Pattern DECORATION = Pattern.compile("[\\s*＊]");

  /**
   * A cell.
   *
   * @param text the content of the cell; null if the cell is empty or has a fault
   * @param fault why the cell cannot be read; null if it can be read
   */
  record Cell(String text, FieldFault fault) {

    static final Cell EMPTY = new Cell(null, null);

    static Cell of(String text) {
      return text == null || text.isBlank() ? EMPTY : new Cell(text, null);
    }

    boolean isEmpty() {
      return text == null && fault == null;
    }
  }

  private record Line(int number, List<Cell> cells) {}

  private final ImportKind kind;

  /** True if every row must have as many cells as the row of the headings. */
  private final boolean exact;

  private final List<Line> head = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /** The columns by position; null at positions that are skipped. Null before the headings. */
  private List<ImportColumn> columns;

  private int width;

  TableRows(ImportKind kind, boolean exact) {
    this.kind = kind;
    this.exact = exact;
  }

  /**
   * Adds the next row.
   *
   * @param number the number of the row, as a spreadsheet program shows it
   */
  void add(int number, List<Cell> cells) {
    if (cells.stream().allMatch(Cell::isEmpty)) {
      return;
    }
    Line line = new Line(number, cells);
    if (columns != null) {
      rows.add(row(line));
    } else if (isHeadings(line)) {
      headings(line);
      head.clear();
    } else {
      head.add(line);
      if (head.size() == HEAD) {
        firstIsHead();
      }
    }
  }

  /** Returns all rows; throws VALIDATION_FAILED if the headings are wrong. */
  List<Row> all() {
    if (columns == null && !head.isEmpty()) {
      firstIsHead();
    }
    return rows;
  }

  int size() {
    return rows.size();
  }

  /** Returns the number of columns; 0 before the headings. */
  int columns() {
    return columns == null ? 0 : columns.size();
  }

  /** Returns the column at a position, or null if there is none. */
  ImportColumn column(int position) {
    return columns != null && position < columns.size() ? columns.get(position) : null;
  }

  private boolean isHeadings(Line line) {
    return line.cells().stream()
            .map(Cell::text)
            .filter(Objects::nonNull)
            .filter(text -> kind.headed(plain(text)) != null)
            .limit(2)
            .count()
        == 2;
  }

  /** Treats the first row as the headings, because no row resembles headings. */
  private void firstIsHead() {
    headings(head.getFirst());
    head.stream().skip(1).forEach(line -> rows.add(row(line)));
    head.clear();
  }

  private void headings(Line line) {
    List<ImportColumn> found = new ArrayList<>();
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < line.cells().size(); i++) {
      String text = line.cells().get(i).text();
      String heading = text == null ? "" : plain(text);
      ImportColumn column = kind.headed(heading);
      if (column == null && !heading.isEmpty() && !kind.ignores(heading)) {
        throw ProblemException.invalid(
            // If the headings are missing, the first row may be personal data, so the text is
            // repeated only if it looks like the name of a column.
            FieldError.body(
                    "/" + (Characters.isName(heading) ? heading : letters(i)),
                    FieldFault.UNKNOWN_FIELD)
                .with("allowed", kind.columns().stream().map(ImportColumn::heading).toList()));
      }
      if (column != null && positions.put(column.name(), i) != null) {
        throw ProblemException.invalid("/" + column.name(), FieldFault.DUPLICATE_FIELD);
      }
      found.add(column);
      if (!heading.isEmpty()) {
        width = i + 1;
      }
    }
    columns = found;
  }

  private static String plain(String heading) {
    return DECORATION.matcher(Characters.normalise(heading)).replaceAll("");
  }

  /** Returns the letters with which a spreadsheet program names a column. */
  private static String letters(int position) {
    StringBuilder letters = new StringBuilder();
    for (int rest = position; rest >= 0; rest = rest / 26 - 1) {
      letters.insert(0, (char) ('A' + rest % 26));
    }
    return letters.toString();
  }

  private Row row(Line line) {
    Map<String, Confidential> values = new LinkedHashMap<>();
    Row row = new Row(kind, line.number(), values);
    List<Cell> cells = line.cells();
    boolean tooWide =
        cells.size() > width
            && !cells.subList(width, cells.size()).stream().allMatch(Cell::isEmpty);
    if (tooWide || (exact && cells.size() != columns.size())) {
      row.fault(null, FieldFault.INVALID_FORMAT);
    }
    for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
      if (columns.get(i) != null) {
        put(row, values, columns.get(i), cells.get(i));
      }
    }
    kind.adapt(values);
    return row;
  }

  /** Stores the cell of a row, or its fault. */
  static void put(Row row, Map<String, Confidential> values, ImportColumn column, Cell cell) {
    if (cell.fault() != null) {
      row.fault(column.name(), cell.fault());
    } else if (cell.text() != null && !cell.text().isBlank()) {
      String text = cell.text().strip();
      if (text.length() > MAX_CELL) {
        // Parsing a number takes time that grows with the square of its length.
        row.fault(column.name(), FieldFault.TOO_LONG, Map.of("max", MAX_CELL));
      } else if (text.indexOf(FileText.UNREADABLE) >= 0) {
        row.fault(column.name(), FieldFault.WRONG_ENCODING);
      } else if (SCIENTIFIC.matcher(text).matches()) {
        row.fault(column.name(), FieldFault.DIGITS_LOST);
      } else {
        // External keys are not normalised, because their stored digests are of the original text.
        values.put(
            column.name(),
            new Confidential(column.name().endsWith("Key") ? text : Characters.normalise(text)));
      }
    }
  }
}
