package org.microwish.wish.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.LedgerFollower;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;

/** What is kept in memory, and what throws it away. */
@QuarkusTest
class PublicReadsTest {

  @Inject PublicReads reads;
  @Inject LedgerFollower ledger;
  @Inject Ids ids;

  private long wish;
  private int asked;

  @BeforeEach
  void keepOne() {
    wish = ids.next();
    await().until(ledger::isCurrent);
    // What other tests left to be done may throw everything away meanwhile.
    await()
        .until(
            () -> {
              int before = asked();
              return asked() == before;
            });
  }

  @Test
  void anEntryOfTheWishThrowsItAway() {
    assertReadAnew(new LedgerFollower.Aggregate(AggregateType.WISH, Id.text(wish)));
  }

  @Test
  void anEntryOfAnythingElseThrowsItAway() {
    assertReadAnew(new LedgerFollower.Aggregate(AggregateType.MEMBER, Id.text(ids.next())));
  }

  /** It must not stop the follower either, so it throws nothing. */
  @Test
  void anEntryThatNamesNoWishOfOursThrowsItAway() {
    assertReadAnew(new LedgerFollower.Aggregate(AggregateType.WISH, "seeded-1"));
  }

  private void assertReadAnew(LedgerFollower.Aggregate of) {
    int before = asked();
    reads.changed(new LedgerFollower.Changed(List.of(of)));
    assertThat(asked()).isGreaterThan(before);
  }

  /** How often the database was asked for the wish, after reading it once more. */
  private int asked() {
    reads.wish(
        wish,
        () -> {
          asked++;
          return new PublicReads.Body(new byte[0], null, null, true);
        });
    return asked;
  }
}
