package org.microwish.platform.start;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * This process's use of the database server of a data directory. Every process that uses the server
 * holds a shared lock on the file {@code users.lock} until the process ends, even by a crash. A
 * process that ends regularly and finds no other lock stops the server. Starting and stopping the
 * server require an exclusive lock on the file {@code start.lock}, so a directory never has two
 * servers, and a server is not stopped while another process begins to use it.
 *
 * <p>{@link #run} is a shutdown hook. When it runs, dev mode may already have closed the class
 * loader of this class, so {@link #run} must not load further classes except the JDK's, and must
 * not use lambdas.
 */
final class ServerUse implements Runnable {

  private static final long GATE_MILLIS = 120_000;
  private static final long STOP_MILLIS = 30_000;
  private static final long PAUSE_MILLIS = 20;

  private final Path home;
  private final FileChannel users;
  private FileLock shared;

  private ServerUse(Path home, FileChannel users, FileLock shared) {
    this.home = home;
    this.users = users;
    this.shared = shared;
  }

  /**
   * Acquires the exclusive lock of a data directory: until the returned channel is closed, no other
   * thread or process starts or stops the directory's server.
   *
   * @throws IOException if the lock is not available within two minutes
   */
  static FileChannel enter(Path home) throws IOException {
    FileChannel gate =
        FileChannel.open(
            home.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + GATE_MILLIS * 1_000_000;
    while (true) {
      try {
        if (gate.tryLock() != null) {
          return gate;
        }
      } catch (OverlappingFileLockException e) {
        // Another thread of this process holds the lock: wait as for another process.
      }
      if (System.nanoTime() - deadline > 0) {
        gate.close();
        throw new IOException("another process has been starting or stopping it for two minutes");
      }
      pause();
    }
  }

  /**
   * Registers this process as a user of the server, unless it is registered already, as after a
   * reload in dev mode. The caller must hold the exclusive lock.
   *
   * @return the new registration; empty if the process was registered already
   */
  static Optional<ServerUse> register(Path home) throws IOException {
    // A system property survives a reload in dev mode, which replaces the class loader.
    String mark = mark(home);
    if (System.getProperty(mark) != null) {
      return Optional.empty();
    }
    FileChannel users =
        FileChannel.open(
            home.resolve("users.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    ServerUse use = new ServerUse(home, users, users.lock(0, Long.MAX_VALUE, true));
    System.setProperty(mark, "in use");
    Runtime.getRuntime().addShutdownHook(new Thread(use, "embedded database release"));
    return Optional.of(use);
  }

  /** Writes the process id and port of a server that was just started to the data directory. */
  static void remember(Path home, long pid, int port) throws IOException {
    PrivateFiles.write(home.resolve("server"), pid + "\n" + port + "\n");
  }

  /** Reads the port of the server that was last started for this data directory. */
  static int port(Path home) throws IOException {
    return Integer.parseInt(Files.readAllLines(home.resolve("server")).get(1));
  }

  /** Returns the directory in which the server stores its tables. */
  static Path tables(Path home) {
    return home.resolve("mysql");
  }

  static String tablesArgument(Path home) {
    return "--datadir=" + tables(home);
  }

  /**
   * Finds the running server of a data directory, by its recorded process id and its command line.
   *
   * @return null if no server runs, even if another program now has the recorded process id
   */
  static ProcessHandle running(Path home) throws IOException {
    Path file = home.resolve("server");
    if (!Files.exists(file)) {
      return null;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() != 2) {
      return null;
    }
    ProcessHandle process = ProcessHandle.of(Long.parseLong(lines.get(0))).orElse(null);
    if (process == null || !process.isAlive()) {
      return null;
    }
    String[] arguments = process.info().arguments().orElse(null);
    if (arguments != null) {
      String wanted = tablesArgument(home);
      for (String argument : arguments) {
        if (argument.equals(wanted)) {
          return process;
        }
      }
    }
    return null;
  }

  /**
   * Ends this process's use of the server, and stops the server if no other process uses it. Waits
   * up to 30 seconds for the server to write its pages and end; never kills the server.
   */
  @Override
  public synchronized void run() {
    if (shared == null) {
      return;
    }
    try (FileChannel _ = enter(home)) {
      shared.release();
      shared = null;
      System.clearProperty(mark(home));
      FileLock alone = users.tryLock();
      if (alone != null) {
        stop();
      }
      users.close();
    } catch (IOException e) {
      System.err.println("The embedded database in " + home + " may still be running: " + e);
    }
  }

  private void stop() throws IOException {
    ProcessHandle server = running(home);
    if (server != null) {
      server.destroy();
      long deadline = System.nanoTime() + STOP_MILLIS * 1_000_000;
      // Do not use isAlive(): a server that was taken over is not a child of this process. If a
      // container's init process does not reap zombies, an ended server stays in the process table,
      // without arguments.
      while (running(home) != null) {
        if (System.nanoTime() - deadline > 0) {
          throw new IOException("process " + server.pid() + " is taking longer than 30 s to stop");
        }
        pause();
      }
    }
    Files.deleteIfExists(home.resolve("server"));
  }

  private static String mark(Path home) {
    return "org.microwish.database." + home;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
