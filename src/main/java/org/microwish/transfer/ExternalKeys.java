package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.microwish.platform.idempotency.RequestDigest;
import org.microwish.platform.sql.Rows;

/**
 * Which row of the outside world became which of ours. Others number people by their telephones and
 * identity cards, so a key is kept as a keyed digest only: {@code #} and 43 characters.
 */
@ApplicationScoped
class ExternalKeys {

  private final EntityManager entities;
  private final RequestDigest digest;

  ExternalKeys(EntityManager entities, RequestDigest digest) {
    this.entities = entities;
    this.digest = digest;
  }

  /** Ours by their keys, of those that came in before; nulls count for nothing. */
  Map<String, Long> find(ImportKind kind, String scope, Collection<String> keys) {
    Map<String, String> byDigest = new HashMap<>();
    keys.stream()
        .filter(Objects::nonNull)
        .forEach(key -> byDigest.put(digest(kind.name(), scope, key), key));
    Map<String, Long> found = new HashMap<>();
    for (List<String> chunk : Rows.chunks(byDigest.keySet())) {
      @SuppressWarnings("unchecked")
      List<Object[]> rows =
          entities
              .createNativeQuery(
                  "SELECT external_key, target_id FROM import_key"
                      + " WHERE kind = ?1 AND scope = ?2 AND external_key IN (?3)")
              .setParameter(1, kind.name())
              .setParameter(2, scope)
              .setParameter(3, chunk)
              .getResultList();
      rows.forEach(row -> found.put(byDigest.get((String) row[0]), ((Number) row[1]).longValue()));
    }
    return found;
  }

  /** Remembers what a job's rows became, in the running transaction. */
  void remember(ImportKind kind, String scope, Map<String, Long> made) {
    Rows.insert(
        entities,
        "INSERT INTO import_key (kind, scope, external_key, target_id) VALUES (?, ?, ?, ?)",
        made.entrySet(),
        (row, each) -> {
          row.setString(1, kind.name());
          row.setString(2, scope);
          row.setString(3, digest(kind.name(), scope, each.getKey()));
          row.setLong(4, each.getValue());
        });
  }

  private String digest(String kind, String scope, String key) {
    byte[] message =
        ("import-key\n" + kind + "\n" + scope + "\n" + key).getBytes(StandardCharsets.UTF_8);
    return "#" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.of(message));
  }
}
