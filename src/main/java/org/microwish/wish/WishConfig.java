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

  /** A claim lapses unless its claimant contacts or assesses within this time. */
  @WithDefault("7 working days")
  TimeLimit contactWithin();

  /** Staff should review a wish within this time after it was submitted. */
  @WithDefault("5 working days")
  TimeLimit reviewWithin();

  /** Staff should approve or decline a claim within this time. */
  @WithDefault("3 working days")
  TimeLimit approveWithin();

  /** The time to complete a claim when the wish names no completion date. */
  @WithDefault("P30D")
  TimeLimit completeWithin();

  /** How long a claimant may not claim the same wish again after a lapse. */
  @WithDefault("P7D")
  TimeLimit lapseBar();

  /** How long after delivery an operator may confirm for a resident who does not answer. */
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

  /** Maximum number of claims on one wish that wait for approval; a ledger leaf must hold all. */
  @WithDefault("500")
  int pendingClaims();

  /** Maximum number of wishes of one resident, made with the own account, that are not over. */
  @WithDefault("20")
  int residentWishes();

  /** Maximum number of evidence files of one wish with its claims. */
  @WithDefault("200")
  int files();
}
