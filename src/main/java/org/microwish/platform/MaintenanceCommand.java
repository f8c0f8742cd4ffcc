package org.microwish.platform;

import java.util.List;

/**
 * A word of the command line that needs the whole service but serves nobody: {@code java -jar
 * quarkus-run.jar rebuild-statistics}. A bean that implements this is found by its word; neither
 * the HTTP server, the scheduler, imports nor checks by WeChat run beside it, so it may run while
 * other instances serve.
 */
public interface MaintenanceCommand {

  /** The word, in lower case with hyphens. */
  String word();

  /**
   * Does the work and says on standard output what was done.
   *
   * @param arguments what followed the word
   * @return the process's exit code, 0 for success
   */
  int run(List<String> arguments);
}
