package org.microwish.privacy;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives access to the rows outside the vault that store data about subjects of one type. Each
 * package with such rows must implement this interface as a bean, so that erasures, holds and
 * exports include the rows. All methods run in the caller's transaction.
 */
public interface SubjectStore {

  /** The subject type of the rows. */
  SubjectType type();

  /**
   * Locks the subject's row until the transaction ends and returns its state; empty if there is no
   * such row.
   */
  Optional<LockedSubject> lock(long id);

  /**
   * Returns the ids of the subjects that belong to an account, in ascending order.
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
   * Returns the ids of subjects that are to be erased now, because their retention period is over
   * or their consent was withdrawn; omits subjects that are under a legal hold or erased.
   *
   * @param now the current time of the database
   * @param keep the retention period, which begins when a subject ends
   * @param limit maximum number of ids
   */
  List<Long> due(Instant now, Duration keep, int limit);

  /**
   * Returns when the ordinary retention period of a locked subject began, if the subject's consent
   * was withdrawn. Such a subject may be due for erasure before that period is over. Empty for
   * other subjects.
   */
  default Optional<Instant> keptFrom(long id) {
    return Optional.empty();
  }

  /**
   * Returns true if retention may still erase a locked subject: nothing about it is open. Checked
   * again under the lock, because the subject may have changed after {@link #due} found it.
   *
   * @param untouchedSince an implementation may also permit the erasure of a subject that was given
   *     up without a result and has not changed since this time
   */
  default boolean mayRetire(LockedSubject locked, long id, Instant untouchedSince) {
    return locked.open().isEmpty();
  }

  /**
   * Writes one subject as a JSON object: everything that is stored about the subject, and no values
   * of other people.
   *
   * @param values the subject's values from the vault, by field
   */
  void export(JsonGenerator json, long id, Map<String, String> values) throws IOException;
}
