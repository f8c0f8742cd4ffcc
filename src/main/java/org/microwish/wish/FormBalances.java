package org.microwish.wish;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.Posting;
import org.microwish.wish.money.PostingAccount;

/**
 * The balances of a claim or of public funds by form; a missing form means zero.
 *
 * @param pledged the total pledged, without pledges that were reversed as errors
 */
record FormBalances(Money pledged, Map<Form, Money> committed, Map<Form, Money> spent) {

  static final FormBalances NONE = new FormBalances(Money.ZERO, Map.of(), Map.of());

  /** Computes the balances by claim id from the postings; the key null stands for public funds. */
  static Map<Long, FormBalances> byClaim(List<Posting> postings) {
    Map<Long, Long> pledged = new HashMap<>();
    Map<Long, Map<PostingAccount, Map<Form, Long>>> sums = new HashMap<>();
    for (Posting posting : postings) {
      long fen = Money.of(posting.amount).fen();
      if (posting.movement() == Movement.PLEDGE) {
        pledged.merge(posting.claimId, fen, Long::sum);
      } else if (posting.movement() == Movement.RELEASE && posting.reverses != null) {
        pledged.merge(posting.claimId, -fen, Long::sum);
      }
      Map<PostingAccount, Map<Form, Long>> accounts =
          sums.computeIfAbsent(posting.claimId, id -> new EnumMap<>(PostingAccount.class));
      add(accounts, posting.fromAccount, posting.form, -fen);
      add(accounts, posting.toAccount, posting.form, fen);
    }
    Map<Long, FormBalances> balances = new HashMap<>();
    sums.forEach(
        (claimId, accounts) ->
            balances.put(
                claimId,
                new FormBalances(
                    new Money(pledged.getOrDefault(claimId, 0L)),
                    amounts(accounts.get(PostingAccount.COMMITTED)),
                    amounts(accounts.get(PostingAccount.SPENT)))));
    return balances;
  }

  private static void add(
      Map<PostingAccount, Map<Form, Long>> accounts, PostingAccount account, Form form, long fen) {
    accounts.computeIfAbsent(account, one -> new EnumMap<>(Form.class)).merge(form, fen, Long::sum);
  }

  private static Map<Form, Money> amounts(Map<Form, Long> fen) {
    Map<Form, Money> amounts = new EnumMap<>(Form.class);
    if (fen != null) {
      fen.forEach(
          (form, sum) -> {
            if (sum != 0) {
              amounts.put(form, new Money(sum));
            }
          });
    }
    return amounts;
  }
}
