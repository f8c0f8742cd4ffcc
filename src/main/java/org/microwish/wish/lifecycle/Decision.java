package org.microwish.wish.lifecycle;

import java.util.List;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.PostingDraft;

/** What the rules say to a command. */
public sealed interface Decision {

  /**
   * The command stands. All values are those after it.
   *
   * @param declinesPending every PENDING claim is DECLINED because the wish is full or closed
   * @param lapsesPending every PENDING claim is LAPSED because the wish expires
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
   * @param free what the budget, the commitment or the spending has free, where the amount was the
   *     reason; else null
   */
  record Refused(Refusal reason, Money free) implements Decision {
    static Refused because(Refusal reason) {
      return new Refused(reason, null);
    }
  }
}
