package org.microwish.party;

import java.time.Instant;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.ledger.LedgerReceipt;

/**
 * Moves the unfinished work of an organisation, such as its live claims, when the organisation is
 * merged into another. A package that stores unfinished work implements this interface as a CDI
 * bean; {@code party} does not depend on the implementations.
 */
public interface MergedWork {

  /**
   * Returns the ids of unfinished work that must move. Called after the organisation's members have
   * moved.
   *
   * @param limit the maximum number of ids
   */
  List<Long> left(long organisationId, int limit);

  /**
   * Moves one piece of work to another organisation in the caller's transaction, and writes one
   * ledger entry.
   *
   * @param id an id from {@link #left}
   * @param into the organisation that receives the work
   */
  LedgerReceipt move(Caller caller, long id, long into, Instant at);
}
