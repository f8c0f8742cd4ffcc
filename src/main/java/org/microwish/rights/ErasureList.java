package org.microwish.rights;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.start.StartConfig;
import org.microwish.platform.start.StartRefusedException;

/**
 * The list of erasures outside the database: append-only files with lines {@code <type> <id>},
 * without personal values. Each process writes its own file. A line without a line feed is ignored:
 * a crash cut it off before the erasure was confirmed to the client, and the line is written again.
 */
@ApplicationScoped
public class ErasureList {

  private static final String KEY = "microwish.rights.erasures.directory";
  private static final String PREFIX = "erasures-";
  private static final Pattern LINE =
      Pattern.compile(
          Arrays.stream(SubjectRef.Type.values())
              .map(Enum::name)
              .collect(Collectors.joining("|", "(", ") ([\\x21-\\x7E]{1,64})")));

  private final Optional<Path> directory;
  private final Ids ids;
  private Path own;

  ErasureList(RightsConfig config, Ids ids) {
    this.directory = config.erasuresDirectory();
    this.ids = ids;
  }

  /**
   * One erasure in the list.
   *
   * @param type the type of the erased subject
   * @param key the id of the erased subject, as in {@link Erasure#subjectKey}
   */
  public record Line(SubjectRef.Type type, String key) {}

  /**
   * Checks before a production start that the configured directory can be used, and creates it if
   * missing. Does nothing if no directory is configured.
   *
   * @throws StartRefusedException if the configured directory cannot be read or written
   */
  public static void check(StartConfig config) {
    Optional<String> configured = config.text(KEY);
    if (configured.isEmpty()) {
      return;
    }
    try {
      Path directory = Path.of(configured.get());
      Files.createDirectories(directory);
      if (!Files.isWritable(directory)) {
        throw new IOException("it is not writable");
      }
      read(directory);
    } catch (IOException | RuntimeException e) {
      throw new StartRefusedException(
          "MICROWISH_RIGHTS_ERASURES_DIRECTORY (the list of erasures) cannot be read and written: "
              + e.getMessage()
              + ". Without it, what was erased could come back with a restored backup.");
    }
  }

  /** Whether a directory for the list is configured. */
  boolean isKept() {
    return directory.isPresent();
  }

  /** Reads all erasures from the files of all processes. */
  Set<Line> read() throws IOException {
    return directory.isEmpty() || Files.notExists(directory.get())
        ? Set.of()
        : read(directory.get());
  }

  private static Set<Line> read(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.list(directory)) {
      found.filter(file -> file.getFileName().toString().startsWith(PREFIX)).forEach(files::add);
    }
    Set<Line> lines = new LinkedHashSet<>();
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      int start = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        Matcher line = LINE.matcher(text.substring(start, end));
        if (!line.matches()) {
          throw new IOException("%s is damaged at byte %d".formatted(file.getFileName(), start));
        }
        lines.add(new Line(SubjectRef.Type.valueOf(line.group(1)), line.group(2)));
        start = end + 1;
      }
    }
    return lines;
  }

  /**
   * Appends erasures to this process's file and returns when they are on disk. Does nothing if no
   * directory is configured.
   */
  synchronized void append(Collection<Line> lines) throws IOException {
    if (directory.isEmpty() || lines.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(
        line -> text.append(line.type().name()).append(' ').append(line.key()).append('\n'));
    boolean fresh = own == null;
    if (fresh) {
      Files.createDirectories(directory.get());
      own = directory.get().resolve(PREFIX + Id.text(ids.next()));
    }
    try (FileChannel file =
        FileChannel.open(
            own, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text.toString());
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    } catch (IOException broken) {
      // The file may end with a partial line, so the next append must use a new file.
      own = null;
      throw broken;
    }
    if (fresh) {
      forceDirectory();
    }
  }

  /** Forces the directory to disk, because otherwise a crash could lose the name of a new file. */
  private void forceDirectory() throws IOException {
    try (FileChannel folder = FileChannel.open(directory.orElseThrow())) {
      folder.force(true);
    } catch (java.nio.file.AccessDeniedException windows) {
      // Windows cannot open a directory as a file, and does not need this step.
      return;
    }
  }
}
