package org.microwish.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.TreeEdge;
import org.microwish.platform.Time;
import org.microwish.platform.sql.JdbcTransaction;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;

/**
 * Assigns leaf indexes to queued entries and extends the tree, in one short transaction per batch.
 * Any number of sequencers may run at once, in one process or many. Of concurrent batches exactly
 * one commits, and the others roll back: a batch locks the head row, must delete every queue row
 * that it processes, and moves the head by compare-and-set.
 *
 * <p>The queue is read without a lock, because a locking read waits for business transactions that
 * have not committed.
 *
 * <p>The leaves of an aggregate are in the order of its versions, whatever the order of the queue:
 * if the previous version of an entry has no leaf yet, the batch first adds that version; if the
 * previous version is not visible yet, the entry stays in the queue. Not thread-safe. Longer than
 * 400 lines because one batch is one transaction, whose statements are kept in one place.
 */
final class Sequencer {

  /**
   * The number of aggregates of which the last version with a leaf is cached, so that aggregates
   * that change often need no query.
   */
  private static final int REMEMBERED = 20_000;

  /** The maximum number of previous versions that one query looks up. */
  private static final int LOOKED_UP = 200;

  /**
   * The maximum number of other sequencers' leaves that are appended one by one to the cached edge;
   * if there are more, the edge is read from the tiles.
   */
  private static final long CAUGHT_UP = 20_000;

  /**
   * The result of one batch.
   *
   * @param recorded the recording times of the entries that got a leaf
   * @param held the number of entries left queued because their previous version is not visible yet
   * @param size the number of leaves of the tree after the batch; 0 on a conflict
   * @param more whether the queue may contain entries that the batch has not read
   * @param conflict whether another sequencer was first, so that nothing was written
   */
  record Batch(List<Instant> recorded, int held, long size, boolean more, boolean conflict) {

    /** Number of leaves added. */
    int integrated() {
      return recorded.size();
    }
  }

  private record Aggregate(String type, String id) {}

  private record Candidate(
      long qid, long entryId, Aggregate of, long version, Hash leafHash, Instant recordedAt) {}

  private record Head(long size, Hash root) {}

  /** The entries of a batch, in leaf order. */
  private record Plan(List<Candidate> placed, int held, boolean more) {}

  private final DataSource database;
  private final Time time;

  /**
   * The right edge of the tree, from which the next leaves and the root are computed, as of this
   * sequencer's last batch; null if unknown.
   */
  private TreeEdge edge;

  private final Map<Aggregate, Long> versions =
      new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Aggregate, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  Sequencer(DataSource database, Time time) {
    this.database = database;
    this.time = time;
  }

  /**
   * Adds leaves for about {@code limit} queued entries, and for earlier versions that they pull in.
   *
   * @return the result; {@link Batch#conflict} is true if another sequencer was first
   * @throws SQLException if the database fails
   * @throws LedgerDamagedException if the stored tree does not have the stored root
   */
  Batch sequence(int limit) throws SQLException {
    try {
      return JdbcTransaction.call(database, connection -> sequence(connection, limit));
    } catch (SQLException | RuntimeException failed) {
      // The cached state may be wrong: if the answer to a commit was lost, it is unknown whether
      // the commit happened.
      forget();
      if (failed instanceof Overtaken
          || Transactions.isRepeatable(failed)
          || Transactions.isDuplicate(failed)) {
        return new Batch(List.of(), 0, 0, true, true);
      }
      throw failed;
    }
  }

  private void forget() {
    edge = null;
    versions.clear();
  }

  private Batch sequence(Connection connection, int limit) throws SQLException {
    RoundTrip reads = new RoundTrip();
    Pending<List<Head>> locked = lockHead(reads);
    Pending<List<Candidate>> firstPage = readQueue(reads, Long.MIN_VALUE, limit);
    reads.send(connection);
    Head head =
        locked.get().stream()
            .findFirst()
            .orElseThrow(() -> new LedgerDamagedException("the row of ledger_head is missing"));
    if (firstPage.get().isEmpty()) {
      return new Batch(List.of(), 0, head.size(), false, false);
    }
    TreeEdge grown = edgeAt(connection, head).copy();
    Plan plan = plan(connection, firstPage.get(), limit);
    if (plan.placed().isEmpty()) {
      return new Batch(List.of(), plan.held(), head.size(), plan.more(), false);
    }
    List<TreeEdge.Full> full = new ArrayList<>();
    plan.placed().forEach(candidate -> grown.append(candidate.leafHash().bytes(), full));
    RoundTrip writes = new RoundTrip();
    insertLeaves(writes, plan.placed(), head.size());
    insertTiles(writes, full);
    writes.write(
        "DELETE FROM ledger_queue WHERE qid IN (%s)",
        plan.placed().stream().map(Candidate::qid).toList(), Overtaken::new);
    moveHead(writes, head, new Head(grown.size(), Hash.of(grown.root())));
    writes.send(connection);
    edge = grown;
    plan.placed().forEach(candidate -> versions.put(candidate.of(), candidate.version()));
    return new Batch(
        plan.placed().stream().map(Candidate::recordedAt).toList(),
        plan.held(),
        grown.size(),
        plan.more(),
        false);
  }

  private static Pending<List<Head>> lockHead(RoundTrip trip) {
    return trip.list(
        "SELECT size, root FROM ledger_head WHERE log_id = 1 FOR UPDATE",
        List.of(),
        row -> new Head(row.getLong(1), Hash.of(row.getBytes(2))));
  }

  /**
   * Returns the tree's edge for {@code head}. If another sequencer has moved the head, first brings
   * the cached edge up to date.
   */
  private TreeEdge edgeAt(Connection connection, Head head) throws SQLException {
    if (edge != null && edge.size() < head.size() && head.size() - edge.size() <= CAUGHT_UP) {
      catchUp(connection, head.size());
    }
    if (edge == null || edge.size() != head.size() || !hasRoot(edge, head)) {
      forget();
      edge =
          TreeEdge.read(
              (level, index, width) -> {
                try {
                  return StoredTiles.read(connection, level, index, width);
                } catch (SQLException failed) {
                  throw new IllegalStateException(failed);
                }
              },
              head.size());
      if (!hasRoot(edge, head)) {
        throw new LedgerDamagedException(
            "the root of the %d stored leaves is not that in ledger_head".formatted(head.size()));
      }
    }
    return edge;
  }

  private static boolean hasRoot(TreeEdge edge, Head head) {
    return Hash.of(edge.root()).equals(head.root());
  }

  private void catchUp(Connection connection, long size) throws SQLException {
    TreeEdge grown = edge.copy();
    // The full tiles are not written: the sequencer that added these leaves has stored them.
    List<TreeEdge.Full> stored = new ArrayList<>();
    RoundTrip trip = new RoundTrip();
    trip.read(
        """
        SELECT leaf_hash FROM ledger_leaf
        WHERE leaf_index >= ? AND leaf_index < ? ORDER BY leaf_index
        """,
        List.of(grown.size(), size),
        row -> {
          grown.append(row.getBytes(1), stored);
          return stored;
        });
    trip.send(connection);
    edge = grown;
  }

  // Selecting the entries of a batch -----------------------------------------------------------

  private Plan plan(Connection connection, List<Candidate> firstPage, int limit)
      throws SQLException {
    List<Candidate> placed = new ArrayList<>();
    Set<Aggregate> waiting = new HashSet<>();
    int held = 0;
    List<Candidate> queued = firstPage;
    while (!queued.isEmpty()) {
      Selection selection = new Selection(placed, waiting);
      queued.forEach(selection::add);
      resolve(connection, selection);
      queued.forEach(selection::place);
      held += selection.unplaced(queued);
      if (queued.size() < limit) {
        return new Plan(placed, held, false);
      }
      if (placed.size() >= limit) {
        return new Plan(placed, held, true);
      }
      // Entries whose previous version is not visible yet stay in the queue. They must not block
      // later entries, so this loop reads further pages until the batch is full.
      RoundTrip trip = new RoundTrip();
      Pending<List<Candidate>> next = readQueue(trip, queued.getLast().qid(), limit);
      trip.send(connection);
      queued = next.get();
    }
    return new Plan(placed, held, false);
  }

  /**
   * Orders a page of queued entries, the candidates, so that each follows the previous version of
   * its aggregate.
   */
  private static final class Selection {
    private final List<Candidate> placed;
    private final Set<Aggregate> waiting;
    private final Set<Long> placedIds = new HashSet<>();
    private final Map<Aggregate, TreeMap<Long, Candidate>> open = new HashMap<>();

    /** The last version of each aggregate that has a leaf, or will have one in this batch. */
    private final Map<Aggregate, Long> last = new HashMap<>();

    Selection(List<Candidate> placed, Set<Aggregate> waiting) {
      this.placed = placed;
      this.waiting = waiting;
      for (Candidate candidate : placed) {
        placedIds.add(candidate.entryId());
        last.put(candidate.of(), candidate.version());
      }
    }

    void add(Candidate candidate) {
      if (!placedIds.contains(candidate.entryId())) {
        open.computeIfAbsent(candidate.of(), of -> new TreeMap<>())
            .put(candidate.version(), candidate);
      }
    }

    /**
     * Returns the candidates whose previous version must be looked up, because it is neither a
     * candidate nor known to have a leaf; at most one candidate for each aggregate.
     */
    List<Candidate> missingBefore(Map<Aggregate, Long> remembered) {
      List<Candidate> missing = new ArrayList<>();
      open.forEach(
          (of, byVersion) -> {
            if (waiting.contains(of)) {
              return;
            }
            Candidate first = byVersion.firstEntry().getValue();
            Long known = last.get(of);
            if (known == null) {
              known = first.version() == 1 ? Long.valueOf(0) : remembered.get(of);
              if (known != null) {
                last.put(of, known);
              }
            }
            for (Candidate candidate : byVersion.values()) {
              long before = candidate.version() - 1;
              if ((known == null || before > known) && !byVersion.containsKey(before)) {
                missing.add(candidate);
                break;
              }
            }
          });
      return missing;
    }

    /**
     * Adds to the batch the candidates of the same aggregate up to {@code candidate}, in version
     * order, and stops where a version is missing.
     */
    void place(Candidate candidate) {
      TreeMap<Long, Candidate> byVersion = open.get(candidate.of());
      Long known = last.get(candidate.of());
      if (byVersion == null || known == null) {
        return;
      }
      long next = known + 1;
      while (!byVersion.isEmpty() && next <= candidate.version() && byVersion.firstKey() == next) {
        Candidate first = byVersion.pollFirstEntry().getValue();
        placed.add(first);
        placedIds.add(first.entryId());
        last.put(first.of(), next);
        next++;
      }
      if (byVersion.isEmpty()) {
        open.remove(candidate.of());
      }
    }

    int unplaced(List<Candidate> queued) {
      int count = 0;
      for (Candidate candidate : queued) {
        if (!placedIds.contains(candidate.entryId())) {
          waiting.add(candidate.of());
          count++;
        }
      }
      return count;
    }
  }

  /**
   * Looks up previous versions until each has a leaf, was added to the candidates from the queue,
   * or turned out to be not visible yet.
   */
  private void resolve(Connection connection, Selection selection) throws SQLException {
    List<Candidate> missing = selection.missingBefore(versions);
    while (!missing.isEmpty()) {
      for (int from = 0; from < missing.size(); from += LOOKED_UP) {
        lookUp(
            connection,
            missing.subList(from, Math.min(missing.size(), from + LOOKED_UP)),
            selection);
      }
      missing = selection.missingBefore(versions);
    }
  }

  private static void lookUp(Connection connection, List<Candidate> of, Selection selection)
      throws SQLException {
    Set<Aggregate> unseen = new HashSet<>();
    List<Object> values = new ArrayList<>();
    for (Candidate candidate : of) {
      unseen.add(candidate.of());
      values.add(candidate.of().type());
      values.add(candidate.of().id());
      values.add(candidate.version() - 1);
    }
    RoundTrip trip = new RoundTrip();
    trip.read(
        """
        SELECT q.qid, e.entry_id, e.aggregate_type, e.aggregate_id, e.aggregate_version,
               e.leaf_hash, e.recorded_at, l.leaf_index
        FROM ledger_entry e
        LEFT JOIN ledger_leaf l ON l.entry_id = e.entry_id
        LEFT JOIN ledger_queue q ON q.entry_id = e.entry_id
        WHERE\
        """
            + Rows.pairs(
                "e.aggregate_type = ? AND e.aggregate_id = ? AND e.aggregate_version = ?",
                of.size()),
        values,
        row -> {
          Candidate before = candidate(row);
          boolean hasLeaf = row.getObject(8) != null;
          boolean isQueued = row.getObject(1) != null;
          if (hasLeaf) {
            selection.last.merge(before.of(), before.version(), Math::max);
          } else if (isQueued) {
            selection.add(before);
          }
          return (hasLeaf || isQueued) && unseen.remove(before.of());
        });
    trip.send(connection);
    // If neither a leaf nor a queue row was found, the transaction that records the previous
    // version is not visible yet.
    selection.waiting.addAll(unseen);
  }

  private static Pending<List<Candidate>> readQueue(RoundTrip trip, long after, int limit) {
    return trip.list(
        """
        SELECT q.qid, e.entry_id, e.aggregate_type, e.aggregate_id, e.aggregate_version,
               e.leaf_hash, e.recorded_at
        FROM ledger_queue q JOIN ledger_entry e ON e.entry_id = q.entry_id
        WHERE q.qid > ? ORDER BY q.qid LIMIT ?
        """,
        List.of(after, limit),
        Sequencer::candidate);
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    return new Candidate(
        row.getLong(1),
        row.getLong(2),
        new Aggregate(row.getString(3), row.getString(4)),
        row.getLong(5),
        Hash.of(row.getBytes(6)),
        Rows.instant(row, 7));
  }

  // Writing the batch ---------------------------------------------------------------------------

  private static void insertLeaves(RoundTrip trip, List<Candidate> placed, long first) {
    long[] index = {first};
    trip.insert(
        "INSERT INTO ledger_leaf (leaf_index, entry_id, leaf_hash) VALUES (?, ?, ?)",
        placed,
        (row, candidate) -> {
          row.setLong(1, index[0]++);
          row.setLong(2, candidate.entryId());
          row.setBytes(3, candidate.leafHash().bytes());
        });
  }

  private static void insertTiles(RoundTrip trip, List<TreeEdge.Full> full) {
    trip.insert(
        "INSERT INTO ledger_tile (level, tile_index, hashes) VALUES (?, ?, ?)",
        full,
        (row, tile) -> {
          row.setInt(1, tile.level());
          row.setLong(2, tile.index());
          row.setBytes(3, tile.bytes());
        });
  }

  private void moveHead(RoundTrip trip, Head from, Head to) {
    trip.write(
        "UPDATE ledger_head SET size = ?, root = ?, updated_at = ?"
            + " WHERE log_id = 1 AND size = ? AND root = ?",
        List.of(
            to.size(), to.root().bytes(), Rows.utc(time.now()), from.size(), from.root().bytes()),
        found -> {
          if (found != 1) {
            throw new Overtaken();
          }
        });
  }

  /** Thrown when another sequencer did the same work first. */
  private static final class Overtaken extends RuntimeException {
    Overtaken() {
      super(null, null, false, false);
    }
  }
}
