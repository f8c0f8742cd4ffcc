package org.microwish.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.ledger.SampleLog;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.EntryBundle;
import org.microwish.ledger.merkle.Frontier;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.Tile;

/** The verifier reads a log that somebody made to deceive or to crash it. */
@Tag("fast")
class HostileLogTest {

  private static final int MUTATIONS = Integer.getInteger("hostile.logs", 500);

  private final NoteSigner signer = NoteSigner.generate("log.example/ledger", NoteKey.Type.ED25519);
  private final List<byte[]> leaves = SampleLog.leaves(2).stream().map(Leaf::bytes).toList();

  @TempDir Path directory;
  private Path log;

  @BeforeEach
  void writeHonestLog() throws IOException {
    log = directory.resolve("log");
    byte[] hashes = new byte[leaves.size() * Hashes.BYTES];
    Frontier tree = new Frontier();
    for (int i = 0; i < leaves.size(); i++) {
      byte[] hash = Hashes.leaf(leaves.get(i));
      System.arraycopy(hash, 0, hashes, i * Hashes.BYTES, Hashes.BYTES);
      tree.append(hash);
    }
    checkpoint(leaves.size(), tree.root());
    write("tile/" + Tile.bundlePath(0, leaves.size()), EntryBundle.write(leaves));
    write("tile/" + new Tile(0, 0, leaves.size()).path(), hashes);
  }

  private void checkpoint(long size, byte[] root) throws IOException {
    String text = "log.example/ledger\n" + size + "\n" + Hash.of(root).base64() + "\n";
    write(
        "checkpoint",
        new SignedNote(text, List.of(signer.sign(text))).note().getBytes(StandardCharsets.UTF_8));
  }

  private void write(String file, byte[] bytes) throws IOException {
    Path path = log.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }

  private int run(String... more) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    String[] arguments = {log.toString(), "--key", signer.key().text()};
    List<String> all =
        java.util.stream.Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toList();
    return Main.run(all, out, out);
  }

  @Test
  void honestLog_isClean() {
    assertThat(run()).isEqualTo(Main.CLEAN);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        255,
        256,
        Checkpoint.MAX_SIZE,
        Checkpoint.MAX_SIZE + 1,
        Long.MAX_VALUE - 255,
        Long.MAX_VALUE - 254,
        Long.MAX_VALUE
      })
  void emptyLogThatClaimsLeaves_isTampered(long size) throws IOException {
    Path since = directory.resolve("since");
    Files.delete(log.resolve("tile/" + Tile.bundlePath(0, leaves.size())));
    checkpoint(size, Hashes.empty());
    assertThat(run("--since", since.toString())).isEqualTo(Main.TAMPERED);
    assertThat(since).doesNotExist();
  }

  /** Each file in turn with some bytes changed, cut off, repeated or inserted. */
  @Test
  void corruptedFiles_areNeverCleanAndNeverCrashTheVerifier() throws IOException {
    SplittableRandom random = new SplittableRandom(20220218);
    List<Path> files =
        List.of(
            log.resolve("checkpoint"),
            log.resolve("tile/" + Tile.bundlePath(0, leaves.size())),
            log.resolve("tile/" + new Tile(0, 0, leaves.size()).path()));
    for (int i = 0; i < MUTATIONS; i++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] before = Files.readAllBytes(file);
      byte[] after = mutated(before, random);
      if (Arrays.equals(before, after)) {
        continue;
      }
      Files.write(file, after);
      assertThat(run()).as("mutation %d of %s", i, file).isEqualTo(Main.TAMPERED);
      Files.write(file, before);
    }
    assertThat(run()).isEqualTo(Main.CLEAN);
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 + random.nextInt(255));
        yield changed;
      }
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
        random.nextBytes(longer);
        System.arraycopy(bytes, 0, longer, 0, bytes.length);
        yield longer;
      }
      case 3 -> {
        byte[] inserted = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, inserted, 0, at);
        inserted[at] = (byte) random.nextInt(256);
        System.arraycopy(bytes, at, inserted, at + 1, bytes.length - at);
        yield inserted;
      }
      default -> throw new IllegalStateException();
    };
  }
}
