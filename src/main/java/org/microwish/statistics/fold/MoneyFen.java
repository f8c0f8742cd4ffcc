package org.microwish.statistics.fold;

/**
 * The four accounts in fen (hundredths of a yuan). Balances are never negative; the changes of one
 * month may be, as when a pledge of January is spent in February.
 *
 * @param funding minus the balance of FUNDING: what was pledged and not given back
 * @param committed pledged and not yet spent
 * @param spent spent on the wish
 * @param returned given back after it was spent
 */
public record MoneyFen(long funding, long committed, long spent, long returned) {

  /** Before the first posting. */
  public static final MoneyFen ZERO = new MoneyFen(0, 0, 0, 0);

  /** Whether nothing is on any account. */
  public boolean isZero() {
    return equals(ZERO);
  }

  /** The sums, account by account. */
  public MoneyFen plus(MoneyFen other) {
    return new MoneyFen(
        funding + other.funding,
        committed + other.committed,
        spent + other.spent,
        returned + other.returned);
  }

  /** The sums after taking the other's away. */
  public MoneyFen minus(MoneyFen other) {
    return new MoneyFen(
        funding - other.funding,
        committed - other.committed,
        spent - other.spent,
        returned - other.returned);
  }

  /**
   * After a posting.
   *
   * @param from the account left, as the leaf names it
   * @param to the account entered
   * @throws IllegalArgumentException for an account that there is not
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
      default -> throw new IllegalArgumentException("no account " + account);
    };
  }
}
