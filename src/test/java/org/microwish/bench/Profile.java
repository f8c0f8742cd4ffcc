package org.microwish.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of the service, and what is hot in it. */
final class Profile {

  private static final int SHOWN = 30;

  private final long pid;
  private final Path file;

  private Profile(long pid, Path file) {
    this.pid = pid;
    this.file = file;
  }

  /** Begins to record a process of this JDK. */
  static Profile begin(long pid, Path file) throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    jcmd(pid, "JFR.start", "name=bench", "settings=profile");
    return new Profile(pid, file.toAbsolutePath());
  }

  /** Ends the recording and says what is in it. */
  void end(Report report) throws IOException, InterruptedException {
    jcmd(pid, "JFR.stop", "name=bench", "filename=" + file);
    Map<String, Double> top = new HashMap<>();
    Map<String, Double> within = new HashMap<>();
    Map<String, Double> classes = new HashMap<>();
    Map<String, Double> allocating = new HashMap<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        switch (event.getEventType().getName()) {
          case "jdk.ExecutionSample" -> count(event, 1, top, within);
          case "jdk.ObjectAllocationSample" -> {
            double weight = event.getLong("weight");
            classes.merge(event.getClass("objectClass").getName(), weight, Double::sum);
            count(event, weight, new HashMap<>(), allocating);
          }
          default -> {}
        }
      }
    }
    report.appendix("Profile: where the processor is", shares(top));
    report.appendix("Profile: methods of ours and others with all they call", shares(within));
    report.appendix("Profile: what is allocated", shares(classes));
    report.appendix("Profile: methods with all that they and theirs allocate", shares(allocating));
  }

  private static void count(
      RecordedEvent event, double weight, Map<String, Double> top, Map<String, Double> within) {
    RecordedStackTrace stack = event.getStackTrace();
    if (stack == null || stack.getFrames().isEmpty()) {
      return;
    }
    top.merge(name(stack.getFrames().getFirst()), weight, Double::sum);
    Set<String> seen = new HashSet<>();
    for (RecordedFrame frame : stack.getFrames()) {
      String name = name(frame);
      // Every recursion once; and nobody learns anything from Thread.run.
      if (!name.startsWith("java.lang.Thread") && seen.add(name)) {
        within.merge(name, weight, Double::sum);
      }
    }
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  private static List<String> shares(Map<String, Double> counts) {
    double all = counts.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double sum = counts.values().stream().mapToDouble(Double::doubleValue).sum();
    List<String> lines = new ArrayList<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(SHOWN)
        .forEach(
            one -> lines.add("%5.1f %%  %s".formatted(100 * one.getValue() / sum, one.getKey())));
    lines.add("(of " + Measure.figure(sum) + ", the most " + Measure.figure(all) + ")");
    return lines;
  }

  private static void jcmd(long pid, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(Long.toString(pid));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }
}
