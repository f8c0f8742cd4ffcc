package org.microwish.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.microwish.ledger.leaf.UnknownSchemaException;

/**
 * The verifier's commands that check a file given to an auditor: a dossier of a wish, or a sample.
 */
final class FileCommands {

  private FileCommands() {}

  /**
   * Runs the command {@code dossier}, {@code open} or {@code sample} and returns the exit code;
   * empty if the first argument is none of these.
   */
  static OptionalInt run(List<String> arguments, PrintStream out, PrintStream err) {
    String command = arguments.isEmpty() ? "" : arguments.getFirst();
    int files = command.equals("sample") ? 2 : 1;
    if (!List.of("dossier", "open", "sample").contains(command)) {
      return OptionalInt.empty();
    }
    Arguments read;
    try {
      read = Arguments.parse(arguments.subList(1, arguments.size()), files);
    } catch (IllegalArgumentException wrong) {
      err.println("Wrong arguments of the command " + command + ": " + wrong.getMessage());
      return OptionalInt.of(Main.USAGE);
    }
    try {
      return OptionalInt.of(
          files == 2 ? sample(read, out) : dossier(read, command.equals("open"), out));
    } catch (UnknownSchemaException later) {
      err.println("verifier too old: " + later.getMessage());
      return OptionalInt.of(Main.TOO_OLD);
    } catch (IOException unreadable) {
      err.println("The file or the log cannot be read: " + unreadable);
      return OptionalInt.of(Main.UNREACHABLE);
    }
  }

  private static int dossier(Arguments read, boolean open, PrintStream out) throws IOException {
    List<String> findings =
        DossierCheck.check(Path.of(read.places().getFirst()), read.trust(), open, out);
    findings.forEach(out::println);
    out.println(findings.isEmpty() ? "CLEAN" : "TAMPERED: " + findings.size() + " findings.");
    return findings.isEmpty() ? Main.CLEAN : Main.TAMPERED;
  }

  private static int sample(Arguments read, PrintStream out) throws IOException {
    String response =
        new String(
            Source.bytes(Path.of(read.places().getFirst()), Source.MAX_FILE),
            StandardCharsets.UTF_8);
    try (Source log = Source.of(read.places().getLast())) {
      out.printf("PROVEN: %s.%n", SampleCheck.check(response, log, read.trust(), out));
      return Main.CLEAN;
    } catch (UnknownSchemaException later) {
      throw later;
    } catch (ClassCastException | NullPointerException | IllegalArgumentException wrong) {
      out.printf("NOT PROVEN: %s.%n", wrong.getMessage());
      return Main.TAMPERED;
    }
  }
}
