package org.microwish.wish.money;

/**
 * The balances of a wish or of one claim. {@code wish.money} is shown positive: minus the balance
 * of the FUNDING account.
 */
public record Balances(Money funding, Money committed, Money spent, Money returned) {

  /** Before the first posting. */
  public static final Balances ZERO = new Balances(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

  /** The balances of these three accounts; what they hold came from FUNDING. */
  public static Balances of(Money committed, Money spent, Money returned) {
    return new Balances(committed.plus(spent).plus(returned), committed, spent, returned);
  }

  /**
   * The balances after one movement.
   *
   * @throws IllegalArgumentException when an account other than FUNDING would go below zero
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
