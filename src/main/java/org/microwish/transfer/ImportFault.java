package org.microwish.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Language;
import org.microwish.problem.Problem;
import org.microwish.wish.money.Money;

/**
 * An error in a row of an import. It never contains the row's values, which are personal.
 *
 * @param column the name of the column; null if the row as a whole is refused
 * @param code the name of a field fault or a problem type
 * @param members numbers, amounts and the reason to which the error's text refers, such as the
 *     maximum
 */
record ImportFault(String column, String code, Map<String, Object> members) {

  /** Marks a row that was imported although a similar wish already exists. */
  static final ImportFault POSSIBLE_DUPLICATE =
      new ImportFault(null, FieldFault.POSSIBLE_DUPLICATE.name(), Map.of());

  ImportFault {
    // Keeps only numbers, amounts and constants of reasons. Other members may contain values of
    // the row.
    members =
        members.entrySet().stream()
            .filter(
                member ->
                    member.getValue() instanceof Number
                        || member.getValue() instanceof Money
                        || (member.getKey().equals("reason")
                            && member.getValue() instanceof Enum<?>))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Returns the fault of a row that is not imported because another row of the same group has a
   * fault.
   *
   * @param column the column with the key that the rows have in common
   * @param row the number of the other row
   */
  static ImportFault ofOtherRow(String column, int row) {
    return new ImportFault(column, FieldFault.OTHER_ROW_REFUSED.name(), Map.of("row", row));
  }

  /** Returns the members in the form that the database stores; null if there are none. */
  String stored() {
    return members.isEmpty()
        ? null
        : members.entrySet().stream()
            .map(member -> member.getKey() + "=" + member.getValue())
            .sorted()
            .collect(Collectors.joining(","));
  }

  /** An error as it is stored. */
  record Stored(int row, int seq, String column, String code, String members) {

    /** Returns the error as shown to the caller, with a sentence in the caller's language. */
    View view(ImportKind kind, Language language) {
      ImportColumn in = column == null ? null : kind.named(column);
      Map<String, Object> known = new LinkedHashMap<>();
      for (String member : Objects.requireNonNullElse(members, "").split(",", -1)) {
        int at = member.indexOf('=');
        if (at > 0) {
          known.put(member.substring(0, at), member.substring(at + 1));
        }
      }
      if (in != null && !in.codes().isEmpty()) {
        known.put("allowed", language == Language.ZH ? in.codes().keySet() : in.codes().values());
      }
      String heading = in == null ? null : in.heading();
      String where = language == Language.ZH && heading != null ? heading + "：" : prefix();
      return new View(row, column, heading, code, where + Problem.text(language, code, known));
    }

    private String prefix() {
      return column == null ? "" : column + ": ";
    }
  }

  /** An error as shown to the caller. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(
      name = "ImportError",
      description =
          "An error in a row of an import; it does not repeat the row's values, which are personal."
              + " `code` is the code of a field error or of a problem.")
  public record View(
      @Schema(
              description =
                  "The number of the row as a spreadsheet program shows it: the line of the"
                      + " headings counts; in NDJSON the number of the line")
          int row,
      @Schema(
              nullable = true,
              description = "The name of the column; null if the row as a whole is refused")
          String column,
      @Schema(nullable = true, description = "The column's Chinese heading") String heading,
      String code,
      @Schema(description = "What is wrong, as a sentence in the language of Accept-Language")
          String message) {}
}
