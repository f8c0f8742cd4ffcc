package org.microwish.ledger.leaf;

import java.util.Map;

/**
 * Movements of money in one ledger entry, between the same two bookkeeping accounts and in the same
 * form.
 *
 * @param from the account that the money leaves: FUNDING, COMMITTED, SPENT or RETURNED
 * @param to the account that the money enters
 * @param form CASH, GOODS, LABOUR or PUBLIC_FUNDS
 * @param fenByClaim positive amounts in fen by claim id; the key {@link #NO_CLAIM} for public funds
 */
public record MoneyMove(String from, String to, String form, Map<String, Long> fenByClaim) {

  /** Key in {@code fenByClaim} for public funds, which belong to no claim. */
  public static final String NO_CLAIM = "public";
}
