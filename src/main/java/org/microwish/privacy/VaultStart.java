package org.microwish.privacy;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.jboss.logging.Logger;
import org.microwish.platform.Transactions;
import org.microwish.privacy.crypto.KeyWrapping;
import org.microwish.privacy.crypto.SealBrokenException;

/**
 * Sees at the start that the configured master keys are those of this database: better no service
 * than one that seals under a key nobody keeps, or finds out name by name that it cannot read.
 */
@ApplicationScoped
class VaultStart {

  private static final Logger LOG = Logger.getLogger(VaultStart.class);

  private final EntityManager entities;
  private final Transactions transactions;
  private final KeyWrapping wrapping;
  private final SubjectKeys keys;
  private final Lookup lookup;
  private final ClearRows clear;

  VaultStart(
      EntityManager entities,
      Transactions transactions,
      KeyWrapping wrapping,
      SubjectKeys keys,
      Lookup lookup,
      ClearRows clear) {
    this.entities = entities;
    this.transactions = transactions;
    this.wrapping = wrapping;
    this.keys = keys;
    this.lookup = lookup;
    this.clear = clear;
  }

  void onStart(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
    try {
      transactions.run(this::check);
      transactions.run(lookup::current);
      // In production nothing is sealed by itself: whoever can write rows in clear must not have
      // them taken for the vault's own.
      if (LaunchMode.current().isDevOrTest()) {
        long sealed = clear.seal();
        if (sealed > 0) {
          LOG.infof("sealed %d values that were in clear", sealed);
        }
      }
    } catch (RuntimeException thrown) {
      if (!Transactions.isConnectionLost(thrown)) {
        throw thrown;
      }
      LOG.warnf("the vault's keys could not be checked yet: %s", thrown.getMessage());
    }
  }

  /** Unwraps the oldest key under each master key. */
  private void check() {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT k.key_id, k.suite, k.master_id, k.wrapped, k.subject_type, k.subject_id"
                    + " FROM vault_key k JOIN (SELECT MIN(key_id) AS oldest FROM vault_key"
                    + " GROUP BY master_id) m ON m.oldest = k.key_id")
            .getResultList();
    for (Object[] row : rows) {
      SubjectKeys.Wrapped wrapped = SubjectKeys.Wrapped.of(row, 0);
      if (!wrapping.knows(wrapped.masterId())) {
        throw new IllegalStateException(
            "Personal data in this database is sealed under the master key "
                + wrapped.masterId()
                + ", which MICROWISH_PRIVACY_MASTER_KEYS does not hold.");
      }
      try {
        keys.unwrap(
            wrapped,
            new Subject(SubjectType.valueOf((String) row[4]), ((Number) row[5]).longValue()));
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
