package org.microwish.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Reads the peak memory of a process from the kernel; Linux only. */
public final class PeakMemory {

  private PeakMemory() {}

  /**
   * Returns the peak resident memory in MiB; empty if the process has ended or the kernel does not
   * report it.
   */
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
