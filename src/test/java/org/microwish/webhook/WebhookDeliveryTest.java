package org.microwish.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.testing.WebhookReceiver.Endpoint;
import org.microwish.testing.WebhookReceiver.Received;
import org.microwish.testing.WebhookReceiver.Reply;
import org.microwish.testing.WebhookReceivers;
import org.microwish.wish.WishApi;

/**
 * Sends 1,000 events to two working endpoints, a slow one and a dead one, while an instance crashes
 * between sending and writing the results.
 */
@Tag("database")
@QuarkusTest
class WebhookDeliveryTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HALF = 500;

  /** Number of requests after which the instance crashes. */
  private static final int LIFE = 400;

  @Inject WebhookSending sending;
  @Inject WebhookSender.Maker maker;
  @Inject EndpointCalls calls;
  @Inject Ledger ledger;
  @Inject Transactions transactions;
  @Inject Ids ids;
  @Inject Time time;

  private final Street street = Street.here();

  @BeforeEach
  void stopThisInstancesSender() throws InterruptedException {
    street.update("DELETE FROM webhook");
    sending.sender().stop();
  }

  @AfterEach
  void restartThisInstancesSender() {
    street.update("DELETE FROM webhook");
    sending.sender().start();
  }

  /**
   * Creates a sender that simulates a crash after {@link #LIFE} requests: from then on, it neither
   * sends requests nor writes results.
   */
  private WebhookSender dying(AtomicInteger sent) {
    return maker.make(
        (url, headers, body) -> {
          if (sent.incrementAndGet() > LIFE) {
            throw new IllegalStateException("dead before the request");
          }
          EndpointCalls.Outcome outcome = calls.post(url, headers, body);
          if (sent.get() >= LIFE) {
            throw new IllegalStateException("dead before the result was written");
          }
          return outcome;
        });
  }

  /**
   * Appends ledger entries; returns the time of their commit ({@link System#nanoTime}) by entry id.
   */
  private Map<String, Long> append(int count) {
    List<String> entries =
        transactions.call(
            () -> {
              List<String> made = new ArrayList<>();
              for (int i = 0; i < count; i++) {
                long entry = ids.next();
                ledger.append(
                    new EntryDraft(
                        entry,
                        EntryType.ORGANISATION_CHANGED,
                        AggregateType.CLIENT,
                        Id.text(ids.next()),
                        1,
                        new Actor("system", null, "SYSTEM"),
                        time.now(),
                        time.now(),
                        new Transition("RECORD", null, "LIVE"),
                        Map.of("note", (long) i),
                        List.of(),
                        List.of(),
                        Street.COMMUNITY,
                        null));
                made.add(Id.text(entry));
              }
              return made;
            });
    long now = System.nanoTime();
    Map<String, Long> at = new HashMap<>();
    entries.forEach(entry -> at.put(entry, now));
    return at;
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  private static Endpoint endpoint(long pauseMillis) {
    return WebhookReceivers.receiver().endpoint(_ -> new Reply(204, Map.of(), "", pauseMillis));
  }

  /**
   * Creates a webhook of an auditor's client, which may see all changes in its division; returns
   * the id.
   */
  private static String hook(Partner auditor, Endpoint endpoint, boolean ordered) {
    Response made =
        WishApi.ok(
            Tokens.administrator("root"),
            "/webhooks",
            WishApi.map(
                "clientId",
                auditor.id(),
                "url",
                endpoint.url(),
                "types",
                List.of("ORGANISATION_CHANGED"),
                "ordered",
                ordered));
    return made.path("id");
  }

  private static long leaf(Received received) {
    try {
      return JSON.readTree(received.body()).at("/data/leafIndex").asLong();
    } catch (IOException noJson) {
      throw new AssertionError(noJson);
    }
  }

  private static Set<String> ids(Endpoint endpoint) {
    Set<String> ids = new LinkedHashSet<>();
    endpoint.received().forEach(one -> ids.add(one.id()));
    return ids;
  }

  @Test
  void thousandEvents_areDelivered_despiteACrash_andASlowAndADeadEndpoint() throws Exception {
    Partner auditor = Partner.record(street, Street.STREET, "AUDITOR");
    Endpoint plain = endpoint(0);
    Endpoint ordered = endpoint(0);
    Endpoint slow = endpoint(700);
    Endpoint dead = endpoint(20_000);
    hook(auditor, plain, false);
    hook(auditor, ordered, true);
    hook(auditor, slow, false);
    String deadHook = hook(auditor, dead, false);

    long begun = System.nanoTime();
    Map<String, Long> events = new HashMap<>(append(HALF));
    AtomicInteger sent = new AtomicInteger();
    WebhookSender first = dying(sent);
    first.start();
    until(() -> sent.get() > LIFE);
    first.stop();
    int atDeath = ids(ordered).size() + ids(plain).size();
    // The leases of the crashed instance expire, and two other instances continue.
    street.update("UPDATE webhook SET lease_until = UTC_TIMESTAMP(6)");
    WebhookSender second = maker.make();
    sending.sender().start();
    second.start();
    try {
      events.putAll(append(HALF));
      int all = 2 * HALF;
      until(() -> ids(ordered).size() == all && ids(plain).size() == all);
      long took = System.nanoTime() - begun;

      for (Endpoint endpoint : List.of(plain, ordered)) {
        Set<String> expected = new LinkedHashSet<>();
        events.keySet().forEach(entry -> expected.add("msg_" + entry));
        assertThat(ids(endpoint)).containsExactlyInAnyOrderElementsOf(expected);
      }
      Set<Long> arrived = new LinkedHashSet<>();
      ordered.received().forEach(one -> arrived.add(leaf(one)));
      assertThat(List.copyOf(arrived)).isSorted();
      assertThat(ordered.mostAtOnce()).isEqualTo(1);
      assertThat(plain.mostAtOnce()).isLessThanOrEqualTo(8);
      assertThat(slow.mostAtOnce()).isLessThanOrEqualTo(8);
      assertThat(slow.count()).isPositive().isLessThan(all);
      assertThat(dead.count()).isPositive();
      int again = plain.count() + ordered.count() - 2 * all;
      // The crashed instance can have sent at most one batch of 50 to each of the two endpoints
      // without writing the results.
      assertThat(again).isBetween(1, 100);
      assertThat(
              street.number(
                  "SELECT COUNT(*) FROM webhook_delivery WHERE state = 'SUCCEEDED' AND webhook_id = "
                      + Street.id(deadHook)))
          .isZero();
      System.out.printf(
          "webhooks: %d events to 4 endpoints in %d ms, death after %d requests (%d messages"
              + " known to the others); lost 0, out of order 0, sent again with the same id %d;"
              + " slow endpoint %d, dead endpoint %d attempts; delay of the working ones: median"
              + " %d ms, slowest %d ms%n",
          all,
          Duration.ofNanos(took).toMillis(),
          LIFE,
          atDeath,
          again,
          slow.count(),
          dead.count(),
          delay(plain, events, 0.5),
          delay(plain, events, 1));
    } finally {
      second.stop();
    }
  }

  /**
   * Returns a percentile of the delays of the events that were sent after the crash, in
   * milliseconds.
   *
   * @param share 0.5 for the median, 1 for the maximum
   */
  private static long delay(Endpoint endpoint, Map<String, Long> events, double share) {
    Map<String, Long> first = new HashMap<>();
    endpoint.received().forEach(one -> first.putIfAbsent(one.id().substring(4), one.nanos()));
    List<Long> delays =
        first.entrySet().stream()
            .map(one -> Duration.ofNanos(one.getValue() - events.get(one.getKey())).toMillis())
            .sorted()
            .toList();
    // Leave out the larger half of the delays: those events waited for the crash.
    List<Long> undisturbed = delays.subList(0, delays.size() / 2);
    return undisturbed.get((int) Math.ceil(undisturbed.size() * share) - 1);
  }
}
