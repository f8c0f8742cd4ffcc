package org.microwish.wish;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.microwish.lifecycle.Part;
import org.microwish.platform.Id;
import org.microwish.wish.lifecycle.ClaimSnapshot;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.PostingDraft;

/** The promise of an organisation or a member to fulfil a wish (认领). */
@Entity
@DynamicUpdate
@Table(name = "claim")
public class Claim extends Part {
  public long wishId;
  public int round;

  @Enumerated(EnumType.STRING)
  public ClaimState state;

  @Enumerated(EnumType.STRING)
  public ClaimantType claimantType;

  public long claimantId;

  /** The claiming organisation, or the organisation of the claiming member. */
  public long organisationId;

  public String claimedBy;
  public int participants;

  /** The amount that a PENDING claim commits on approval. */
  public BigDecimal pledge = BigDecimal.ZERO;

  @Enumerated(EnumType.STRING)
  public Form pledgeForm;

  public BigDecimal committed = BigDecimal.ZERO;
  public BigDecimal spent = BigDecimal.ZERO;
  public BigDecimal returned = BigDecimal.ZERO;
  public Instant claimedAt;
  public Instant activatedAt;
  public String decidedBy;
  public Instant contactedAt;
  public Instant assessedAt;
  public Instant startedAt;
  public Instant deliveredAt;
  public int redoCount;
  public Instant contactBy;
  public Instant completeBy;
  public int extensions;
  public boolean overdue;

  /**
   * When the sweeper, the background task that carries out deadlines, must check the claim; null
   * when no deadline applies.
   */
  public Instant nextCheckAt;

  /**
   * The time by which lists are sorted, a generated column. For an active claim, its next deadline;
   * for a pending claim, the time when it was made, because the time to approve it begins then; for
   * all others, the time when the claim ended.
   */
  @Column(insertable = false, updatable = false)
  public Instant dueAt;

  public Instant endedAt;

  @Enumerated(EnumType.STRING)
  public EndReason endReason;

  /**
   * Until when the claimant may not claim the wish again, as the lapse's leaf says; null unless the
   * claim lapsed while it was ACTIVE.
   */
  public Instant barredUntil;

  @Override
  public long aggregateId() {
    return wishId;
  }

  @Override
  public String key() {
    return key(wishId, claimantType, claimantId);
  }

  /** Returns the key that makes the live claim (or invitation) of a claimant on a wish unique. */
  static String key(long wishId, ClaimantType type, long claimantId) {
    return Id.text(wishId) + ":" + type + ":" + Id.text(claimantId);
  }

  /** Returns the claim in the form that the rules use. */
  ClaimSnapshot snapshot(FormBalances held) {
    return new ClaimSnapshot(
        id,
        state,
        contactedAt != null,
        assessedAt != null,
        startedAt != null,
        deliveredAt != null,
        overdue,
        Money.of(pledge),
        pledgeForm,
        held.pledged(),
        held.committed(),
        held.spent(),
        contactBy,
        completeBy,
        extensions);
  }

  public Balances balances() {
    return Balances.of(Money.of(committed), Money.of(spent), Money.of(returned));
  }

  /** Adds the posting to the balances of the claim. */
  public void take(PostingDraft draft) {
    take(balances().after(draft.movement(), draft.amount()));
  }

  private void take(Balances balances) {
    committed = balances.committed().yuan();
    spent = balances.spent().yuan();
    returned = balances.returned().yuan();
  }

  /**
   * Postpones the sweeper's next check to this time if it is due earlier, so that an operator can
   * record late what happened before the claim's deadlines.
   */
  public void spare(Instant until) {
    if (nextCheckAt != null && nextCheckAt.isBefore(until)) {
      nextCheckAt = until;
    }
  }

  /** Sets {@link #nextCheckAt} from the deadlines that still apply. */
  void plan() {
    if (state != ClaimState.ACTIVE || deliveredAt != null || overdue) {
      nextCheckAt = null;
    } else if (contactedAt != null || assessedAt != null || startedAt != null) {
      nextCheckAt = completeBy;
    } else {
      nextCheckAt = contactBy.isBefore(completeBy) ? contactBy : completeBy;
    }
  }
}
