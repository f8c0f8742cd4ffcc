package org.microwish.party;

import org.microwish.ledger.LedgerReceipt;

/**
 * The result of a change.
 *
 * @param id the aggregate's key
 * @param version its version after the change
 * @param ledger the ledger entry of the change
 */
public record RecordedVersion(long id, long version, LedgerReceipt ledger) {}
