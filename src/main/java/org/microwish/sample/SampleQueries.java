package org.microwish.sample;

import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.processing.SQL;

/** Reads and writes the progress of the load of the sample. */
interface SampleQueries {

  /** A batch of sample lines that is committed, and the number of its ledger entries. */
  record Batch(String name, int entries) {}

  /** A key from the sample's files and the id of the row that the load created for it. */
  record Row(String key, long id) {}

  /**
   * Records that a load has begun, unless a load is already recorded or the database contains
   * divisions, organisations, wishes or subcategories. Returns 1 if this call recorded it,
   * otherwise 0.
   */
  @SQL(
      """
      INSERT IGNORE INTO sample_load (id, fingerprint, started_at)
      SELECT 1, :fingerprint, UTC_TIMESTAMP(6) FROM DUAL
      WHERE NOT EXISTS (SELECT 1 FROM division) AND NOT EXISTS (SELECT 1 FROM organisation)
        AND NOT EXISTS (SELECT 1 FROM wish) AND NOT EXISTS (SELECT 1 FROM subcategory)
      """)
  int begin(String fingerprint);

  /** Reads the fingerprint of the files whose load has begun; at most one row. */
  @SQL("SELECT fingerprint FROM sample_load")
  List<String> begun();

  /** Reads the time at which the load began; a load must exist. */
  @SQL("SELECT started_at FROM sample_load")
  Instant begunAt();

  /** Reads the fingerprint of the files whose load is finished; at most one row. */
  @SQL("SELECT fingerprint FROM sample_load WHERE finished_at IS NOT NULL")
  List<String> finished();

  @SQL("UPDATE sample_load SET finished_at = UTC_TIMESTAMP(6)")
  int finish();

  @SQL("INSERT IGNORE INTO sample_batch (name, entries) VALUES (:name, :entries)")
  int take(String name, int entries);

  @SQL("SELECT name, entries FROM sample_batch")
  List<Batch> batches();

  @SQL("SELECT row_key, id FROM sample_row")
  List<Row> rows();
}
