package org.microwish.privacy;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of subjects of one type outside the vault. Whoever keeps such rows implements this
 * as a bean, so that erasure, holds and exports reach them; privacy itself knows of none. All of it
 * works in the caller's transaction.
 */
public interface SubjectStore {

  /** Whose rows these are. */
  SubjectType type();

  /** Locks the subject's row until the transaction ends; nothing where there is none. */
  Optional<LockedSubject> lock(long id);

  /** The subjects that are a person's own, by id, at most so many after one. */
  List<Long> ofAccount(String account, long after, int limit);

  /** Removes or blanks what the rows still say of the person. Once more does nothing. */
  void erase(long id, Instant at);

  /** Sets or lifts the mark that keeps the subject from every use. */
  void hold(long id, boolean held);

  /**
   * Subjects whose time is over, by database time, neither held nor erased.
   *
   * @param keep how long after their end they are kept
   */
  List<Long> due(Instant now, Duration keep, int limit);

  /**
   * Whether a locked subject is open and yet nobody waits for it: given up before anything came of
   * it, and not touched since that moment.
   */
  default boolean isAbandoned(long id, Instant untouchedSince) {
    return false;
  }

  /**
   * Writes one subject as a JSON object: everything that is kept of it, and nobody else's values.
   *
   * @param values the vault's, by field
   */
  void export(JsonGenerator json, long id, Map<String, String> values) throws IOException;
}
