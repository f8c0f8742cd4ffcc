package org.microwish.transfer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A column of an imported file.
 *
 * @param name the name in CSV and NDJSON, and in faults
 * @param heading the Chinese heading, as in the templates and in the exported spreadsheet
 * @param form how its cells are written
 * @param required true if no row may leave the column empty
 * @param codes the possible values by their Chinese labels; empty if any value is possible
 */
record ImportColumn(
    String name, String heading, Form form, boolean required, Map<String, String> codes) {

  /** How the cells of a column are written; the text explains it in the templates. */
  enum Form {
    TEXT("文字"),
    CHOICE("选项，填下列名称或代码之一"),
    FLAG("是或否"),
    TIME("日期或时间，如 2022-02-15 或 2022-02-15 09:30"),
    NUMBER("整数"),
    AMOUNT("金额（元），最多两位小数，如 1200.50"),
    AMOUNTS("金额（元），如 1200.50；多种资金形式写作 现金 300；物资折价 120.50"),
    LIST("多项，用分号或顿号隔开"),
    DIVISION("地区编码，如 440104013001"),
    DIVISIONS("多个地区编码，用分号隔开");

    private final String text;

    Form(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    /** Returns true if the cells contain codes of divisions, which must already be recorded. */
    boolean namesDivisions() {
      return this == DIVISION || this == DIVISIONS;
    }
  }

  ImportColumn {
    codes = Collections.unmodifiableMap(new LinkedHashMap<>(codes));
  }

  static ImportColumn of(String name, String heading, Form form) {
    return new ImportColumn(name, heading, form, false, Map.of());
  }

  static ImportColumn text(String name, String heading) {
    return of(name, heading, Form.TEXT);
  }

  /** Creates a column with one of several values, which may be written as codes or as labels. */
  static <E extends Enum<E>> ImportColumn choice(
      String name, String heading, List<E> values, Function<E, String> label) {
    Map<String, String> codes = new LinkedHashMap<>();
    values.forEach(value -> codes.put(label.apply(value), value.name()));
    return new ImportColumn(name, heading, Form.CHOICE, false, codes);
  }

  /** Returns the column as one that no row may leave empty. */
  ImportColumn needed() {
    return new ImportColumn(name, heading, form, true, codes);
  }
}
