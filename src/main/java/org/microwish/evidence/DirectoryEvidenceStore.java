package org.microwish.evidence;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * Stores evidence in a directory on one file system that all instances share. The file of id 0x1fa3
 * is {@code files/a3/1f/0000000000001fa3}: the last bytes of an id vary most, so no directory grows
 * large. Files that are still being written are in {@code incoming}. No part of a path comes from
 * the uploader. On POSIX systems, only the owner can read the files.
 */
public final class DirectoryEvidenceStore implements EvidenceStore {
  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}");
  private static final String UNFINISHED = ".part";
  private static final int BUFFER = 64 * 1024;

  private final Path files;
  private final Path incoming;

  /**
   * Opens the store and creates missing directories.
   *
   * @throws IOException if the directories cannot be created or are not writable
   */
  public DirectoryEvidenceStore(Path directory) throws IOException {
    Path root = directory.toAbsolutePath().normalize();
    files = root.resolve("files");
    incoming = root.resolve("incoming");
    Files.createDirectories(files, ownerOnly());
    Files.createDirectories(incoming, ownerOnly());
    for (Path each : List.of(files, incoming)) {
      if (!Files.isWritable(each)) {
        throw new AccessDeniedException(each.toString());
      }
    }
  }

  @Override
  public void put(long id, Instant storedAt, FileContent content) throws IOException {
    Path target = path(id);
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    // Temporary files are readable by their owner only; the rename keeps these permissions.
    Path part = Files.createTempFile(incoming, HEX.toHexDigits(id), UNFINISHED);
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.setLastModifiedTime(part, FileTime.from(storedAt));
      makeDirectories(target.getParent());
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      force(target.getParent());
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public InputStream open(long id) throws IOException {
    return Files.newInputStream(path(id));
  }

  @Override
  public boolean delete(long id) throws IOException {
    return Files.deleteIfExists(path(id));
  }

  @Override
  public void storedBefore(Instant instant, LongConsumer found) throws IOException {
    FileTime limit = FileTime.from(instant);
    Files.walkFileTree(
        files,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (attributes.lastModifiedTime().compareTo(limit) < 0
                && NAME.matcher(name).matches()) {
              found.accept(HexFormat.fromHexDigitsToLong(name));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // another instance deleted the file meanwhile
            }
            throw failure;
          }
        });
  }

  @Override
  public int discardUnfinished(Instant begunBefore) throws IOException {
    FileTime limit = FileTime.from(begunBefore);
    int discarded = 0;
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(incoming, "*" + UNFINISHED)) {
      for (Path part : parts) {
        try {
          if (Files.getLastModifiedTime(part).compareTo(limit) < 0 && Files.deleteIfExists(part)) {
            discarded++;
          }
        } catch (NoSuchFileException _) {
          // The file is gone: its upload has ended, or another instance deleted the file first.
        }
      }
    }
    return discarded;
  }

  private Path path(long id) {
    String name = HEX.toHexDigits(id);
    return files.resolve(name.substring(14)).resolve(name.substring(12, 14)).resolve(name);
  }

  /** Creates {@code inner}, two levels below {@link #files}, and syncs the new levels to disk. */
  private void makeDirectories(Path inner) throws IOException {
    if (!Files.isDirectory(inner)) {
      Files.createDirectories(inner, ownerOnly());
      force(inner.getParent());
      force(files);
    }
  }

  /** Syncs a directory's entries to disk, which a rename alone does not guarantee. */
  private static void force(Path directory) throws IOException {
    if (posix()) { // other systems cannot open a directory, and they journal renames
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return posix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
