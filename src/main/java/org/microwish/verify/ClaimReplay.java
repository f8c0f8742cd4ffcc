package org.microwish.verify;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.wish.lifecycle.ClaimChange;
import org.microwish.wish.lifecycle.ClaimSnapshot;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/** The state of one claim after the leaves read so far. */
final class ClaimReplay {

  /**
   * The claim's number within its wish. The lifecycle rules identify claims by number, leaves by
   * id.
   */
  final int number;

  final String id;
  final ClaimantType type;
  String claimant;
  String organisation;
  List<String> participants;

  /** The members who took part in the claim earlier and left it. */
  private Set<String> former = Set.of();

  ClaimState state = ClaimState.PENDING;
  final FormMoney money = new FormMoney();

  /**
   * Until when the claimant may not claim the wish again; null unless the claim ended with such a
   * bar.
   */
  Instant barredUntil;

  private boolean contacted;
  private boolean assessed;
  private boolean started;
  private boolean delivered;
  private boolean overdue;
  private Instant contactBy;
  private Instant completeBy;
  private int extensions;

  ClaimReplay(
      int number,
      String id,
      ClaimantType type,
      String claimant,
      String organisation,
      List<String> participants) {
    this.number = number;
    this.id = id;
    this.type = type;
    this.claimant = claimant;
    this.organisation = organisation;
    this.participants = participants;
  }

  /** Replaces the participants, and keeps those who left as former participants. */
  void change(List<String> next) {
    former = new HashSet<>(former);
    former.addAll(participants);
    participants = next;
  }

  boolean isOf(ClaimReplay other) {
    return type == other.type && claimant.equals(other.claimant);
  }

  /** Returns true if the member holds the claim or takes part in it. */
  boolean involves(String member) {
    return participants.contains(member)
        || (type == ClaimantType.MEMBER && claimant.equals(member));
  }

  /** Returns true if the member is involved, or took part in the claim earlier. */
  boolean wasInvolved(String member) {
    return involves(member) || former.contains(member);
  }

  /**
   * Converts the claim to the form that the lifecycle rules need.
   *
   * @param pledge the amount that a PENDING claim commits when it is approved
   */
  ClaimSnapshot snapshot(Money pledge, Form form) {
    return new ClaimSnapshot(
        number,
        state,
        contacted,
        assessed,
        started,
        delivered,
        overdue,
        pledge,
        form,
        money.pledged(),
        money.committed(),
        money.spent(),
        contactBy,
        completeBy,
        extensions);
  }

  /**
   * Applies a change of the claim that follows from the lifecycle rules.
   *
   * @param deadlines the dates in the leaf by name; the verifier cannot compute them, because the
   *     time limits are configured in the service
   */
  void take(ClaimChange change, Map<String, Instant> deadlines) {
    state = change.to();
    switch (change.step()) {
      case REQUESTED, NOTED, COMPLETED, RESUMED -> {}
      case ACTIVATED -> {
        contactBy = deadlines.get("contactBy");
        completeBy = deadlines.get("completeBy");
      }
      case CONTACTED -> contacted = true;
      case ASSESSED -> assessed = true;
      case STARTED, PARTLY_DELIVERED -> started = true;
      case DELIVERED -> {
        started = true;
        delivered = true;
        overdue = false;
      }
      case REDO, RESUMED_REDO -> {
        delivered = false;
        overdue = false;
        // Leaves of schema 1 do not contain the new date. With Instant.MIN, the rules accept any
        // date of a later extension.
        completeBy = deadlines.getOrDefault("completeBy", Instant.MIN);
      }
      case OVERDUE -> overdue = true;
      case EXTENDED -> {
        completeBy = deadlines.get("completeBy");
        extensions++;
        overdue = false;
      }
      case ENDED -> barredUntil = deadlines.get("barredUntil");
    }
  }

  /** Returns the progress that a leaf must show after a change; null if it must show none. */
  static String progress(ClaimChange.Step step) {
    return switch (step) {
      case CONTACTED -> "CONTACTED";
      case ASSESSED -> "ASSESSED";
      case STARTED, PARTLY_DELIVERED -> "STARTED";
      case DELIVERED -> "DELIVERED";
      case REDO, RESUMED_REDO -> "REDO";
      case REQUESTED, ACTIVATED, OVERDUE, EXTENDED, ENDED, COMPLETED, RESUMED, NOTED -> null;
    };
  }
}
