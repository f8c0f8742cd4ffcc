package org.microwish.suites.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the results and writes {@code report.md} for people and {@code report.json} for
 * programs.
 */
final class Report {

  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<Measure> measures = new ArrayList<>();
  private final Map<String, List<String>> appendices = new LinkedHashMap<>();

  /** Adds a fact about the environment or the method. */
  void fact(String name, Object value) {
    facts.put(name, String.valueOf(value));
  }

  /** Adds a row to the table; the row may get its figures later. */
  Measure add(Measure measure) {
    measures.add(measure);
    return measure;
  }

  /** Returns all rows. */
  List<Measure> measures() {
    return List.copyOf(measures);
  }

  /** Adds lines that are printed verbatim below the table. */
  void appendix(String title, List<String> lines) {
    appendices.put(title, List.copyOf(lines));
  }

  /** Writes both files, and the table to standard output. */
  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    String text = markdown();
    Files.writeString(directory.resolve("report.md"), text);
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(directory.resolve("report.json").toFile(), json());
    System.out.println(text);
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("# Benchmark\n\n");
    facts.forEach(
        (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    text.append("\n| measure | median | min | max | reach at least | aim | |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Measure measure : measures) {
      text.append("| ")
          .append(measure.name())
          .append(" | ")
          .append(withUnit(measure.median(), measure.unit()))
          .append(" | ")
          .append(Measure.figure(measure.min()))
          .append(" | ")
          .append(Measure.figure(measure.max()))
          .append(" | ")
          .append(measure.atLeast() == null ? "" : measure.atLeast())
          .append(" | ")
          .append(measure.aim() == null ? "" : measure.aim())
          .append(" | ")
          .append(measure.verdict())
          .append(" |\n");
    }
    text.append("\n## Rounds\n");
    for (Measure measure : measures) {
      text.append("\n**").append(measure.name()).append("**\n\n");
      measure.details().forEach(line -> text.append("- ").append(line).append('\n'));
      measure.faults().forEach(line -> text.append("- fault: ").append(line).append('\n'));
    }
    appendices.forEach(
        (title, lines) -> {
          text.append("\n## ").append(title).append("\n\n```\n");
          lines.forEach(line -> text.append(line).append('\n'));
          text.append("```\n");
        });
    return text.toString();
  }

  private static String withUnit(double figure, String unit) {
    return Measure.figure(figure) + (unit.isEmpty() ? "" : " " + unit);
  }

  private Map<String, Object> json() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Measure measure : measures) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("measure", measure.name());
      row.put("unit", measure.unit());
      if (!measure.rounds().isEmpty()) {
        row.put("median", measure.median());
        row.put("min", measure.min());
        row.put("max", measure.max());
      }
      row.put("rounds", measure.rounds());
      if (measure.atLeast() != null) {
        row.put("atLeast", measure.atLeast());
        row.put("aim", measure.aim());
        row.put("reached", isReached(measure, measure.atLeast()));
        row.put("aimReached", isReached(measure, measure.aim()));
      }
      row.put("details", measure.details());
      row.put("faults", measure.faults());
      rows.add(row);
    }
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("facts", facts);
    whole.put("rows", rows);
    whole.put("appendices", appendices);
    return whole;
  }

  private static boolean isReached(Measure measure, Measure.Goal goal) {
    return measure.faults().isEmpty() && goal.isReached(measure.median());
  }
}
