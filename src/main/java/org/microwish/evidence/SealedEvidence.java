package org.microwish.evidence;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
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
   * Seals and stores a file whole or not at all, as {@link EvidenceStore#put}.
   *
   * @return what opens the file; nobody else has it
   */
  public SealingKey put(long id, Instant storedAt, byte[] clear) throws IOException {
    SealingKey key = SealingKey.random(suite);
    files.put(
        id,
        storedAt,
        out -> {
          OutputStream sealed = SealedFile.sealing(out, key, context(id));
          sealed.write(clear);
          // Only when all was written: what breaks off must not end in a valid last chunk.
          sealed.close();
        });
    return key;
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

  private static byte[] context(long id) {
    return SealContext.of("evidence", Id.text(id));
  }
}
