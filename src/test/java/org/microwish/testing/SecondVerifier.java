package org.microwish.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the second verifier, {@code src/audit/audit.py}, like an auditor. */
public final class SecondVerifier {

  private static final Path PROGRAM = Path.of("src", "audit", "audit.py");

  private SecondVerifier() {}

  /** The exit code, and standard output and error, of a run. */
  public record Ended(int code, String output) {}

  /** Runs the verifier until it ends; skips the test if there is no {@code python3}. */
  public static Ended run(String... arguments) throws IOException, InterruptedException {
    return python(PROGRAM.toString(), arguments);
  }

  /** Evaluates a Python expression on the verifier's module {@code audit}; returns it as text. */
  public static String evaluate(String expression) throws IOException, InterruptedException {
    Ended ended =
        python(
            "-c",
            "import sys; sys.path.insert(0, sys.argv[1]); import audit; print(eval(sys.argv[2]))",
            PROGRAM.getParent().toString(),
            ascii(expression));
    if (ended.code() != 0) {
      throw new AssertionError(ended.output());
    }
    return ended.output().strip();
  }

  /** Escapes what an argument cannot have in a locale without UTF-8. */
  private static String ascii(String expression) {
    StringBuilder escaped = new StringBuilder();
    expression
        .chars()
        .forEach(one -> escaped.append(one < 128 ? "" + (char) one : "\\u%04x".formatted(one)));
    return escaped.toString();
  }

  private static Ended python(String first, String... arguments)
      throws IOException, InterruptedException {
    assumeTrue(isInstalled(), "python3 is not installed, so the second verifier is not tested");
    List<String> command = new ArrayList<>(List.of("python3", "-B", first));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process process = builder.start();
    try (var out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    }
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException notFound) {
      return false;
    }
  }
}
