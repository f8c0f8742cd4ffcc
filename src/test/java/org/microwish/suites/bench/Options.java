package org.microwish.suites.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Says which parts of the benchmark run and for how long; read from system properties. */
record Options(
    List<String> only,
    Duration each,
    Duration warmUp,
    int rounds,
    boolean jfr,
    Optional<Path> aot) {

  /** The directory of the report, the JFR recordings and the AOT cache. */
  static final Path DIRECTORY = Path.of("target", "bench");

  /**
   * Reads {@code bench.only} (comma-separated sections: claims, contended, reads, latency, sizes,
   * search, matches, export, start; default all), {@code bench.seconds} (of one measurement,
   * default 6), {@code bench.warmup} (seconds, default 60), {@code bench.rounds} (default 3),
   * {@code bench.jfr} (default false) and {@code bench.aot} (the file of an AOT cache).
   */
  static Options ofSystem() {
    String only = System.getProperty("bench.only", "");
    return new Options(
        only.isBlank() ? List.of() : Arrays.stream(only.split(",")).map(String::strip).toList(),
        Duration.ofSeconds(Integer.getInteger("bench.seconds", 6)),
        Duration.ofSeconds(Integer.getInteger("bench.warmup", 60)),
        Integer.getInteger("bench.rounds", 3),
        Boolean.getBoolean("bench.jfr"),
        Optional.ofNullable(System.getProperty("bench.aot")).map(Path::of));
  }

  /** Whether a section is to run. */
  boolean wants(String section) {
    return only.isEmpty() || only.contains(section);
  }

  /** Whether any of these sections is to run. */
  boolean wantsAny(String... sections) {
    return Arrays.stream(sections).anyMatch(this::wants);
  }
}
