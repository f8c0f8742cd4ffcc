package org.microwish.verify;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.JsonReader;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.lifecycle.serial.numbering.Numbering;
import org.microwish.lifecycle.serial.numbering.SerialNumber;
import org.microwish.lifecycle.serial.numbering.SerialNumber.Series;

/** Recomputes the serial numbers from the leaves and compares them with the published ones. */
final class NumberAudit {

  /**
   * The maximum length of a cursor, in characters; the service's cursors have only a few digits.
   */
  private static final int MAX_CURSOR = 200;

  /** A serial number and the aggregate that has it. */
  private record Given(String number, AggregateType type, String id) {
    @Override
    public String toString() {
      return "%s of %s %s".formatted(number, type, id);
    }
  }

  /**
   * The serial number of an aggregate, and when its leaf was recorded. Formatted only when it is
   * compared or written.
   */
  private record Computed(
      Series series, long position, AggregateType type, String id, Instant recordedAt) {
    Given given() {
      return new Given(new SerialNumber(series, position).text(), type, id);
    }
  }

  private final Numbering numbering = new Numbering();
  private final Map<Series, Long> last = new HashMap<>();
  private final SequencedMap<Long, Computed> given = new TreeMap<>();
  private long leaves;

  /** Computes the serial number of the next leaf, if the leaf gets one. */
  void add(long index, Leaf leaf) {
    leaves = index + 1;
    try {
      numbering
          .add(leaf)
          .ifPresent(
              series -> {
                long position = last.merge(series, 1L, Long::sum);
                given.put(
                    index,
                    new Computed(
                        series,
                        position,
                        leaf.aggregateType(),
                        leaf.aggregateId(),
                        leaf.recordedAt()));
              });
    } catch (IllegalArgumentException illFormed) {
      // The leaf gets no number; LeafAudit reports the malformed facts when it computes the
      // statistics.
    }
  }

  /** Returns how many serial numbers were assigned to the leaves read so far. */
  int size() {
    return given.size();
  }

  /**
   * Writes the numbers in leaf order, one per line: number, type, id, leaf index, tab-separated.
   */
  void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (Map.Entry<Long, Computed> each : given.entrySet()) {
        Given one = each.getValue().given();
        out.write(
            String.join("\t", one.number(), one.type().name(), one.id(), each.getKey().toString()));
        out.newLine();
      }
    }
  }

  /**
   * Compares the published serial numbers with those computed from the leaves so far. Numbers of
   * later leaves are ignored. A service must publish all numbers, except those of the last hour.
   *
   * @return how many published numbers were read; -1 if the source publishes none
   * @throws IOException when the source cannot be reached
   */
  long compare(Source source, Consumer<String> findings) throws IOException {
    Instant askedAt = Instant.now();
    Optional<byte[]> page = source.numbers(null);
    if (page.isEmpty()) {
      if (source.isService()) {
        findings.accept("the service does not publish the serial numbers");
      }
      return -1;
    }
    Comparison comparison = new Comparison(askedAt.minus(FigureAudit.LAG), findings);
    try {
      String next = comparison.take(page.get());
      while (next != null) {
        page = source.numbers(next);
        next =
            comparison.take(
                page.orElseThrow(() -> new IOException("a page of serial numbers is missing")));
      }
      comparison.end();
    } catch (ClassCastException | NullPointerException | IllegalArgumentException illFormed) {
      findings.accept("the published serial numbers cannot be read: " + illFormed);
    }
    return comparison.published;
  }

  /** Compares the published numbers, page by page, with those computed from the leaves. */
  private final class Comparison {
    /** The service must publish the numbers of all leaves recorded before this time. */
    private final Instant due;

    private final Consumer<String> findings;
    private final Map<Long, Computed> missing = new TreeMap<>(given);
    private long published;

    /**
     * The tree size that the first page states: the numbers of all leaves below it must be
     * published. Later pages may state a larger tree size, which is ignored.
     */
    private long complete = -1;

    private long lastIndex = -1;

    Comparison(Instant due, Consumer<String> findings) {
      this.due = due;
      this.findings = findings;
    }

    /**
     * Compares a page; returns the cursor of the next page, or null if no further page is needed.
     */
    String take(byte[] json) {
      Map<?, ?> page = (Map<?, ?>) JsonReader.read(new String(json, StandardCharsets.UTF_8));
      if (complete < 0) {
        complete = (Long) page.get("treeSize");
        if (complete < 0) {
          throw new IllegalArgumentException("treeSize " + complete);
        }
      }
      List<?> items = (List<?>) page.get("items");
      for (Object item : items) {
        compare((Map<?, ?>) item);
      }
      String next = (String) page.get("nextCursor");
      if (next != null && (items.isEmpty() || next.length() > MAX_CURSOR)) {
        throw new IllegalArgumentException("an empty page has a nextCursor, or it is too long");
      }
      // Items are in leaf order, so everything after a leaf that is newer than the verified
      // checkpoint is newer as well. Stopping here keeps a service from making the verifier read
      // for ever.
      return lastIndex >= leaves ? null : next;
    }

    private void compare(Map<?, ?> item) {
      long index = (Long) item.get("leafIndex");
      if (index < 0 || index <= lastIndex) {
        throw new IllegalArgumentException(
            "items out of order: leaf %d after leaf %d".formatted(index, lastIndex));
      }
      lastIndex = index;
      published++;
      if (index >= leaves) {
        // The leaf is newer than the verified checkpoint.
        return;
      }
      Given theirs =
          new Given(
              (String) item.get("number"),
              AggregateType.valueOf((String) item.get("aggregateType")),
              (String) item.get("aggregateId"));
      Computed computed = missing.remove(index);
      Given ours = computed == null ? null : computed.given();
      if (!theirs.equals(ours)) {
        findings.accept(
            "leaf %d: published is %s, the leaves give %s"
                .formatted(index, theirs, ours == null ? "none" : ours));
      }
    }

    void end() {
      missing.forEach(
          (index, ours) -> {
            if (index < complete || ours.recordedAt().isBefore(due)) {
              findings.accept("leaf %d: %s is not published".formatted(index, ours.given()));
            }
          });
    }
  }
}
