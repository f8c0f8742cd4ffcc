package org.microwish.suites.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.microwish.testing.InvitationInvariants;
import org.microwish.testing.Street;

/** Checks the invariants between tables after a fault test. */
final class TableInvariants {

  private TableInvariants() {}

  /** Asserts that places, counters, quotas, money and versions equal the sums of their rows. */
  static void assertBalanced(Street street) {
    none(
        street,
        "wishes whose counters differ from their claims",
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
        "wishes with two live claims of one claimant",
        "SELECT wish_id FROM claim WHERE state IN ('ACTIVE', 'PENDING')"
            + " GROUP BY wish_id, claimant_type, claimant_id HAVING COUNT(*) > 1");
    none(
        street,
        "quotas that differ from the live claims",
        "SELECT q.claimant_id FROM claim_quota q WHERE q.live_claims <> (SELECT COUNT(*)"
            + " FROM claim c WHERE c.claimant_type = q.claimant_type AND c.claimant_id ="
            + " q.claimant_id AND c.state IN ('ACTIVE', 'PENDING'))");
    none(
        street,
        "budgets that were overspent",
        "SELECT id FROM wish WHERE budget IS NOT NULL AND committed + spent > budget");
    none(
        street,
        "wishes whose money differs from their claims",
        "SELECT w.id FROM wish w WHERE w.committed <> (SELECT COALESCE(SUM(c.committed), 0) FROM"
            + " claim c WHERE c.wish_id = w.id)");
    none(
        street,
        "wishes whose money differs from their postings",
        "SELECT w.id FROM wish w WHERE w.committed <> (SELECT COALESCE(SUM(IF(p.to_account ="
            + " 'COMMITTED', p.amount, IF(p.from_account = 'COMMITTED', -p.amount, 0))), 0) FROM"
            + " posting p WHERE p.wish_id = w.id)");
    none(
        street,
        "aggregates whose versions have gaps",
        "SELECT aggregate_id FROM ledger_entry GROUP BY aggregate_type, aggregate_id"
            + " HAVING MIN(aggregate_version) <> 1 OR MAX(aggregate_version) <> COUNT(*)");
    assertThat(street.number("SELECT SUM(version) FROM wish"))
        .as("every version of a wish has one entry")
        .isEqualTo(
            street.number("SELECT COUNT(*) FROM ledger_entry WHERE aggregate_type = 'WISH'"));
    assertThat(street.number("SELECT COUNT(*) FROM claim"))
        .as("every claim has one entry")
        .isEqualTo(
            street.number(
                "SELECT COUNT(*) FROM ledger_entry WHERE entry_type = 'CLAIM_REQUESTED'"));
  }

  /** Asserts the invariants of invitations, reserved places, waiting lists and their entries. */
  static void assertHeld(Street street) {
    InvitationInvariants.assertHold(street);
    assertThat(street.number("SELECT COUNT(*) FROM invitation"))
        .as("every invitation and place in a waiting list has one entry")
        .isEqualTo(
            street.number(
                "SELECT COUNT(*) FROM ledger_entry WHERE entry_type IN ('CLAIMANT_INVITED',"
                    + " 'WAITING_LIST_JOINED')"));
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM invitation WHERE offered = TRUE AND invited_at IS NOT NULL"))
        .as("every offer has one entry")
        .isEqualTo(
            street.number("SELECT COUNT(*) FROM ledger_entry WHERE entry_type = 'PLACE_OFFERED'"));
  }

  private static void none(Street street, String what, String sql) {
    assertThat(street.column(sql)).as(what).isEmpty();
  }
}
