package org.microwish.suites.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.microwish.ledger.SampleLog;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.testing.Street;

/**
 * Writes millions of ledger entries with INSERT … SELECT statements: micro-projects from creation
 * to fulfilment, six entries each. The entries go to the sequencing queue, and the service
 * sequences and counts them like all others.
 */
final class Entries {

  /** Wishes per statement. */
  private static final int CHUNK = 10_000;

  private static final String COLUMNS =
      "entry_id, entry_type, aggregate_type, aggregate_id, aggregate_version, division_path,"
          + " organisation_id, occurred_at, recorded_at, payload, leaf_hash";

  private Entries() {}

  /**
   * Writes all entries of as many wishes as needed.
   *
   * @param enough minimum number of entries
   * @return number of entries written
   */
  static int write(Seed seed, int enough) {
    List<Leaf> story = SampleLog.leaves(1);
    int wishes = (enough + story.size() - 1) / story.size();
    for (int first = 0; first < wishes; first += CHUNK) {
      int count = Math.min(CHUNK, wishes - first);
      long before = (long) first * story.size();
      for (int i = 0; i < story.size(); i++) {
        String id = "%d + n * %d".formatted(before + i + 1, story.size());
        seed.insert("ledger_entry", COLUMNS, row(story.get(i), id, first + 1), count);
      }
      seed.execute(
          "INSERT INTO ledger_queue SELECT entry_id, entry_id FROM ledger_entry WHERE entry_id > "
              + before);
    }
    return wishes * story.size();
  }

  /**
   * Turns a leaf of the story's single wish into an expression for many wishes, numbered by {@code
   * n}.
   */
  private static String row(Leaf leaf, String id, int firstWish) {
    String number = "(%d + n)".formatted(firstWish);
    String text =
        new String(leaf.bytes(), StandardCharsets.UTF_8)
            .replace("440104012003", Street.COMMUNITY)
            .replace("\"w1", "\"w#")
            .replace("\"c1", "\"c#");
    String payload = "REPLACE('" + text + "', '#', " + number + ")";
    return String.join(
        ", ",
        id,
        "'" + leaf.type().name() + "'",
        "'WISH'",
        "CONCAT('w', " + number + ")",
        String.valueOf(leaf.version()),
        "'" + Street.COMMUNITY + "'",
        "NULL",
        "'2026-01-02'",
        "'2026-01-02'",
        payload,
        "UNHEX(SHA2(CONCAT(CHAR(0), " + payload + "), 256))");
  }
}
