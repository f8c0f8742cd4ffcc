package org.microwish.transfer;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rows of a dry run that were not refused. A dry run rolls back each chunk, so that it holds no
 * lock for long. Before it processes the next chunk, it therefore imports again those earlier rows
 * on which the chunk depends: rows to which the chunk refers, and rows with the same key or with
 * the same value in columns whose values only one row may have.
 */
final class Rehearsal {

  private final ImportKind kind;
  private final Map<String, Map<Integer, Row>> occupied = new HashMap<>();
  private int next;

  Rehearsal(ImportKind kind) {
    this.kind = kind;
  }

  /** Adds a row that was not refused. */
  void add(Row row) {
    int order = next++;
    for (String what : kind.occupies(row)) {
      occupied.computeIfAbsent(what, unseen -> new LinkedHashMap<>()).put(order, row);
    }
  }

  /** Returns the earlier rows on which the rows depend, directly or not, in the file's order. */
  List<Row> before(Collection<Row> rows) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    rows.forEach(row -> open.addAll(kind.dependsOn(row)));
    Map<Integer, Row> found = new TreeMap<>();
    while (!open.isEmpty()) {
      String what = open.pop();
      if (seen.add(what)) {
        occupied
            .getOrDefault(what, Map.of())
            .forEach(
                (order, row) -> {
                  if (found.put(order, row) == null) {
                    open.addAll(kind.dependsOn(row));
                  }
                });
      }
    }
    return List.copyOf(found.values());
  }
}
