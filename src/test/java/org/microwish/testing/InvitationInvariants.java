package org.microwish.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

/** Invariants of the rows of invitations, reserved places and waiting lists. */
public final class InvitationInvariants {

  /** Queries for rows that violate an invariant, by the description of the violation. */
  private static final Map<String, String> BROKEN = new LinkedHashMap<>();

  static {
    BROKEN.put(
        "wishes whose counters differ from their invitations",
        "SELECT w.id FROM wish w WHERE w.live_invitations <> (SELECT COUNT(*) FROM invitation i"
            + " WHERE i.wish_id = w.id AND i.state IN ('WAITING', 'INVITED')) OR w.places_held <>"
            + " (SELECT COUNT(*) FROM invitation i WHERE i.wish_id = w.id AND i.reserved = TRUE"
            + " AND i.state IN ('WAITING', 'INVITED'))");
    BROKEN.put(
        "wishes with more places taken and kept than they have",
        "SELECT w.id FROM wish w WHERE w.capacity = 'PLACES' AND w.places < w.places_taken +"
            + " (SELECT COUNT(*) FROM invitation i WHERE i.wish_id = w.id AND i.reserved = TRUE"
            + " AND i.state = 'INVITED')");
    BROKEN.put(
        "invitations that are live and ended, or neither",
        "SELECT id FROM invitation WHERE (state IN ('WAITING', 'INVITED')) <> (live_key IS NOT"
            + " NULL) OR (live_key IS NULL) <> (ended_at IS NOT NULL)");
    BROKEN.put(
        "claimants with two live invitations to a wish",
        "SELECT wish_id FROM invitation WHERE state IN ('WAITING', 'INVITED')"
            + " GROUP BY wish_id, claimant_type, claimant_id HAVING COUNT(*) > 1");
    BROKEN.put(
        "invitations that outlive their wish",
        "SELECT i.id FROM invitation i JOIN wish w ON w.id = i.wish_id WHERE i.state IN ('WAITING',"
            + " 'INVITED') AND w.state NOT IN ('OPEN', 'CLAIMED', 'IN_PROGRESS', 'DELIVERED')");
    BROKEN.put(
        "accepted invitations without a claim of the invited one",
        "SELECT i.id FROM invitation i WHERE i.state = 'ACCEPTED' AND NOT EXISTS (SELECT 1 FROM"
            + " claim c WHERE c.wish_id = i.wish_id AND c.claimant_type = i.claimant_type AND"
            + " c.claimant_id = i.claimant_id)");
    BROKEN.put(
        "places that were offered out of order",
        "SELECT a.id FROM invitation a JOIN invitation b ON b.wish_id = a.wish_id AND"
            + " b.wish_version > a.wish_version WHERE a.offered = TRUE AND b.offered = TRUE AND"
            + " b.invited_at IS NOT NULL AND (a.state = 'WAITING' OR a.invited_at >"
            + " b.invited_at)");
    BROKEN.put(
        "live invitations of those who hold a claim",
        "SELECT i.id FROM invitation i JOIN claim c ON c.wish_id = i.wish_id AND c.claimant_type ="
            + " i.claimant_type AND c.claimant_id = i.claimant_id WHERE i.state IN ('WAITING',"
            + " 'INVITED') AND c.state IN ('ACTIVE', 'PENDING')");
  }

  private InvitationInvariants() {}

  /** Asserts that all invariants hold, even while the service is running. */
  public static void assertHold(Street street) {
    BROKEN.forEach((what, sql) -> assertThat(street.column(sql)).as(what).isEmpty());
  }
}
