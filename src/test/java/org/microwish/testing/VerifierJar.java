package org.microwish.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the packaged offline verifier like an auditor. Only tests named {@code …IT} may use it,
 * because the JAR file exists only then.
 */
public final class VerifierJar {

  private static final Path JAR = Path.of("target", "microwish-verify.jar");

  private static final Duration WATCH_EVERY = Duration.ofMillis(50);

  private VerifierJar() {}

  /**
   * The result of a run.
   *
   * @param code exit code
   * @param output standard output and error
   * @param peakMiB peak resident memory in MiB as sampled every 50 ms; 0 if unknown
   */
  public record Ended(int code, String output, long peakMiB) {}

  /** Runs the verifier with those arguments until it ends. */
  public static Ended run(String... arguments) throws IOException, InterruptedException {
    return runWith(List.of(), arguments);
  }

  /** Runs the verifier with JVM options, such as {@code -Xmx512m}. */
  public static Ended runWith(List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    AtomicLong peak = new AtomicLong();
    Thread watch =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (process.isAlive()) {
                    PeakMemory.of(process.toHandle()).ifPresent(peak::set);
                    LockSupport.parkNanos(WATCH_EVERY.toNanos());
                  }
                });
    try (var out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      watch.join();
      return new Ended(code, output, peak.get());
    }
  }
}
