package org.microwish.transfer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Labels;
import org.microwish.platform.Time;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemType;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * One row of a file to import. The getters return null for an empty cell; for a malformed cell they
 * add a fault and return null, so that all faults of a row are found at once.
 */
final class Row {

  /** A date without a time, as programs write it; month and day may have one digit. */
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-M-d").withResolverStyle(ResolverStyle.STRICT);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-M-d H:mm[:ss]").withResolverStyle(ResolverStyle.STRICT);

  /**
   * Day 0 of a spreadsheet's calendar, and the range of numbers that are read as days of this
   * calendar.
   */
  private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);

  private static final int LAST_SERIAL = 99_999;

  private final ImportKind kind;
  private final int number;
  private final Map<String, Confidential> values;
  private final Map<String, ImportFault> faults = new LinkedHashMap<>();

  /**
   * Creates a row.
   *
   * @param number the number of the row as a spreadsheet program shows it
   * @param values the cells by column; empty cells are missing
   */
  Row(ImportKind kind, int number, Map<String, Confidential> values) {
    this.kind = kind;
    this.number = number;
    this.values = values;
  }

  int number() {
    return number;
  }

  /** Returns the cell that identifies the row. */
  String key() {
    return get(kind.columns().getFirst().name());
  }

  /** Adds a fault, unless the column has one already. The column is null for the whole row. */
  void fault(String column, FieldFault fault) {
    fault(column, fault, Map.of());
  }

  /** Adds a fault, unless the column has one already. */
  void fault(String column, FieldFault fault, Map<String, Object> members) {
    faults.putIfAbsent(String.valueOf(column), new ImportFault(column, fault.name(), members));
  }

  /** Adds a fault with the sentence of a problem, unless the column has one already. */
  void fault(String column, ProblemType problem, Map<String, Object> members) {
    faults.putIfAbsent(String.valueOf(column), new ImportFault(column, problem.name(), members));
  }

  /** Adds a fault, unless the column has one already. */
  void fault(ImportFault fault) {
    faults.putIfAbsent(String.valueOf(fault.column()), fault);
  }

  /** Adds a fault that a constraint or a service found. */
  void fault(FieldError error) {
    fault(kind.column(error.name()), error.fault(), error.members());
  }

  /** Returns the faults in the order of the columns; those of the whole row come first. */
  List<ImportFault> faults() {
    return Stream.concat(Stream.of("null"), kind.columns().stream().map(ImportColumn::name))
        .map(faults::get)
        .filter(Objects::nonNull)
        .toList();
  }

  boolean hasFaults() {
    return !faults.isEmpty();
  }

  boolean isFaulty(String column) {
    return faults.containsKey(column);
  }

  String get(String column) {
    return Confidential.text(values.get(column));
  }

  /** Returns a cell with a personal value, which logs do not show. */
  Confidential hidden(String column) {
    return values.get(column);
  }

  /**
   * Returns the items of a cell, which semicolons or enumeration commas separate; an empty list for
   * an empty cell.
   */
  List<String> list(String column) {
    String text = get(column);
    return text == null
        ? List.of()
        : Stream.of(text.split("[;；、]", -1))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .toList();
  }

  Integer integer(String column) {
    return read(column, text -> new BigDecimal(text).intValueExact(), FieldFault.INVALID_FORMAT);
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

  /** Returns the value that a cell names by its code or by its label. */
  <E extends Enum<E>> E choice(String column, Class<E> type) {
    Map<String, String> codes = kind.named(column).codes();
    return read(
        column,
        text -> {
          String code = codes.getOrDefault(text, text);
          if (!codes.containsValue(code)) {
            throw new IllegalArgumentException("neither a code nor a label");
          }
          return Enum.valueOf(type, code);
        },
        FieldFault.UNKNOWN_VALUE);
  }

  /** Parses a cell with an amount in yuan. */
  Money money(String column) {
    return read(column, Row::amount, FieldFault.INVALID_FORMAT);
  }

  private static Money amount(String text) {
    return Money.parse(text.replaceAll("[,，¥￥元]", "").strip());
  }

  /**
   * Parses a cell with amounts in yuan: one amount, or several, each with its form, such as {@code
   * 现金 300；物资折价 120.50}. Amounts of zero are left out.
   *
   * @param form the form of an amount that names none
   * @return null for an empty or malformed cell
   */
  Map<Form, Money> amounts(String column, Form form) {
    List<String> items = list(column);
    return items.isEmpty()
        ? null
        : read(column, text -> amounts(items, form), FieldFault.INVALID_FORMAT);
  }

  private static Map<Form, Money> amounts(List<String> items, Form form) {
    Map<Form, Money> amounts = new EnumMap<>(Form.class);
    for (String item : items) {
      Form named = form;
      String text = item;
      for (Form one : Form.values()) {
        for (String label : List.of(Labels.of(one), one.name())) {
          if (item.startsWith(label)) {
            named = one;
            text = item.substring(label.length()).replaceFirst("^[\\s\u3000:：]+", "");
          }
        }
      }
      if (amounts.put(named, amount(text)) != null) {
        throw new IllegalArgumentException("a form occurs twice");
      }
    }
    amounts.values().removeIf(Money::isZero);
    return amounts;
  }

  /** Returns true if the cell of this row is empty or means the same as that of the other row. */
  boolean agrees(Row other, ImportColumn column) {
    String here = get(column.name());
    String there = other.get(column.name());
    return here == null
        || here.equals(there)
        || (there != null && meaning(column).equals(other.meaning(column)));
  }

  private Object meaning(ImportColumn column) {
    String name = column.name();
    Object meaning =
        switch (column.form()) {
          case TIME -> time(name);
          case NUMBER -> integer(name);
          case AMOUNT -> money(name);
          case CHOICE -> column.codes().get(get(name));
          case LIST, DIVISIONS -> list(name);
          case TEXT, DIVISION, FLAG, AMOUNTS -> null;
        };
    return meaning == null ? get(name) : meaning;
  }

  /**
   * Parses a cell with a time: RFC 3339, or a day or a time in China in one of the usual notations,
   * or the number that a spreadsheet program stores for it.
   */
  Instant time(String column) {
    return read(column, Row::timeOf, FieldFault.INVALID_FORMAT);
  }

  private static Instant timeOf(String text) {
    if (text.matches("[0-9]{5}(\\.[0-9]+)?")) {
      return serial(new BigDecimal(text));
    }
    if (text.matches("[0-9]{8}")) {
      return start(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
    }
    if (text.contains("T")) {
      return text.matches(".*T[^Zz+-]*")
          ? LocalDateTime.parse(text).atZone(Time.ZONE).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    }
    String plain = text.replaceAll("[年月./]", "-").replace("日", " ").replaceAll("\\s+", " ").strip();
    return plain.contains(":")
        ? LocalDateTime.parse(plain, MINUTE).atZone(Time.ZONE).toInstant()
        : start(LocalDate.parse(plain, DAY));
  }

  /** Returns the time for a spreadsheet's number of days since 1899-12-30. */
  static Instant serial(BigDecimal days) {
    if (days.intValue() < 1 || days.intValue() > LAST_SERIAL) {
      throw new IllegalArgumentException("not a day");
    }
    long seconds =
        days.remainder(BigDecimal.ONE)
            .multiply(BigDecimal.valueOf(86_400))
            .setScale(0, RoundingMode.HALF_UP)
            .longValue();
    return start(DAY_ZERO.plusDays(days.intValue())).plusSeconds(seconds);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(Time.ZONE).toInstant();
  }

  /** Parses a cell with an id in the API's format. */
  Id id(String column) {
    return read(column, Id::fromString, FieldFault.INVALID_FORMAT);
  }

  /**
   * Returns the id of the imported row whose external key is in this column; adds a fault if no
   * such row was imported.
   */
  Id reference(String column, Map<String, Long> idsByKey) {
    String key = get(column);
    if (key != null && !idsByKey.containsKey(key)) {
      fault(column, FieldFault.NOT_FOUND);
      return null;
    }
    return key == null ? null : new Id(idsByKey.get(key));
  }

  private <T> T read(String column, Function<String, T> parser, FieldFault fault) {
    String text = get(column);
    try {
      return text == null ? null : parser.apply(text);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException malformed) {
      fault(column, fault);
      return null;
    }
  }
}
