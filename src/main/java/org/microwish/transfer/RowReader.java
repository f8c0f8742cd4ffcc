package org.microwish.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.microwish.platform.Confidential;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Parses a file into rows. For an error of the whole file a {@link ProblemException} is thrown; an
 * error of one row is stored in the row.
 */
final class RowReader {

  /** Maximum number of rows per file. */
  static final int MAX_ROWS = 50_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private RowReader() {}

  /**
   * Parses all rows of a file.
   *
   * @throws ProblemException if the file is malformed, or has an unknown column, no rows or too
   *     many
   */
  static List<Row> read(ImportKind kind, ImportFormat format, byte[] content) {
    List<Row> rows =
        switch (format) {
          case CSV -> csv(kind, FileText.decode(content));
          case NDJSON -> ndjson(kind, FileText.decode(content));
          case XLSX -> XlsxReader.read(kind, content);
        };
    if (rows.isEmpty()) {
      throw ProblemException.invalid("", FieldFault.REQUIRED);
    }
    if (rows.size() > MAX_ROWS) {
      throw ProblemException.invalid(
          FieldError.body("", FieldFault.TOO_LONG).with("max", MAX_ROWS));
    }
    return kind.ordered(rows);
  }

  private static List<Row> csv(ImportKind kind, String text) {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(false)
            .setTrim(true)
            .setTrailingData(true)
            .get();
    TableRows rows = new TableRows(kind, true);
    long last = 0;
    try (CSVParser parser = CSVParser.parse(text, format)) {
      for (CSVRecord line : parser) {
        last = line.getRecordNumber();
        rows.add(
            Math.toIntExact(line.getRecordNumber()),
            line.stream().map(TableRows.Cell::of).toList());
        if (rows.size() > MAX_ROWS) {
          break;
        }
      }
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException malformed) {
      // The text is not valid CSV; for example, a quote is not closed.
      throw ProblemType.MALFORMED_REQUEST.exception().with("line", last + 1);
    }
    return rows.all();
  }

  private static List<Row> ndjson(ImportKind kind, String text) {
    List<Row> rows = new ArrayList<>();
    int number = 0;
    try (BufferedReader lines = new BufferedReader(new StringReader(text))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          rows.add(json(kind, line, number));
          if (rows.size() > MAX_ROWS) {
            return rows;
          }
        }
      }
    } catch (IOException neverOnText) {
      throw new IllegalStateException(neverOnText);
    }
    return rows;
  }

  private static Row json(ImportKind kind, String line, int number) {
    Map<String, Confidential> values = new HashMap<>();
    Row row = new Row(kind, number, values);
    JsonNode tree;
    try {
      tree = JSON.readTree(line);
    } catch (JsonProcessingException malformed) {
      row.fault(null, FieldFault.INVALID_FORMAT);
      return row;
    }
    if (tree == null || !tree.isObject()) {
      row.fault(null, FieldFault.WRONG_TYPE);
      return row;
    }
    for (Map.Entry<String, JsonNode> member : tree.properties()) {
      ImportColumn column = kind.named(member.getKey());
      if (column == null) {
        row.fault(null, FieldFault.UNKNOWN_FIELD);
      } else if (member.getValue().isArray()) {
        StringJoiner items = new StringJoiner(";");
        member.getValue().forEach(item -> items.add(item.asText()));
        TableRows.put(row, values, column, TableRows.Cell.of(items.toString()));
      } else if (member.getValue().isObject()) {
        row.fault(column.name(), FieldFault.WRONG_TYPE);
      } else if (!member.getValue().isNull()) {
        TableRows.put(row, values, column, TableRows.Cell.of(member.getValue().asText()));
      }
    }
    return row;
  }
}
