package org.microwish.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.SignedNote;

/**
 * Stores the newest checkpoint that this instance has seen in a file outside the database. A
 * restored database is detected by comparing its tree with this checkpoint.
 */
final class CheckpointFile {

  private final Path file;

  CheckpointFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the saved checkpoint; empty if the file does not exist or its checkpoint has another
   * origin.
   *
   * @throws IllegalArgumentException if the file's content is not a checkpoint
   */
  Optional<Checkpoint> read(String origin) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Checkpoint.parse(SignedNote.parse(Files.readString(file)).text()))
          .filter(checkpoint -> checkpoint.origin().equals(origin));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Replaces the file atomically, after its new content was forced to disk. */
  void write(String note) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      Files.createDirectories(directory);
      Path draft = Files.createTempFile(directory, "checkpoint", ".draft");
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
