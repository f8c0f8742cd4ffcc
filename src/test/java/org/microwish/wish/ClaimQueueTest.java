package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.shared;
import static org.microwish.wish.WishApi.state;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;
import org.microwish.wish.claiming.ClaimRecorder;
import org.microwish.wish.claiming.ClaimingConfig;
import org.microwish.wish.money.Money;

/** Tests concurrent claims: batches must give the same results as claims decided one by one. */
@Tag("database")
@QuarkusTest
class ClaimQueueTest {

  @Inject MeterRegistry metrics;
  @Inject ClaimingConfig config;
  @Inject ClaimRecorder recorder;
  @Inject Wishes wishes;
  @Inject Transactions transactions;
  @Inject EntityManager entities;

  private final Street street = Street.here();
  private final long organisation = street.organisation();

  private String member() {
    long id = street.member(organisation);
    return Tokens.member("member-" + id, id);
  }

  private String steward() {
    long id = street.organisation();
    return Tokens.steward("steward-" + id, id);
  }

  private static List<Response> atOnce(List<Callable<Response>> calls) throws Exception {
    List<Response> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      for (Future<Response> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  private static long count(List<Response> answers, int status) {
    return answers.stream().filter(answer -> answer.statusCode() == status).count();
  }

  @Test
  void concurrentRequestsWithOneKey_haveOneEffectAndOneAnswer() throws Exception {
    String wish = open(COLLECTOR, shared(5));
    String member = member();
    List<Callable<Response>> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      calls.add(() -> post(member, "/wishes/" + wish + "/claims", none(), "queue-same-" + wish));
    }
    List<Response> answers = atOnce(calls);
    assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
    assertThat(answers.stream().map(Response::asString).distinct()).hasSize(1);
    assertThat(answers.stream().filter(one -> one.header("Idempotency-Replayed") == null))
        .hasSize(1);
    assertThat(street.number("SELECT COUNT(*) FROM claim WHERE wish_id = " + Street.id(wish)))
        .isOne();
  }

  @Test
  void plainClaimsAreWrittenInBatches() throws Exception {
    double alone = metrics.counter("microwish.claiming.alone").count();
    List<Callable<Response>> calls = new ArrayList<>();
    String shared = open(COLLECTOR, shared(4));
    String project = open(COLLECTOR, WishApi.project("900.00"));
    for (int i = 0; i < 4; i++) {
      String member = member();
      calls.add(() -> post(member, "/wishes/" + shared + "/claims", none()));
      String steward = steward();
      calls.add(
          () -> post(steward, "/wishes/" + project + "/claims", WishApi.pledge("200.00", "CASH")));
    }
    assertThat(atOnce(calls))
        .allSatisfy(one -> assertThat(one.statusCode()).as(one.asString()).isEqualTo(201));
    refused(
        post(steward(), "/wishes/" + project + "/claims", WishApi.pledge("100.01", "CASH")),
        "BUDGET_EXCEEDED");
    assertThat(metrics.counter("microwish.claiming.alone").count()).isEqualTo(alone);
    assertThat(
            street.number(
                "SELECT CAST(SUM(amount) AS SIGNED) FROM posting WHERE wish_id = "
                    + Street.id(project)))
        .isEqualTo(800);
  }

  @Test
  void lockAll_readsAllFieldsOfAWish() {
    long id = Street.id(open(COLLECTOR, shared(2)));
    transactions.run(
        () -> {
          RoundTrip trip = new RoundTrip();
          RoundTrip.Pending<Map<Long, Wish>> read = wishes.lockAll(trip, List.of(id));
          trip.send(entities);
          assertThat(read.get().get(id))
              .usingRecursiveComparison()
              // Ignores the fields that the build adds for Hibernate.
              .ignoringFieldsMatchingRegexes(".*\\$.*")
              // Ignores the serial number: another thread may assign it between the two reads.
              .ignoringFields("number")
              .isEqualTo(entities.find(Wish.class, id));
        });
  }

  @Test
  void sampleClaim_inTheFutureOrBeforeTheLastEvent_isRefused() {
    long wish = Street.id(open(COLLECTOR, shared(2)));
    Caller member = new Caller("late", Role.MEMBER, street.member(organisation), null, null);
    for (Duration away : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
      Instant at = Instant.now().plus(away);
      assertThatThrownBy(
              () ->
                  transactions.run(
                      () -> recorder.claim(member, wish, Money.ZERO, null, List.of(), at)))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.type()).isEqualTo(ProblemType.VALIDATION_FAILED));
    }
  }

  @Test
  void concurrentClaimsOfAMember_stopAtTheClaimLimit() throws Exception {
    String member = member();
    List<Callable<Response>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String wish = open(COLLECTOR, shared(2));
      calls.add(() -> post(member, "/wishes/" + wish + "/claims", none()));
    }
    List<Response> answers = atOnce(calls);
    assertThat(count(answers, 201)).isEqualTo(5);
    answers.stream()
        .filter(answer -> answer.statusCode() != 201)
        .forEach(answer -> refused(answer, "CLAIM_LIMIT_REACHED"));
  }

  @Test
  void secondClaimOnTheSameWish_isRefused() throws Exception {
    String wish = open(COLLECTOR, shared(5));
    String member = member();
    List<Callable<Response>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      calls.add(() -> post(member, "/wishes/" + wish + "/claims", none()));
    }
    List<Response> answers = atOnce(calls);
    assertThat(count(answers, 201)).isOne();
    answers.stream()
        .filter(answer -> answer.statusCode() != 201)
        .forEach(answer -> refused(answer, "ALREADY_CLAIMED"));
  }

  @Test
  void fullWish_refusesOthers_andReplaysTheWinnersAnswer() {
    String wish = open(COLLECTOR, shared(1));
    String path = "/wishes/" + wish + "/claims";
    String winner = member();
    Response won = ok(post(winner, path, none(), "queue-won-" + wish));
    for (int i = 0; i < 3; i++) {
      Response lost = refused(post(member(), path, none()), "WISH_FULL");
      assertThat(lost.statusCode()).isEqualTo(409);
      assertThat((String) lost.path("reason")).isEqualTo("FULL");
      Response again = ok(post(winner, path, none(), "queue-won-" + wish));
      assertThat(again.asString()).isEqualTo(won.asString());
      assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }
    // The key is bound to the body of the first request.
    refused(
        post(winner, path, WishApi.pledge("1.00", "CASH"), "queue-won-" + wish),
        "IDEMPOTENCY_KEY_REUSED");
    // A released place can be claimed again, although the cache of full wishes may still contain
    // the wish.
    ok(post(winner, "/claims/" + won.path("claim.id") + "/release", WishApi.ending("UNABLE")));
    ok(post(member(), path, none()));
    assertThat(state(wish)).isEqualTo("CLAIMED");
  }

  @Test
  void keyInFlightElsewhere_doesNotDelayOtherClaims() throws Exception {
    String wish = open(COLLECTOR, shared(5));
    String path = "/wishes/" + wish + "/claims";
    long busyId = street.member(organisation);
    String busy = Tokens.member("member-" + busyId, busyId);
    String key = "queue-busy-" + wish;
    try (Connection rival = TestDatabase.connection()) {
      rival.setAutoCommit(false);
      try (PreparedStatement insert =
          rival.prepareStatement(
              "INSERT INTO idempotency (caller, operation, idem_key, body_hash, status, answer,"
                  + " created_at) VALUES (?, 'claimWish', ?, '', 0, '', UTC_TIMESTAMP(6))")) {
        insert.setString(1, "member-" + busyId);
        insert.setString(2, key);
        insert.executeUpdate();
      }
      List<Callable<Response>> calls = new ArrayList<>();
      calls.add(() -> post(busy, path, none(), key));
      for (int i = 0; i < 4; i++) {
        String member = member();
        calls.add(() -> post(member, path, none()));
      }
      List<Response> answers = atOnce(calls);
      refused(answers.getFirst(), "IDEMPOTENCY_IN_FLIGHT");
      assertThat(count(answers, 201)).isEqualTo(4);
      rival.rollback();
    }
    ok(post(busy, path, none(), key));
  }

  @Test
  void wishLockedElsewhere_isClaimedAfterTheLockIsReleased() throws Exception {
    String locked = open(COLLECTOR, shared(2));
    String free = open(COLLECTOR, shared(2));
    try (Connection rival = TestDatabase.connection();
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      rival.setAutoCommit(false);
      try (PreparedStatement lock =
          rival.prepareStatement("SELECT id FROM wish WHERE id = ? FOR UPDATE")) {
        lock.setLong(1, Street.id(locked));
        lock.executeQuery();
      }
      String first = member();
      String second = member();
      Future<Response> waiting =
          threads.submit(() -> post(first, "/wishes/" + locked + "/claims", none()));
      ok(post(second, "/wishes/" + free + "/claims", none()));
      rival.rollback();
      ok(waiting.get());
    }
  }

  @Test
  void memberWhoLeavesAtTheSameTime_cannotClaim() throws Exception {
    String wish = open(COLLECTOR, shared(2));
    long leaving = street.member(street.organisation());
    String token = Tokens.member("leaving-" + leaving, leaving);
    try (Connection rival = TestDatabase.connection();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      rival.setAutoCommit(false);
      try (PreparedStatement leave =
          rival.prepareStatement("UPDATE member SET state = 'LEFT' WHERE id = ?")) {
        leave.setLong(1, leaving);
        leave.executeUpdate();
      }
      Future<Response> waiting =
          threads.submit(() -> post(token, "/wishes/" + wish + "/claims", none()));
      await()
          .until(
              () ->
                  street.number(
                          "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state ="
                              + " 'LOCK WAIT'")
                      > 0);
      rival.commit();
      assertThat(waiting.get().statusCode()).as(waiting.get().asString()).isEqualTo(403);
    }
  }

  @Test
  void fullQueue_refusesClaimsBeforeAuthentication() throws Exception {
    String wish = open(COLLECTOR, shared(2));
    String path = "/wishes/" + wish + "/claims";
    String member = member();
    String late = member();
    List<Response> answers = new ArrayList<>();
    try (Connection rival = TestDatabase.connection();
        ExecutorService phones = Executors.newFixedThreadPool(config.waiting())) {
      rival.setAutoCommit(false);
      try (PreparedStatement lock =
          rival.prepareStatement("SELECT id FROM wish WHERE id = ? FOR UPDATE")) {
        lock.setLong(1, Street.id(wish));
        lock.executeQuery();
      }
      List<Future<Response>> waiting = new ArrayList<>();
      for (int i = 0; i < config.waiting(); i++) {
        String key = "queue-full-" + wish + "-" + i;
        waiting.add(phones.submit(() -> post(member, path, none(), key)));
      }
      await()
          .until(
              () -> metrics.get("microwish.claiming.waiting").gauge().value() >= config.waiting());
      Response refused = post(late, path, none(), "queue-late-" + wish);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat((String) refused.path("code")).isEqualTo("BUSY");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      // Claims are refused before authentication; other operations are not affected.
      assertThat(post("nobody's", path, none()).statusCode()).isEqualTo(503);
      ok(get(COLLECTOR, path));
      assertThat(post("nobody's", "/wishes/" + wish + "/publish", none()).statusCode())
          .isEqualTo(401);
      rival.rollback();
      for (Future<Response> answer : waiting) {
        answers.add(answer.get());
      }
    }
    assertThat(count(answers, 201)).isOne();
    ok(post(late, path, none(), "queue-late-" + wish));
  }

  @Test
  void publicReads_showEachClaimAtOnce() {
    String wish = open(COLLECTOR, shared(1));
    assertThat((String) ok(get(null, "/wishes/" + wish)).path("state")).isEqualTo("OPEN");
    String wall = "/wishes?state=OPEN&division=" + Street.COMMUNITY;
    assertThat(ok(get(null, wall)).jsonPath().getList("items.id")).contains(wish);
    ok(post(member(), "/wishes/" + wish + "/claims", none()));
    Response read = ok(get(null, "/wishes/" + wish));
    assertThat((String) read.path("state")).isEqualTo("CLAIMED");
    assertThat(ok(get(null, wall)).jsonPath().getList("items.id")).doesNotContain(wish);
    assertThat(ok(get(COLLECTOR, "/wishes/" + wish)).asString()).contains("\"own\"");
    assertThat(read.asString()).doesNotContain("\"own\":{");
  }
}
