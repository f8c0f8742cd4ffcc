package org.microwish.rights;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import org.microwish.caller.Caller;

/**
 * Gives access to stored data about accounts, such as logins and bindings. Each package with such
 * data must implement this interface as a bean, so that erasures and exports include the data. All
 * methods run in the caller's transaction.
 */
public interface AccountStore {

  /**
   * Locks the account's row, if there is one, until the transaction ends, so that of two concurrent
   * erasures the second one waits and sees the result of the first.
   */
  default void lock(String account) {}

  /** Whether this store has data of the account that an erasure would delete or end. */
  boolean isKept(String account);

  /**
   * Erases this store's data of an account, such as logins, sessions and bindings, so that the
   * account ends permanently. Idempotent.
   *
   * @param by the caller who requested the erasure
   */
  void erase(Caller by, String account, Instant at);

  /** Writes this store's data of the account as a JSON object, which is empty if there is none. */
  void export(JsonGenerator json, String account) throws IOException;
}
