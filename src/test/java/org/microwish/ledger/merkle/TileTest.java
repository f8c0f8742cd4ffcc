package org.microwish.ledger.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class TileTest {

  /** More leaves than the first full tile of level 1 covers (65,536). */
  private static final int LEAVES = 66_000;

  @Test
  void an_edge_has_the_root_of_the_frontier_and_emits_each_full_tile_once() {
    Frontier frontier = new Frontier();
    TreeEdge edge = new TreeEdge();
    List<TreeEdge.Full> full = new ArrayList<>();
    for (int i = 0; i < LEAVES; i++) {
      byte[] leaf = leaf(i);
      frontier.append(leaf);
      edge.append(leaf, full);
      if (i < 2_000 || i % 97 == 0 || i > 65_500) {
        assertThat(edge.root()).isEqualTo(frontier.root());
        assertThat(edge.size()).isEqualTo(frontier.size());
      }
    }
    assertThat(full).filteredOn(tile -> tile.level() == 0).hasSize(LEAVES / 256);
    assertThat(full).filteredOn(tile -> tile.level() == 1).hasSize(1);
    assertThat(full.stream().map(tile -> tile.level() + "/" + tile.index()))
        .doesNotHaveDuplicates();
    assertThat(full.getLast().bytes()).hasSize(8192);
  }

  @Test
  void roots_and_proofs_can_be_computed_from_tiles() {
    Store store = new Store(LEAVES);
    Nodes nodes = new TileNodes(store);
    for (int size : new int[] {1, 255, 256, 257, 511, 512, 3_000, 65_535, 65_536, 65_537, LEAVES}) {
      Frontier frontier = new Frontier();
      for (int i = 0; i < size; i++) {
        frontier.append(leaf(i));
      }
      byte[] root = Proofs.root(nodes, size);
      assertThat(root).isEqualTo(frontier.root());
      TreeEdge edge = TreeEdge.read(store, size);
      assertThat(edge.root()).isEqualTo(root);
      assertThat(edge.size()).isEqualTo(size);
      // An edge that was read can be extended like one built by appending.
      edge.append(leaf(size), new ArrayList<>());
      frontier.append(leaf(size));
      assertThat(edge.root()).isEqualTo(frontier.root());
      for (int index : new int[] {0, size / 3, size - 1}) {
        List<byte[]> proof = Proofs.inclusion(nodes, index, size);
        assertThat(Proofs.includes(leaf(index), index, proof, size, root)).isTrue();
      }
      List<byte[]> proof = Proofs.consistency(nodes, size, LEAVES);
      assertThat(Proofs.extend(size, root, proof, LEAVES, Proofs.root(nodes, LEAVES))).isTrue();
    }
  }

  @Test
  void appending_to_a_copied_edge_leaves_the_original_unchanged() {
    TreeEdge edge = new TreeEdge();
    edge.append(leaf(0), new ArrayList<>());
    byte[] root = edge.root();
    edge.copy().append(leaf(1), new ArrayList<>());
    assertThat(edge.root()).isEqualTo(root);
    assertThat(edge.size()).isEqualTo(1);
  }

  @Test
  void tile_paths_follow_the_tlog_tiles_specification() {
    assertThat(new Tile(0, 1_234_067, 256).path()).isEqualTo("0/x001/x234/067");
    assertThat(new Tile(1, 0, 5).path()).isEqualTo("1/000.p/5");
    assertThat(Tile.bundlePath(1_000, 256)).isEqualTo("entries/x001/000");
    for (long index : new long[] {0, 7, 999, 1_000, 999_999, 1_000_000, 1L << 40}) {
      for (int width : new int[] {1, 255, 256}) {
        Tile tile = new Tile(3, index, width);
        String place = tile.path().substring(2);
        assertThat(Tile.parse("3", place)).isEqualTo(tile);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "00",
        "0000",
        "x001",
        "x000/001",
        "001/002",
        "x01/002",
        "000.p/0",
        "000.p/256",
        "000.p/01",
        "000.p/",
        "000.p/1/",
        "x001/067/",
        "-01",
        "000.P/1",
        "x999/x999/x999/x999/x999/x999/x999/999"
      })
  void a_malformed_tile_path_is_refused(String place) {
    assertThatThrownBy(() -> Tile.parse("0", place)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "01", "-1", "8", "63", "a", "+1"})
  void an_invalid_level_is_refused(String level) {
    assertThatThrownBy(() -> Tile.parse(level, "000")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_tree_size_determines_the_tile_widths() {
    assertThat(Tile.width(0, 0, 0)).isZero();
    assertThat(Tile.width(1, 0, 0)).isEqualTo(1);
    assertThat(Tile.width(256, 0, 0)).isEqualTo(256);
    assertThat(Tile.width(256, 0, 1)).isZero();
    assertThat(Tile.width(256, 1, 0)).isEqualTo(1);
    assertThat(Tile.width(70_000, 0, 273)).isEqualTo(112);
    assertThat(Tile.width(70_000, 1, 1)).isEqualTo(17);
    assertThat(Tile.width(70_000, 2, 0)).isEqualTo(1);
    assertThat(Tile.width(70_000, 3, 0)).isZero();
  }

  @Test
  void a_bundle_can_be_read_back() {
    List<byte[]> leaves = List.of(new byte[0], new byte[] {1, 2, 3}, new byte[65_535]);
    byte[] bundle = EntryBundle.write(leaves);
    assertThat(bundle).startsWith(0, 0, 0, 3, 1, 2, 3, 0xFF, 0xFF);
    assertThat(EntryBundle.read(bundle)).containsExactlyElementsOf(leaves);
    assertThatThrownBy(() -> EntryBundle.read(Arrays.copyOf(bundle, bundle.length - 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EntryBundle.read(new byte[] {0}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EntryBundle.write(List.of(new byte[65_536])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] leaf(int i) {
    return Hashes.leaf(ByteBuffer.allocate(4).putInt(i).array());
  }

  /** Holds all hashes of all levels, as a log of that size would serve them. */
  private static final class Store implements TileReader {
    private final Map<Integer, byte[]> levels = new HashMap<>();

    Store(int leaves) {
      byte[] hashes = new byte[leaves * 32];
      for (int i = 0; i < leaves; i++) {
        System.arraycopy(leaf(i), 0, hashes, i * 32, 32);
      }
      for (int level = 0; hashes.length > 0; level++) {
        levels.put(level, hashes);
        byte[] above = new byte[hashes.length / 8192 * 32];
        for (int i = 0; i < above.length / 32; i++) {
          byte[] root = TileNodes.root(Arrays.copyOfRange(hashes, i * 8192, (i + 1) * 8192));
          System.arraycopy(root, 0, above, i * 32, 32);
        }
        hashes = above;
      }
    }

    @Override
    public byte[] hashes(int level, long index, int width) {
      int from = (int) index * 8192;
      return Arrays.copyOfRange(levels.get(level), from, from + width * 32);
    }
  }
}
