package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.microwish.platform.Id;
import org.microwish.platform.idempotency.RequestDigest;
import org.microwish.wish.subject.ImportedWishes;

/**
 * Maps external keys, which identify rows in other systems, to the ids of the imported rows. Other
 * systems may identify people by telephone or identity card numbers, so only a keyed digest of each
 * external key is stored: {@code #} and 43 characters.
 */
@ApplicationScoped
class ExternalKeys implements ImportedWishes {

  private final EntityManager entities;
  private final ImportQueries queries;
  private final RequestDigest digest;

  ExternalKeys(EntityManager entities, ImportQueries queries, RequestDigest digest) {
    this.entities = entities;
    this.queries = queries;
    this.digest = digest;
  }

  /**
   * Reads the ids of rows that were imported before, by external key; null keys are ignored.
   *
   * @param scopes the namespaces to search; if several contain a key, the first of them counts
   */
  Map<String, Long> find(ImportKind kind, List<String> scopes, Collection<String> keys) {
    Set<String> wanted = new HashSet<>(keys);
    wanted.remove(null);
    Map<String, String> byDigest = new HashMap<>();
    for (String scope : scopes) {
      wanted.forEach(key -> byDigest.put(digest(kind, scope, key), key));
    }
    Map<String, Long> found = new HashMap<>();
    if (!byDigest.isEmpty()) {
      queries.known(kind, scopes, byDigest.keySet()).stream()
          .sorted(Comparator.comparing(row -> scopes.indexOf(row.key.scope())))
          .forEach(row -> found.putIfAbsent(byDigest.get(row.key.externalKey()), row.targetId));
    }
    return found;
  }

  /**
   * Returns the ids of wishes by key. A key is either the external key of a wish that was imported
   * before, or, as in the exported spreadsheet, the id of a wish in the job's division.
   */
  Map<String, Long> wishes(ImportJob job, Collection<String> keys) {
    Map<String, Long> known = find(ImportKind.WISHES, job.known(), keys);
    Map<Long, String> ids = new HashMap<>();
    keys.forEach(key -> Id.parse(key).ifPresent(id -> ids.put(id.value(), key)));
    if (!ids.isEmpty()) {
      queries
          .wishes(ids.keySet(), Objects.requireNonNullElse(job.divisionPath, "") + "%")
          .forEach(id -> known.put(ids.get(id), id));
    }
    return known;
  }

  /** Stores the ids of newly imported rows by external key, in the running transaction. */
  void remember(ImportJob job, Map<String, Long> made) {
    ImportKind kind = job.kind.keys();
    made.forEach(
        (key, id) -> {
          ImportKey row = new ImportKey();
          row.key = new ImportKey.Key(kind, job.scope, digest(kind, job.scope, key));
          row.targetId = id;
          row.jobId = job.id;
          entities.persist(row);
        });
  }

  @Override
  public List<Long> withKey(String externalKey) {
    List<String> scopes = queries.scopes(ImportKind.WISHES);
    List<String> digests =
        scopes.stream().map(scope -> digest(ImportKind.WISHES, scope, externalKey)).toList();
    return digests.isEmpty() ? List.of() : queries.targets(ImportKind.WISHES, digests);
  }

  private String digest(ImportKind kind, String scope, String key) {
    byte[] message =
        ("import-key\n" + kind + "\n" + scope + "\n" + key).getBytes(StandardCharsets.UTF_8);
    return "#" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.of(message));
  }
}
