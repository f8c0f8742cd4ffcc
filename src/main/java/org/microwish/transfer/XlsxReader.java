package org.microwish.transfer;

import jakarta.annotation.Nullable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.microwish.platform.Time;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Reads the first visible sheet of a workbook. A workbook is an archive of XML files from outside,
 * so its inflated size is limited before it is read, and neither parser reads document types or
 * external entities.
 */
final class XlsxReader {

  /** Maximum size in bytes of all parts when inflated: 50,000 rows have about 80 MB. */
  private static final long MAX_INFLATED = 192L << 20;

  private static final int MAX_PARTS = 500;
  private static final int MAX_MERGED = 5_000;

  /** Maximum number of columns that are read; no kind of import has as many. */
  private static final int MAX_COLUMNS = 200;

  /**
   * Maximum number of characters of a stored number. Programs write at most 25, and parsing a
   * number takes time that grows with the square of its length.
   */
  private static final int MAX_NUMBER = 400;

  /** Number of significant digits that spreadsheet programs keep. */
  private static final int EXACT_DIGITS = 15;

  private static final String RELATIONS = "xl/_rels/workbook.xml.rels";

  private static final Pattern RANGE =
      Pattern.compile("\\$?([A-Z]{1,3})\\$?([0-9]{1,7}):\\$?([A-Z]{1,3})\\$?([0-9]{1,7})");

  /** The parts of a number format that are not placeholders: texts, colours, escapes. */
  private static final Pattern LITERAL = Pattern.compile("\"[^\"]*\"|\\[[^]]*]|\\\\.|_.");

  private static final Pattern DATE_PLACEHOLDER = Pattern.compile("[ymdhs年月日]");

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(Time.ZONE);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(Time.ZONE);

  /** Maximum number of rows, including blank rows. */
  private static final int MAX_LINES = 2 * RowReader.MAX_ROWS;

  private static final BigDecimal DAYS_TO_1904 = BigDecimal.valueOf(1462);

  private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

  static {
    XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  /** A rectangle of merged cells. Rows and columns count from 0; the last ones are included. */
  private record Merged(int top, int left, int bottom, int right) {
    boolean covers(int row, int column) {
      return row >= top && row <= bottom && column >= left && column <= right;
    }
  }

  /**
   * The data that this class reads from the archive itself, without the library: merged cells by
   * part, and parts by relation.
   */
  private record Parts(Map<String, List<Merged>> merged, Map<String, String> byRelation) {
    List<Merged> of(Sheet sheet) {
      return merged.getOrDefault(byRelation.get(sheet.getId()), List.of());
    }
  }

  private XlsxReader() {}

  /**
   * Reads all rows; throws DAMAGED_FILE if the file is not a workbook that spreadsheet programs can
   * open.
   */
  static List<Row> read(ImportKind kind, byte[] content) {
    Parts parts = check(content);
    try (ReadableWorkbook workbook =
        new ReadableWorkbook(new ByteArrayInputStream(content), new ReadingOptions(true, true))) {
      Sheet sheet =
          workbook
              .getSheets()
              .filter(one -> one.getVisibility() == SheetVisibility.VISIBLE)
              .findFirst()
              .orElseThrow(ProblemType.DAMAGED_FILE::exception);
      return rows(kind, workbook, sheet, parts.of(sheet));
    } catch (ProblemException refused) {
      throw refused;
    } catch (IOException | RuntimeException damaged) {
      // The library throws many kinds of exceptions for what it cannot parse.
      throw ProblemType.DAMAGED_FILE.exception();
    }
  }

  private static List<Row> rows(
      ImportKind kind, ReadableWorkbook workbook, Sheet sheet, List<Merged> merged)
      throws IOException {
    TableRows rows = new TableRows(kind, false);
    try (Stream<org.dhatim.fastexcel.reader.Row> stream = sheet.openStream()) {
      Iterator<org.dhatim.fastexcel.reader.Row> lines = stream.iterator();
      int read = 0;
      while (lines.hasNext() && rows.size() <= RowReader.MAX_ROWS) {
        org.dhatim.fastexcel.reader.Row line = lines.next();
        if (++read > MAX_LINES) {
          throw ProblemType.DAMAGED_FILE.exception();
        }
        if (line.getCellCount() == 0) {
          continue;
        }
        List<Merged> here = new ArrayList<>();
        for (Merged range : merged) {
          if (line.getRowNum() - 1 >= range.top() && line.getRowNum() - 1 <= range.bottom()) {
            here.add(range);
          }
        }
        if (here.size() > MAX_COLUMNS) {
          // Merged areas overlap, but no spreadsheet program writes such a file.
          throw ProblemType.DAMAGED_FILE.exception();
        }
        List<TableRows.Cell> cells = new ArrayList<>();
        // A merged cell covers other cells, which spreadsheet programs omit from the file.
        int width = Math.min(MAX_COLUMNS, Math.max(line.getCellCount(), rows.columns()));
        for (int i = 0; i < width; i++) {
          TableRows.Cell cell = cell(workbook, line.getOptionalCell(i).orElse(null));
          // Merged cells in or above the headings, such as a title, are not a fault.
          cells.add(
              rows.column(i) != null && isMerged(here, line.getRowNum() - 1, i)
                  ? new TableRows.Cell(null, FieldFault.MERGED_CELL)
                  : cell);
        }
        rows.add(line.getRowNum(), cells);
      }
    }
    return rows.all();
  }

  private static boolean isMerged(List<Merged> merged, int row, int column) {
    return merged.stream().anyMatch(range -> range.covers(row, column));
  }

  private static TableRows.Cell cell(ReadableWorkbook workbook, Cell cell) {
    if (cell == null) {
      return TableRows.Cell.EMPTY;
    }
    return switch (cell.getType()) {
      case EMPTY -> TableRows.Cell.EMPTY;
      case STRING -> TableRows.Cell.of(cell.asString());
      case BOOLEAN -> TableRows.Cell.of(cell.asBoolean() ? "true" : "false");
      case NUMBER -> number(workbook, cell, cell.getRawValue());
      case ERROR -> new TableRows.Cell(null, FieldFault.FORMULA);
      case FORMULA -> formula(workbook, cell);
    };
  }

  /**
   * Returns the last result that the spreadsheet program computed, because a person sees this
   * result.
   */
  private static TableRows.Cell formula(ReadableWorkbook workbook, Cell cell) {
    String result = cell.getRawValue();
    if (result == null || result.isBlank() || result.startsWith("#")) {
      return new TableRows.Cell(null, FieldFault.FORMULA);
    }
    return result.matches("-?[0-9.]+([eE][+-]?[0-9]+)?")
        ? number(workbook, cell, result)
        : TableRows.Cell.of(result);
  }

  private static TableRows.Cell number(ReadableWorkbook workbook, Cell cell, String text) {
    if (text.length() > MAX_NUMBER) {
      return new TableRows.Cell(null, FieldFault.DIGITS_LOST);
    }
    try {
      BigDecimal number = new BigDecimal(text);
      // Also keeps toPlainString() from writing a million zeros.
      if (number.precision() - number.scale() > EXACT_DIGITS || number.scale() > 400) {
        return new TableRows.Cell(null, FieldFault.DIGITS_LOST);
      }
      if (isDate(cell)) {
        BigDecimal days = workbook.isDate1904() ? number.add(DAYS_TO_1904) : number;
        return TableRows.Cell.of(
            (days.stripTrailingZeros().scale() > 0 ? SECOND : DAY).format(Row.serial(days)));
      }
      // Programs store 97150.6 as 97150.600000000006.
      return TableRows.Cell.of(
          number.round(new MathContext(EXACT_DIGITS)).stripTrailingZeros().toPlainString());
    } catch (IllegalArgumentException notNumeric) {
      return new TableRows.Cell(null, FieldFault.INVALID_FORMAT);
    }
  }

  private static boolean isDate(Cell cell) {
    String format = cell.getDataFormatString();
    return format != null
        && DATE_PLACEHOLDER
            .matcher(LITERAL.matcher(format.toLowerCase(Locale.ROOT)).replaceAll(""))
            .find();
  }

  /** Inflates all parts, within limits, and collects what the library does not read. */
  private static Parts check(byte[] content) {
    Map<String, List<Merged>> merged = new HashMap<>();
    Map<String, String> byRelation = new HashMap<>();
    try (ZipFile zip = ZipFile.builder().setByteArray(content).get()) {
      long left = MAX_INFLATED;
      int parts = 0;
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (++parts > MAX_PARTS) {
          throw ProblemType.DAMAGED_FILE.exception();
        }
        Counted part = new Counted(zip.getInputStream(entry), left);
        if (entry.getName().equals(RELATIONS)) {
          relations(part, byRelation);
        } else {
          merged.put(entry.getName(), merged(part));
        }
        part.skipRest();
        left = part.left;
      }
    } catch (ProblemException refused) {
      throw refused;
    } catch (IOException | XMLStreamException | RuntimeException damaged) {
      throw ProblemType.DAMAGED_FILE.exception();
    }
    return new Parts(merged, byRelation);
  }

  /**
   * Reads the merged cells of a part that is a sheet, whatever its name is; refuses numbers that
   * take long to parse. Returns an empty list for other parts.
   */
  private static List<Merged> merged(InputStream part) throws XMLStreamException {
    List<Merged> merged = new ArrayList<>();
    XMLStreamReader xml = sheet(part);
    if (xml == null) {
      return merged;
    }
    boolean isNumber = false;
    while (xml.hasNext()) {
      boolean starts = xml.next() == XMLStreamConstants.START_ELEMENT;
      if (starts && xml.getLocalName().equals("c")) {
        String type = xml.getAttributeValue(null, "t");
        isNumber = type == null || type.equals("n");
      } else if (starts && xml.getLocalName().equals("v")) {
        if (isNumber && xml.getElementText().length() > MAX_NUMBER) {
          // The library parses numbers before this class can refuse them.
          throw ProblemType.DAMAGED_FILE.exception();
        }
      } else if (starts && xml.getLocalName().equals("mergeCell")) {
        Matcher range = RANGE.matcher(String.valueOf(xml.getAttributeValue(null, "ref")));
        if (!range.matches() || merged.size() == MAX_MERGED) {
          throw ProblemType.DAMAGED_FILE.exception();
        }
        merged.add(
            new Merged(
                Integer.parseInt(range.group(2)) - 1,
                position(range.group(1)),
                Integer.parseInt(range.group(4)) - 1,
                position(range.group(3))));
      }
    }
    return merged;
  }

  /**
   * Returns an XML reader that has read the start of the sheet's root element; null if the part is
   * not a sheet.
   */
  @Nullable
  private static XMLStreamReader sheet(InputStream part) {
    try {
      XMLStreamReader xml = XML.createXMLStreamReader(part);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT) {
          return xml.getLocalName().equals("worksheet") ? xml : null;
        }
      }
    } catch (XMLStreamException noXml) {
      // The part is not XML; it may be a picture.
      return null;
    }
    return null;
  }

  private static int position(String letters) {
    int position = 0;
    for (int i = 0; i < letters.length(); i++) {
      position = position * 26 + letters.charAt(i) - 'A' + 1;
    }
    return position - 1;
  }

  private static void relations(InputStream part, Map<String, String> byRelation)
      throws XMLStreamException {
    XMLStreamReader xml = XML.createXMLStreamReader(part);
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT
          && xml.getLocalName().equals("Relationship")) {
        String target = String.valueOf(xml.getAttributeValue(null, "Target"));
        byRelation.put(
            xml.getAttributeValue(null, "Id"),
            target.startsWith("/") ? target.substring(1) : "xl/" + target);
      }
    }
  }

  /** Counts the inflated bytes of a part, and refuses too many. */
  private static final class Counted extends InputStream {

    private final InputStream part;
    private long left;

    Counted(InputStream part, long left) {
      this.part = part;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = part.read(buffer, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw ProblemType.PAYLOAD_TOO_LARGE.exception().with("limit", MAX_INFLATED);
      }
      return count;
    }

    void skipRest() throws IOException {
      byte[] buffer = new byte[1 << 13];
      while (read(buffer, 0, buffer.length) >= 0) {
        // read() only counts the bytes.
      }
    }
  }
}
