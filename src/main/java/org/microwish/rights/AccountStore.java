package org.microwish.rights;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import org.microwish.caller.Caller;

/**
 * Stores data about accounts: logins, bindings. A package with such data must implement this as a
 * bean, so that erasures and exports reach it. All methods run in the caller's transaction.
 */
public interface AccountStore {

  /**
   * Locks the account's row, if it exists, until the transaction ends: of two concurrent erasures,
   * the second sees what the first has done.
   */
  default void lock(String account) {}

  /** Whether anything of the account is left to erase. */
  boolean isKept(String account);

  /**
   * Ends an account permanently, with its logins, sessions and bindings. Idempotent.
   *
   * @param by the caller who asked for it
   */
  void erase(Caller by, String account, Instant at);

  /** Writes what is stored about the account as a JSON object. */
  void export(JsonGenerator json, String account) throws IOException;
}
