package org.microwish.privacy;

import java.time.Instant;
import org.microwish.ledger.LedgerReceipt;

/**
 * That personal values were read; what is kept with the idempotency key, so without the values.
 *
 * @param ledger the entry that records it
 * @param readAt when
 */
public record ReadReceipt(LedgerReceipt ledger, Instant readAt) {}
