package org.microwish.matching.plan;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.matching.Eligibility.Pair;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimantType;

/** A pair of a plan: a wish and the claimant to which the plan assigns it. */
@Entity
@Table(name = "matching_plan_pair")
public class PlanPair {

  /** The state of the invitation of a pair. */
  @Schema(name = "PlanInvitationState")
  public enum Sending {
    TO_SEND,
    SENT,
    REFUSED
  }

  /** A plan and the number of one of its pairs, from 1. */
  @Embeddable
  record Key(long planId, int number) implements Serializable {}

  @EmbeddedId Key key;
  long wishId;

  @Enumerated(EnumType.STRING)
  ClaimantType claimantType;

  long claimantId;

  /** The pledge in yuan; null if the pair takes a place. */
  BigDecimal amount;

  long score;

  /** The terms of the score as JSON. */
  String reasons;

  boolean pinned;

  /** False for a pinned pair that was not possible, or had no room. */
  boolean counted;

  /** The state of the invitation; null if no request to send it was made. */
  @Enumerated(EnumType.STRING)
  Sending sending;

  /** The id of the {@link PlanSending} that last requested the invitation, or null. */
  Long sendingId;

  Long invitationId;

  /** The problem with which the invitation was refused, or null. */
  @Enumerated(EnumType.STRING)
  ProblemType refusal;

  Pair pair() {
    return new Pair(wishId, claimantType, claimantId);
  }
}
