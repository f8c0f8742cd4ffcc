package org.microwish.wish.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.LedgerFollower;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.problem.Language;

/** Tests which ledger entries, and which passing of time, evict a cached wish. */
@Tag("database")
@QuarkusTest
class PublicReadCacheTest {

  @Inject PublicReadCache reads;
  @Inject LedgerFollower ledger;
  @Inject Ids ids;

  private long wish;
  private int asked;

  @BeforeEach
  void cacheOneWish() {
    wish = ids.next();
    await().until(ledger::isCurrent);
    // Waits until the wish stays cached: entries of other tests may still evict everything.
    await()
        .until(
            () -> {
              int before = asked();
              return asked() == before;
            });
  }

  @Test
  void entryOfTheWish_evictsIt() {
    assertReadAnew(new LedgerFollower.Aggregate(AggregateType.WISH, Id.text(wish)));
  }

  @Test
  void entryOfAnotherAggregate_evictsItToo() {
    assertReadAnew(new LedgerFollower.Aggregate(AggregateType.MEMBER, Id.text(ids.next())));
  }

  /** The id must not cause an exception, which would stop the ledger follower. */
  @Test
  void entryWithAnUnparsableWishId_evictsItToo() {
    assertReadAnew(new LedgerFollower.Aggregate(AggregateType.WISH, "seeded-1"));
  }

  /** The signed addresses of images in an answer expire, so the answer must not be reused. */
  @Test
  void nextPeriodOfImageAddresses_evictsIt() {
    int before = asked();
    QuarkusMock.installMockForType(
        new Time() {
          @Override
          public Instant now() {
            return super.now().plus(Duration.ofMinutes(10));
          }
        },
        Time.class);
    assertThat(asked()).isGreaterThan(before);
  }

  private void assertReadAnew(LedgerFollower.Aggregate of) {
    int before = asked();
    reads.changed(new LedgerFollower.Changed(List.of(of)));
    assertThat(asked()).isGreaterThan(before);
  }

  /** Reads the wish once more and returns how often the loader has been called so far. */
  private int asked() {
    reads.wish(
        wish,
        Language.ZH,
        () -> {
          asked++;
          return new PublicReadCache.Body(new byte[0], null, null, true);
        });
    return asked;
  }
}
