package org.microwish.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.change.Change;
import org.microwish.change.Changes;
import org.microwish.change.Recorded;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxRefresh;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.JdbcQuery;
import org.microwish.platform.sql.JdbcTransaction;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;
import org.microwish.webhook.EndpointCalls.Outcome;
import org.microwish.webhook.SecretSeals.Sealed;

/**
 * Sends due deliveries, each at least once. Each endpoint has its own virtual thread, so a slow or
 * dead endpoint does not delay others. The thread holds a lease of the webhook: of all instances,
 * only the holder sends to this endpoint, with a limited number of concurrent attempts, and to an
 * ordered webhook one change at a time. If an instance dies before it has written the result of an
 * attempt, the next holder of the lease sends the change again, with the same message id. Longer
 * than 400 lines because the steps from the lease of a webhook to the written results share the
 * batch.
 */
final class WebhookSender {

  private static final Logger LOG = Logger.getLogger(WebhookSender.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Maximum number of database connections that all threads together use. */
  private static final int CONNECTIONS = 3;

  /** Maximum number of deliveries in a batch. */
  private static final int BATCH = 50;

  /**
   * Once a batch has taken this time, no further attempt of the batch begins and its results are
   * written.
   */
  private static final Duration WRITE_AFTER = Duration.ofSeconds(2);

  /** How long {@link #stop} waits for attempts under way. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private static final Duration MARGIN = Duration.ofSeconds(15);

  /** Sends one request; tests replace it to simulate the crash of an instance. */
  @FunctionalInterface
  interface Post {
    Outcome post(String url, Map<String, String> headers, byte[] body);
  }

  /** Creates senders. */
  @ApplicationScoped
  static class Maker {
    private final DataSource database;
    private final Changes changes;
    private final EndpointCalls calls;
    private final SecretSeals seals;
    private final DeliveryAnswers answers;
    private final WebhookConfig config;
    private final WebhookQueries queries;
    private final InboxRefresh inbox;
    private final Transactions transactions;
    private final ObjectMapper json;
    private final MeterRegistry metrics;
    private final Ids ids;
    private final Time time;

    Maker(
        DataSource database,
        Changes changes,
        EndpointCalls calls,
        SecretSeals seals,
        DeliveryAnswers answers,
        WebhookConfig config,
        WebhookQueries queries,
        InboxRefresh inbox,
        Transactions transactions,
        ObjectMapper json,
        MeterRegistry metrics,
        Ids ids,
        Time time) {
      this.database = database;
      this.changes = changes;
      this.calls = calls;
      this.seals = seals;
      this.answers = answers;
      this.config = config;
      this.queries = queries;
      this.inbox = inbox;
      this.transactions = transactions;
      this.json = json;
      this.metrics = metrics;
      this.ids = ids;
      this.time = time;
    }

    /** Creates the sender of this instance. */
    WebhookSender make() {
      return make(calls::post);
    }

    /** Creates a sender that sends its requests with {@code post}. */
    WebhookSender make(Post post) {
      return new WebhookSender(this, post);
    }
  }

  /**
   * A webhook that has due deliveries, with the columns of its client that decide what it may see.
   */
  private record Endpoint(
      String url,
      boolean ordered,
      Instant failingSince,
      long clientId,
      Role role,
      Long clientOrganisationId,
      String clientDivision) {

    Caller caller() {
      return new Caller(Id.text(clientId), role, null, clientOrganisationId, clientDivision);
    }
  }

  /** A delivery that is due. */
  private record Due(long id, Long leafIndex, Long entryId, int attempts, Instant createdAt) {}

  /**
   * The next deliveries of one webhook, with all data for sending them, read in one transaction.
   */
  private record Batch(
      Endpoint endpoint, List<byte[]> secrets, List<Due> due, List<Recorded> entries) {}

  /**
   * A delivery and the result of its attempt.
   *
   * @param at when the attempt began
   */
  private record Sent(Due due, Instant at, Outcome outcome) {

    boolean succeeded() {
      return outcome.failure() == null;
    }

    /**
     * Returns whether the attempt says something about the endpoint. False if the change could not
     * be read or must not be seen, so that nothing was sent.
     */
    boolean isSent() {
      return outcome.failure() != AttemptFailure.UNREADABLE
          && outcome.failure() != AttemptFailure.NOT_VISIBLE;
    }
  }

  private record DeliveryRow(
      long id, String state, int attempts, int before, Instant nextAt, Instant endedAt) {}

  private record AttemptRow(
      long id,
      long deliveryId,
      Instant sentAt,
      long tookMillis,
      Integer status,
      AttemptFailure failure,
      byte[] answer,
      Long keyId) {}

  private final Maker with;
  private final Post post;
  private final long holder;
  private final Duration lease;
  private final Pump pump = new Pump("webhook-sender", this::round);
  private final Set<Long> busy = ConcurrentHashMap.newKeySet();
  private final Semaphore connections = new Semaphore(CONNECTIONS, true);
  private volatile boolean running;

  private WebhookSender(Maker with, Post post) {
    this.with = with;
    this.post = post;
    this.holder = with.ids.next();
    this.lease = with.config.timeout().multipliedBy(2).plus(WRITE_AFTER).plus(MARGIN);
  }

  void start() {
    running = true;
    pump.start();
  }

  /** Stops sending, and waits up to {@link #STOP_WITHIN} for attempts under way. */
  void stop() throws InterruptedException {
    running = false;
    pump.stop();
    long until = System.nanoTime() + STOP_WITHIN.toNanos();
    while (!busy.isEmpty() && System.nanoTime() - until < 0) {
      Thread.sleep(20);
    }
  }

  void wake() {
    pump.wake();
  }

  /**
   * Starts a thread for each webhook with due deliveries, unless the webhook has a thread already.
   */
  private Pause round() throws SQLException {
    for (long webhook : due()) {
      if (busy.size() < with.config.endpoints() && busy.add(webhook)) {
        Thread.ofVirtual().name("webhook-" + webhook).start(() -> work(webhook));
      }
    }
    return Pause.atMost(LOOK_EVERY);
  }

  private List<Long> due() throws SQLException {
    try (Connection connection = with.database.getConnection()) {
      return JdbcQuery.of(
              connection,
              """
              SELECT w.id FROM webhook w JOIN client c ON c.id = w.client_id
              WHERE w.state = 'ACTIVE'
                AND (w.not_before IS NULL OR w.not_before <= :now)
                AND (w.lease_until IS NULL OR w.lease_until <= :now)
                AND EXISTS (SELECT 1 FROM webhook_delivery d
                  WHERE d.webhook_id = w.id AND d.state = 'WAITING' AND d.next_at <= :now) AND
              """
                  + WebhookProjection.MAY_SEE)
          .set("now", with.time.now())
          .list(Long.class);
    }
  }

  private void work(long webhook) {
    boolean any = false;
    try {
      if (transaction(connection -> lease(connection, webhook))) {
        while (running && send(webhook)) {
          any = true;
        }
        transaction(connection -> release(connection, webhook));
      }
    } catch (SQLException | RuntimeException failed) {
      // The lease expires, and then this or another instance tries again.
      LOG.warnf("Sending to the webhook %d failed: %s", webhook, failed.getClass().getName());
    } finally {
      busy.remove(webhook);
      if (any) {
        // A delivery may have become due after the last batch was read, while round() skipped this
        // webhook as busy.
        pump.wake();
      }
    }
  }

  private <T> T transaction(JdbcTransaction.Work<T> work) throws SQLException {
    connections.acquireUninterruptibly();
    try {
      return JdbcTransaction.call(with.database, work);
    } finally {
      connections.release();
    }
  }

  private boolean lease(Connection connection, long webhook) throws SQLException {
    Instant now = with.time.now();
    return JdbcQuery.of(
                connection,
                """
                UPDATE webhook SET lease_holder = :holder, lease_until = :until
                WHERE id = :id AND (lease_until IS NULL OR lease_until <= :now)
                """)
            .set("holder", holder)
            .set("until", now.plus(lease))
            .set("now", now)
            .set("id", webhook)
            .run()
        == 1;
  }

  private boolean release(Connection connection, long webhook) throws SQLException {
    return JdbcQuery.of(
                connection,
                """
                UPDATE webhook SET lease_holder = NULL, lease_until = NULL
                WHERE id = :id AND lease_holder = :holder
                """)
            .set("holder", holder)
            .set("id", webhook)
            .run()
        == 1;
  }

  /** Sends the webhook's next batch and writes the results. Returns false if nothing is due. */
  private boolean send(long webhook) throws SQLException {
    Optional<Batch> batch = transaction(connection -> batch(connection, webhook));
    if (batch.isEmpty()) {
      return false;
    }
    // Read the keys before sending: if they could not be read afterwards, the results would be
    // lost.
    DeliveryAnswers.Sealing sealing = sealing(batch.get().entries());
    List<Sent> sent = send(webhook, batch.get());
    if (!sent.isEmpty()) {
      transaction(connection -> write(connection, webhook, batch.get().endpoint(), sent, sealing));
      stopIfNeeded(webhook, batch.get().endpoint(), sent);
    }
    return true;
  }

  /**
   * Returns a function that prepares the endpoint's answers to these entries for the log, and seals
   * those about wishes. If the keys cannot be read, the function keeps no answers.
   */
  private DeliveryAnswers.Sealing sealing(List<Recorded> entries) {
    connections.acquireUninterruptibly();
    try {
      return with.answers.sealing(entries);
    } catch (RuntimeException failed) {
      LOG.warnf(
          "Answers are not kept, because the keys cannot be read: %s", failed.getClass().getName());
      return DeliveryAnswers.NOT_KEPT;
    } finally {
      connections.release();
    }
  }

  /** Extends the lease and reads the next batch; empty if nothing is due or the lease is lost. */
  private Optional<Batch> batch(Connection connection, long webhook) throws SQLException {
    Instant now = with.time.now();
    boolean held =
        JdbcQuery.of(
                    connection,
                    """
                    UPDATE webhook SET lease_until = :until
                    WHERE id = :id AND lease_holder = :holder AND state = 'ACTIVE'
                      AND (not_before IS NULL OR not_before <= :now)
                    """)
                .set("until", now.plus(lease))
                .set("id", webhook)
                .set("holder", holder)
                .set("now", now)
                .run()
            == 1;
    if (!held) {
      return Optional.empty();
    }
    Endpoint endpoint =
        JdbcQuery.of(
                connection,
                """
                SELECT w.url, w.ordered, w.failing_since, c.id, c.role, c.organisation_id,
                  c.division_path
                FROM webhook w JOIN client c ON c.id = w.client_id WHERE w.id = :id
                """)
            .set("id", webhook)
            .first(Endpoint.class)
            .orElseThrow();
    List<Due> due =
        JdbcQuery.of(
                connection,
                """
                SELECT id, leaf_index, entry_id, attempts, created_at FROM webhook_delivery
                WHERE webhook_id = :id AND state = 'WAITING'
                """
                    // An ordered webhook always sends its first waiting delivery next. After a
                    // failure, not_before makes the whole webhook wait, so next_at is not needed
                    // here.
                    + (endpoint.ordered()
                        ? " ORDER BY leaf_index, id"
                        : " AND next_at <= :now ORDER BY next_at, leaf_index")
                    + " LIMIT "
                    + BATCH)
            .set("id", webhook)
            .set("now", now)
            .list(Due.class);
    if (due.isEmpty()) {
      return Optional.empty();
    }
    List<Recorded> entries = List.of();
    List<Long> leaves = due.stream().map(Due::leafIndex).filter(Objects::nonNull).toList();
    if (!leaves.isEmpty()) {
      entries = Changes.read(connection, leaves);
    }
    return Optional.of(new Batch(endpoint, secrets(connection, webhook, now), due, entries));
  }

  private List<byte[]> secrets(Connection connection, long webhook, Instant now)
      throws SQLException {
    List<byte[]> secrets = new ArrayList<>();
    for (Sealed sealed :
        JdbcQuery.of(
                connection,
                """
                SELECT id, master, suite, wrapped FROM webhook_secret
                WHERE webhook_id = :id AND (expires_at IS NULL OR expires_at > :now)
                ORDER BY id DESC
                """)
            .set("id", webhook)
            .set("now", now)
            .list(Sealed.class)) {
      secrets.add(with.seals.open(sealed, webhook));
      if (with.seals.isOld(sealed)) {
        Bulk.run(
            connection,
            """
            UPDATE webhook_secret SET master = :master, suite = :suite, wrapped = :wrapped
            WHERE id = :id
            """,
            List.of(with.seals.renew(sealed, webhook)));
      }
    }
    return secrets;
  }

  /**
   * Sends deliveries of a batch: one at a time if the webhook is ordered or its last attempt
   * failed, otherwise several at once. Ends after a failure, after {@link #WRITE_AFTER}, or when
   * the sender is stopped; the remaining deliveries stay due.
   */
  private List<Sent> send(long webhook, Batch batch) {
    boolean single = batch.endpoint().ordered() || batch.endpoint().failingSince() != null;
    long begun = System.nanoTime();
    Caller caller = batch.endpoint().caller();
    Map<Long, Change> changes = with.changes.shown(caller, batch.entries());
    List<Sent> all = new ArrayList<>();
    Executor threads = task -> Thread.ofVirtual().start(task);
    for (List<Due> wave : Rows.chunks(batch.due(), single ? 1 : with.config.inFlight())) {
      List<CompletableFuture<Sent>> calls =
          wave.stream()
              .map(
                  due ->
                      CompletableFuture.supplyAsync(
                          () -> attempt(webhook, batch, changes, due), threads))
              .toList();
      List<Sent> results = calls.stream().map(CompletableFuture::join).toList();
      all.addAll(results);
      if (!running
          || !results.stream().allMatch(one -> one.succeeded() || !one.isSent())
          || System.nanoTime() - begun > WRITE_AFTER.toNanos()) {
        break;
      }
    }
    return all;
  }

  private Sent attempt(long webhook, Batch batch, Map<Long, Change> changes, Due due) {
    Instant now = with.time.now();
    Optional<byte[]> body = body(webhook, changes, due);
    if (body.isEmpty()) {
      Caller caller = batch.endpoint().caller();
      boolean hidden =
          batch.entries().stream()
              .anyMatch(
                  entry ->
                      Long.valueOf(entry.entryId()).equals(due.entryId())
                          && !entry.isVisibleTo(caller));
      return new Sent(
          due,
          now,
          Outcome.failed(
              hidden ? AttemptFailure.NOT_VISIBLE : AttemptFailure.UNREADABLE, Duration.ZERO));
    }
    String id = WebhookDelivery.messageId(due.id(), due.entryId());
    long timestamp = with.time.now().getEpochSecond();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "micro-wish");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(timestamp));
    headers.put("webhook-signature", Signatures.sign(batch.secrets(), id, timestamp, body.get()));
    return new Sent(due, now, post.post(batch.endpoint().url(), headers, body.get()));
  }

  private Optional<byte[]> body(long webhook, Map<Long, Change> changes, Due due) {
    try {
      if (due.leafIndex() == null) {
        return Optional.of(with.json.writeValueAsBytes(TestEvent.of(webhook, due.createdAt())));
      }
      Change change = changes.get(due.entryId());
      return change == null ? Optional.empty() : Optional.of(with.json.writeValueAsBytes(change));
    } catch (JsonProcessingException unwritable) {
      return Optional.empty();
    }
  }

  /** Writes the results of attempts, and the time before which nothing is sent to the webhook. */
  private Void write(
      Connection connection,
      long webhook,
      Endpoint endpoint,
      List<Sent> sent,
      DeliveryAnswers.Sealing sealing)
      throws SQLException {
    Instant now = with.time.now();
    List<DeliveryRow> deliveries = new ArrayList<>();
    List<AttemptRow> attempts = new ArrayList<>();
    Instant notBefore = null;
    for (Sent one : sent) {
      Outcome outcome = one.outcome();
      int count = one.due().attempts() + 1;
      Optional<Duration> pause =
          !one.isSent()
              ? Optional.empty()
              : Schedule.pause(count, ThreadLocalRandom.current().nextDouble());
      Instant nextAt = now.plus(pause.orElse(Duration.ZERO));
      if (!one.succeeded()) {
        Optional<Duration> asked = outcome.retryAfter();
        if (asked.isEmpty() && Integer.valueOf(429).equals(outcome.status())) {
          asked = Optional.of(Schedule.SLOW);
        }
        if (asked.isPresent()) {
          notBefore = later(notBefore, now.plus(asked.get()));
          nextAt = later(nextAt, notBefore);
        }
        if (endpoint.ordered() && pause.isPresent()) {
          notBefore = later(notBefore, nextAt);
        }
      }
      boolean ended = one.succeeded() || pause.isEmpty();
      deliveries.add(
          new DeliveryRow(
              one.due().id(),
              (one.succeeded()
                      ? DeliveryState.SUCCEEDED
                      : ended ? DeliveryState.FAILED : DeliveryState.WAITING)
                  .name(),
              count,
              one.due().attempts(),
              nextAt,
              ended ? now : null));
      long attempt = with.ids.next();
      DeliveryAnswers.Kept kept = sealing.seal(attempt, one.due().entryId(), outcome.answer());
      attempts.add(
          new AttemptRow(
              attempt,
              one.due().id(),
              one.at(),
              outcome.took().toMillis(),
              outcome.status(),
              outcome.failure(),
              kept.bytes(),
              kept.keyId()));
      with.metrics
          .counter("microwish.webhook.attempts", "result", one.succeeded() ? "success" : "failure")
          .increment();
    }
    Bulk.run(
        connection,
        """
        UPDATE webhook_delivery
        SET state = :state, attempts = :attempts, next_at = :nextAt, ended_at = :endedAt
        WHERE id = :id AND state = 'WAITING' AND attempts = :before
        """,
        deliveries);
    Bulk.run(
        connection,
        """
        INSERT INTO webhook_attempt
          (id, delivery_id, sent_at, took_millis, status, failure, answer, key_id)
        VALUES (:id, :deliveryId, :sentAt, :tookMillis, :status, :failure, :answer, :keyId)
        """,
        attempts);
    JdbcQuery.of(
            connection,
            """
            UPDATE webhook SET failing_since = :failingSince, not_before = :notBefore
            WHERE id = :id AND lease_holder = :holder AND url = :url
            """)
        .set("url", endpoint.url())
        .set("failingSince", failingSince(endpoint, sent, now))
        .set("notBefore", notBefore)
        .set("id", webhook)
        .set("holder", holder)
        .run();
    return null;
  }

  private static Instant failingSince(Endpoint endpoint, List<Sent> sent, Instant now) {
    List<Sent> asked = sent.stream().filter(Sent::isSent).toList();
    if (asked.isEmpty()) {
      return endpoint.failingSince();
    }
    if (asked.getLast().succeeded()) {
      return null;
    }
    return endpoint.failingSince() == null || sent.stream().anyMatch(Sent::succeeded)
        ? now
        : endpoint.failingSince();
  }

  private static Instant later(Instant one, Instant other) {
    return one == null || one.isBefore(other) ? other : one;
  }

  /** Disables the webhook if its endpoint is gone; pauses it if it has failed for too long. */
  private void stopIfNeeded(long webhook, Endpoint endpoint, List<Sent> sent) {
    Instant now = with.time.now();
    if (sent.stream().anyMatch(one -> Integer.valueOf(410).equals(one.outcome().status()))) {
      stop(webhook, endpoint.url(), WebhookState.DISABLED, StopReason.GONE, now);
    } else if (endpoint.failingSince() != null
        && sent.stream().anyMatch(Sent::isSent)
        && sent.stream().noneMatch(Sent::succeeded)
        && !endpoint.failingSince().plus(with.config.pauseAfter()).isAfter(now)) {
      stop(webhook, endpoint.url(), WebhookState.PAUSED, StopReason.FAILING, now);
    }
  }

  /** Stops the webhook, and informs the administrators of its client's division in their inbox. */
  private void stop(long webhook, String url, WebhookState state, StopReason reason, Instant now) {
    with.transactions.run(
        () -> {
          if (with.queries.stop(webhook, url, state.name(), reason.name(), now) == 1) {
            if (state == WebhookState.DISABLED) {
              with.queries.giveUp(webhook, now);
            }
            with.queries
                .client(webhook)
                .forEach(client -> with.inbox.of(AggregateType.CLIENT, client));
            LOG.warnf("The webhook %d is %s: %s", webhook, state, reason);
          }
        });
  }
}
