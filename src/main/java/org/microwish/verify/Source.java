package org.microwish.verify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/** Where a log is read from. Safe for several threads. */
interface Source extends AutoCloseable {

  /**
   * A file of the log.
   *
   * @param path such as {@code tile/0/000}
   * @return nothing when the source answers, and does not have it
   * @throws IOException when the source cannot be reached
   */
  Optional<byte[]> read(String path) throws IOException;

  /** The statistics that the service publishes; nothing where there are none. */
  default Optional<byte[]> statistics() throws IOException {
    return Optional.empty();
  }

  @Override
  default void close() {}

  /** A server's base address, or a directory. */
  static Source of(String place) {
    return place.startsWith("http://") || place.startsWith("https://")
        ? new Server(place)
        : new Directory(Path.of(place));
  }

  /** A directory that holds the files under their paths. */
  record Directory(Path root) implements Source {
    @Override
    public Optional<byte[]> read(String path) throws IOException {
      if (!Files.isDirectory(root)) {
        throw new IOException(root + " is no directory");
      }
      Path file = root.resolve(path);
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }
  }

  /** A running service. */
  final class Server implements Source {
    private static final String PREFIX = "/api/v1/ledger/";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long a server that is busy, or lets only so much through, is waited for in all. */
    private static final Duration BUSY_FOR = Duration.ofMinutes(5);

    private static final long LONGEST_PAUSE = 60;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final String base;
    private final HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    Server(String base) {
      this.base = base.replaceFirst("/+$", "");
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
      return get(base + PREFIX + path);
    }

    @Override
    public Optional<byte[]> statistics() throws IOException {
      return get(base + "/api/v1/statistics/overview");
    }

    private Optional<byte[]> get(String address) throws IOException {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
      try {
        long began = System.nanoTime();
        while (true) {
          HttpResponse<byte[]> response =
              client.send(request, HttpResponse.BodyHandlers.ofByteArray());
          boolean busy = response.statusCode() == TOO_MANY || response.statusCode() == UNAVAILABLE;
          if (response.statusCode() == OK) {
            return Optional.of(response.body());
          }
          if (!busy) {
            return Optional.empty();
          }
          if (System.nanoTime() - began > BUSY_FOR.toNanos()) {
            throw new IOException(address + " answers " + response.statusCode());
          }
          Thread.sleep(Duration.ofSeconds(pause(response)));
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new IOException(ended);
      }
    }

    /** Seconds that the server asks for (Retry-After, RFC 9110 section 10.2.3); else one. */
    private static long pause(HttpResponse<?> response) {
      try {
        return Math.clamp(
            response.headers().firstValueAsLong("Retry-After").orElse(1), 1, LONGEST_PAUSE);
      } catch (NumberFormatException date) {
        return 1;
      }
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** Keeps what never changes in a directory, so that a run that was broken off goes on there. */
  record Kept(Source from, Path root) implements Source {
    @Override
    public Optional<byte[]> read(String path) throws IOException {
      boolean full = path.startsWith("tile/") && !path.contains(".p/");
      Path file = root.resolve(path);
      if (full && Files.isRegularFile(file)) {
        return Optional.of(Files.readAllBytes(file));
      }
      Optional<byte[]> bytes = from.read(path);
      if (bytes.isPresent()) {
        Files.createDirectories(file.getParent());
        Path draft = Files.createTempFile(file.getParent(), "draft", "");
        Files.write(draft, bytes.get());
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      return bytes;
    }

    @Override
    public Optional<byte[]> statistics() throws IOException {
      return from.statistics();
    }

    @Override
    public void close() {
      try {
        from.close();
      } catch (Exception unimportant) {
        throw new IllegalStateException(unimportant);
      }
    }
  }
}
