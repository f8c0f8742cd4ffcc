package org.microwish.evidence;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.microwish.evidence.Sanitized.Clean;
import org.microwish.platform.Id;
import org.microwish.privacy.VaultConfig;
import org.microwish.privacy.crypto.SealContext;
import org.microwish.privacy.crypto.SealedFile;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.privacy.crypto.Suite;

/**
 * Encrypts the files of the evidence store, each with its own key. Callers must store a file's key,
 * itself encrypted, in the file's database row. A file without a row is therefore unreadable.
 */
@Singleton
public class SealedEvidence {

  private static final byte[] NOTHING = {};

  private final EvidenceStore files;
  private final Suite suite;

  SealedEvidence(EvidenceStore files, VaultConfig config) {
    this.files = files;
    this.suite = config.suite();
  }

  /**
   * Encrypts a file and stores it atomically, as {@link EvidenceStore#put}. An image's thumbnails
   * are at the beginning of the same file, the small one first: they have the image's key and are
   * deleted with the image, and a thumbnail can be read without the image.
   *
   * @return the new key of the file, which the caller must store: no other copy of the key exists
   */
  public SealingKey put(long id, Instant storedAt, Clean clear) throws IOException {
    SealingKey key = SealingKey.random(suite);
    files.put(
        id,
        storedAt,
        out -> {
          OutputStream sealed = SealedFile.sealing(out, key, context(id));
          for (ImageSize size : ImageSize.values()) {
            sealed.write(clear.thumbnails().getOrDefault(size, NOTHING));
          }
          sealed.write(clear.bytes());
          // Close only after all bytes are written: an interrupted file must not end in a valid
          // last chunk.
          sealed.close();
        });
    return key;
  }

  /**
   * Opens a file and decrypts it while it is read. Callers must close the stream. Reading fails at
   * the first chunk that was modified.
   *
   * @throws java.nio.file.NoSuchFileException if the id has no file
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

  private static byte[] context(long id) {
    return SealContext.of("evidence", Id.text(id));
  }
}
