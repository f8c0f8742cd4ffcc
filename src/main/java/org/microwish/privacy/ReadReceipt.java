package org.microwish.privacy;

import java.time.Instant;
import org.microwish.ledger.LedgerReceipt;

/**
 * The receipt of a reading of personal values. The receipt is stored with the idempotency key, so
 * it contains none of the values.
 *
 * @param ledger the ledger entry that records the reading
 * @param readAt the time of the reading
 */
public record ReadReceipt(LedgerReceipt ledger, Instant readAt) {}
