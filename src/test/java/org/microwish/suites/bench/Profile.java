package org.microwish.suites.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Records the service with Java Flight Recorder and reports where it spends time and memory. */
final class Profile {

  private static final int SHOWN = 30;

  private final long pid;
  private final Path file;

  private Profile(long pid, Path file) {
    this.pid = pid;
    this.file = file;
  }

  /** Starts recording a process that runs on this JDK. */
  static Profile begin(long pid, Path file) throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    jcmd(pid, "JFR.start", "name=bench", "settings=profile");
    return new Profile(pid, file.toAbsolutePath());
  }

  /** Stops the recording and adds its results to the report. */
  void end(Report report) throws IOException, InterruptedException {
    jcmd(pid, "JFR.stop", "name=bench", "filename=" + file);
    Shares processor = new Shares();
    Shares allocation = new Shares();
    Shares classes = new Shares();
    Shares waiting = new Shares();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        switch (event.getEventType().getName()) {
          case "jdk.ExecutionSample" -> processor.add(frames(event), 1);
          case "jdk.ObjectAllocationSample" -> {
            double bytes = event.getLong("weight");
            allocation.add(frames(event), bytes);
            classes.add(List.of(event.getClass("objectClass").getName()), bytes);
          }
          case "jdk.JavaMonitorEnter" ->
              waiting.add(frames(event), event.getDuration().toNanos() / 1e6);
          default -> {}
        }
      }
    }
    report.appendix("Profile: methods on the processor (samples)", processor.methods());
    report.appendix("Profile: libraries on the processor (samples)", processor.libraries());
    report.appendix("Profile: our methods with all they call (samples)", processor.ours());
    report.appendix("Profile: libraries that allocate (bytes)", allocation.libraries());
    report.appendix(
        "Profile: our methods with all that is allocated in them (bytes)", allocation.ours());
    report.appendix("Profile: what is allocated (bytes)", classes.methods());
    report.appendix("Profile: waiting for monitors (ms)", waiting.methods());
  }

  /** Returns the methods of a stack trace, innermost first. */
  private static List<String> frames(RecordedEvent event) {
    List<String> names = new ArrayList<>();
    if (event.getStackTrace() != null) {
      for (RecordedFrame frame : event.getStackTrace().getFrames()) {
        names.add(frame.getMethod().getType().getName() + "." + frame.getMethod().getName());
      }
    }
    return names;
  }

  /**
   * Sums of sample weights: by innermost method, by library, and by method of this project anywhere
   * in the stack. The report shows them as shares of the total.
   */
  private static final class Shares {
    private static final List<String> OF_THE_JDK = List.of("java.", "javax.", "jdk.", "sun.");
    private static final String OURS = "org.microwish.";
    private static final Pattern GENERATED = Pattern.compile("_ClientProxy|_Subclass|\\$\\$Lambda");

    private final Map<String, Double> methods = new HashMap<>();
    private final Map<String, Double> libraries = new HashMap<>();
    private final Map<String, Double> ours = new HashMap<>();
    private double all;

    void add(List<String> stack, double weight) {
      all += weight;
      if (stack.isEmpty()) {
        return;
      }
      methods.merge(stack.getFirst(), weight, Double::sum);
      libraries.merge(library(stack), weight, Double::sum);
      stack.stream()
          .filter(name -> name.startsWith(OURS) && !GENERATED.matcher(name).find())
          .distinct()
          .forEach(name -> ours.merge(name, weight, Double::sum));
    }

    /**
     * Returns the library that was running or called the JDK: the first two parts of the innermost
     * package outside the JDK.
     */
    private static String library(List<String> stack) {
      String inner =
          stack.stream()
              .filter(name -> OF_THE_JDK.stream().noneMatch(name::startsWith))
              .findFirst()
              .orElse("the.JDK.");
      int second = inner.indexOf('.', inner.indexOf('.') + 1);
      return inner.substring(0, second < 0 ? inner.length() : second);
    }

    List<String> methods() {
      return lines(methods);
    }

    List<String> libraries() {
      return lines(libraries);
    }

    List<String> ours() {
      return lines(ours);
    }

    private List<String> lines(Map<String, Double> counts) {
      List<String> lines = new ArrayList<>();
      counts.entrySet().stream()
          .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
          .limit(SHOWN)
          .forEach(
              one -> lines.add("%5.1f %%  %s".formatted(100 * one.getValue() / all, one.getKey())));
      lines.add("of " + Measure.figure(all));
      return lines;
    }
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
