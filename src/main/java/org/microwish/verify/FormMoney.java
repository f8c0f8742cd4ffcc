package org.microwish.verify;

import java.util.EnumMap;
import java.util.Map;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.PostingAccount;

/** The money of one claim, or the public funds of one wish, split by {@link Form}. */
@SuppressWarnings("EnumOrdinal") // An array per claim: a map would cost several times the memory.
final class FormMoney {

  private static final int FORMS = Form.values().length;

  /**
   * Amounts in fen: first the committed amount of each form, then the spent amount of each form.
   * Null before the first posting, because most claims have no money.
   */
  private long[] fen;

  private long pledged;

  /** Returns the total pledged, without pledges that were reversed because they were errors. */
  Money pledged() {
    return new Money(pledged);
  }

  void post(Movement movement, Form form, long amount, boolean reverses) {
    if (fen == null) {
      fen = new long[2 * FORMS];
    }
    add(movement.from(), form, -amount);
    add(movement.to(), form, amount);
    if (movement == Movement.PLEDGE) {
      pledged += amount;
    } else if (movement == Movement.RELEASE && reverses) {
      pledged -= amount;
    }
  }

  private void add(PostingAccount account, Form form, long amount) {
    switch (account) {
      case COMMITTED -> fen[form.ordinal()] += amount;
      case SPENT -> fen[FORMS + form.ordinal()] += amount;
      case FUNDING, RETURNED -> {}
    }
  }

  Map<Form, Money> committed() {
    return amounts(0);
  }

  Map<Form, Money> spent() {
    return amounts(FORMS);
  }

  /** Returns the amounts by form, without forms whose amount is zero. */
  private Map<Form, Money> amounts(int from) {
    if (fen == null) {
      return Map.of();
    }
    Map<Form, Money> amounts = new EnumMap<>(Form.class);
    for (Form form : Form.values()) {
      long held = fen[from + form.ordinal()];
      if (held != 0) {
        amounts.put(form, new Money(held));
      }
    }
    return amounts;
  }
}
