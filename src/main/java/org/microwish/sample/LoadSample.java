package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.platform.MaintenanceCommand;
import org.microwish.sample.SampleLoader.Outcome;

/**
 * The command {@code load-sample}: loads the sample street into an empty database, or continues an
 * interrupted load, and prints a summary.
 */
@ApplicationScoped
public class LoadSample implements MaintenanceCommand {

  /** The command's name. */
  public static final String WORD = "load-sample";

  private static final int REFUSED = 1;
  private static final int WRONG_USE = 2;

  private final SampleLoader loader;
  private final SampleFigures figures;

  LoadSample(SampleLoader loader, SampleFigures figures) {
    this.loader = loader;
    this.figures = figures;
  }

  @Override
  public String name() {
    return WORD;
  }

  @Override
  public int run(List<String> arguments) {
    if (!arguments.isEmpty()) {
      System.err.println(WORD + " takes no arguments.");
      return WRONG_USE;
    }
    Outcome outcome = loader.load(new SampleProgress(System.out::println), () -> false);
    if (outcome != Outcome.LOADED) {
      System.err.println(outcome.sentence());
      return REFUSED;
    }
    figures.whenLevel(() -> false).ifPresent(System.out::println);
    return 0;
  }
}
