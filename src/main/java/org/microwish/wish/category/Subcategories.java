package org.microwish.wish.category;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.privacy.Pseudonyms;
import org.microwish.wish.lifecycle.Category;

/** The categories of the second level. Works in the caller's transaction. */
@ApplicationScoped
public class Subcategories {

  /**
   * One of them.
   *
   * @param active whether new wishes may name it
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

  /** Those below a category, in the order of their codes. */
  List<Subcategory> below(Category category) {
    return queries.below(category).stream()
        .map(row -> new Subcategory(row.code, category, row.nameZh, row.nameEn, row.active))
        .toList();
  }

  /** Whether a new wish of the category may name that code. */
  public boolean isActive(String code, Category category) {
    // The column is ASCII, and cannot be compared with anything else.
    return code.chars().allMatch(c -> c < 128) && queries.countActive(code, category) > 0;
  }

  /**
   * Adds one, or changes that of the same code.
   *
   * @param occurredAt null for now
   */
  public LedgerReceipt configure(Caller caller, Subcategory one, Instant occurredAt) {
    queries.configure(one.code(), one.category().name(), one.nameZh(), one.nameEn(), one.active());
    // Read back under the lock that the write took.
    long version = queries.version(one.code());
    Instant now = time.now();
    return ledger.append(
        new EntryDraft(
            ids.next(),
            EntryType.SUBCATEGORY_CONFIGURED,
            AggregateType.SUBCATEGORY,
            one.code(),
            version,
            pseudonyms.actor(caller, 0),
            occurredAt == null ? now : occurredAt,
            now,
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
