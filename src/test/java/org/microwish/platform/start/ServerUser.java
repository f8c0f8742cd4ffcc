package org.microwish.platform.start;

import com.mysql.cj.jdbc.Driver;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another process that uses a server's directory, like a second service or test run. */
final class ServerUser implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private ServerUser(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Main method of that process: prints the server's port, user and password, and uses the server
   * until its standard input ends.
   */
  public static void main(String... arguments) throws IOException {
    EmbeddedServer.Endpoint endpoint =
        EmbeddedServer.use(Path.of(arguments[0]), DatabaseLauncher.engines(key -> Optional.empty()))
            .endpoint();
    System.out.println(endpoint.port() + " " + endpoint.user() + " " + endpoint.password());
    while (System.in.read() >= 0) {
      // Wait until the standard input is closed.
    }
  }

  /** Starts a process, without waiting until it has the server. */
  static ServerUser of(Path directory) throws IOException {
    return new ServerUser(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                ServerUser.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /**
   * Returns the class path for the process; in continuous testing this process's own class path is
   * incomplete.
   */
  private static String classPath() throws IOException {
    JarURLConnection driver =
        (JarURLConnection) Driver.class.getResource("Driver.class").openConnection();
    return String.join(
        File.pathSeparator,
        "target/test-classes",
        "target/classes",
        driver.getJarFileURL().getPath(),
        System.getProperty("java.class.path"));
  }

  /** Waits until the process has the server, and returns its endpoint. */
  EmbeddedServer.Endpoint endpoint() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new AssertionError("it ended without a server");
    }
    String[] parts = line.split(" ", 3);
    return new EmbeddedServer.Endpoint(Integer.parseInt(parts[0]), parts[1], parts[2]);
  }

  /** Kills the process (SIGKILL), so that it cleans up nothing. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Terminates the process (SIGTERM) and waits until its shutdown hooks have run. */
  void terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end");
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  /** Whether a server answers at the endpoint. */
  static boolean answers(EmbeddedServer.Endpoint endpoint) {
    try (Connection connection = endpoint.connect()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }
}
