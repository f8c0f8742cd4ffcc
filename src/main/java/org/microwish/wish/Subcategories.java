package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
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

  private final EntityManager entities;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;

  Subcategories(EntityManager entities, Pseudonyms pseudonyms, Ledger ledger, Ids ids, Time time) {
    this.entities = entities;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /** Those below a category, in the order of their codes. */
  List<Subcategory> below(Category category) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT code, name_zh, name_en, active FROM subcategory"
                    + " WHERE category = ?1 ORDER BY code")
            .setParameter(1, category.name())
            .getResultList();
    return rows.stream()
        .map(
            row ->
                new Subcategory(
                    (String) row[0], category, (String) row[1], (String) row[2], isTrue(row[3])))
        .toList();
  }

  private static boolean isTrue(Object column) {
    return column instanceof Boolean flag ? flag : ((Number) column).intValue() != 0;
  }

  /**
   * Adds one, or changes that of the same code.
   *
   * @param occurredAt null for now
   */
  public LedgerReceipt configure(Caller caller, Subcategory one, Instant occurredAt) {
    entities
        .createNativeQuery(
            "INSERT INTO subcategory (code, category, name_zh, name_en, active, version)"
                + " VALUES (?1, ?2, ?3, ?4, ?5, 1) ON DUPLICATE KEY UPDATE"
                + " category = ?2, name_zh = ?3, name_en = ?4, active = ?5, version = version + 1")
        .setParameter(1, one.code())
        .setParameter(2, one.category().name())
        .setParameter(3, one.nameZh())
        .setParameter(4, one.nameEn())
        .setParameter(5, one.active())
        .executeUpdate();
    // Read back under the lock that the write took.
    long version =
        ((Number)
                entities
                    .createNativeQuery("SELECT version FROM subcategory WHERE code = ?1")
                    .setParameter(1, one.code())
                    .getSingleResult())
            .longValue();
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
