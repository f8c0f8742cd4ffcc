package org.microwish.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.microwish.platform.Confidential;
import org.microwish.problem.Characters;
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
   * @throws ProblemException if the file is malformed or not UTF-8, or has an unknown CSV column,
   *     no rows or too many
   */
  static List<Row> read(ImportKind kind, ImportFormat format, byte[] content) {
    String text = decode(content);
    List<Row> rows =
        switch (format) {
          case CSV -> csv(kind, text);
          case NDJSON -> ndjson(kind, text);
        };
    if (rows.isEmpty()) {
      throw ProblemException.invalid("", FieldFault.REQUIRED);
    }
    if (rows.size() > MAX_ROWS) {
      throw ProblemException.invalid(
          FieldError.body("", FieldFault.TOO_LONG).with("max", MAX_ROWS));
    }
    return rows;
  }

  private static String decode(byte[] content) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(content))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException notUtf8) {
      throw ProblemException.invalid("", FieldFault.FORBIDDEN_CHARACTER);
    }
  }

  private static List<Row> csv(ImportKind kind, String text) {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();
    List<Row> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<String> header = parser.getHeaderNames();
      for (String column : header) {
        if (!kind.columns().contains(column)) {
          throw ProblemException.invalid(
              // If the header line is missing, the first line may be personal data, so the text is
              // repeated only if it looks like the name of a column.
              FieldError.body(
                      Characters.isName(column) ? "/" + column : "", FieldFault.UNKNOWN_FIELD)
                  .with("allowed", kind.columns()));
        }
      }
      for (CSVRecord line : parser) {
        Map<String, Confidential> values = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(line.size(), header.size()); i++) {
          put(values, header.get(i), line.get(i));
        }
        rows.add(
            new Row(
                rows.size() + 1,
                values,
                line.size() == header.size() ? null : FieldFault.INVALID_FORMAT));
        if (rows.size() > MAX_ROWS) {
          return rows;
        }
      }
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException malformed) {
      throw ProblemType.MALFORMED_REQUEST.exception();
    }
    return rows;
  }

  private static List<Row> ndjson(ImportKind kind, String text) {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(new StringReader(text))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          rows.add(json(kind, line, rows.size() + 1));
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
    JsonNode tree;
    try {
      tree = JSON.readTree(line);
    } catch (JsonProcessingException malformed) {
      return new Row(number, values, FieldFault.INVALID_FORMAT);
    }
    if (tree == null || !tree.isObject()) {
      return new Row(number, values, FieldFault.WRONG_TYPE);
    }
    FieldFault fault = null;
    for (Map.Entry<String, JsonNode> member : tree.properties()) {
      if (!kind.columns().contains(member.getKey())) {
        fault = FieldFault.UNKNOWN_FIELD;
      } else if (member.getValue().isArray()) {
        StringJoiner items = new StringJoiner(";");
        member.getValue().forEach(item -> items.add(item.asText()));
        put(values, member.getKey(), items.toString());
      } else if (member.getValue().isObject()) {
        fault = FieldFault.WRONG_TYPE;
      } else if (!member.getValue().isNull()) {
        put(values, member.getKey(), member.getValue().asText());
      }
    }
    return new Row(number, values, fault);
  }

  private static void put(Map<String, Confidential> values, String column, String text) {
    if (text != null && !text.isBlank()) {
      // External keys are not normalised, because their stored digests are of the original text.
      values.put(
          column,
          new Confidential(column.endsWith("Key") ? text.strip() : Characters.normalise(text)));
    }
  }
}
