package org.microwish.transfer;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.microwish.problem.FieldFault;

/**
 * One row of a file.
 *
 * @param number from 1, the header not counted
 * @param values by column; empty cells are missing
 * @param fault what is wrong with the row as such, or null
 */
record Row(int number, Map<String, String> values, FieldFault fault) {

  String key() {
    return values.get("externalKey");
  }

  String get(String column) {
    return values.get(column);
  }

  List<String> list(String column) {
    String text = values.get(column);
    return text == null
        ? List.of()
        : Stream.of(text.split("[;；]")).map(String::strip).filter(item -> !item.isEmpty()).toList();
  }

  Integer integer(String column) throws BadCell {
    String text = values.get(column);
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException notANumber) {
      throw new BadCell(column, FieldFault.INVALID_FORMAT);
    }
  }

  Boolean flag(String column) throws BadCell {
    String text = values.get(column);
    if (text == null) {
      return null;
    }
    return switch (text.toLowerCase(java.util.Locale.ROOT)) {
      case "true", "1", "yes", "是" -> true;
      case "false", "0", "no", "否" -> false;
      default -> throw new BadCell(column, FieldFault.UNKNOWN_VALUE);
    };
  }

  <E extends Enum<E>> E choice(String column, Class<E> type) throws BadCell {
    String text = values.get(column);
    try {
      return text == null ? null : Enum.valueOf(type, text);
    } catch (IllegalArgumentException unknown) {
      throw new BadCell(column, FieldFault.UNKNOWN_VALUE);
    }
  }

  /** A cell that says nothing we understand. */
  static final class BadCell extends Exception {
    final String column;
    final FieldFault fault;

    BadCell(String column, FieldFault fault) {
      super(column, null, false, false);
      this.column = column;
      this.fault = fault;
    }
  }

  /** Hides what people wrote. */
  @Override
  public String toString() {
    return "Row[hidden]";
  }
}
