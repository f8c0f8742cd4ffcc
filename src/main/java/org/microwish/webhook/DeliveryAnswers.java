package org.microwish.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.microwish.change.Recorded;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectKey;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;

/**
 * Encrypts the answers of endpoints that the log keeps. The answer to a change of a wish may repeat
 * what the partner knows about the resident, so it is sealed with the wish's key: nobody can open
 * it after the wish is erased.
 */
@ApplicationScoped
class DeliveryAnswers {

  private static final String PLACE = "webhook_attempt";

  /** A sealing that keeps no answers. */
  static final Sealing NOT_KEPT = (attempt, entry, answer) -> Kept.NOTHING;

  private final Vault vault;
  private final Transactions transactions;

  DeliveryAnswers(Vault vault, Transactions transactions) {
    this.vault = vault;
    this.transactions = transactions;
  }

  /**
   * An answer as the log stores it.
   *
   * @param keyId the id of the key with which the answer is sealed; null if the answer is not
   *     sealed, because the change is not about a wish
   * @param bytes the answer; null if there is none, or if the wish was erased
   */
  record Kept(Long keyId, byte[] bytes) {

    private static final Kept NOTHING = new Kept(null, null);
  }

  /** Seals the answers to the changes of one batch. */
  interface Sealing {
    /**
     * Seals an answer.
     *
     * @param attempt the id of the attempt
     * @param entry the id of the change's entry; null for a test event
     * @param answer the beginning of the answer's body; null if no answer arrived
     */
    Kept seal(long attempt, Long entry, byte[] answer);
  }

  /**
   * Reads the keys of the wishes in these entries, and returns a function that seals the answers.
   */
  Sealing sealing(List<Recorded> entries) {
    Map<Long, Long> wishes = new HashMap<>();
    entries.forEach(entry -> entry.wishId().ifPresent(wish -> wishes.put(entry.entryId(), wish)));
    Map<Long, SubjectKey> keys =
        wishes.isEmpty()
            ? Map.of()
            : transactions.call(() -> vault.keys(SubjectType.WISH, List.copyOf(wishes.values())));
    return (attempt, entry, answer) -> {
      Long wish = entry == null ? null : wishes.get(entry);
      if (answer == null || wish == null) {
        return new Kept(null, answer);
      }
      SubjectKey key = keys.get(wish);
      return key == null ? Kept.NOTHING : new Kept(key.id(), key.seal(answer, PLACE, attempt));
    };
  }

  /**
   * Returns a function that opens the answers of one delivery's attempts. It returns empty if an
   * attempt has no answer or the wish was erased, and reads each key once.
   *
   * @param wish the wish that the change is about; null if it is about something else
   */
  Function<WebhookAttempt, Optional<String>> opening(Long wish) {
    Map<Long, Optional<SubjectKey>> keys = new HashMap<>();
    return attempt -> {
      Optional<byte[]> bytes = Optional.ofNullable(attempt.answer);
      if (attempt.keyId != null) {
        bytes =
            Optional.ofNullable(wish)
                .flatMap(
                    id ->
                        keys.computeIfAbsent(
                            attempt.keyId, keyId -> vault.key(Subject.wish(id), keyId)))
                .map(key -> key.open(attempt.answer, PLACE, attempt.id));
      }
      return bytes.map(text -> new String(text, StandardCharsets.UTF_8));
    };
  }
}
