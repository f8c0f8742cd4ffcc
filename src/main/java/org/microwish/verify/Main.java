package org.microwish.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.microwish.ledger.leaf.UnknownSchemaException;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.SignedNote;

/** The command line of the verifier, which trusts only the keys given as arguments. */
public final class Main {

  /** Exit code: the log, proof, dossier or sample is correct. */
  public static final int CLEAN = 0;

  /** Exit code: the log, proof, dossier or sample is wrong. */
  public static final int TAMPERED = 1;

  /** Exit code: the log or a file could not be read, or a file could not be written. */
  public static final int UNREACHABLE = 2;

  /** Exit code: a later release wrote part of the log, which this verifier cannot read. */
  public static final int TOO_OLD = 2;

  /** Exit code: the arguments are wrong. */
  public static final int USAGE = 64;

  private static final String HELP =
      """
      Verifies a micro-wish ledger.

        java -jar microwish-verify.jar <base URL or directory> --key <verifier key> …
        java -jar microwish-verify.jar proof <proof file> <leaf file> --key <verifier key> …
        java -jar microwish-verify.jar dossier <dossier file> --key <verifier key> …
        java -jar microwish-verify.jar open <dossier file> --key <verifier key> …
        java -jar microwish-verify.jar sample <sample file> <base URL or directory> --key …

        --key      the log's verifier key (name+hash+key). Get it from a source other than
                   the log. Repeat the option for former keys of the log
        --witness  the verifier key of a witness, from a source other than the log. Repeat
                   the option for more witnesses
        --quorum   how many of these witnesses must have cosigned the checkpoint; by default
                   all of them
        --since    a file with the checkpoint of an earlier run, which the log must extend.
                   If the log is clean, the new checkpoint is written to this file
        --keep     a directory for the files of the log: an interrupted run continues with
                   them, and after a clean run the directory can be verified without the
                   service
        --numbers  a file for the serial numbers: if the log is clean, they are written to
                   it, one per line
        --report   a file for the result as JSON; beside it a page in Chinese, which can be
                   printed, with the same name and the ending .html

      The first command verifies the whole log. The second verifies the proof that one entry
      is in the log (c2sp.org/tlog-proof@v1). The third verifies the dossier of a wish, the
      fourth also opens its commitments and checks its files. The last draws a sample again.
      All but the first take only --key, --witness and --quorum.

      Exit code: 0 clean; 1 tampered; 2 the log or a file cannot be read, or the verifier is
      too old; 64 the arguments are wrong.
      """;

  private static final String PROOF = "proof";

  /** The maximum length of an error's text in the output, in characters. */
  private static final int MAX_TEXT = 500;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(
        run(
            List.of(arguments),
            new PrintStream(System.out, true, StandardCharsets.UTF_8),
            new PrintStream(System.err, true, StandardCharsets.UTF_8)));
  }

  /** Runs any command of the verifier and returns the exit code. */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      return runCommand(arguments, out, err);
    } catch (OutOfMemoryError tooMuch) {
      // Without this handler, the JVM would exit with 1, the exit code for a tampered log.
      err.println("There is too little memory (-Xmx): " + tooMuch.getMessage());
      return UNREACHABLE;
    }
  }

  private static int runCommand(List<String> arguments, PrintStream out, PrintStream err) {
    OptionalInt file = FileCommands.run(arguments, out, err);
    if (file.isPresent()) {
      return file.getAsInt();
    }
    boolean proof = !arguments.isEmpty() && arguments.getFirst().equals(PROOF);
    Arguments read;
    try {
      read =
          proof
              ? Arguments.parse(arguments.subList(1, arguments.size()), 2)
              : Arguments.parse(arguments, 1);
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
          "PROVEN: %s.%n", ProofCheck.check(proof, Path.of(read.places().getLast()), read.trust()));
      return CLEAN;
    } catch (UnknownSchemaException later) {
      return tooOld(later.getMessage(), err);
    } catch (IllegalArgumentException unproven) {
      out.printf("NOT PROVEN: %s.%n", SafeText.clean(unproven.getMessage(), MAX_TEXT));
      return TAMPERED;
    } catch (IOException unreadable) {
      err.println("A file cannot be read: " + unreadable);
      return UNREACHABLE;
    }
  }

  private static int log(Arguments read, PrintStream out, PrintStream err) {
    Instant began = Instant.now();
    try (Source origin = Source.of(read.places().getFirst())) {
      Source source = read.keep() == null ? origin : new Source.Kept(origin, read.keep());
      Optional<Checkpoint> earlier = earlier(read.since(), read.trust(), out);
      Verifier verifier = new Verifier(source, read.trust(), earlier, out);
      Report report = new Report(read, earlier, verifier, began);
      int code;
      try {
        code = verify(read, verifier, report, out, err);
      } catch (IOException unreachable) {
        err.println(unreadable(unreachable));
        report.end("UNREACHABLE", UNREACHABLE, unreadable(unreachable));
        code = UNREACHABLE;
      }
      if (read.report() != null) {
        report.write(read.report());
      }
      return code;
    } catch (IOException unreachable) {
      err.println(unreadable(unreachable));
      return UNREACHABLE;
    } catch (IllegalArgumentException bad) {
      err.println("The file of --since or another argument is not valid: " + bad.getMessage());
      return USAGE;
    }
  }

  private static String unreadable(IOException why) {
    return "The log cannot be read, or a file cannot be read or written: "
        + SafeText.clean(why.toString(), MAX_TEXT);
  }

  private static int verify(
      Arguments read, Verifier verifier, Report report, PrintStream out, PrintStream err)
      throws IOException {
    Verifier.Result result = verifier.verify();
    if (!result.isClean()) {
      out.printf(
          "TAMPERED: %d findings (at most %d are listed).%n",
          verifier.found(), Verifier.MAX_FINDINGS);
      if (read.keep() != null) {
        out.println(
            "Files of the log that were in the directory of --keep before were used: verify without"
                + " --keep to see whether the log or its copy is wrong.");
      }
      report.end("TAMPERED", TAMPERED, null);
      return TAMPERED;
    }
    if (result.tooOld() != null) {
      report.end("TOO_OLD", TOO_OLD, result.tooOld());
      return tooOld(result.tooOld(), err);
    }
    if (read.numbers() != null) {
      verifier.numbers().write(read.numbers());
    }
    if (read.since() != null) {
      Source.Kept.write(read.since(), result.checkpoint().getBytes(StandardCharsets.UTF_8));
    }
    out.printf("CLEAN: %d leaves.%n", result.leaves());
    report.end("CLEAN", CLEAN, null);
    return CLEAN;
  }

  /**
   * Reports that the verifier is too old. The hashes and signatures do not depend on the schema and
   * were checked; the contents were not all checked.
   */
  private static int tooOld(String why, PrintStream err) {
    err.printf(
        "verifier too old: %s. The hashes and signatures are correct. To check the rest, use the"
            + " verifier of the release that wrote the log.%n",
        why);
    return TOO_OLD;
  }

  private static Optional<Checkpoint> earlier(Path file, Trust trust, PrintStream out)
      throws IOException {
    if (file == null) {
      return Optional.empty();
    }
    if (!Files.exists(file)) {
      out.printf(
          "%s does not exist: there is no earlier run that the log must extend.%n",
          file.toAbsolutePath());
      return Optional.empty();
    }
    SignedNote note =
        SignedNote.parse(
            new String(Source.bytes(file, SignedNote.MAX_CHARACTERS), StandardCharsets.UTF_8));
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (trust.logSigners(note, checkpoint.origin()).isEmpty()) {
      throw new IllegalArgumentException(
          "none of the given keys of the log signed the checkpoint of the earlier run");
    }
    return Optional.of(checkpoint);
  }
}
