package org.microwish.transfer;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.money.Money;

/**
 * One row of a file to import. The getters return null for an empty cell, and throw a {@link
 * ProblemException} that names the column for a malformed cell.
 *
 * @param number the number of the row, from 1, not counting the header
 * @param values the cells by column; empty cells are missing
 * @param fault the error of the row as a whole; null if there is none
 */
record Row(int number, Map<String, Confidential> values, FieldFault fault) {

  /** Returns the row's external key. */
  String key() {
    return get("externalKey");
  }

  String get(String column) {
    return Confidential.text(values.get(column));
  }

  /** Returns a cell with a personal value, which logs do not show. */
  Confidential hidden(String column) {
    return values.get(column);
  }

  /** Returns the items of a cell, which semicolons separate; an empty list for an empty cell. */
  List<String> list(String column) {
    String text = get(column);
    return text == null
        ? List.of()
        : Stream.of(text.split("[;；]")).map(String::strip).filter(item -> !item.isEmpty()).toList();
  }

  Integer integer(String column) {
    return read(column, Integer::valueOf, FieldFault.INVALID_FORMAT);
  }

  Boolean flag(String column) {
    return read(column, Row::flagOf, FieldFault.UNKNOWN_VALUE);
  }

  private static boolean flagOf(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "是" -> true;
      case "false", "0", "no", "否" -> false;
      default -> throw new IllegalArgumentException("neither yes nor no");
    };
  }

  <E extends Enum<E>> E choice(String column, Class<E> type) {
    return read(column, text -> Enum.valueOf(type, text), FieldFault.UNKNOWN_VALUE);
  }

  /** Parses a cell with an amount in yuan. */
  Money money(String column) {
    return read(column, Money::parse, FieldFault.INVALID_FORMAT);
  }

  /** Parses a cell with a time that has an offset from UTC. */
  Instant time(String column) {
    return read(column, text -> OffsetDateTime.parse(text).toInstant(), FieldFault.INVALID_FORMAT);
  }

  /** Parses a cell with an id in the API's format. */
  Id id(String column) {
    return read(column, Id::fromString, FieldFault.INVALID_FORMAT);
  }

  /**
   * Returns the id of the imported row whose external key is in this column; throws a {@link
   * ProblemException} if no such row was imported.
   */
  Id reference(String column, Map<String, Long> idsByKey) {
    String key = get(column);
    if (key != null && !idsByKey.containsKey(key)) {
      throw ProblemException.invalid("/" + column, FieldFault.NOT_FOUND);
    }
    return key == null ? null : new Id(idsByKey.get(key));
  }

  private <T> T read(String column, Function<String, T> parser, FieldFault fault) {
    String text = get(column);
    try {
      return text == null ? null : parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException malformed) {
      throw ProblemException.invalid("/" + column, fault);
    }
  }
}
