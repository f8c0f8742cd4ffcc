package org.microwish.tables;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.microwish.lifecycle.table.TransitionRow;
import org.microwish.lifecycle.table.TransitionTable;

/** Writes {@code src/docs/lifecycle.md} from the transition tables. */
final class LifecyclePage {

  private static final String FOLLOWS = "when its parts change";

  private LifecyclePage() {}

  static String page() {
    return """
    # Lifecycles of aggregates

    Generated from `TransitionTables`; do not edit. After a change of a table:

        ./mvnw test -Dtest=LifecyclePageTest -Dlifecycle.write=true

    The diagrams omit commands that keep the state; the column `to` is empty for them. If a command has
    several targets, the new state depends on the states of the aggregate's parts. A wish's parts are its
    claims: the wish is OPEN while places or budget are left; then CLAIMED, IN_PROGRESS once work on one
    claim has started, and DELIVERED when all are delivered.

    `of a part in`: the permitted states of the part that the command changes. The first reason in
    `refused for` that applies is the reason in the response.
    %s\
    """
        .formatted(
            TransitionTables.ALL.stream()
                .map(LifecyclePage::section)
                .collect(Collectors.joining()));
  }

  private static String section(TransitionTable table) {
    return """

    ## %s

    ```mermaid
    %s```

    | command | from | to | who | of a part in | needs | refused for | ledger entry |
    |---|---|---|---|---|---|---|---|
    %s
    Order of the reasons: %s.
    """
        .formatted(table.type(), diagram(table), commands(table), names(reasons(table)));
  }

  private static String diagram(TransitionTable table) {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    for (TransitionRow row : table.rows()) {
      boolean follows = row.targets().size() > 1;
      String label = follows ? FOLLOWS : row.name().toLowerCase(Locale.ROOT).replace('_', '-');
      for (Enum<?> target : row.targets()) {
        if (row.sources().isEmpty()) {
          arrow(arrows, "[*]", target.name(), label);
        }
        for (Enum<?> source : row.sources()) {
          // Left out of the diagram: these rows keep the state DELIVERED, which only a confirmation
          // or a report of dissatisfaction changes.
          boolean settled = follows && source.name().equals("DELIVERED");
          if (source != target && !settled) {
            arrow(arrows, source.name(), target.name(), label);
          }
        }
      }
    }
    StringBuilder text = new StringBuilder("stateDiagram-v2\n");
    arrows.forEach(
        (arrow, commands) ->
            text.append("    ")
                .append(arrow)
                .append(" : ")
                .append(String.join(", ", commands))
                .append('\n'));
    for (Enum<?> state : table.states()) {
      if (table.isFinal(state)) {
        text.append("    ").append(state).append(" --> [*]\n");
      }
    }
    return text.toString();
  }

  private static void arrow(Map<String, Set<String>> arrows, String from, String to, String label) {
    arrows.computeIfAbsent(from + " --> " + to, key -> new TreeSet<>()).add(label);
  }

  private static String commands(TransitionTable table) {
    StringBuilder text = new StringBuilder();
    for (TransitionRow row : table.rows()) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  row,
                  names(row.sources()),
                  names(row.targets()),
                  names(row.roles()),
                  names(row.parts()),
                  names(row.facts()),
                  names(row.refusals()),
                  row.shownAs().entryType()));
    }
    return text.toString();
  }

  /**
   * Returns all constants of the enum to which the table's refusals belong, in the order of their
   * declaration.
   */
  private static List<? extends Enum<?>> reasons(TransitionTable table) {
    return table.rows().stream()
        .flatMap(row -> row.refusals().stream())
        .map(reason -> reason.getDeclaringClass().getEnumConstants())
        .findFirst()
        .map(List::of)
        .orElse(List.of());
  }

  private static String names(Collection<? extends Enum<?>> values) {
    return values.stream().map(Enum::name).collect(Collectors.joining(", "));
  }
}
