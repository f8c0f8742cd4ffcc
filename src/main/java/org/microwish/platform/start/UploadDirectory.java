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
 * Where the bodies of uploads are written while a request is read: a directory of this process
 * alone, below one that only its owner may enter. Never the system's temporary directory: another
 * user's service may own what lies there, and photos would lie there in clear.
 *
 * <p>Each process holds a lock on a file beside its directory until it ends, however it ends. So
 * instances may share the parent, and each start deletes what ended processes left behind.
 */
public final class UploadDirectory implements Runnable {

  /** The configuration key that names the directory to Quarkus. */
  public static final String KEY = "microwish.launch.uploads.directory";

  private static final String LOCK = ".lock";

  private final FileChannel locked;

  private UploadDirectory(FileChannel locked) {
    this.locked = locked;
  }

  /**
   * The directory of this process, empty when it is made.
   *
   * @param parent made if missing, with mode 0700
   * @throws StartRefusedException when nothing can be written there
   */
  public static synchronized Path make(Path parent) {
    Path home = parent.toAbsolutePath().normalize();
    // Outlives the class loader, and so a reload in dev mode.
    String mark = UploadDirectory.class.getName() + ":" + home;
    String made = System.getProperty(mark);
    if (made != null && Files.isDirectory(Path.of(made))) {
      return Path.of(made);
    }
    try {
      PrivateFiles.directory(home);
      deleteAbandoned(home);
      // Locked before it has its name: another start would delete a lock that nobody holds.
      Path draft = Files.createTempFile(home, "", ".new");
      FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
      lock(channel);
      Path lock = draft.resolveSibling(draft.getFileName() + LOCK);
      Files.move(draft, lock, StandardCopyOption.ATOMIC_MOVE);
      // A shutdown hook keeps the channel open also when a reload in dev mode drops this class.
      Runtime.getRuntime().addShutdownHook(new Thread(new UploadDirectory(channel)));
      Path directory = directory(lock);
      PrivateFiles.directory(directory);
      System.setProperty(mark, directory.toString());
      return directory;
    } catch (IOException e) {
      throw new StartRefusedException("Uploads cannot be written to " + parent + ": " + e);
    }
  }

  /** Ends the use when the process ends. */
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
      // A file system without locks. Then no other start can lock the file and delete this either.
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
          // This process holds it, another start deletes it, or there are no locks here.
        }
      }
    }
  }

  private static Path directory(Path lock) {
    String name = lock.getFileName().toString();
    return lock.resolveSibling(name.substring(0, name.length() - LOCK.length()));
  }
}
