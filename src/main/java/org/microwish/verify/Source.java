package org.microwish.verify;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/** Reads the files of a log. Implementations must be thread-safe. */
interface Source extends AutoCloseable {

  /**
   * A file of the log.
   *
   * @param path such as {@code tile/0/000}
   * @return empty when the source does not have the file
   * @throws IOException when the source cannot be reached
   */
  Optional<byte[]> read(String path) throws IOException;

  /**
   * A published answer of the statistics, as JSON; empty when the source has none.
   *
   * @param query the address below {@code /api/v1/statistics}, such as {@code breakdown?by=month}
   */
  default Optional<byte[]> figures(String query) throws IOException {
    return Optional.empty();
  }

  /** Whether it is a service, which has to answer questions, not a copy of its files. */
  default boolean isService() {
    return false;
  }

  /**
   * A page of the published serial numbers, as JSON; empty when the source has none.
   *
   * @param cursor the {@code nextCursor} of the previous page, or null for the first page
   */
  default Optional<byte[]> numbers(String cursor) throws IOException {
    return Optional.empty();
  }

  @Override
  default void close() {}

  /** The source at a base URL, or in a directory. */
  static Source of(String place) {
    return place.startsWith("http://") || place.startsWith("https://")
        ? new Server(place)
        : new Directory(Path.of(place));
  }

  /** A directory with the files of a log. */
  record Directory(Path root) implements Source {
    @Override
    public Optional<byte[]> read(String path) throws IOException {
      if (!Files.isDirectory(root)) {
        throw new IOException(root + " is not a directory");
      }
      Path file = root.resolve(path);
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public Optional<byte[]> figures(String query) throws IOException {
      return read(Kept.kept(query));
    }
  }

  /** A running service. */
  final class Server implements Source {
    private static final String PREFIX = "/api/v1/ledger/";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Total time of retries while the server is busy or limits the rate. */
    private static final Duration MAX_BUSY = Duration.ofMinutes(5);

    /** Longest pause between two tries, in seconds. */
    private static final long MAX_PAUSE = 60;

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
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
    public Optional<byte[]> figures(String query) throws IOException {
      try {
        return get(base + "/api/v1/statistics/" + query);
      } catch (RefusedException unanswered) {
        return Optional.empty();
      }
    }

    @Override
    public boolean isService() {
      return true;
    }

    @Override
    public Optional<byte[]> numbers(String cursor) throws IOException {
      String from =
          cursor == null ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      return get(base + PREFIX + "serial-numbers?limit=100" + from);
    }

    /** The service was reached and answered with an error. */
    private static final class RefusedException extends IOException {
      private static final long serialVersionUID = 1;

      RefusedException(String address, int status) {
        super(address + " responds with status " + status);
      }
    }

    private Optional<byte[]> get(String address) throws IOException {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT).build();
      try {
        long began = System.nanoTime();
        while (true) {
          HttpResponse<byte[]> response =
              client.send(request, HttpResponse.BodyHandlers.ofByteArray());
          boolean busy =
              response.statusCode() == TOO_MANY_REQUESTS || response.statusCode() == UNAVAILABLE;
          if (response.statusCode() == OK) {
            return Optional.of(response.body());
          }
          if (response.statusCode() == NOT_FOUND) {
            return Optional.empty();
          }
          if (!busy) {
            throw new RefusedException(address, response.statusCode());
          }
          if (System.nanoTime() - began > MAX_BUSY.toNanos()) {
            throw new RefusedException(address, response.statusCode());
          }
          Thread.sleep(Duration.ofSeconds(pause(response)));
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new IOException(ended);
      }
    }

    /** Seconds to wait before the next try: the Retry-After header, or 1; at most MAX_PAUSE. */
    private static long pause(HttpResponse<?> response) {
      try {
        return Math.clamp(
            response.headers().firstValueAsLong("Retry-After").orElse(1), 1, MAX_PAUSE);
      } catch (NumberFormatException date) {
        return 1;
      }
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /**
   * Stores what it reads in a directory. Full tiles and entry bundles are read from there, because
   * they never change.
   */
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
        keep(file, bytes.get());
      }
      return bytes;
    }

    private static void keep(Path file, byte[] bytes) throws IOException {
      Files.createDirectories(file.getParent());
      Path draft = Files.createTempFile(file.getParent(), "draft", "");
      Files.write(draft, bytes);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public Optional<byte[]> figures(String query) throws IOException {
      Optional<byte[]> bytes = from.figures(query);
      if (bytes.isPresent()) {
        keep(root.resolve(kept(query)), bytes.get());
      }
      return bytes;
    }

    @Override
    public boolean isService() {
      return from.isService();
    }

    /** The file of an answer; its tree size is at most that of the checkpoint beside it. */
    static String kept(String query) {
      return "statistics/" + query.replaceAll("[?&=]", "_") + ".json";
    }

    @Override
    public Optional<byte[]> numbers(String cursor) throws IOException {
      return from.numbers(cursor);
    }

    @Override
    public void close() {
      try {
        from.close();
      } catch (Exception failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
