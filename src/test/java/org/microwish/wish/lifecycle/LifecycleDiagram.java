package org.microwish.wish.lifecycle;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes {@code src/docs/lifecycle.md} from the table. */
final class LifecycleDiagram {

  private static final String FOLLOWS = "as the claims go";

  private LifecycleDiagram() {}

  static String page() {
    return """
    # The life of a wish

    Generated from `WishTransition`; do not edit. After a change of the table:

        ./mvnw test -Dtest=LifecycleDiagramTest -Dlifecycle.write=true

    ```mermaid
    %s```

    Commands that keep the state are not drawn. Where a command has several targets in the table
    below, the state follows the claims: OPEN while something is free; then CLAIMED, IN_PROGRESS once
    one has started, DELIVERED when all are delivered.

    ## Commands

    | command | from | to | who | of a claim in | needs | refused for | ledger entry |
    |---|---|---|---|---|---|---|---|
    %s
    `to` is empty where the state stays. The first reason in `refused for` that applies is the
    answer.

    ## Why a command is refused

    The first reason that applies is the answer, in this order: %s.
    """
        .formatted(diagram(), table(), names(Arrays.asList(Refusal.values())));
  }

  private static String diagram() {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    for (WishTransition transition : WishTransition.values()) {
      boolean follows = transition.targets().size() > 1;
      String label =
          follows ? FOLLOWS : transition.name().toLowerCase(Locale.ROOT).replace('_', '-');
      for (WishState target : transition.targets()) {
        if (transition.sources().isEmpty()) {
          arrow(arrows, "[*]", target.name(), label);
        }
        for (WishState source : transition.sources()) {
          // Once all is delivered, only the resident's word leads on.
          boolean settled = follows && source == WishState.DELIVERED;
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
    for (WishState state : WishState.values()) {
      if (state.isFinal()) {
        text.append("    ").append(state).append(" --> [*]\n");
      }
    }
    return text.toString();
  }

  private static void arrow(Map<String, Set<String>> arrows, String from, String to, String label) {
    arrows.computeIfAbsent(from + " --> " + to, key -> new TreeSet<>()).add(label);
  }

  private static String table() {
    StringBuilder text = new StringBuilder();
    for (WishTransition transition : WishTransition.values()) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  transition,
                  names(transition.sources()),
                  names(transition.targets()),
                  names(transition.roles()),
                  names(transition.claims()),
                  names(transition.facts()),
                  names(transition.refusals()),
                  transition.entryType()));
    }
    return text.toString();
  }

  private static String names(Collection<? extends Enum<?>> values) {
    return values.stream().map(Enum::name).collect(Collectors.joining(", "));
  }
}
