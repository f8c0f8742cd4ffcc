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

/**
 * Atomically writes files, and creates directories, that only their owner may read. On file systems
 * without POSIX permissions, the default permissions apply.
 */
public final class PrivateFiles {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateFiles() {}

  /** Writes or replaces a file that only its owner may read. */
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
   * Returns the text of a file, without leading and trailing white space. If the file is missing,
   * first creates it with the supplied text, readable only by its owner, and creates its directory.
   * If several processes create the file at once, one of them writes it and all return its text.
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
        // Another process created the file first; its text is read below.
      } finally {
        Files.deleteIfExists(draft);
      }
    }
    return Files.readString(file).strip();
  }

  /**
   * Gives the draft its final name; throws {@link FileAlreadyExistsException} if a file has that
   * name. Creates a hard link, because that never replaces a file. If the file system does not
   * support hard links, moves the draft instead.
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

  /**
   * Creates a directory that only its owner may enter, unless the directory exists, and missing
   * parent directories with default permissions.
   */
  public static void directory(Path directory) throws IOException {
    Files.createDirectories(directory.getParent());
    if (!Files.isDirectory(directory)) {
      try {
        Files.createDirectory(directory, attributes("rwx------"));
      } catch (FileAlreadyExistsException raced) {
        // Another process may have created the directory meanwhile.
        if (!Files.isDirectory(directory)) {
          throw raced;
        }
      }
    }
  }

  /** Deletes a directory with its contents, if it exists. */
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
