package org.microwish.privacy.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests encrypted files of all lengths, and that every manipulation is detected. */
@Tag("fast")
class SealedFileTest {

  private static final byte[] PLACE = SealContext.of("evidence", "0HZX3V8A6QK2M");
  private static final int CHUNK = 65_536;
  private static final int SEALED = CHUNK + 16;
  private static final int HEAD = SealedFile.HEADER_BYTES;

  @ParameterizedTest
  @EnumSource
  void filesOfEveryLength_roundTrip(Suite suite) throws IOException {
    for (int length :
        new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 17, 300_000}) {
      SealingKey key = SealingKey.random(suite);
      byte[] clear = bytes(length);
      byte[] sealed = seal(key, clear);
      int chunks = Math.max(1, (length + CHUNK - 1) / CHUNK);
      assertThat(sealed).hasSize(HEAD + length + 16 * chunks);
      assertThat(SealedFile.isSealed(sealed)).isTrue();
      assertThat(open(key, PLACE, sealed)).isEqualTo(clear);
    }
  }

  @ParameterizedTest
  @EnumSource
  void changedBytes_areDetected(Suite suite) throws IOException {
    SealingKey key = SealingKey.random(suite);
    byte[] sealed = seal(key, bytes(2 * CHUNK + 40));
    for (int i = 0; i < sealed.length; i += i < HEAD || i > sealed.length - 60 ? 1 : 977) {
      byte[] changed = sealed.clone();
      changed[i] ^= 0x10;
      broken(key, PLACE, changed);
    }
    broken(SealingKey.random(suite), PLACE, sealed);
    broken(key, SealContext.of("evidence", "0HZX3V8A6QK2N"), sealed);
  }

  @ParameterizedTest
  @EnumSource
  void chunksCutOffLeftOutMovedOrRepeated_areDetected(Suite suite) throws IOException {
    SealingKey key = SealingKey.random(suite);
    byte[] sealed = seal(key, bytes(3 * CHUNK));
    for (int length :
        new int[] {
          0,
          3,
          HEAD,
          HEAD + 5,
          HEAD + SEALED,
          HEAD + 2 * SEALED,
          HEAD + 2 * SEALED + 1,
          sealed.length - 1
        }) {
      broken(key, PLACE, Arrays.copyOf(sealed, length));
    }
    broken(key, PLACE, parts(sealed, 1, 0, 2));
    broken(key, PLACE, parts(sealed, 0, 2));
    broken(key, PLACE, parts(sealed, 0, 0, 1, 2));
    broken(key, PLACE, parts(sealed, 0, 1, 2, 2));
    broken(key, PLACE, Arrays.copyOf(sealed, sealed.length + 1));
    assertThat(open(key, PLACE, parts(sealed, 0, 1, 2))).hasSize(3 * CHUNK);
  }

  @Test
  void unfinishedFile_doesNotOpen() throws IOException {
    SealingKey key = SealingKey.random(Suite.AES);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream sealing = SealedFile.sealing(out, key, PLACE);
    sealing.write(bytes(CHUNK + 1));
    sealing.flush();
    broken(key, PLACE, out.toByteArray());
  }

  @Test
  void pictureFilesAreNotTakenForSealedOnes() {
    assertThat(SealedFile.isSealed(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1}))
        .isFalse();
    assertThat(SealedFile.isSealed(new byte[] {'M', 'W'})).isFalse();
  }

  private static byte[] parts(byte[] sealed, int... chunks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(sealed, 0, HEAD);
    for (int chunk : chunks) {
      out.write(sealed, HEAD + chunk * SEALED, SEALED);
    }
    return out.toByteArray();
  }

  private static byte[] seal(SealingKey key, byte[] clear) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream sealing = SealedFile.sealing(out, key, PLACE)) {
      // In pieces that do not align with the chunks.
      for (int at = 0; at < clear.length; at += 10_007) {
        sealing.write(clear, at, Math.min(10_007, clear.length - at));
      }
    }
    return out.toByteArray();
  }

  private static byte[] open(SealingKey key, byte[] context, byte[] sealed) throws IOException {
    try (InputStream in = SealedFile.opening(new ByteArrayInputStream(sealed), key, context)) {
      return in.readAllBytes();
    }
  }

  private static void broken(SealingKey key, byte[] context, byte[] sealed) {
    assertThatThrownBy(() -> open(key, context, sealed)).isInstanceOf(IOException.class);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
