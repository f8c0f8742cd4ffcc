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

/** A claimant at a wish in a plan. */
@Entity
@Table(name = "matching_plan_pair")
public class PlanPair {

  /** Whether the invitation of a pair is sent. */
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

  /** The pledge; null for a place. */
  BigDecimal amount;

  long score;

  /** The terms of the score as JSON. */
  String reasons;

  boolean pinned;

  /** False for a pinned pair that was not possible, or had no room. */
  boolean counted;

  /** Null if nobody has asked to send an invitation. */
  @Enumerated(EnumType.STRING)
  Sending sending;

  /** The {@link PlanSending} that asked for it last. */
  Long sendingId;

  Long invitationId;

  /** Why the invitation was refused. */
  @Enumerated(EnumType.STRING)
  ProblemType refusal;

  Pair pair() {
    return new Pair(wishId, claimantType, claimantId);
  }
}
