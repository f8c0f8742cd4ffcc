package org.microwish.platform;

import java.util.List;

/**
 * A command that an operator runs on the command line, in the full application but without serving
 * requests: {@code java -jar quarkus-run.jar rebuild-statistics}. Implementations are beans; the
 * first argument selects one by its name. The process of the command has no HTTP server, runs no
 * scheduled jobs, no imports and no content checks by WeChat, so the command may run while other
 * instances serve requests.
 */
public interface MaintenanceCommand {

  /** Returns the command's name on the command line, in lower case with hyphens. */
  String name();

  /**
   * Runs the command and prints a summary to standard output.
   *
   * @param arguments the arguments after the command's name
   * @return the exit code of the process, 0 for success
   */
  int run(List<String> arguments);
}
