package org.microwish.wish.lifecycle;

import java.util.List;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.PostingDraft;

/** The decision on a command: accepted with its effects, or refused. */
public sealed interface Decision {

  /**
   * The command is accepted. State, counts and amounts are those after the command.
   *
   * @param declinesPending true if every PENDING claim becomes DECLINED, because the wish is full
   *     or closed for claims
   * @param lapsesPending true if every PENDING claim becomes LAPSED, because the wish expires
   */
  record Accepted(
      WishState state,
      boolean closed,
      Tally tally,
      Money amountTaken,
      Balances balances,
      List<ClaimChange> claims,
      List<PostingDraft> postings,
      boolean declinesPending,
      boolean lapsesPending)
      implements Decision {}

  /**
   * The command is refused.
   *
   * @param free the limit that an amount in the command violates: the free part of the budget, the
   *     committed or the spent amount or, for a new budget, the sum of committed and spent; null if
   *     no amount is the reason
   * @param form the form of the money that {@code free} limits; null if every form counts
   * @param consent why the consent that is missing is needed; null if none is missing
   */
  record Refused(Refusal reason, Money free, Form form, Sensitivity consent) implements Decision {
    static Refused because(Refusal reason) {
      return new Refused(reason, null, null, null);
    }
  }
}
