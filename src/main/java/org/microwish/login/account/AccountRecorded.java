package org.microwish.login.account;

import org.microwish.ledger.LedgerReceipt;

/**
 * The result of a command on an account.
 *
 * @param account the account after the change
 * @param ledger the receipt of the ledger entry that records the change
 */
public record AccountRecorded(Account account, LedgerReceipt ledger) {}
