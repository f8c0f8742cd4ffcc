package org.microwish.ledger.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests every proof for trees of up to 70 leaves (seven levels), and manipulated variants of each.
 */
@Tag("fast")
class ProofsTest {

  private static final int MAX = 70;
  private static final List<byte[]> LEAVES = leaves(MAX);

  /** Reference implementation of the definition in RFC 9162 section 2.1.1. */
  private static byte[] oracle(int from, int to) {
    if (from == to) {
      return Hashes.empty();
    }
    if (to - from == 1) {
      return LEAVES.get(from);
    }
    int split = 1;
    while (split * 2 < to - from) {
      split *= 2;
    }
    return Hashes.node(oracle(from, from + split), oracle(from + split, to));
  }

  private static final Nodes NODES =
      (height, index) -> oracle((int) (index << height), (int) ((index + 1) << height));

  private static final List<byte[]> ROOTS = roots();

  private static List<byte[]> leaves(int count) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(Hashes.leaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
    }
    return leaves;
  }

  private static List<byte[]> roots() {
    List<byte[]> roots = new ArrayList<>();
    for (int size = 0; size <= MAX; size++) {
      roots.add(oracle(0, size));
    }
    return roots;
  }

  @Test
  void hashes_match_the_test_vectors_of_rfc_6962() {
    assertThat(Hashes.empty())
        .asHexString()
        .isEqualToIgnoringCase("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    // The published test tree of RFC 6962: inputs and roots of certificate-transparency's test
    // vectors.
    List<byte[]> inputs =
        List.of(
            new byte[0],
            new byte[] {0},
            new byte[] {0x10},
            HexFormat.of().parseHex("2021"),
            HexFormat.of().parseHex("3031"),
            HexFormat.of().parseHex("40414243"),
            HexFormat.of().parseHex("5051525354555657"),
            HexFormat.of().parseHex("606162636465666768696a6b6c6d6e6f"));
    List<String> roots =
        List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    Frontier frontier = new Frontier();
    for (int i = 0; i < inputs.size(); i++) {
      frontier.append(Hashes.leaf(inputs.get(i)));
      assertThat(HexFormat.of().formatHex(frontier.root())).isEqualTo(roots.get(i));
    }
  }

  @Test
  void inclusion_proofs_are_accepted_and_manipulated_ones_refused() {
    long bent = 0;
    for (int leaves = 1; leaves <= MAX; leaves++) {
      int size = leaves;
      byte[] root = ROOTS.get(size);
      assertThat(Proofs.root(NODES, size)).isEqualTo(root);
      for (int at = 0; at < size; at++) {
        int index = at;
        byte[] leaf = LEAVES.get(index);
        List<byte[]> proof = Proofs.inclusion(NODES, index, size);
        check(Proofs.includes(leaf, index, proof, size, root), true, "proof", index, size);
        for (int other = -1; other <= size + 1; other++) {
          if (other != index) {
            check(Proofs.includes(leaf, other, proof, size, root), false, "index", index, size);
          }
        }
        bent += bend(proof, p -> Proofs.includes(leaf, index, p, size, root), index, size);
        bent +=
            bend(
                List.of(leaf),
                p -> one(p, l -> Proofs.includes(l, index, proof, size, root)),
                index,
                size);
        bent +=
            bend(
                List.of(root),
                p -> one(p, r -> Proofs.includes(leaf, index, proof, size, r)),
                index,
                size);
        // With another size the proof fails, by its path or else by the root.
        for (int other = 0; other <= MAX; other++) {
          if (other != size) {
            check(
                Proofs.includes(leaf, index, proof, other, ROOTS.get(other)),
                false,
                "size",
                index,
                other);
          }
        }
      }
    }
    assertThat(bent).isGreaterThan(500_000);
  }

  @Test
  void consistency_proofs_are_accepted_and_manipulated_ones_refused() {
    long bent = 0;
    for (int to = 0; to <= MAX; to++) {
      byte[] newRoot = ROOTS.get(to);
      for (int from = 0; from <= to; from++) {
        byte[] oldRoot = ROOTS.get(from);
        int oldSize = from;
        int newSize = to;
        List<byte[]> proof = Proofs.consistency(NODES, from, to);
        check(Proofs.extend(from, oldRoot, proof, to, newRoot), true, "proof", from, to);
        bent += bend(proof, p -> Proofs.extend(oldSize, oldRoot, p, newSize, newRoot), from, to);
        bent +=
            bend(
                List.of(oldRoot),
                p -> one(p, r -> Proofs.extend(oldSize, r, proof, newSize, newRoot)),
                from,
                to);
        // Any tree extends the empty one; its (empty) proof does not depend on the new root.
        if (from > 0) {
          bent +=
              bend(
                  List.of(newRoot),
                  p -> one(p, r -> Proofs.extend(oldSize, oldRoot, proof, newSize, r)),
                  from,
                  to);
        }
        for (int other = -1; other <= MAX + 1; other++) {
          if (other != from) {
            check(Proofs.extend(other, oldRoot, proof, to, newRoot), false, "from", from, to);
          }
          if (other != to && from > 0 && other >= 0 && other <= MAX) {
            check(
                Proofs.extend(from, oldRoot, proof, other, ROOTS.get(other)),
                false,
                "to",
                from,
                other);
          }
        }
      }
    }
    assertThat(bent).isGreaterThan(500_000);
  }

  @Test
  void proofs_outside_the_tree_are_refused() {
    assertThatThrownBy(() -> Proofs.inclusion(NODES, 5, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Proofs.inclusion(NODES, -1, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Proofs.consistency(NODES, 6, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Proofs.root(NODES, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void verification_of_malformed_hashes_returns_false() {
    byte[] leaf = LEAVES.getFirst();
    assertThat(Proofs.includes(leaf, 0, List.of(), 1, leaf)).isTrue();
    assertThat(Proofs.includes(null, 0, List.of(), 1, leaf)).isFalse();
    assertThat(Proofs.includes(leaf, 0, null, 1, leaf)).isFalse();
    assertThat(Proofs.includes(leaf, 0, List.of(), 1, null)).isFalse();
    assertThat(Proofs.includes(leaf, 0, List.of(new byte[31]), 2, leaf)).isFalse();
    assertThat(Proofs.includes(leaf, Long.MAX_VALUE, List.of(), Long.MAX_VALUE, leaf)).isFalse();
    assertThat(Proofs.extend(1, leaf, Collections.singletonList(null), 2, leaf)).isFalse();
    assertThat(Proofs.extend(1, leaf, List.of(), 2, leaf)).isFalse();
  }

  private interface Check {
    boolean accepts(List<byte[]> proof);
  }

  private interface CheckOne {
    boolean accepts(byte[] hash);
  }

  private static boolean one(List<byte[]> hashes, CheckOne check) {
    return hashes.size() == 1 && check.accepts(hashes.getFirst());
  }

  /**
   * Changes each byte, truncates, lengthens, drops, duplicates and swaps hashes; all variants must
   * be refused.
   */
  private static long bend(List<byte[]> proof, Check check, int a, int b) {
    long tried = 0;
    for (int i = 0; i < proof.size(); i++) {
      byte[] hash = proof.get(i);
      for (int at = 0; at < hash.length; at++) {
        byte[] changed = hash.clone();
        changed[at] ^= (byte) (1 << (at % 8));
        check(check.accepts(with(proof, i, changed)), false, "byte " + at, a, b);
        tried++;
      }
      check(check.accepts(with(proof, i, Arrays.copyOf(hash, 31))), false, "cut", a, b);
      check(check.accepts(with(proof, i, Arrays.copyOf(hash, 33))), false, "longer", a, b);
      List<byte[]> dropped = new ArrayList<>(proof);
      dropped.remove(i);
      check(check.accepts(dropped), false, "dropped", a, b);
      List<byte[]> doubled = new ArrayList<>(proof);
      doubled.add(i, hash);
      check(check.accepts(doubled), false, "doubled", a, b);
      if (i > 0) {
        List<byte[]> swapped = new ArrayList<>(proof);
        swapped.set(i, proof.get(i - 1));
        swapped.set(i - 1, hash);
        check(check.accepts(swapped), false, "swapped", a, b);
      }
      tried += 5;
    }
    List<byte[]> longer = new ArrayList<>(proof);
    longer.add(LEAVES.getLast());
    check(check.accepts(longer), false, "one more", a, b);
    List<byte[]> before = new ArrayList<>(proof);
    before.addFirst(LEAVES.getLast());
    check(check.accepts(before), false, "one before", a, b);
    return tried + 2;
  }

  private static List<byte[]> with(List<byte[]> proof, int i, byte[] hash) {
    List<byte[]> changed = new ArrayList<>(proof);
    changed.set(i, hash);
    return changed;
  }

  /** Not AssertJ: with millions of checks its objects would take most of the time. */
  private static void check(boolean actual, boolean expected, String what, int a, int b) {
    if (actual != expected) {
      throw new AssertionError(what + " of (" + a + ", " + b + "): accepted is " + actual);
    }
  }
}
