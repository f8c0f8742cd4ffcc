package org.microwish.verify;

import java.util.EnumMap;
import java.util.Map;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.PostingAccount;

/** The money of one claim, or the public funds of a wish, by form. */
final class FormMoney {

  private static final int FORMS = Form.values().length;

  /** Fen by account and form; null before the first posting, as most claims have no money. */
  private long[] fen;

  private long pledged;

  /** The total pledged, without pledges that were reversed as errors. */
  Money pledged() {
    return new Money(pledged);
  }

  void post(Movement movement, Form form, long amount, boolean reverses) {
    if (fen == null) {
      fen = new long[PostingAccount.values().length * FORMS];
    }
    fen[movement.from().ordinal() * FORMS + form.ordinal()] -= amount;
    fen[movement.to().ordinal() * FORMS + form.ordinal()] += amount;
    if (movement == Movement.PLEDGE) {
      pledged += amount;
    } else if (movement == Movement.RELEASE && reverses) {
      pledged -= amount;
    }
  }

  /** The amounts in an account, without forms of which there is nothing. */
  Map<Form, Money> in(PostingAccount account) {
    if (fen == null) {
      return Map.of();
    }
    Map<Form, Money> amounts = new EnumMap<>(Form.class);
    for (Form form : Form.values()) {
      long held = fen[account.ordinal() * FORMS + form.ordinal()];
      if (held != 0) {
        amounts.put(form, new Money(held));
      }
    }
    return amounts;
  }
}
