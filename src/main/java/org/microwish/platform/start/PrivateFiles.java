package org.microwish.platform.start;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Files that only their owner may read, whole or not there at all. */
public final class PrivateFiles {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateFiles() {}

  /** Writes a file that only its owner may read. */
  public static void write(Path file, String text) throws IOException {
    Path draft = Files.createTempFile(file.getParent(), "draft", "", attributes("rw-------"));
    try {
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * The text kept in a file that only its owner may read. It is made on first use, with its
   * directory; of several processes that make it at once, one writes it and all read that text.
   */
  public static String kept(Path file, Supplier<String> text) throws IOException {
    if (!Files.exists(file)) {
      Path directory = file.toAbsolutePath().normalize().getParent();
      directory(directory);
      Path draft = Files.createTempFile(directory, "draft", "", attributes("rw-------"));
      try {
        Files.writeString(draft, text.get());
        publish(draft, file);
      } catch (FileAlreadyExistsException raced) {
        // The other process's text is read below.
      } finally {
        Files.deleteIfExists(draft);
      }
    }
    return Files.readString(file).strip();
  }

  /**
   * Gives the draft its name, or throws {@link FileAlreadyExistsException}. A link never replaces a
   * file, unlike a move, which is used where the file system has no links.
   */
  private static void publish(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException raced) {
      throw raced;
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      Files.move(draft, file);
    }
  }

  /** Makes a directory, and those above it, that only its owner may enter. */
  public static void directory(Path directory) throws IOException {
    Files.createDirectories(directory.getParent());
    if (!Files.isDirectory(directory)) {
      try {
        Files.createDirectory(directory, attributes("rwx------"));
      } catch (FileAlreadyExistsException raced) {
        // Another process may have made it meanwhile.
        if (!Files.isDirectory(directory)) {
          throw raced;
        }
      }
    }
  }

  /** Deletes a directory and all that is in it, if it is there. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
