package org.microwish.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.microwish.ledger.merkle.EntryBundle;

/**
 * Reads the files of a log. Implementations must be thread-safe. Longer than 400 lines because its
 * two implementations are nested.
 */
interface Source extends AutoCloseable {

  /**
   * The maximum size of a file in bytes: that of the largest possible entry bundle. All other files
   * are smaller.
   */
  int MAX_FILE = EntryBundle.MAX_BYTES;

  /**
   * Reads a file of the log.
   *
   * @param path such as {@code tile/0/000}
   * @return empty when the source does not have the file
   * @throws IOException when the source cannot be reached, or the file is too large
   */
  Optional<byte[]> read(String path) throws IOException;

  /**
   * Reads a published answer of the statistics, as JSON; empty when the source does not have it.
   *
   * @param query the path and query below {@code /api/v1/statistics/}, such as {@code
   *     breakdown?by=month}
   */
  default Optional<byte[]> figures(String query) throws IOException {
    return Optional.empty();
  }

  /**
   * Returns a time before which the answer of {@link #figures} cannot have been given: for a file,
   * when it was kept, and else the present time. Must be called before the answer is read.
   */
  default Instant askedAt(String query) throws IOException {
    return Instant.now();
  }

  /**
   * Reads a page of the published serial numbers, as JSON; empty when the source has none.
   *
   * @param cursor the {@code nextCursor} of the previous page, or null for the first page
   */
  default Optional<byte[]> numbers(String cursor) throws IOException {
    return Optional.empty();
  }

  /**
   * Reads the newest published checkpoints with their signatures, as JSON, the newest first; empty
   * when the source has only the newest.
   */
  default Optional<byte[]> newestCheckpoints() throws IOException {
    return Optional.empty();
  }

  /** Called when another checkpoint than that of the file {@code checkpoint} is verified. */
  default void chosen(byte[] checkpoint) throws IOException {}

  /**
   * Returns whether the source is a running service, whose checkpoint grows and which must answer
   * all queries for statistics. False for a directory with files.
   */
  default boolean isService() {
    return false;
  }

  /**
   * Called once after the last read, unless the verification fails with an exception.
   *
   * @param correct whether signatures, hashes and files were found to be correct
   */
  default void checked(boolean correct) throws IOException {}

  @Override
  default void close() {}

  /**
   * Returns a source that reads from the service with this base URL or, if {@code place} is not an
   * http or https URL, from the directory with this path.
   */
  static Source of(String place) {
    return place.startsWith("http://") || place.startsWith("https://")
        ? new Server(place)
        : new Directory(Path.of(place));
  }

  /** Reads a file; throws {@link IOException} if it has more than {@code most} bytes. */
  static byte[] bytes(Path file, int most) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException(file + " has more than " + most + " bytes");
      }
      return bytes;
    }
  }

  /** A directory with the files of a log. */
  record Directory(Path root) implements Source {
    @Override
    public Optional<byte[]> read(String path) throws IOException {
      if (!Files.isDirectory(root)) {
        throw new IOException(root + " is not a directory");
      }
      Path file = root.resolve(path);
      return Files.isRegularFile(file) ? Optional.of(bytes(file, MAX_FILE)) : Optional.empty();
    }

    @Override
    public Optional<byte[]> figures(String query) throws IOException {
      return read(Kept.kept(query));
    }

    @Override
    public Instant askedAt(String query) throws IOException {
      Path file = root.resolve(Kept.kept(query));
      return Files.isRegularFile(file)
          ? Files.getLastModifiedTime(file).toInstant()
          : Instant.now();
    }
  }

  /** A running service. */
  final class Server implements Source {
    private static final String PREFIX = "/api/v1/ledger/";

    /** How long to wait for the headers of a response. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * How long a request may take including the whole response. Up to 16 requests run at the same
     * time and share the bandwidth.
     */
    private static final Duration EXCHANGE = Duration.ofMinutes(2);

    /** How long a request is repeated while the service responds with status 429 or 503. */
    private static final Duration MAX_BUSY = Duration.ofMinutes(5);

    /** The longest pause before a request is repeated, in seconds. */
    private static final long MAX_PAUSE = 60;

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final String base;
    private final Duration exchange;
    private final HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    Server(String base) {
      this(base, EXCHANGE);
    }

    Server(String base, Duration exchange) {
      this.base = base.replaceFirst("/+$", "");
      this.exchange = exchange;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
      return get(base + PREFIX + path);
    }

    @Override
    public Optional<byte[]> figures(String query) throws IOException {
      return get(base + "/api/v1/statistics/" + query);
    }

    @Override
    public Optional<byte[]> numbers(String cursor) throws IOException {
      String from =
          cursor == null ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      return get(base + PREFIX + "serial-numbers?limit=100" + from);
    }

    @Override
    public Optional<byte[]> newestCheckpoints() throws IOException {
      return get(base + PREFIX + "checkpoints?newestFirst=true&limit=40");
    }

    @Override
    public boolean isService() {
      return true;
    }

    /**
     * Sends a GET request, and repeats it while the service responds with 429 or 503, for a limited
     * time; empty for status 404. Any other failure throws {@link IOException}, because it does not
     * show what the log contains.
     */
    private Optional<byte[]> get(String address) throws IOException {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address))
              .timeout(TIMEOUT)
              .header("Accept-Encoding", "gzip")
              .build();
      try {
        long began = System.nanoTime();
        while (true) {
          HttpResponse<byte[]> response = send(request);
          int status = response.statusCode();
          if (status == OK) {
            return Optional.of(body(response));
          }
          if (status == NOT_FOUND) {
            return Optional.empty();
          }
          boolean busy = status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
          if (!busy || System.nanoTime() - began > MAX_BUSY.toNanos()) {
            throw new IOException(address + " responds with status " + status);
          }
          Thread.sleep(Duration.ofSeconds(pause(response)));
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new IOException(ended);
      }
    }

    /**
     * Sends a request. The request's own timeout covers only the headers of the response, so this
     * method also limits the time for the body.
     */
    private HttpResponse<byte[]> send(HttpRequest request)
        throws IOException, InterruptedException {
      CompletableFuture<HttpResponse<byte[]>> response =
          client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_FILE));
      try {
        return response.get(exchange.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException late) {
        throw new IOException(request.uri() + " did not respond completely within " + exchange);
      } catch (ExecutionException failed) {
        throw new IOException(request.uri() + ": " + failed.getCause(), failed.getCause());
      } finally {
        response.cancel(true);
      }
    }

    private static byte[] body(HttpResponse<byte[]> response) throws IOException {
      if (response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
        throw new IOException(
            response.uri() + " is a web page; is this the address of a micro-wish service?");
      }
      byte[] bytes = response.body();
      if (!response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
        return bytes;
      }
      try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        byte[] unpacked = in.readNBytes(MAX_FILE + 1);
        if (unpacked.length > MAX_FILE) {
          throw new IOException(response.uri() + " has more than " + MAX_FILE + " bytes");
        }
        return unpacked;
      }
    }

    /**
     * Returns how many seconds to wait before the next try: the value of Retry-After, at least 1
     * and at most MAX_PAUSE; 1 if there is none or if it is a date.
     */
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
      client.shutdownNow();
    }
  }

  /**
   * Keeps a copy of another source in a directory. Downloaded files are first written to the
   * subdirectory {@code unchecked}; after the verification they move to the directory itself if
   * they are correct, and are deleted otherwise. Full tiles and entry bundles never change, so
   * existing copies are read from either place; so an interrupted run continues.
   */
  record Kept(Source from, Path root) implements Source {

    private static final String UNCHECKED = "unchecked";

    @Override
    public Optional<byte[]> read(String path) throws IOException {
      boolean full = path.startsWith("tile/") && !path.contains(".p/");
      if (full) {
        for (Path place : List.of(root, root.resolve(UNCHECKED))) {
          Path file = place.resolve(path);
          if (Files.isRegularFile(file)) {
            return Optional.of(bytes(file, MAX_FILE));
          }
        }
      }
      Optional<byte[]> bytes = from.read(path);
      if (bytes.isPresent()) {
        write(root.resolve(UNCHECKED).resolve(path), bytes.get());
      }
      return bytes;
    }

    /** Writes a file atomically: first to a temporary file, which then replaces the file. */
    static void write(Path file, byte[] bytes) throws IOException {
      Path directory = file.toAbsolutePath().getParent();
      Files.createDirectories(directory);
      Path draft = Files.createTempFile(directory, "draft", "");
      try {
        Files.write(draft, bytes);
        move(draft, file);
      } finally {
        Files.deleteIfExists(draft);
      }
    }

    private static void move(Path from, Path to) throws IOException {
      Files.createDirectories(to.toAbsolutePath().getParent());
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void checked(boolean correct) throws IOException {
      Path unchecked = root.resolve(UNCHECKED);
      if (!Files.isDirectory(unchecked)) {
        return;
      }
      List<Path> found;
      try (Stream<Path> all = Files.walk(unchecked)) {
        found = new ArrayList<>(all.sorted(Comparator.reverseOrder()).toList());
      }
      if (correct) {
        // Move the checkpoint last, so that all files of its tree are there when it appears.
        found.sort(Comparator.comparing(file -> file.equals(unchecked.resolve("checkpoint"))));
        for (Path file : found) {
          if (Files.isRegularFile(file) && !file.getFileName().toString().startsWith("draft")) {
            move(file, root.resolve(unchecked.relativize(file)));
          }
        }
        found.sort(Comparator.reverseOrder());
      }
      for (Path file : found) {
        Files.deleteIfExists(file);
      }
    }

    @Override
    public Optional<byte[]> figures(String query) throws IOException {
      Optional<byte[]> bytes = from.figures(query);
      if (bytes.isPresent()) {
        write(root.resolve(UNCHECKED).resolve(kept(query)), bytes.get());
      }
      return bytes;
    }

    /** Returns the relative path of the copy of an answer of the statistics. */
    static String kept(String query) {
      return "statistics/" + query.replaceAll("[?&=]", "_") + ".json";
    }

    @Override
    public Optional<byte[]> numbers(String cursor) throws IOException {
      return from.numbers(cursor);
    }

    @Override
    public Optional<byte[]> newestCheckpoints() throws IOException {
      return from.newestCheckpoints();
    }

    @Override
    public void chosen(byte[] checkpoint) throws IOException {
      write(root.resolve(UNCHECKED).resolve("checkpoint"), checkpoint);
    }

    @Override
    public boolean isService() {
      return from.isService();
    }

    @Override
    public void close() {
      from.close();
    }
  }
}
