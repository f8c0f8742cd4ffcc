package org.microwish.login.account;

import org.microwish.ledger.LedgerReceipt;

/**
 * What the service answers to a change.
 *
 * @param account the account after the change
 * @param ledger the entry that records it
 */
public record AccountRecorded(Account account, LedgerReceipt ledger) {}
