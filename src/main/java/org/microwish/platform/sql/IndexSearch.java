package org.microwish.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Optional;
import org.microwish.platform.MaintenanceCommand;
import org.microwish.platform.SearchIndex;

/**
 * The command {@code index-search}: creates the data for searches and sorted lists of rows that an
 * earlier release wrote. It processes the rows page by page, each page in its own transaction. It
 * may run while instances serve requests, and may be repeated. After an interruption it can
 * continue at the position in its last line of output: {@code index-search words 681234567890}.
 */
@ApplicationScoped
public class IndexSearch implements MaintenanceCommand {

  private static final int PAGE = 200;
  private static final int SAY_EVERY = 50;
  private static final int WRONG_USE = 2;

  private final Instance<SearchIndex> indexes;
  private final Transactions transactions;

  IndexSearch(@Any Instance<SearchIndex> indexes, Transactions transactions) {
    this.indexes = indexes;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "index-search";
  }

  @Override
  public int run(List<String> arguments) {
    String only = arguments.isEmpty() ? null : arguments.getFirst();
    long after;
    try {
      after = arguments.size() < 2 ? 0 : Long.parseLong(arguments.get(1));
    } catch (NumberFormatException notANumber) {
      after = -1;
    }
    List<SearchIndex> chosen =
        indexes.stream().filter(index -> only == null || index.name().equals(only)).toList();
    if (chosen.isEmpty() || after < 0 || arguments.size() > 2) {
      System.err.println(
          name()
              + " takes no arguments, or the name of an index and the number after which it continues.");
      return WRONG_USE;
    }
    for (SearchIndex index : chosen) {
      fill(index, after);
    }
    return 0;
  }

  private void fill(SearchIndex index, long from) {
    long after = from;
    int pages = 0;
    Optional<Long> last = page(index, after);
    while (last.isPresent()) {
      after = last.get();
      if (++pages % SAY_EVERY == 0) {
        System.out.printf("… %s %d%n", index.name(), after);
      }
      last = page(index, after);
    }
    System.out.printf("The index of %s is complete.%n", index.name());
  }

  private Optional<Long> page(SearchIndex index, long after) {
    return transactions.call(() -> index.fill(after, PAGE));
  }
}
