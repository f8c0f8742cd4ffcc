package org.microwish;

import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.microwish.platform.MaintenanceCommand;

/** Runs one {@link MaintenanceCommand} in the started service and ends. */
public final class CommandLine implements QuarkusApplication {

  private static final int UNKNOWN_WORD = 2;

  private final Instance<MaintenanceCommand> commands;

  @Inject
  CommandLine(@Any Instance<MaintenanceCommand> commands) {
    this.commands = commands;
  }

  @Override
  public int run(String... arguments) {
    List<String> words = List.of(arguments);
    for (MaintenanceCommand command : commands) {
      if (command.word().equals(words.getFirst())) {
        return command.run(words.subList(1, words.size()));
      }
    }
    System.err.println(
        "Unknown word: %s. Known words: %s; without a word the service serves."
            .formatted(
                words.getFirst(),
                String.join(
                    ", ",
                    Stream.concat(
                            Stream.of(Main.MIGRATE),
                            commands.stream().map(MaintenanceCommand::word).sorted())
                        .toList())));
    return UNKNOWN_WORD;
  }
}
