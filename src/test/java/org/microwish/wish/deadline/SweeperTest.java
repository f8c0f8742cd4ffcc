package org.microwish.wish.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.shared;
import static org.microwish.wish.WishApi.state;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.lifecycle.deadline.Deadlines;
import org.microwish.lifecycle.deadline.Sweeper;
import org.microwish.platform.idempotency.IdempotencyKeys;
import org.microwish.platform.sql.Clocks;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests the effects of deadlines: each happens once, whatever the number of sweepers. */
@Tag("database")
@QuarkusTest
class SweeperTest {

  @Inject Sweeper sweeper;
  @Inject EntityManager entities;
  @Inject Transactions transactions;
  @Inject IdempotencyKeys keys;
  @Inject @Any Instance<Deadlines> deadlines;

  private final Street street = Street.here();

  private String member() {
    long id = street.member(street.organisation());
    return Tokens.member("member-" + id, id);
  }

  private void claimByPassed(String wish) {
    street.update(
        "UPDATE wish SET claim_by = DATE_SUB(UTC_TIMESTAMP(6), INTERVAL 1 SECOND) WHERE id = ?",
        Street.id(wish));
  }

  private void due(String claim) {
    street.update(
        "UPDATE claim SET contact_by = DATE_SUB(contact_by, INTERVAL 90 DAY), complete_by ="
            + " DATE_SUB(complete_by, INTERVAL 90 DAY), next_check_at = DATE_SUB(next_check_at,"
            + " INTERVAL 90 DAY) WHERE id = ?",
        Street.id(claim));
  }

  private long entries(String wish, String type) {
    return street.number(
        "SELECT COUNT(*) FROM ledger_entry WHERE aggregate_id = '"
            + wish
            + "' AND entry_type = '"
            + type
            + "'");
  }

  @Test
  void concurrentSweepers_applyEachDeadlineOnce() throws Exception {
    List<String> lapsing = new ArrayList<>();
    List<String> late = new ArrayList<>();
    List<String> expiring = new ArrayList<>();
    List<String> closing = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String lapses = open(COLLECTOR, shared(2));
      due(claim(member(), lapses));
      lapsing.add(lapses);
      String works = open(COLLECTOR, shared(2));
      String member = member();
      String claim = claim(member, works);
      ok(member, "/claims/" + claim + "/start", none());
      due(claim);
      late.add(works);
      String expires = open(COLLECTOR, shared(2, "needsApproval", true));
      claim(member(), expires);
      claimByPassed(expires);
      expiring.add(expires);
      String closes = open(COLLECTOR, shared(2));
      claim(member(), closes);
      claimByPassed(closes);
      closing.add(closes);
    }
    List<Callable<Integer>> sweepers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sweepers.add(sweeper::sweep);
    }
    try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> swept : instances.invokeAll(sweepers)) {
        assertThat(swept.get()).isNotNegative();
      }
    }
    sweeper.sweep();
    for (String wish : lapsing) {
      assertThat(entries(wish, "CLAIM_LAPSED")).isEqualTo(1);
      assertThat(state(wish)).isEqualTo("OPEN");
    }
    for (String wish : late) {
      assertThat(entries(wish, "CLAIM_OVERDUE")).isEqualTo(1);
    }
    for (String wish : expiring) {
      assertThat(entries(wish, "WISH_EXPIRED")).isEqualTo(1);
      assertThat(street.column("SELECT state FROM claim WHERE wish_id = " + Street.id(wish)))
          .containsExactly("LAPSED");
    }
    for (String wish : closing) {
      assertThat(entries(wish, "WISH_CLAIMING_CLOSED")).isEqualTo(1);
      assertThat(state(wish)).isEqualTo("CLAIMED");
    }
  }

  @Test
  void overdueClaim_isExtendedOnceFreely_andAgainOnlyWithAReason() {
    String wish = open(COLLECTOR, shared(2));
    String member = member();
    String claim = claim(member, wish);
    ok(member, "/claims/" + claim + "/start", none());
    due(claim);
    sweeper.sweep();
    assertThat((Boolean) ok(get(member, "/claims/" + claim)).path("overdue")).isTrue();
    String extend = "/claims/" + claim + "/extend";
    ok(OPERATOR, extend, map("completeBy", "2099-01-01T00:00:00+08:00"));
    assertThat((Boolean) ok(get(member, "/claims/" + claim)).path("overdue")).isFalse();
    refused(OPERATOR, extend, map("completeBy", "2099-02-01T00:00:00+08:00"), "REASON_REQUIRED");
    ok(OPERATOR, extend, map("completeBy", "2099-02-01T00:00:00+08:00", "reason", "等配件"));
  }

  @Test
  void expiredWish_canBeRepublished_andPendingClaimantsAreNotBarred() {
    String wish = open(COLLECTOR, shared(2, "needsApproval", true));
    String member = member();
    claim(member, wish);
    claimByPassed(wish);
    sweeper.sweep();
    assertThat(state(wish)).isEqualTo("EXPIRED");
    assertThat(get(null, "/wishes/" + wish).statusCode()).isEqualTo(404);
    ok(OPERATOR, "/wishes/" + wish + "/republish", map("claimBy", "2099-01-01T00:00:00+08:00"));
    assertThat((Integer) ok(get(OPERATOR, "/wishes/" + wish)).path("round")).isEqualTo(2);
    claim(member, wish);
  }

  @Test
  void sweeperWithAWrongClock_doesNothingAndReportsDown() {
    String wish = open(COLLECTOR, shared(2));
    for (Duration offset : List.of(Duration.ofSeconds(90), Duration.ofSeconds(-90))) {
      DatabaseClock wrong = Clocks.ahead(entities, offset);
      Sweeper elsewhere = sweeper(wrong);
      claimByPassed(wish);
      assertThat(elsewhere.sweep()).isZero();
      assertThat(elsewhere.call().getStatus()).isEqualTo(Status.DOWN);
    }
    DatabaseClock right = Clocks.ahead(entities, Duration.ofSeconds(30));
    Sweeper here = sweeper(right);
    here.sweep();
    assertThat(here.call().getStatus()).isEqualTo(Status.UP);
    assertThat(state(wish)).isEqualTo("EXPIRED");
  }

  private Sweeper sweeper(DatabaseClock clock) {
    return new Sweeper(new Sweep(transactions, clock), clock, transactions, keys, deadlines);
  }
}
