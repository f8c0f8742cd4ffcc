package org.microwish.privacy;

import java.time.Instant;
import org.microwish.ledger.LedgerReceipt;

/**
 * The receipt of a reading of personal values. Stored with the idempotency key, so it contains no
 * values.
 *
 * @param ledger the entry that records it
 * @param readAt when
 */
public record ReadReceipt(LedgerReceipt ledger, Instant readAt) {}
