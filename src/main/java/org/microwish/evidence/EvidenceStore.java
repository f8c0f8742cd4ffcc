package org.microwish.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.LongConsumer;

/**
 * Stores the bytes of evidence, each file under the id of its evidence. Ids are never reused, so a
 * file never changes, and a file whose id has no database row can be deleted safely.
 *
 * <p>Any number of instances share one store.
 */
public interface EvidenceStore {

  /**
   * Stores a file atomically: the file can be opened only after all its bytes are on disk.
   *
   * @param id the id of the evidence; an existing file is not replaced
   * @param storedAt the file's time, which {@link #storedBefore} compares
   * @throws java.nio.file.FileAlreadyExistsException if the id already has a file
   */
  void put(long id, Instant storedAt, FileContent content) throws IOException;

  /**
   * Opens a file. Callers must close the stream.
   *
   * @throws java.nio.file.NoSuchFileException if the id has no file
   */
  InputStream open(long id) throws IOException;

  /**
   * Deletes a file.
   *
   * @return true if this call deleted the file; of concurrent calls only one returns true
   */
  boolean delete(long id) throws IOException;

  /**
   * Calls {@code found} once with the id of each file that was stored before an instant, in no
   * particular order.
   */
  void storedBefore(Instant instant, LongConsumer found) throws IOException;

  /**
   * Deletes leftovers of interrupted writes that began before an instant.
   *
   * @return the number of leftovers that this call deleted
   */
  int discardUnfinished(Instant begunBefore) throws IOException;
}
