package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.platform.MaintenanceCommand;

/** The word {@code load-sample}: loads the sample street into an empty database. */
@ApplicationScoped
public class LoadSample implements MaintenanceCommand {

  /** The word. */
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
  public String word() {
    return WORD;
  }

  @Override
  public int run(List<String> arguments) {
    if (!arguments.isEmpty()) {
      System.err.println(WORD + " takes no arguments.");
      return WRONG_USE;
    }
    return switch (loader.load(new SampleProgress(System.out::println), () -> false)) {
      case LOADED -> {
        figures.whenLevel(() -> false).ifPresent(System.out::println);
        yield 0;
      }
      case STOPPED -> throw new IllegalStateException("nobody stops this load");
      case ALREADY_LOADED -> refuse("The sample street is on record already; nothing was done.");
      case NOT_EMPTY ->
          refuse(
              "Refused: the database holds data that is not of the sample street,"
                  + " which is loaded into an empty database only.");
      case OTHER_RELEASE ->
          refuse(
              "Refused: another release of the program began to load the sample street"
                  + " and did not finish; start anew with an empty database.");
    };
  }

  private static int refuse(String why) {
    System.err.println(why);
    return REFUSED;
  }
}
