package org.microwish.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The offline verifier as the build packs it, run as an auditor runs it. Only tests named {@code
 * …IT} may use it, because the jar exists only then.
 */
public final class VerifierJar {

  private static final Path JAR = Path.of("target", "microwish-verify.jar");

  private VerifierJar() {}

  /**
   * How it went.
   *
   * @param code exit code
   * @param output standard output and error
   */
  public record Ended(int code, String output) {}

  /** Runs it to its end with those arguments. */
  public static Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    }
  }
}
