package org.microwish.ledger.leaf;

import java.util.Map;

/**
 * Movements of one kind in one entry.
 *
 * @param from the account left: FUNDING, COMMITTED, SPENT or RETURNED
 * @param to the account entered
 * @param form CASH, GOODS, LABOUR or PUBLIC_FUNDS
 * @param fenByClaim positive amounts in fen by claim id; {@link #NO_CLAIM} for public funds
 */
public record MoneyMove(String from, String to, String form, Map<String, Long> fenByClaim) {

  /** Stands where public funds have no claim. */
  public static final String NO_CLAIM = "public";
}
