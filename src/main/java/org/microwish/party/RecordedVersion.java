package org.microwish.party;

import org.microwish.ledger.LedgerReceipt;

/**
 * The result of a command that changed a division, an organisation, a member or a check-in.
 *
 * @param id the key of the changed aggregate
 * @param version the aggregate's version after the change
 * @param ledger the receipt of the change's ledger entry
 */
public record RecordedVersion(long id, long version, LedgerReceipt ledger) {}
