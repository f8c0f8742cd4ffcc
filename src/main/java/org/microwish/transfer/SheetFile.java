package org.microwish.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An Office Open XML workbook (ECMA-376) that is written while its rows come: what is flushed is
 * out, so memory does not grow with the sheet. Text goes into the cells themselves, because a table
 * of shared strings would have to be kept to the end. The parts that never change are in {@link
 * SheetParts}.
 */
final class SheetFile {

  /** What a sheet holds (1,048,576 rows), less the head and some air; more rows go into another. */
  static final int MOST_ROWS = 1_000_000;

  /** Where another sheet begins too: a larger part needs sizes that not every reader knows. */
  private static final long MOST_BYTES = 3L << 30;

  /** Longest text of a cell, in UTF-16 units. */
  private static final int MOST_CHARACTERS = 32_767;

  /** Bytes that are compressed at once. */
  private static final int CHUNK = 1 << 16;

  /** Longest that one character becomes: an ampersand, escaped. */
  private static final int WIDEST = 5;

  private static final List<SheetColumn> COLUMNS = List.of(SheetColumn.values());

  /** What each cell of a column begins with, up to the number of its row. */
  private static final byte[][] CELLS =
      IntStream.range(0, COLUMNS.size())
          .mapToObj(column -> SheetParts.bytes("<c r=\"" + SheetParts.letters(column)))
          .toArray(byte[][]::new);

  private static final byte[] TEXT = SheetParts.bytes("\" t=\"inlineStr\"><is><t>");
  private static final byte[] SPACED_TEXT =
      SheetParts.bytes("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
  private static final byte[] TITLE =
      SheetParts.bytes("\" s=\"" + SheetParts.BOLD + "\" t=\"inlineStr\"><is><t>");
  private static final byte[] TEXT_END = SheetParts.bytes("</t></is></c>");
  private static final byte[] NUMBER = SheetParts.bytes("\"><v>");
  private static final byte[] AMOUNT = SheetParts.bytes("\" s=\"" + SheetParts.MONEY + "\"><v>");
  private static final byte[] NUMBER_END = SheetParts.bytes("</v></c>");
  private static final byte[] ROW = SheetParts.bytes("<row r=\"");
  private static final byte[] ROW_BEGUN = SheetParts.bytes("\">");
  private static final byte[] ROW_END = SheetParts.bytes("</row>");

  private final OutputStream out;
  private final ZipOutputStream zip;
  private final int mostRows;
  private final byte[] buffer = new byte[CHUNK];
  private int used;
  private long written;
  private int sheets;
  private int rows;
  private byte[] rowNumber;

  /**
   * Begins a workbook with an empty sheet.
   *
   * @param mostRows after how many rows another sheet begins
   */
  SheetFile(OutputStream out, int mostRows) throws IOException {
    // The archive's own pieces are of half a kilobyte.
    this.out = new BufferedOutputStream(out, CHUNK);
    this.zip = new ZipOutputStream(this.out);
    // Several times as fast as the default, for some more bytes: the cells are much alike.
    zip.setLevel(Deflater.BEST_SPEED);
    this.mostRows = mostRows;
    begin();
  }

  private void begin() throws IOException {
    sheets++;
    zip.putNextEntry(new ZipEntry(SheetParts.sheet(sheets)));
    written = 0;
    put(SheetParts.bytes(SheetParts.sheetHead(COLUMNS)));
    rows = 0;
    beginRow();
    for (int at = 0; at < COLUMNS.size(); at++) {
      text(at, TITLE, COLUMNS.get(at).title());
    }
    put(ROW_END);
  }

  private void beginRow() throws IOException {
    rowNumber = SheetParts.bytes(Integer.toString(rows + 1));
    put(ROW);
    put(rowNumber);
    put(ROW_BEGUN);
  }

  private void end() throws IOException {
    put(SheetParts.bytes(SheetParts.SHEET_END));
    flush();
    zip.closeEntry();
  }

  /** Adds a row. */
  void add(SheetRow row) throws IOException {
    if (rows == mostRows || written > MOST_BYTES) {
      end();
      begin();
    }
    rows++;
    beginRow();
    for (int at = 0; at < COLUMNS.size(); at++) {
      cell(at, COLUMNS.get(at).of(row));
    }
    put(ROW_END);
  }

  private void cell(int column, Object value) throws IOException {
    switch (value) {
      case null -> {}
      case String text when text.isEmpty() -> {}
      case String text -> text(column, isSpaced(text) ? SPACED_TEXT : TEXT, text);
      case BigDecimal amount -> number(column, AMOUNT, amount.toPlainString());
      case Long number -> number(column, NUMBER, number.toString());
      default -> throw new IllegalArgumentException("no cell holds a " + value.getClass());
    }
  }

  private void number(int column, byte[] begin, String digits) throws IOException {
    put(CELLS[column]);
    put(rowNumber);
    put(begin);
    put(SheetParts.bytes(digits));
    put(NUMBER_END);
  }

  private void text(int column, byte[] begin, String text) throws IOException {
    put(CELLS[column]);
    put(rowNumber);
    put(begin);
    int end = Math.min(text.length(), MOST_CHARACTERS);
    for (int at = 0; at < end; at++) {
      character(text, at);
    }
    put(TEXT_END);
  }

  /** Whether a reader would take the white space at an end for layout. */
  private static boolean isSpaced(String text) {
    return text.charAt(0) <= ' ' || text.charAt(text.length() - 1) <= ' ';
  }

  /** One UTF-16 unit, as UTF-8; a low surrogate was written with its high one. */
  private void character(String text, int at) throws IOException {
    if (buffer.length - used < WIDEST) {
      flush();
    }
    char c = text.charAt(at);
    if (c < 0x80) {
      ascii(c);
    } else if (c < 0x800) {
      buffer[used++] = (byte) (0xC0 | (c >> 6));
      buffer[used++] = (byte) (0x80 | (c & 0x3F));
    } else if (Character.isHighSurrogate(c)) {
      if (at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))) {
        put(Character.toString(text.codePointAt(at)).getBytes(StandardCharsets.UTF_8));
      }
    } else if (!Character.isLowSurrogate(c) && c < 0xFFFE) {
      buffer[used++] = (byte) (0xE0 | (c >> 12));
      buffer[used++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      buffer[used++] = (byte) (0x80 | (c & 0x3F));
    }
  }

  /** What XML 1.0 has no place for is left out. */
  private void ascii(char c) throws IOException {
    switch (c) {
      case '&' -> put(SheetParts.AMPERSAND);
      case '<' -> put(SheetParts.LESS);
      case '>' -> put(SheetParts.GREATER);
      // Unescaped, a reader makes it a line feed.
      case '\r' -> put(SheetParts.CARRIAGE_RETURN);
      default -> {
        if (c >= ' ' || c == '\t' || c == '\n') {
          buffer[used++] = (byte) c;
        }
      }
    }
  }

  private void put(byte[] bytes) throws IOException {
    if (bytes.length > buffer.length - used) {
      flush();
    }
    if (bytes.length > buffer.length) {
      zip.write(bytes);
      written += bytes.length;
      return;
    }
    System.arraycopy(bytes, 0, buffer, used, bytes.length);
    used += bytes.length;
  }

  /** Hands on what was added so far. */
  private void flush() throws IOException {
    zip.write(buffer, 0, used);
    written += used;
    used = 0;
  }

  /** Ends the workbook; the stream stays open. One that was not ended is no workbook. */
  void finish() throws IOException {
    end();
    for (SheetParts.Part part : SheetParts.others(sheets)) {
      zip.putNextEntry(new ZipEntry(part.name()));
      zip.write(SheetParts.bytes(part.xml()));
      zip.closeEntry();
    }
    zip.finish();
    out.flush();
  }
}
