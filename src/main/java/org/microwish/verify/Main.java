package org.microwish.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.SignedNote;

/** Verifies a ledger without trusting whoever runs it. */
public final class Main {

  /** Nothing was found. */
  public static final int CLEAN = 0;

  /** Something was found that an honest log does not have. */
  public static final int TAMPERED = 1;

  /** The log could not be read. */
  public static final int UNREACHABLE = 2;

  /** The command line could not be read. */
  public static final int USAGE = 64;

  private static final String HELP =
      """
      Verifies a micro-wish ledger.

        java -jar microwish-verify.jar <base URL or directory> --key <verifier key> …

        --key    the log's key, name+hash+key, from somewhere else than the log; several
                 where keys were rotated, or witnesses are trusted too
        --since  a file with the checkpoint that was verified before: the log must extend it.
                 After a clean run it holds the new one
        --keep   a directory that keeps what was fetched: a run that was broken off goes on
                 there, and it can itself be verified later

      Exit code: 0 clean, 1 tampered, 2 unreachable, 64 this text.
      """;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(
        run(
            List.of(arguments),
            new PrintStream(System.out, true, StandardCharsets.UTF_8),
            new PrintStream(System.err, true, StandardCharsets.UTF_8)));
  }

  /** Does it, and answers the exit code. */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    String place = null;
    Path since = null;
    Path keep = null;
    List<NoteKey> keys = new ArrayList<>();
    try {
      for (int i = 0; i < arguments.size(); i++) {
        switch (arguments.get(i)) {
          case "--key" -> keys.add(NoteKey.parse(arguments.get(++i)));
          case "--since" -> since = Path.of(arguments.get(++i));
          case "--keep" -> keep = Path.of(arguments.get(++i));
          default -> {
            if (place != null || arguments.get(i).startsWith("-")) {
              throw new IllegalArgumentException(arguments.get(i));
            }
            place = arguments.get(i);
          }
        }
      }
      if (place == null || keys.isEmpty()) {
        throw new IllegalArgumentException("a log and a key are needed");
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
      err.println(wrong.getMessage());
      err.println(HELP);
      return USAGE;
    }
    try (Source origin = Source.of(place)) {
      Source source = keep == null ? origin : new Source.Kept(origin, keep);
      Optional<Checkpoint> earlier = earlier(since, keys);
      Verifier.Result result = new Verifier(source, keys, earlier, out).verify();
      if (!result.isClean()) {
        out.printf("TAMPERED: %d findings.%n", result.findings().size());
        return TAMPERED;
      }
      if (since != null) {
        Files.writeString(since, result.checkpoint());
      }
      out.printf("CLEAN: %d leaves.%n", result.leaves());
      return CLEAN;
    } catch (IOException unreachable) {
      err.println("The log cannot be read: " + unreachable);
      return UNREACHABLE;
    } catch (IllegalArgumentException bad) {
      err.println("The earlier checkpoint: " + bad.getMessage());
      return USAGE;
    }
  }

  private static Optional<Checkpoint> earlier(Path file, List<NoteKey> keys) throws IOException {
    if (file == null || !Files.exists(file)) {
      return Optional.empty();
    }
    SignedNote note = SignedNote.parse(Files.readString(file));
    if (note.signedBy(keys).isEmpty()) {
      throw new IllegalArgumentException("none of the given keys signed it");
    }
    return Optional.of(Checkpoint.parse(note.text()));
  }
}
