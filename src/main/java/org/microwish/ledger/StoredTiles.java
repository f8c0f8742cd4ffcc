package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.Tile;
import org.microwish.ledger.merkle.TileNodes;
import org.microwish.ledger.merkle.TileReader;
import org.microwish.platform.sql.JdbcQuery;

/**
 * Reads the tree's tiles from the database. Full tiles are stored; partial tiles are computed from
 * the leaf hashes, or from the full tiles one level below. Hashes never change, so tiles are
 * cached; {@link #forget} must be called when the database may have been restored.
 */
@ApplicationScoped
public class StoredTiles implements TileReader {

  /**
   * Maximum number of cached tiles. Each has at most 8 KiB, so the cache has at most 16 MiB: enough
   * for all upper levels of a large log and much of the lowest level.
   */
  private static final int KEPT = 2048;

  private static final byte[] NOTHING = {};

  private record Key(int level, long index) {}

  private final DataSource database;
  private final Map<Key, byte[]> kept = new LinkedHashMap<>(256, 0.75f, true);

  StoredTiles(DataSource database) {
    this.database = database;
  }

  /**
   * Returns at least the first {@code width} hashes of a tile.
   *
   * @throws LedgerDamagedException when the database lacks some of these hashes
   */
  @Override
  public byte[] hashes(int level, long index, int width) {
    Key key = new Key(level, index);
    byte[] known;
    synchronized (kept) {
      known = kept.get(key);
    }
    if (known != null && known.length >= width * Hashes.BYTES) {
      return known;
    }
    byte[] read;
    try (Connection connection = database.getConnection()) {
      read = read(connection, level, index, known == null ? NOTHING : known, width);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    synchronized (kept) {
      kept.put(key, read);
      if (kept.size() > KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return read;
  }

  /** Empties the cache, because the database may have been restored. */
  void forget() {
    synchronized (kept) {
      kept.clear();
    }
  }

  /** Like {@link #hashes}, but reads in the caller's transaction and bypasses the cache. */
  static byte[] read(Connection connection, int level, long index, int width) throws SQLException {
    return read(connection, level, index, NOTHING, width);
  }

  private static byte[] read(Connection connection, int level, long index, byte[] known, int width)
      throws SQLException {
    if (width == Tile.WIDTH) {
      byte[] full = readFull(connection, level, index);
      if (full != null) {
        return full;
      }
    }
    byte[] hashes = Arrays.copyOf(known, width * Hashes.BYTES);
    int found = known.length / Hashes.BYTES;
    String sql =
        level == 0
            ? """
            SELECT leaf_hash FROM ledger_leaf
            WHERE leaf_index BETWEEN :first AND :last ORDER BY leaf_index
            """
            : """
            SELECT hashes FROM ledger_tile
            WHERE level = :below AND tile_index BETWEEN :first AND :last ORDER BY tile_index
            """;
    List<byte[]> rows =
        JdbcQuery.of(connection, sql)
            .set("below", level - 1)
            .set("first", index * Tile.WIDTH + found)
            .set("last", index * Tile.WIDTH + width - 1)
            .list(byte[].class);
    for (byte[] row : rows) {
      byte[] hash = level == 0 ? row : TileNodes.root(row);
      System.arraycopy(hash, 0, hashes, found++ * Hashes.BYTES, Hashes.BYTES);
    }
    if (found != width) {
      throw new LedgerDamagedException(
          "tile %d/%d has %d of %d hashes".formatted(level, index, found, width));
    }
    return hashes;
  }

  private static byte[] readFull(Connection connection, int level, long index) throws SQLException {
    return JdbcQuery.of(
            connection,
            "SELECT hashes FROM ledger_tile WHERE level = :level AND tile_index = :index")
        .set("level", level)
        .set("index", index)
        .first(byte[].class)
        .orElse(null);
  }
}
