package org.microwish.statistics;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.start.DatabaseLauncher;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.TestDatabase;

/** A database schema of one test, with leaves that only the test writes and reads. */
public final class StatisticsSchema {

  public final DataSource database;

  /** Ids for the entries of this schema. */
  public final AtomicLong ids = new AtomicLong(1_000);

  private long size;

  private StatisticsSchema(DatabaseSettings settings) {
    MysqlDataSource source = new MysqlDataSource();
    source.setUrl(
        settings.url()
            + (settings.url().contains("?") ? "&" : "?")
            + "connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true"
            + "&rewriteBatchedStatements=true&allowMultiQueries=true&connectionCollation=utf8mb4_unicode_520_ci"
            + "&sessionVariables=transaction_isolation='READ-COMMITTED',innodb_lock_wait_timeout=2");
    source.setUser(settings.user());
    source.setPassword(settings.password());
    this.database = source;
  }

  /** Creates a migrated schema; the next run drops it. */
  public static StatisticsSchema create(String name) throws SQLException {
    DatabaseSettings settings =
        TestDatabase.server()
            .create("microwish_test_" + ProcessHandle.current().pid() + "_" + name);
    DatabaseLauncher.prepare(settings);
    return new StatisticsSchema(settings);
  }

  /** Deletes the data of a test. */
  public void empty() throws SQLException {
    for (String table :
        List.of(
            "ledger_leaf",
            "ledger_entry",
            "ledger_queue",
            "statistics_figures",
            "statistics_month",
            "statistics_fault",
            "serial_number")) {
      execute("DELETE FROM " + table);
    }
    execute("DELETE FROM statistics_generation WHERE id <> 1");
    execute("UPDATE statistics_generation SET role = 'LIVE', removed_at = NULL WHERE id = 1");
    execute("UPDATE ledger_cursor SET position = 0");
    execute("UPDATE ledger_head SET size = 0");
    size = 0;
  }

  /** Writes entries with the next leaf indexes, like the sequencer. */
  public synchronized void append(List<EntryDraft> drafts) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement entry =
            connection.prepareStatement(
                "INSERT INTO ledger_entry (entry_id, entry_type, aggregate_type, aggregate_id,"
                    + " aggregate_version, occurred_at, recorded_at, payload, leaf_hash)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement leaf =
            connection.prepareStatement(
                "INSERT INTO ledger_leaf (leaf_index, entry_id, leaf_hash) VALUES (?, ?, ?)");
        PreparedStatement head =
            connection.prepareStatement("UPDATE ledger_head SET size = ? WHERE log_id = 1")) {
      connection.setAutoCommit(false);
      for (EntryDraft draft : drafts) {
        byte[] bytes = bytes(draft);
        byte[] hash = Leaf.hash(bytes);
        entry.setLong(1, draft.entryId());
        entry.setString(2, draft.type().name());
        entry.setString(3, draft.aggregateType().name());
        entry.setString(4, draft.aggregateId());
        entry.setLong(5, draft.version());
        entry.setObject(6, Rows.utc(draft.occurredAt()));
        entry.setObject(7, Rows.utc(draft.recordedAt()));
        entry.setBytes(8, bytes);
        entry.setBytes(9, hash);
        entry.addBatch();
        leaf.setLong(1, size++);
        leaf.setLong(2, draft.entryId());
        leaf.setBytes(3, hash);
        leaf.addBatch();
      }
      entry.executeBatch();
      leaf.executeBatch();
      head.setLong(1, size);
      head.executeUpdate();
      connection.commit();
    }
  }

  private static byte[] bytes(EntryDraft draft) {
    return new Leaf(
            Id.text(draft.entryId()),
            draft.type(),
            draft.aggregateType(),
            draft.aggregateId(),
            draft.version(),
            draft.actor(),
            draft.occurredAt(),
            draft.recordedAt(),
            draft.transition(),
            draft.facts(),
            draft.postings(),
            draft.commitments())
        .bytes();
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public long number(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
