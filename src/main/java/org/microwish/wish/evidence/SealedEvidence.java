package org.microwish.wish.evidence;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.microwish.platform.Id;
import org.microwish.privacy.VaultConfig;
import org.microwish.privacy.crypto.SealContext;
import org.microwish.privacy.crypto.SealedFile;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.privacy.crypto.Suite;

/**
 * The evidence store as everybody uses it: each file sealed under a key of its own, which whoever
 * puts the file on record keeps, sealed, in its row. A file that never gets a row is unreadable
 * from the first.
 */
@Singleton
public class SealedEvidence {

  private final EvidenceStore files;
  private final Suite suite;

  SealedEvidence(EvidenceStore files, VaultConfig config) {
    this.files = files;
    this.suite = config.suite();
  }

  /**
   * A file that was stored.
   *
   * @param file size and hash of the bytes as they were given, before they were sealed
   * @param key opens it; nobody else has it
   */
  public record Stored(StoredFile file, SealingKey key) {}

  /** Seals and stores a file whole or not at all, as {@link EvidenceStore#put}. */
  public Stored put(long id, Instant storedAt, FileContent content) throws IOException {
    SealingKey key = SealingKey.random(suite);
    Sealing sealing = new Sealing(id, key, content);
    files.put(id, storedAt, sealing);
    return new Stored(sealing.given(), key);
  }

  /**
   * Opens a file; the caller closes it. Reading fails at the first byte that is not as it was.
   *
   * @throws java.nio.file.NoSuchFileException if the id has none
   */
  public InputStream open(long id, SealingKey key) throws IOException {
    InputStream sealed = files.open(id);
    try {
      return SealedFile.opening(sealed, key, context(id));
    } catch (IOException | RuntimeException broken) {
      sealed.close();
      throw broken;
    }
  }

  /** Deletes a file, as {@link EvidenceStore#delete}. */
  public boolean delete(long id) throws IOException {
    return files.delete(id);
  }

  /** Whether the id has a file in clear, of before files were sealed. */
  public boolean isClear(long id) throws IOException {
    try (InputStream file = files.open(id)) {
      return !SealedFile.isSealed(file.readNBytes(SealedFile.HEADER_BYTES));
    }
  }

  /** Seals a file that is in clear, in its place. */
  public void seal(long id, SealingKey key) throws IOException {
    files.replace(
        id,
        new Sealing(
            id,
            key,
            out -> {
              try (InputStream clear = files.open(id)) {
                clear.transferTo(out);
              }
            }));
  }

  private static byte[] context(long id) {
    return SealContext.of("evidence", Id.text(id));
  }

  /** Seals what is written and knows afterwards what it was. */
  private static final class Sealing implements FileContent {
    private final long id;
    private final SealingKey key;
    private final FileContent clear;
    private final MessageDigest digest;
    private long size;

    Sealing(long id, SealingKey key, FileContent clear) {
      this.id = id;
      this.key = key;
      this.clear = clear;
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException everyJdkHasIt) {
        throw new IllegalStateException(everyJdkHasIt);
      }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      // Closed only where all was written: what breaks off must not end in a valid last chunk.
      OutputStream sealed =
          new DigestOutputStream(SealedFile.sealing(out, key, context(id)), digest) {
            @Override
            public void write(int b) throws IOException {
              super.write(b);
              size++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              super.write(bytes, offset, length);
              size += length;
            }
          };
      clear.writeTo(sealed);
      sealed.close();
    }

    StoredFile given() {
      return new StoredFile(size, HexFormat.of().formatHex(digest.digest()));
    }
  }
}
