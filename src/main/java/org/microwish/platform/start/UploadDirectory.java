package org.microwish.platform.start;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The directory in which this process stores the body of an upload while it reads the request. Each
 * process has its own directory, in a parent directory that only its owner may enter. The service
 * never uses the system's temporary directory: its contents may belong to another user's service,
 * and photos would be stored there unencrypted.
 *
 * <p>Each process holds a lock on a file next to its directory until it ends, even if it crashes.
 * So instances can share the parent directory, and each start deletes the directories of ended
 * processes.
 */
public final class UploadDirectory implements Runnable {

  /** The system property that passes the path of the upload directory to Quarkus. */
  public static final String KEY = "microwish.launch.uploads.directory";

  private static final String LOCK = ".lock";

  private final FileChannel locked;

  private UploadDirectory(FileChannel locked) {
    this.locked = locked;
  }

  /**
   * Returns this process's upload directory; at the first call creates it, empty, and deletes the
   * directories of ended processes.
   *
   * @param parent the directory that contains the upload directories; created if missing, with mode
   *     0700
   * @throws StartRefusedException if the directory cannot be created
   */
  public static synchronized Path make(Path parent) {
    Path home = parent.toAbsolutePath().normalize();
    // A system property survives a reload in dev mode, which replaces the class loader.
    String mark = UploadDirectory.class.getName() + ":" + home;
    String made = System.getProperty(mark);
    if (made != null && Files.isDirectory(Path.of(made))) {
      return Path.of(made);
    }
    try {
      PrivateFiles.directory(home);
      deleteAbandoned(home);
      // The lock file is locked before it gets its final name, because another starting process
      // would delete a lock file that is not locked.
      Path draft = Files.createTempFile(home, "", ".new");
      FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
      lock(channel);
      Path lock = draft.resolveSibling(draft.getFileName() + LOCK);
      Files.move(draft, lock, StandardCopyOption.ATOMIC_MOVE);
      // The shutdown hook also keeps the channel open when a reload in dev mode discards this
      // class.
      Runtime.getRuntime().addShutdownHook(new Thread(new UploadDirectory(channel)));
      Path directory = directory(lock);
      PrivateFiles.directory(directory);
      System.setProperty(mark, directory.toString());
      return directory;
    } catch (IOException e) {
      throw new StartRefusedException("Uploads cannot be written to " + parent + ": " + e);
    }
  }

  /** Releases the lock when the process ends. */
  @Override
  public void run() {
    try {
      locked.close();
    } catch (IOException e) {
      System.err.println("The lock of the upload directory cannot be released: " + e);
    }
  }

  private static void lock(FileChannel channel) {
    try {
      channel.lock();
    } catch (IOException e) {
      // The file system has no locks. Then no other process can lock the file and delete the
      // directory.
    }
  }

  private static void deleteAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(parent, "*" + LOCK)) {
      for (Path lock : locks) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
          if (channel.tryLock() != null) {
            PrivateFiles.delete(directory(lock));
            Files.deleteIfExists(lock);
          }
        } catch (OverlappingFileLockException | IOException inUse) {
          // This process holds the lock, or another process is deleting the directory, or the file
          // system has no locks.
        }
      }
    }
  }

  private static Path directory(Path lock) {
    String name = lock.getFileName().toString();
    return lock.resolveSibling(name.substring(0, name.length() - LOCK.length()));
  }
}
