package org.microwish.platform.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * Whether the schema is exactly this build's, told from Flyway's table by the same checksums, in
 * one query. That is so at nearly every start, and Flyway itself takes a tenth of the start to find
 * out; where it is not so, or cannot be told, Flyway is asked and says what is wrong.
 */
final class MigrationHistory {

  private static final String LOCATION = "db/migration/";
  private static final String SUFFIX = ".sql";

  private MigrationHistory() {}

  /**
   * Whether the table names all of this build's migrations and no others, all applied, unchanged.
   */
  static boolean isLevel(String url, String user, String password) {
    try {
      Map<String, Integer> scripts = scripts();
      return !scripts.isEmpty() && scripts.equals(applied(url, user, password));
    } catch (IOException | SQLException unclear) {
      return false;
    }
  }

  /** Checksums by script; a script that failed, or is there twice, has none. */
  private static Map<String, Integer> applied(String url, String user, String password)
      throws SQLException {
    Map<String, Integer> applied = new HashMap<>();
    try (Connection connection = Connections.open(url, user, password);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT script, checksum, success FROM flyway_schema_history"
                    + " WHERE type <> 'SCHEMA' ORDER BY installed_rank")) {
      while (rows.next()) {
        int checksum = rows.getInt("checksum");
        boolean sound = !rows.wasNull() && rows.getBoolean("success");
        String script = rows.getString("script");
        boolean again = applied.containsKey(script);
        applied.put(script, sound && !again ? Integer.valueOf(checksum) : null);
      }
    }
    return applied;
  }

  /** The scripts of this build with their checksums; empty where they cannot be listed. */
  static Map<String, Integer> scripts() throws IOException {
    URL location = MigrationHistory.class.getClassLoader().getResource(LOCATION);
    Map<String, Integer> scripts = new HashMap<>();
    if (location == null) {
      return scripts;
    }
    URLConnection connection = location.openConnection();
    if (connection instanceof JarURLConnection jar) {
      jar.setUseCaches(false);
      try (JarFile file = jar.getJarFile()) {
        for (JarEntry entry : Collections.list(file.entries())) {
          if (entry.getName().startsWith(LOCATION) && entry.getName().endsWith(SUFFIX)) {
            try (InputStream text = file.getInputStream(entry)) {
              scripts.put(entry.getName().substring(LOCATION.length()), checksum(text));
            }
          }
        }
      }
    } else if (location.getProtocol().equals("file")) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(Path.of(location.toURI()), "*" + SUFFIX)) {
        for (Path file : files) {
          try (InputStream text = Files.newInputStream(file)) {
            scripts.put(file.getFileName().toString(), checksum(text));
          }
        }
      } catch (URISyntaxException unclear) {
        throw new IOException(unclear);
      }
    }
    return scripts;
  }

  /** Flyway's: the CRC-32 of the lines without what ends them. */
  private static int checksum(InputStream text) throws IOException {
    CRC32 sum = new CRC32();
    BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      sum.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return (int) sum.getValue();
  }
}
