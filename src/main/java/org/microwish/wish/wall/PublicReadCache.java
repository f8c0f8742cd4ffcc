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
import org.microwish.lifecycle.attachment.ImageAddresses;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.problem.Language;

/**
 * Cache of serialised public answers: single wishes and pages of the wall, also as HTML. The ledger
 * entries of all instances invalidate the cache: an entry of a wish invalidates the answers for
 * that wish and all pages, any other entry invalidates everything. While the ledger cannot be
 * followed, the cache is bypassed. Answers that still lack a serial number are not cached. Answers
 * are cached for one {@link ImageAddresses#period} only, because the addresses of images change
 * with it. A cached answer is therefore stale at most until the ledger follower reports the leaf of
 * a change, and contains all changes up to the ledger tree size in its header {@link #TREE_SIZE}.
 */
@ApplicationScoped
public class PublicReadCache {

  /**
   * The response header with a number of ledger leaves; the answer includes the changes of at least
   * these leaves.
   */
  public static final String TREE_SIZE = "Ledger-Tree-Size";

  /** Maximum number of cached wishes, about 1.5 KB each. */
  private static final int MOST_WISHES = 20_000;

  /** Maximum number of cached pages, up to about 30 KB each. */
  private static final int MOST_PAGES = 500;

  /** Answers that are not requested for this time are evicted. */
  private static final Duration UNUSED = Duration.ofMinutes(10);

  /**
   * The serialised body of an answer, as JSON or as HTML.
   *
   * @param tag the ETag; null for pages
   * @param nextCursor the cursor of the next page; null on the last page and for single wishes
   * @param complete false if a later assignment of a serial number, which creates no ledger entry,
   *     may change the answer; such an answer is not cached
   */
  @SuppressWarnings("ArrayRecordComponent") // Bodies are compared by identity, see equals().
  public record Body(byte[] bytes, ETag tag, String nextCursor, boolean complete) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * Cache key of a page: the query, and the generation in which the page was requested. Each change
   * starts a new generation, which makes all cached pages unreachable.
   *
   * @param period the {@link ImageAddresses#period}, whose addresses the answer contains
   */
  private record Question(String query, Language language, long generation, long period) {}

  /**
   * Cache key of a wish. A new epoch makes all cached wishes unreachable, including those that are
   * being loaded.
   *
   * @param period the {@link ImageAddresses#period}, whose addresses the answer contains
   */
  private record Place(long wishId, Language language, long epoch, long period) {}

  private final LedgerFollower ledger;
  private final ImageAddresses addresses;
  private final ObjectMapper json;
  private final AtomicLong generation = new AtomicLong();
  private final AtomicLong epoch = new AtomicLong();
  private final Cache<Place, Body> wishes =
      Caffeine.newBuilder().maximumSize(MOST_WISHES).expireAfterAccess(UNUSED).build();
  private final Cache<Question, Body> pages =
      Caffeine.newBuilder().maximumSize(MOST_PAGES).expireAfterAccess(UNUSED).build();

  PublicReadCache(LedgerFollower ledger, ImageAddresses addresses, ObjectMapper json) {
    this.ledger = ledger;
    this.addresses = addresses;
    this.json = json;
  }

  /**
   * Returns the number of ledger leaves whose changes are included in every answer from now on.
   * Empty while the cache cannot follow the ledger.
   */
  public Optional<Long> treeSize() {
    return ledger.isCurrent() ? Optional.of(ledger.treeSize()) : Optional.empty();
  }

  /**
   * Returns the public view of a wish, from the cache if possible.
   *
   * @param read reads the view from the database; exceptions are not cached
   */
  Body wish(long id, Language language, Supplier<Body> read) {
    // If the wish is invalidated while it is being loaded, the cache waits for the load and then
    // evicts the entry.
    return kept(wishes, new Place(id, language, epoch.get(), addresses.period()), read);
  }

  /**
   * Returns a public page of the wall, from the cache if possible.
   *
   * @param query the raw query string of the request, or null; what is not a page of the API begins
   *     with its path
   * @param read reads the page from the database
   */
  public Body page(String query, Language language, Supplier<Body> read) {
    return kept(pages, new Question(query, language, generation.get(), addresses.period()), read);
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

  /** Serialises a view as JSON and creates the body to cache. */
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
        // Changes of other aggregates, such as divisions, may affect every answer.
        epoch.incrementAndGet();
        return;
      }
      for (Language language : Language.values()) {
        // A request that began before the end of a period may still cache its answer under the
        // former period.
        for (long period = addresses.period(), last = period - 1; period >= last; period--) {
          wishes.invalidate(new Place(wish.get().value(), language, epoch.get(), period));
        }
      }
    }
  }
}
