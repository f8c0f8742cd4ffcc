package org.microwish.login.account;

import org.microwish.ledger.LedgerReceipt;

/**
 * The result of a change to an account.
 *
 * @param account the account after the change
 * @param ledger the entry that records it
 */
public record AccountRecorded(Account account, LedgerReceipt ledger) {}
