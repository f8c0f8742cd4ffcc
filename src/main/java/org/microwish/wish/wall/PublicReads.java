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
 * What everybody may read, ready to be sent: wishes as the public sees them, and pages of the wall.
 * It follows the ledger: an entry of a wish, of this instance or another, throws the wish and all
 * pages away, an entry of anything else throws everything away. While the ledger cannot be followed
 * nothing is kept, nor what still waits for a serial number. So an answer from here is at most as
 * old as the youngest leaf takes, and true of the tree whose size is named with it.
 */
@ApplicationScoped
public class PublicReads {

  /** Of an answer from here: how many leaves at least it is true of. */
  public static final String TREE_SIZE = "Ledger-Tree-Size";

  /** Some 1.5 KB each. */
  private static final int MOST_WISHES = 20_000;

  /** Some 30 KB each, were they of the largest size. */
  private static final int MOST_PAGES = 500;

  /** What is not asked for any more goes. */
  private static final Duration UNUSED = Duration.ofMinutes(10);

  /**
   * An answer's body.
   *
   * @param tag null for pages, which have none
   * @param nextCursor where the next page begins; null on the last, and where there are no pages
   * @param complete false where a serial number is still to come, which no entry will tell of
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, see below.
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

  /** A page's question, and how often the wall had changed when it was asked. */
  private record Question(String query, long generation) {}

  /** A wish, and how often everything had changed: what is being read then is found no more. */
  private record Place(long wishId, long epoch) {}

  private final LedgerFollower ledger;
  private final ObjectMapper json;
  private final AtomicLong generation = new AtomicLong();
  private final AtomicLong epoch = new AtomicLong();
  private final Cache<Place, Body> wishes =
      Caffeine.newBuilder().maximumSize(MOST_WISHES).expireAfterAccess(UNUSED).build();
  private final Cache<Question, Body> pages =
      Caffeine.newBuilder().maximumSize(MOST_PAGES).expireAfterAccess(UNUSED).build();

  PublicReads(LedgerFollower ledger, ObjectMapper json) {
    this.ledger = ledger;
    this.json = json;
  }

  /** How many leaves an answer given now is true of at least; nothing while that is not known. */
  public Optional<Long> treeSize() {
    return ledger.isCurrent() ? Optional.of(ledger.treeSize()) : Optional.empty();
  }

  /**
   * A wish as the public sees it.
   *
   * @param read reads it from the database; what it throws is nobody's to keep
   */
  Body wish(long id, Supplier<Body> read) {
    // A change that comes while it is read waits for it, and then throws it away.
    return kept(wishes, new Place(id, epoch.get()), read);
  }

  /**
   * A page of the wall as the public sees it.
   *
   * @param query as the request has it, or null
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

  /** A view as it is sent. */
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
        // Whatever it is, anything may follow from it.
        epoch.incrementAndGet();
        return;
      }
      wishes.invalidate(new Place(wish.get().value(), epoch.get()));
    }
  }
}
