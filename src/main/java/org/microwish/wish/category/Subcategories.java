package org.microwish.wish.category;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.privacy.Pseudonyms;
import org.microwish.wish.lifecycle.Category;

/**
 * Reads and configures second-level categories. Callers of {@link #configure} must have begun a
 * transaction.
 */
@ApplicationScoped
public class Subcategories {

  /**
   * A second-level category.
   *
   * @param active whether new wishes may use this subcategory
   */
  public record Subcategory(
      String code, Category category, String nameZh, String nameEn, boolean active) {}

  private static final String CONFIGURED = "CONFIGURED";

  private final CategoryQueries queries;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;

  Subcategories(CategoryQueries queries, Pseudonyms pseudonyms, Ledger ledger, Ids ids, Time time) {
    this.queries = queries;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /** Returns the subcategories of a category, ordered by code. */
  public List<Subcategory> below(Category category) {
    return queries.below(category).stream()
        .map(row -> new Subcategory(row.code, category, row.nameZh, row.nameEn, row.active))
        .toList();
  }

  /** Returns whether new wishes of the category may use this subcategory. */
  public boolean isActive(String code, Category category) {
    // The column is ASCII; comparing it with other characters would fail.
    return code.chars().allMatch(c -> c < 128) && queries.countActive(code, category) > 0;
  }

  /**
   * Adds a subcategory, or changes the one with the same code.
   *
   * @param occurredAt the time of the event, or null for the present time
   */
  public LedgerReceipt configure(Caller caller, Subcategory one, Instant occurredAt) {
    queries.configure(one.code(), one.category().name(), one.nameZh(), one.nameEn(), one.active());
    // Reads the version under the row lock that the write took.
    long version = queries.version(one.code());
    EventTime when =
        EventTime.checked(
            caller,
            occurredAt,
            ledger.occurredAt(AggregateType.SUBCATEGORY, one.code(), version - 1),
            time.now());
    return ledger.append(
        new EntryDraft(
            ids.next(),
            EntryType.SUBCATEGORY_CONFIGURED,
            AggregateType.SUBCATEGORY,
            one.code(),
            version,
            pseudonyms.actor(caller, 0),
            when.occurredAt(),
            when.recordedAt(),
            new Transition("CONFIGURE", version == 1 ? null : CONFIGURED, CONFIGURED),
            Map.of(
                "subcategory",
                Map.of(
                    "category", one.category().name(),
                    "nameZh", one.nameZh(),
                    "nameEn", one.nameEn(),
                    "active", one.active())),
            List.of(),
            List.of(),
            null,
            null));
  }
}
