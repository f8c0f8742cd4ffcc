package org.microwish.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a block of the README's shell lines exactly as it stands there. */
public final class ReadmeShell {

  private ReadmeShell() {}

  /**
   * How it went.
   *
   * @param code exit code
   * @param output standard output and error
   */
  public record Ended(int code, String output) {}

  /**
   * Runs the first block behind a comment of that name.
   *
   * @param name such as {@code tour} for {@code <!-- tour -->}
   * @param scratch where the block may write, its {@code $OUT}
   * @param service the service's address, its {@code $MW}
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
