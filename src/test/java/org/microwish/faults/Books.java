package org.microwish.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.microwish.testing.Street;

/** What must agree in the tables, whatever has happened. */
final class Books {

  private Books() {}

  /** Places, counters, quotas, money and versions: each figure is what its rows add up to. */
  static void assertBalanced(Street street) {
    none(
        street,
        "wishes whose counters are not those of their claims",
        "SELECT w.id FROM wish w WHERE w.places_taken <> (SELECT COUNT(*) FROM claim c WHERE"
            + " c.wish_id = w.id AND c.state IN ('ACTIVE', 'COMPLETED')) OR w.active_claims <>"
            + " (SELECT COUNT(*) FROM claim c WHERE c.wish_id = w.id AND c.state = 'ACTIVE') OR"
            + " w.pending_claims <> (SELECT COUNT(*) FROM claim c WHERE c.wish_id = w.id AND"
            + " c.state = 'PENDING')");
    none(
        street,
        "wishes with more claims than places",
        "SELECT id FROM wish WHERE places > 0 AND places_taken > places");
    none(
        street,
        "two live claims of one claimant",
        "SELECT wish_id FROM claim WHERE state IN ('ACTIVE', 'PENDING')"
            + " GROUP BY wish_id, claimant_type, claimant_id HAVING COUNT(*) > 1");
    none(
        street,
        "quotas that are not the claims",
        "SELECT q.claimant_id FROM claim_quota q WHERE q.live_claims <> (SELECT COUNT(*)"
            + " FROM claim c WHERE c.claimant_type = q.claimant_type AND c.claimant_id ="
            + " q.claimant_id AND c.state IN ('ACTIVE', 'PENDING'))");
    none(
        street,
        "budgets that were overspent",
        "SELECT id FROM wish WHERE budget IS NOT NULL AND committed + spent > budget");
    none(
        street,
        "wishes whose money is not that of their claims",
        "SELECT w.id FROM wish w WHERE w.committed <> (SELECT COALESCE(SUM(c.committed), 0) FROM"
            + " claim c WHERE c.wish_id = w.id)");
    none(
        street,
        "wishes whose money is not that of their postings",
        "SELECT w.id FROM wish w WHERE w.committed <> (SELECT COALESCE(SUM(IF(p.to_account ="
            + " 'COMMITTED', p.amount, IF(p.from_account = 'COMMITTED', -p.amount, 0))), 0) FROM"
            + " posting p WHERE p.wish_id = w.id)");
    none(
        street,
        "aggregates whose versions have gaps",
        "SELECT aggregate_id FROM ledger_entry GROUP BY aggregate_type, aggregate_id"
            + " HAVING MIN(aggregate_version) <> 1 OR MAX(aggregate_version) <> COUNT(*)");
    assertThat(street.number("SELECT SUM(version) FROM wish"))
        .as("every version of a wish has its entry")
        .isEqualTo(
            street.number("SELECT COUNT(*) FROM ledger_entry WHERE aggregate_type = 'WISH'"));
    assertThat(street.number("SELECT COUNT(*) FROM claim"))
        .as("every claim has its entry")
        .isEqualTo(
            street.number(
                "SELECT COUNT(*) FROM ledger_entry WHERE entry_type = 'CLAIM_REQUESTED'"));
  }

  private static void none(Street street, String what, String sql) {
    assertThat(street.column(sql)).as(what).isEmpty();
  }
}
