package org.microwish.wish.lifecycle;

import java.util.List;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.PostingDraft;

/** The decision of the rules on a command. */
public sealed interface Decision {

  /**
   * The command is accepted. All values are those after the command.
   *
   * @param declinesPending every PENDING claim becomes DECLINED because the wish is full or closed
   * @param lapsesPending every PENDING claim becomes LAPSED because the wish expires
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
   * @param free the limit that an amount broke: what the budget has free, what is committed or what
   *     is spent; null when no amount was the reason
   */
  record Refused(Refusal reason, Money free) implements Decision {
    static Refused because(Refusal reason) {
      return new Refused(reason, null);
    }
  }
}
