package org.microwish.party;

import java.time.Instant;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.ledger.LedgerReceipt;

/**
 * Moves what an organisation still has to do when it is merged into another. A package that stores
 * such data implements this as a CDI bean; {@code party} does not depend on the implementations.
 */
public interface MergedWork {

  /** Returns the ids of what must move, after the organisation's members have moved. */
  List<Long> left(long organisationId, int limit);

  /**
   * Moves one of these to another organisation in the caller's transaction, and writes one ledger
   * entry.
   */
  LedgerReceipt move(Caller caller, long id, long into, Instant at);
}
