package org.microwish.privacy;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores data about subjects of one type outside the vault. A package with such rows must implement
 * this as a bean, so that erasures, holds and exports reach them; this package knows no such rows
 * itself. All methods run in the caller's transaction.
 */
public interface SubjectStore {

  /** The subject type of the rows. */
  SubjectType type();

  /** Locks the subject's row until the transaction ends; empty if there is none. */
  Optional<LockedSubject> lock(long id);

  /**
   * The ids of the subjects that belong to an account, in ascending order.
   *
   * @param after only ids greater than this
   * @param limit maximum number of ids
   */
  List<Long> ofAccount(String account, long after, int limit);

  /** Removes or blanks the personal data in the rows. Idempotent. */
  void erase(long id, Instant at);

  /** Sets or clears the mark that blocks every use of the subject. */
  void hold(long id, boolean held);

  /**
   * Subjects whose retention period is over, by database time, neither held nor erased.
   *
   * @param keep how long they are kept after their end
   */
  List<Long> due(Instant now, Duration keep, int limit);

  /**
   * Whether a locked subject is open but abandoned: given up without a result, with nobody waiting
   * for it, and unchanged since that time.
   */
  default boolean isAbandoned(long id, Instant untouchedSince) {
    return false;
  }

  /**
   * Writes one subject as a JSON object: everything that is stored about it, and no values of other
   * people.
   *
   * @param values the vault's values, by field
   */
  void export(JsonGenerator json, long id, Map<String, String> values) throws IOException;
}
