package org.microwish.suites.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.microwish.testing.TestDatabase;

/** Describes the machine, the software versions and the database server of a run. */
final class Machine {

  private static final String FLUSH = "innodb_flush_log_at_trx_commit";

  private Machine() {}

  /** Adds the machine and the versions to the report. */
  static void describe(Report report) throws SQLException, IOException {
    report.fact(
        "machine",
        Runtime.getRuntime().availableProcessors()
            + " cores of "
            + first("/proc/cpuinfo", "model name", System.getProperty("os.arch"))
            + ", "
            + first("/proc/meminfo", "MemTotal", "unknown memory"));
    report.fact("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    report.fact("Java", System.getProperty("java.vm.vendor") + " " + Runtime.version());
    report.fact("Quarkus", io.quarkus.builder.Version.getVersion());
    report.fact("JVM options under load", Service.JVM.isEmpty() ? "none" : Service.JVM);
    try (Connection connection = TestDatabase.connection()) {
      DatabaseMetaData database = connection.getMetaData();
      report.fact("driver", database.getDriverName() + " " + database.getDriverVersion());
    }
  }

  /** Adds the database server to the report, and makes it flush every commit to disk. */
  static void describe(Report report, Seed seed) {
    report.fact("database", seed.variable("version_comment") + " " + seed.variable("version"));
    String flush = seed.variable(FLUSH);
    if (!"1".equals(flush)) {
      seed.execute("SET GLOBAL " + FLUSH + " = 1");
    }
    report.fact(
        FLUSH,
        seed.variable(FLUSH) + ("1".equals(flush) ? "" : " (was " + flush + ", set for the run)"));
    report.fact(
        "innodb_buffer_pool_size",
        (Long.parseLong(seed.variable("innodb_buffer_pool_size")) >> 20) + " MiB");
    report.fact("binary log", "1".equals(seed.variable("log_bin")) ? "on" : "off");
  }

  /** Returns the value of the first line of a file that starts with a name. */
  private static String first(String file, String name, String otherwise) throws IOException {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      return otherwise;
    }
    return Files.readAllLines(path).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }
}
