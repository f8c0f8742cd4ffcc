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
 * Seals the kept answers of endpoints. The answer to a change of a wish may repeat what the partner
 * knows of its resident, so it is sealed with the key of the wish: nobody can open it after the
 * wish was erased.
 */
@ApplicationScoped
class Answers {

  private static final String PLACE = "webhook_attempt";

  /** Keeps no answers. */
  static final Sealing NOT_KEPT = (attempt, entry, answer) -> Kept.NOTHING;

  private final Vault vault;
  private final Transactions transactions;

  Answers(Vault vault, Transactions transactions) {
    this.vault = vault;
    this.transactions = transactions;
  }

  /**
   * An answer as the log stores it.
   *
   * @param keyId the key with which it is sealed; null if it is not about a wish
   * @param bytes the answer; null if there is none or the wish was erased
   */
  record Kept(Long keyId, byte[] bytes) {

    private static final Kept NOTHING = new Kept(null, null);
  }

  /** Seals the answers to some changes. */
  interface Sealing {
    /**
     * Seals an answer.
     *
     * @param attempt the id of the attempt
     * @param entry the id of the entry; null for a test
     * @param answer the beginning of the answer's body; null without an answer
     */
    Kept seal(long attempt, Long entry, byte[] answer);
  }

  /** Returns what seals the answers to these entries. */
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
   * Returns what opens the answers of the attempts of one delivery: empty if an attempt has none or
   * its wish was erased. Reads each key once.
   *
   * @param wish the wish of the entry; null if it is about something else
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
