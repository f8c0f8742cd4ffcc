package org.microwish.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs the shell blocks of a document exactly as they are written. */
public final class DocumentShell {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The result of a block.
   *
   * @param output standard output and standard error
   */
  public record Ended(int code, String output) {}

  private DocumentShell() {}

  /** Returns the blocks of a language, such as {@code bash} or {@code http}, in their order. */
  public static List<String> blocks(Path document, String language) throws IOException {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(Files.readString(document))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** Returns the first bash block after a comment with that name, such as {@code <!-- tour -->}. */
  public static String block(Path document, String name) throws IOException {
    String text = Files.readString(document);
    String fence = "```bash\n";
    int start = text.indexOf(fence, text.indexOf("<!-- " + name + " -->")) + fence.length();
    return text.substring(start, text.indexOf("```", start));
  }

  /**
   * Runs a block with bash; the first failing command ends it.
   *
   * @param variables the shell variables that the block expects
   * @throws AssertionError when it takes longer than two minutes
   */
  public static Ended run(String block, Map<String, String> variables)
      throws IOException, InterruptedException {
    // An argument would be written in the charset of the user's locale, a file is UTF-8.
    Path script = Files.createTempFile("block", ".sh");
    try {
      Files.writeString(script, block);
      ProcessBuilder command = new ProcessBuilder("bash", "-euo", "pipefail", script.toString());
      command.environment().putAll(variables);
      command.environment().put("JAVA_HOME", System.getProperty("java.home"));
      return ended(command.redirectErrorStream(true).start());
    } finally {
      Files.delete(script);
    }
  }

  private static Ended ended(Process shell) throws IOException, InterruptedException {
    String said;
    try (var out = shell.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!shell.waitFor(2, TimeUnit.MINUTES)) {
      throw new AssertionError("still running:\n" + said);
    }
    return new Ended(shell.exitValue(), said);
  }

  /**
   * Runs a block that must succeed and print JSON.
   *
   * @throws AssertionError when it fails or prints a problem
   */
  public static JsonNode json(String block, Map<String, String> variables)
      throws IOException, InterruptedException {
    Ended ended = run(block, variables);
    assertThat(ended.code()).as(block + "\n" + ended.output()).isZero();
    JsonNode answer = JSON.readTree(ended.output());
    assertThat(answer.has("code")).as(block + "\n" + ended.output()).isFalse();
    return answer;
  }
}
