package org.microwish.wish;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.microwish.calendar.days.TimeLimit;

/**
 * Configures the time limits and maximum numbers of the rules. A time limit is a duration, such as
 * {@code P7D}, or a number of working days, such as {@code 7 working days}.
 */
@ConfigMapping(prefix = "microwish.wish")
public interface WishConfig {

  /** How long a wish stays open when its publication names no claim-by date. */
  @WithDefault("P30D")
  TimeLimit openFor();

  /**
   * A claim lapses if its claimant has neither contacted the resident nor assessed the wish, nor
   * started the work, within this time after the claim became active.
   */
  @WithDefault("7 working days")
  TimeLimit contactWithin();

  /**
   * Staff should review a wish within this time after it was submitted. The view of the wish shows
   * the deadline; no rule depends on it.
   */
  @WithDefault("5 working days")
  TimeLimit reviewWithin();

  /**
   * Staff should approve or decline a claim within this time. Views of claims show the deadline; no
   * rule depends on it.
   */
  @WithDefault("3 working days")
  TimeLimit approveWithin();

  /** The time to complete a claim when the wish names no completion date. */
  @WithDefault("P30D")
  TimeLimit completeWithin();

  /** How long after a lapse the claimant may not claim the same wish again. */
  @WithDefault("P7D")
  TimeLimit lapseBar();

  /**
   * The time that a resident has to answer after delivery. When it is over, an operator may confirm
   * for the resident.
   */
  @WithDefault("P14D")
  TimeLimit noAnswerAfter();

  /** How long a fulfilled wish stays in public notice before it is archived. */
  @WithDefault("P30D")
  TimeLimit notice();

  /** Maximum number of live claims of one member. */
  @WithDefault("5")
  int memberClaims();

  /** Maximum number of live claims of one organisation. */
  @WithDefault("20")
  int organisationClaims();

  /** How long an invitation can be accepted if its sender sets no end. */
  @WithDefault("3 working days")
  TimeLimit invitationFor();

  /** How long a place that is free again is offered to the first in the waiting list. */
  @WithDefault("P1D")
  TimeLimit offerFor();

  /** Maximum number of open invitations that one organisation or member can have received. */
  @WithDefault("10")
  int openInvitations();

  /** Maximum number of invitations that one organisation or member receives in seven days. */
  @WithDefault("20")
  int weeklyInvitations();

  /** Maximum number of waiting lists that one organisation or member can be in. */
  @WithDefault("10")
  int waitingLists();

  /**
   * Maximum number of live invitations of one wish, including its waiting list; one ledger leaf
   * must have room for the ids of all.
   */
  @WithDefault("200")
  int invitationsPerWish();

  /**
   * Maximum number of claims on one wish that wait for approval; one ledger leaf must have room for
   * the ids of all.
   */
  @WithDefault("500")
  int pendingClaims();

  /**
   * Maximum number of wishes of one resident account that are neither fulfilled nor ended; only the
   * resident's own attempts to create a wish are refused. Also the maximum number of wishes that
   * one member has recorded for residents and whose review is not decided.
   */
  @WithDefault("20")
  int residentWishes();

  /** Maximum number of evidence files of one wish, including those of its claims. */
  @WithDefault("200")
  int files();
}
