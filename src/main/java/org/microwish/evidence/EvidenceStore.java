package org.microwish.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.LongConsumer;

/**
 * Keeps the bytes of evidence, each file under the id of its evidence. Ids are never used twice, so
 * a file never changes; one that no row names may be deleted without asking what else has the same
 * content.
 *
 * <p>Any number of instances share one store.
 */
public interface EvidenceStore {

  /**
   * Stores a file whole or not at all: it can be opened only once all its bytes are on the disk.
   *
   * @param id of the evidence; what it already names is not replaced
   * @param storedAt the time from which {@link #storedBefore} reckons
   * @throws java.nio.file.FileAlreadyExistsException if the id has a file
   */
  void put(long id, Instant storedAt, FileContent content) throws IOException;

  /**
   * Opens a file; the caller closes it.
   *
   * @throws java.nio.file.NoSuchFileException if the id has none
   */
  InputStream open(long id) throws IOException;

  /**
   * Deletes a file.
   *
   * @return whether this call deleted it; of rivals only one is told so
   */
  boolean delete(long id) throws IOException;

  /** Names the ids of all files stored before an instant, each once, in no order. */
  void storedBefore(Instant instant, LongConsumer found) throws IOException;

  /**
   * Deletes what interrupted writes begun before an instant left behind.
   *
   * @return how many leftovers this call deleted
   */
  int discardUnfinished(Instant begunBefore) throws IOException;
}
