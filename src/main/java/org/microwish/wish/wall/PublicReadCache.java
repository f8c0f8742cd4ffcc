package org.microwish.wish.wall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.microwish.ledger.LedgerFollower;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;

/**
 * Cache of serialised public answers: single wishes and pages of the wall. It is invalidated by the
 * ledger entries of all instances: an entry of a wish evicts that wish and all pages, any other
 * entry evicts everything. While the ledger cannot be followed, the cache is bypassed. Answers that
 * still lack a serial number are not cached. A cached answer is therefore stale at most for the
 * time that a new entry needs to become a leaf, and it is valid for the tree size sent with it.
 */
@ApplicationScoped
public class PublicReadCache {

  /** Response header: the number of ledger leaves whose changes the answer includes, at least. */
  public static final String TREE_SIZE = "Ledger-Tree-Size";

  /** Maximum number of cached wishes, about 1.5 KB each. */
  private static final int MOST_WISHES = 20_000;

  /** Maximum number of cached pages, up to about 30 KB each. */
  private static final int MOST_PAGES = 500;

  /** Answers that are not requested for this time are evicted. */
  private static final Duration UNUSED = Duration.ofMinutes(10);

  /**
   * The body of an answer.
   *
   * @param tag the ETag; null for pages
   * @param nextCursor the cursor of the next page; null on the last page and for single wishes
   * @param complete false while a serial number is missing; its assignment creates no ledger entry
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by identity, see below.
  public record Body(byte[] json, ETag tag, String nextCursor, boolean complete) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** Cache key of a page: its query and the generation in which it was requested. */
  private record Question(String query, long generation) {}

  /** Cache key of a wish. A new epoch makes entries unreachable, including those being loaded. */
  private record Place(long wishId, long epoch) {}

  private final LedgerFollower ledger;
  private final ObjectMapper json;
  private final AtomicLong generation = new AtomicLong();
  private final AtomicLong epoch = new AtomicLong();
  private final Cache<Place, Body> wishes =
      Caffeine.newBuilder().maximumSize(MOST_WISHES).expireAfterAccess(UNUSED).build();
  private final Cache<Question, Body> pages =
      Caffeine.newBuilder().maximumSize(MOST_PAGES).expireAfterAccess(UNUSED).build();

  PublicReadCache(LedgerFollower ledger, ObjectMapper json) {
    this.ledger = ledger;
    this.json = json;
  }

  /**
   * An answer given now includes the changes of at least this many leaves; empty while the ledger
   * cannot be followed.
   */
  public Optional<Long> treeSize() {
    return ledger.isCurrent() ? Optional.of(ledger.treeSize()) : Optional.empty();
  }

  /**
   * Returns the public view of a wish.
   *
   * @param read reads it from the database; exceptions are not cached
   */
  Body wish(long id, Supplier<Body> read) {
    // An invalidation during the load waits for the load to finish and then evicts the entry.
    return kept(wishes, new Place(id, epoch.get()), read);
  }

  /**
   * Returns a public page of the wall.
   *
   * @param query the raw query string of the request, or null
   * @param read reads it from the database
   */
  Body page(String query, Supplier<Body> read) {
    return kept(pages, new Question(query, generation.get()), read);
  }

  private <K> Body kept(Cache<K, Body> cache, K key, Supplier<Body> read) {
    if (!ledger.isCurrent()) {
      return read.get();
    }
    Body body = cache.get(key, ignored -> read.get());
    if (!body.complete()) {
      cache.asMap().remove(key, body);
    }
    return body;
  }

  /** Serialises a view. */
  Body body(Object view, ETag tag, String nextCursor, boolean complete) {
    try {
      return new Body(json.writeValueAsBytes(view), tag, nextCursor, complete);
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }

  void changed(@Observes LedgerFollower.Changed changed) {
    generation.incrementAndGet();
    for (LedgerFollower.Aggregate aggregate : changed.aggregates()) {
      Optional<Id> wish =
          aggregate.type() == AggregateType.WISH ? Id.parse(aggregate.id()) : Optional.empty();
      if (wish.isEmpty()) {
        // Other aggregates, such as divisions, may affect every answer.
        epoch.incrementAndGet();
        return;
      }
      wishes.invalidate(new Place(wish.get().value(), epoch.get()));
    }
  }
}
