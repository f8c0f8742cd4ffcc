package org.microwish.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        java -jar microwish-verify.jar proof <proof file> <leaf file> --key <verifier key> …

        --key    the log's key, name+hash+key, from somewhere else than the log; several
                 where keys were rotated, or witnesses are trusted too
        --since  a file with the checkpoint that was verified before: the log must extend it.
                 After a clean run it holds the new one
        --keep   a directory that keeps what was fetched: a run that was broken off goes on
                 there, and it can itself be verified later

      The first form reads the whole log, the second one entry's proof (c2sp.org/tlog-proof@v1)
      and nothing else.

      Exit code: 0 clean, 1 tampered, 2 unreachable, 64 this text.
      """;

  private static final String PROOF = "proof";

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
    boolean proof = !arguments.isEmpty() && arguments.getFirst().equals(PROOF);
    Arguments read;
    try {
      read =
          proof
              ? Arguments.read(arguments.subList(1, arguments.size()), 2)
              : Arguments.read(arguments, 1);
    } catch (IllegalArgumentException wrong) {
      err.println(wrong.getMessage());
      err.println(HELP);
      return USAGE;
    }
    return proof ? proof(read, out, err) : log(read, out, err);
  }

  private static int proof(Arguments read, PrintStream out, PrintStream err) {
    try {
      Path proof = Path.of(read.places().getFirst());
      out.printf(
          "PROVEN: %s.%n", ProofCheck.check(proof, Path.of(read.places().getLast()), read.keys()));
      return CLEAN;
    } catch (IllegalArgumentException unproven) {
      out.printf("NOT PROVEN: %s.%n", unproven.getMessage());
      return TAMPERED;
    } catch (IOException unreadable) {
      err.println("A file cannot be read: " + unreadable);
      return UNREACHABLE;
    }
  }

  private static int log(Arguments read, PrintStream out, PrintStream err) {
    try (Source origin = Source.of(read.places().getFirst())) {
      Source source = read.keep() == null ? origin : new Source.Kept(origin, read.keep());
      Optional<Checkpoint> earlier = earlier(read.since(), read.keys());
      Verifier.Result result = new Verifier(source, read.keys(), earlier, out).verify();
      if (!result.isClean()) {
        out.printf("TAMPERED: %d findings.%n", result.findings().size());
        return TAMPERED;
      }
      if (read.since() != null) {
        Files.writeString(read.since(), result.checkpoint());
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
