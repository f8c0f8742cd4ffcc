package org.microwish.rights;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import org.microwish.caller.Caller;

/**
 * What is kept of accounts: how they log in, what they are bound to. Whoever keeps it implements
 * this as a bean. Works in the caller's transaction.
 */
public interface AccountStore {

  /**
   * Locks its row, where there is one, until the transaction ends: of two erasures the second finds
   * what the first has done.
   */
  default void lock(String account) {}

  /** Whether there is anything of it to erase. */
  boolean isKept(String account);

  /**
   * Ends an account for ever: its logins, sessions and bindings. Once more does nothing.
   *
   * @param by whoever asked
   */
  void erase(Caller by, String account, Instant at);

  /** Writes what is kept of it as a JSON object. */
  void export(JsonGenerator json, String account) throws IOException;
}
