package org.microwish.sample;

import java.util.List;
import org.hibernate.annotations.processing.SQL;

/** Queries on the progress of the load. */
interface SampleQueries {

  /** A committed batch. */
  record Batch(String name, int entries) {}

  /** A row of the sample. */
  record Row(String key, long id) {}

  /** Begins the load, unless the database holds data or a load has begun. */
  @SQL(
      """
      INSERT IGNORE INTO sample_load (id, fingerprint, started_at)
      SELECT 1, :fingerprint, UTC_TIMESTAMP(6) FROM DUAL
      WHERE NOT EXISTS (SELECT 1 FROM division) AND NOT EXISTS (SELECT 1 FROM organisation)
        AND NOT EXISTS (SELECT 1 FROM wish) AND NOT EXISTS (SELECT 1 FROM subcategory)
      """)
  int begin(String fingerprint);

  /** The fingerprint of the load that has begun; at most one row. */
  @SQL("SELECT fingerprint FROM sample_load")
  List<String> begun();

  /** The fingerprint of the load if it is finished; at most one row. */
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
