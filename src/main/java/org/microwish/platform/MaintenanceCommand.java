package org.microwish.platform;

import java.util.List;

/**
 * A command-line command that runs in the full application without serving requests: {@code java
 * -jar quarkus-run.jar rebuild-statistics}. Implementations are beans, selected by name. The HTTP
 * server, the scheduler, imports and checks by WeChat do not run beside it, so it may run while
 * other instances serve.
 */
public interface MaintenanceCommand {

  /** The command's name on the command line, in lower case with hyphens. */
  String name();

  /**
   * Runs the command and prints a summary to standard output.
   *
   * @param arguments the arguments after the name
   * @return the process's exit code, 0 for success
   */
  int run(List<String> arguments);
}
