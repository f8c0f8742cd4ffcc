package org.microwish.statistics.fold;

/**
 * The four accounts in fen (hundredths of a yuan), as balances or as changes. Balances are never
 * negative in a correct ledger. The changes of one month can be negative, such as when a pledge of
 * January is spent in February.
 *
 * @param funding the negated balance of FUNDING: pledged and not released; in a correct ledger, the
 *     sum of the other three
 * @param committed pledged, but not yet spent or released
 * @param spent spent on the wish and not refunded
 * @param returned refunded after it was spent
 */
public record MoneyFen(long funding, long committed, long spent, long returned) {

  /** The accounts before the first posting. */
  public static final MoneyFen ZERO = new MoneyFen(0, 0, 0, 0);

  /** Whether all accounts are zero. */
  public boolean isZero() {
    return equals(ZERO);
  }

  /** Returns the sum, account by account. */
  public MoneyFen plus(MoneyFen other) {
    return new MoneyFen(
        funding + other.funding,
        committed + other.committed,
        spent + other.spent,
        returned + other.returned);
  }

  /** Returns the difference, account by account. */
  public MoneyFen minus(MoneyFen other) {
    return new MoneyFen(
        funding - other.funding,
        committed - other.committed,
        spent - other.spent,
        returned - other.returned);
  }

  /**
   * Returns the accounts after a posting.
   *
   * @param from the account that the money leaves, as named in the leaf
   * @param to the account that the money enters
   * @throws IllegalArgumentException for an unknown account
   */
  MoneyFen after(String from, String to, long fen) {
    return moved(from, -fen).moved(to, fen);
  }

  private MoneyFen moved(String account, long fen) {
    return switch (account) {
      case "FUNDING" -> new MoneyFen(funding - fen, committed, spent, returned);
      case "COMMITTED" -> new MoneyFen(funding, committed + fen, spent, returned);
      case "SPENT" -> new MoneyFen(funding, committed, spent + fen, returned);
      case "RETURNED" -> new MoneyFen(funding, committed, spent, returned + fen);
      default -> throw new IllegalArgumentException("unknown account " + account);
    };
  }
}
