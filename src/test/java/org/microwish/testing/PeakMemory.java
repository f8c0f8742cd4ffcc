package org.microwish.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory that a process has held so far, as the kernel counts it; Linux only. */
public final class PeakMemory {

  private PeakMemory() {}

  /** In MiB, resident; nothing when the process has ended or the kernel does not say. */
  public static OptionalLong of(ProcessHandle process) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
          .findFirst();
    } catch (IOException ended) {
      return OptionalLong.empty();
    }
  }
}
