package org.microwish.suites.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Id;
import org.microwish.testing.TestDatabase;

/** The database contents about some wishes, read directly once the service is idle. */
final class StoredState {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One ledger entry.
   *
   * @param typed the same leaf, parsed by the service's reader
   * @param leaves how often it occurs in the tree
   */
  record Entry(String id, long version, JsonNode leaf, Leaf typed, long leaves) {

    String command() {
      return leaf.at("/transition/command").asText();
    }

    boolean isSweepers() {
      return leaf.at("/actor/role").asText().equals("SYSTEM");
    }

    Instant recordedAt() {
      return Instant.parse(leaf.path("recordedAt").asText());
    }
  }

  /** Entries by wish, in the order of their versions. */
  final Map<String, List<Entry>> entries = new LinkedHashMap<>();

  /** Rows by wish; columns by name. */
  final Map<String, Map<String, Object>> wishes = new HashMap<>();

  /** Rows by wish. */
  final Map<String, List<Map<String, Object>>> claims = new HashMap<>();

  /** Rows by wish. */
  final Map<String, List<Map<String, Object>>> invitations = new HashMap<>();

  /** Postings by id. */
  final Map<String, ModelWish.Posting> postings = new HashMap<>();

  /** Postings by the entry that wrote them. */
  final Map<String, List<ModelWish.Posting>> postingsByEntry = new HashMap<>();

  /** Live claims by claimant, as the quota counts them. */
  final Map<String, Long> quotas = new HashMap<>();

  /** Reads all rows and entries of these wishes. */
  static StoredState of(Iterable<String> wishIds) {
    StoredState books = new StoredState();
    try (Connection connection = TestDatabase.connection()) {
      for (String wish : wishIds) {
        books.read(connection, wish);
      }
      for (Map<String, Object> row :
          rows(connection, "SELECT * FROM claim_quota WHERE live_claims > 0")) {
        books.quotas.put(
            row.get("claimant_type") + ":" + Id.text((Long) row.get("claimant_id")),
            ((Number) row.get("live_claims")).longValue());
      }
    } catch (SQLException | IOException failed) {
      throw new IllegalStateException(failed);
    }
    return books;
  }

  private void read(Connection connection, String wish) throws SQLException, IOException {
    long id = Id.fromString(wish).value();
    Map<String, Long> versions = new HashMap<>();
    List<Entry> read = new ArrayList<>();
    for (Map<String, Object> row :
        rows(
            connection,
            "SELECT e.entry_id, e.aggregate_version, e.payload, (SELECT COUNT(*) FROM ledger_leaf l"
                + " WHERE l.entry_id = e.entry_id) AS leaves FROM ledger_entry e WHERE"
                + " e.aggregate_type = 'WISH' AND e.aggregate_id = ? ORDER BY"
                + " e.aggregate_version",
            wish)) {
      byte[] bytes = (byte[]) row.get("payload");
      Entry entry =
          new Entry(
              Id.text((Long) row.get("entry_id")),
              (Long) row.get("aggregate_version"),
              JSON.readTree(bytes),
              Leaf.parse(bytes),
              (Long) row.get("leaves"));
      read.add(entry);
      versions.put(entry.id(), entry.version());
    }
    entries.put(wish, read);
    List<Map<String, Object>> found = rows(connection, "SELECT * FROM wish WHERE id = ?", id);
    if (!found.isEmpty()) {
      wishes.put(wish, found.getFirst());
    }
    claims.put(
        wish,
        rows(
            connection,
            "SELECT c.*, (SELECT COUNT(*) FROM claim_participant p WHERE p.claim_id = c.id) AS"
                + " members FROM claim c WHERE c.wish_id = ? ORDER BY c.id",
            id));
    invitations.put(
        wish, rows(connection, "SELECT * FROM invitation WHERE wish_id = ? ORDER BY id", id));
    for (Map<String, Object> row :
        rows(connection, "SELECT * FROM posting WHERE wish_id = ? ORDER BY id", id)) {
      Long claim = (Long) row.get("claim_id");
      String entry = Id.text((Long) row.get("entry_id"));
      ModelWish.Posting posting =
          new ModelWish.Posting(
              Id.text((Long) row.get("id")),
              versions.getOrDefault(entry, Long.MAX_VALUE),
              new Move(
                  claim == null ? Move.PUBLIC : Id.text(claim),
                  (String) row.get("from_account"),
                  (String) row.get("to_account"),
                  (String) row.get("form"),
                  fen(row.get("amount"))));
      postings.put(posting.id(), posting);
      postingsByEntry.computeIfAbsent(entry, key -> new ArrayList<>()).add(posting);
    }
  }

  static long fen(Object decimal) {
    return ((BigDecimal) decimal).movePointRight(2).longValueExact();
  }

  private static List<Map<String, Object>> rows(Connection connection, String sql, Object... values)
      throws SQLException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          Map<String, Object> row = new LinkedHashMap<>();
          for (int i = 1; i <= columns; i++) {
            row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }
}
