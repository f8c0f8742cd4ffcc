package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.Frontier;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.TileNodes;
import org.microwish.platform.start.DatabaseLauncher;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.TestDatabase;

/** A database schema of one test, with a ledger that no other test uses. */
public final class LogSchema {

  private static final AtomicLong NEXT = new AtomicLong(1_000);

  final DataSource database;
  final DatabaseSettings settings;

  private LogSchema(DatabaseSettings settings) {
    this.settings = settings;
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
  static LogSchema create(String name) throws SQLException {
    DatabaseSettings settings =
        TestDatabase.server()
            .create("microwish_test_" + ProcessHandle.current().pid() + "_" + name);
    DatabaseLauncher.prepare(settings);
    return new LogSchema(settings);
  }

  /** Opens an existing schema, as another process does. */
  public static LogSchema of(DatabaseSettings settings) {
    return new LogSchema(settings);
  }

  /** An entry to be written. */
  record Entry(long id, String aggregate, long version, String payload) {
    byte[] hash() {
      return Leaf.hash(payload.getBytes(StandardCharsets.UTF_8));
    }
  }

  static Entry entry(String aggregate, long version) {
    long id = NEXT.incrementAndGet();
    String payload = "{\"id\":%d,\"of\":\"%s\",\"version\":%d}".formatted(id, aggregate, version);
    return new Entry(id, aggregate, version, payload);
  }

  /** Writes an entry and its queue row, like {@link Ledger#append}, with a given queue id. */
  static void insert(Connection connection, Entry entry, long qid) throws SQLException {
    insertEntries(connection, List.of(entry));
    queue(connection, List.of(entry), qid);
  }

  static void insertEntries(Connection connection, List<Entry> entries) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO ledger_entry (entry_id, entry_type, aggregate_type, aggregate_id,"
                + " aggregate_version, occurred_at, recorded_at, payload, leaf_hash)"
                + " VALUES (?, 'WISH_EDITED', 'WISH', ?, ?, ?, ?, ?, ?)")) {
      LocalDateTime now = LocalDateTime.of(2026, 1, 1, 0, 0);
      for (Entry entry : entries) {
        insert.setLong(1, entry.id());
        insert.setString(2, entry.aggregate());
        insert.setLong(3, entry.version());
        insert.setObject(4, now);
        insert.setObject(5, now);
        insert.setBytes(6, entry.payload().getBytes(StandardCharsets.UTF_8));
        insert.setBytes(7, entry.hash());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Queues entries with ascending queue ids. */
  static void queue(Connection connection, List<Entry> entries, long firstQid) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO ledger_queue (qid, entry_id) VALUES (?, ?)")) {
      long qid = firstQid;
      for (Entry entry : entries) {
        insert.setLong(1, qid++);
        insert.setLong(2, entry.id());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Resets the ledger to its initial state. */
  void empty() throws SQLException {
    for (String table :
        List.of(
            "ledger_queue",
            "ledger_leaf",
            "ledger_tile",
            "ledger_entry",
            "ledger_checkpoint",
            "ledger_key",
            "ledger_cosignature")) {
      execute("DELETE FROM " + table);
    }
    execute("UPDATE ledger_head SET size = 0, root = UNHEX(SHA2('', 256))");
    execute("UPDATE ledger_lease SET holder = '', held_until = '1970-01-01'");
  }

  void execute(String sql) throws SQLException {
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

  byte[] bytes(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getBytes(1);
    }
  }

  /** A leaf and its entry. */
  record Row(long index, Hash hash, String aggregate, long version, Hash hashOfPayload) {}

  /** Returns the entry ids of all leaves in order. */
  public List<Long> entryIds() throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT entry_id FROM ledger_leaf ORDER BY leaf_index")) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  /** Returns all leaves in order. */
  List<Row> leaves() throws SQLException {
    List<Row> leaves = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT l.leaf_index, l.leaf_hash, e.aggregate_id, e.aggregate_version,"
                    + " e.payload FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id = l.entry_id"
                    + " ORDER BY l.leaf_index")) {
      while (rows.next()) {
        leaves.add(
            new Row(
                rows.getLong(1),
                Hash.of(rows.getBytes(2)),
                rows.getString(3),
                rows.getLong(4),
                Hash.of(Leaf.hash(rows.getBytes(5)))));
      }
    }
    return leaves;
  }

  /**
   * Asserts that indexes are contiguous, each entry occurs once, versions are in order, and root
   * and tiles match the leaves.
   */
  public void assertWhole(long entries) throws SQLException {
    List<Row> leaves = leaves();
    assertThat(leaves).hasSize((int) entries);
    Frontier frontier = new Frontier();
    Map<String, Long> versions = new HashMap<>();
    for (Row leaf : leaves) {
      assertThat(leaf.index()).isEqualTo(frontier.size());
      assertThat(leaf.version())
          .as("version of %s at leaf %d", leaf.aggregate(), leaf.index())
          .isEqualTo(versions.merge(leaf.aggregate(), 1L, Long::sum));
      assertThat(leaf.hash()).isEqualTo(leaf.hashOfPayload());
      frontier.append(leaf.hash().bytes());
    }
    assertThat(number("SELECT COUNT(*) FROM ledger_queue")).isZero();
    assertThat(number("SELECT COUNT(*) FROM ledger_entry")).isEqualTo(entries);
    assertThat(number("SELECT size FROM ledger_head")).isEqualTo(entries);
    byte[] root = bytes("SELECT root FROM ledger_head");
    assertThat(root).isEqualTo(frontier.root());
    assertThat(Proofs.root(new TileNodes(new StoredTiles(database)), entries)).isEqualTo(root);
    assertThat(number("SELECT COUNT(*) FROM ledger_tile WHERE level = 0")).isEqualTo(entries / 256);
    assertThat(number("SELECT COUNT(*) FROM ledger_tile WHERE level = 1"))
        .isEqualTo(entries / 65_536);
  }
}
