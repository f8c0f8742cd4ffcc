package org.microwish;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.microwish.platform.MaintenanceCommand;

/**
 * The application's entry point after start-up: serves until the process is stopped, or runs one
 * {@link MaintenanceCommand}.
 */
public final class CommandLine implements QuarkusApplication {

  private static final Logger LOG = Logger.getLogger("org.microwish");
  private static final int UNKNOWN_COMMAND = 2;

  private final HttpServer http;
  private final Instance<MaintenanceCommand> commands;

  @Inject
  CommandLine(HttpServer http, @Any Instance<MaintenanceCommand> commands) {
    this.http = http;
    this.commands = commands;
  }

  @Override
  public int run(String... arguments) {
    return arguments.length == 0 ? serve() : command(List.of(arguments));
  }

  private int serve() {
    URI base = http.getLocalBaseUri();
    LOG.infof("Open %s in a browser", base.resolve("/"));
    LOG.infof(
        "API %s, documentation %s, figures %s",
        base.resolve("/api/v1"),
        base.resolve("/docs"),
        base.resolve("/api/v1/statistics/overview"));
    Quarkus.waitForExit();
    return 0;
  }

  private int command(List<String> arguments) {
    for (MaintenanceCommand command : commands) {
      if (command.name().equals(arguments.getFirst())) {
        return command.run(arguments.subList(1, arguments.size()));
      }
    }
    System.err.println(
        "Unknown command: %s. Known commands: %s. Without a command, the service starts."
            .formatted(
                arguments.getFirst(),
                String.join(
                    ", ",
                    Stream.concat(
                            Stream.of(Main.MIGRATE),
                            commands.stream().map(MaintenanceCommand::name).sorted())
                        .toList())));
    return UNKNOWN_COMMAND;
  }
}
