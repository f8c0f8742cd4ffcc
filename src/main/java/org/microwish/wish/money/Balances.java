package org.microwish.wish.money;

/**
 * The balances of a wish's or a claim's accounts. {@code funding} is the negated balance of the
 * FUNDING account and so never negative.
 */
public record Balances(Money funding, Money committed, Money spent, Money returned) {

  /** The balances before the first posting. */
  public static final Balances ZERO = new Balances(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

  /** Creates balances from those of three accounts; funding is the sum of the three. */
  public static Balances of(Money committed, Money spent, Money returned) {
    return new Balances(committed.plus(spent).plus(returned), committed, spent, returned);
  }

  /**
   * Returns the balances after one movement of money.
   *
   * @throws IllegalArgumentException if one of the returned amounts would be negative or exceed
   *     {@link Money#MAX_FEN}
   */
  public Balances after(Movement movement, Money amount) {
    return switch (movement) {
      case PLEDGE -> of(committed.plus(amount), spent, returned);
      case RELEASE -> of(committed.minus(amount), spent, returned);
      case SPEND -> of(committed.minus(amount), spent.plus(amount), returned);
      case UNSPEND -> of(committed.plus(amount), spent.minus(amount), returned);
      case REFUND -> of(committed, spent.minus(amount), returned.plus(amount));
      case UNREFUND -> of(committed, spent.plus(amount), returned.minus(amount));
    };
  }
}
