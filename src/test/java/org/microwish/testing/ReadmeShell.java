package org.microwish.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a shell block of the README unchanged. */
public final class ReadmeShell {

  private ReadmeShell() {}

  /**
   * The result of a run.
   *
   * @param code exit code
   * @param output standard output and error
   */
  public record Ended(int code, String output) {}

  /**
   * Runs the first block after a comment with that name.
   *
   * @param name such as {@code tour} for {@code <!-- tour -->}
   * @param scratch directory that the block may write to, as {@code $OUT}
   * @param service the service's base URL, as {@code $MW}
   * @throws AssertionError when it takes longer than two minutes
   */
  public static Ended run(String name, Path scratch, String service)
      throws IOException, InterruptedException {
    String readme = Files.readString(Path.of("README.md"));
    String fence = "```bash\n";
    int start = readme.indexOf(fence, readme.indexOf("<!-- " + name + " -->")) + fence.length();
    String block = readme.substring(start, readme.indexOf("```", start));
    ProcessBuilder command = new ProcessBuilder("bash", "-euo", "pipefail", "-c", block);
    command.environment().put("MW", service.replaceAll("/$", ""));
    command.environment().put("OUT", scratch.toString());
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process shell = command.redirectErrorStream(true).start();
    String said;
    try (var out = shell.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!shell.waitFor(2, TimeUnit.MINUTES)) {
      throw new AssertionError("still running:\n" + said);
    }
    return new Ended(shell.exitValue(), said);
  }
}
