package org.microwish.privacy;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.crypto.KeyWrapping;
import org.microwish.privacy.crypto.SealBrokenException;

/**
 * Checks at start that the configured master keys belong to this database, and refuses the start
 * otherwise: the service would seal values under a wrong key, or fail on each value that it cannot
 * open. If the database cannot be reached, logs a warning and lets the service start.
 */
@ApplicationScoped
class VaultStart {

  private static final Logger LOG = Logger.getLogger(VaultStart.class);

  private final VaultQueries queries;
  private final Transactions transactions;
  private final KeyWrapping wrapping;
  private final SubjectKeys keys;
  private final Lookup lookup;

  VaultStart(
      VaultQueries queries,
      Transactions transactions,
      KeyWrapping wrapping,
      SubjectKeys keys,
      Lookup lookup) {
    this.queries = queries;
    this.transactions = transactions;
    this.wrapping = wrapping;
    this.keys = keys;
    this.lookup = lookup;
  }

  void onStart(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
    try {
      transactions.run(this::check);
      transactions.run(lookup::current);
    } catch (RuntimeException thrown) {
      if (!Transactions.isConnectionLost(thrown)) {
        throw thrown;
      }
      LOG.warnf("cannot check the vault's keys yet: %s", thrown.getMessage());
    }
  }

  /**
   * Unwraps the oldest data key under each master key that the database names, to check that the
   * same master keys are configured.
   */
  private void check() {
    for (WrappedKey wrapped : queries.oldest()) {
      if (!wrapping.knows(wrapped.masterId())) {
        throw new IllegalStateException(
            "Personal data in this database is sealed under the master key "
                + wrapped.masterId()
                + ", which MICROWISH_PRIVACY_MASTER_KEYS does not hold.");
      }
      try {
        keys.unwrap(wrapped);
      } catch (SealBrokenException other) {
        throw new IllegalStateException(
            "The configured master key "
                + wrapped.masterId()
                + " is not the one of that name that this database's personal data is sealed"
                + " under.",
            other);
      }
    }
  }
}
