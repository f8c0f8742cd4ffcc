package org.microwish.party;

import org.microwish.ledger.LedgerReceipt;

/**
 * What a service answers to a change.
 *
 * @param id the aggregate's key
 * @param version its version after the change
 * @param ledger the entry that records it
 */
public record RecordedVersion(long id, long version, LedgerReceipt ledger) {}
