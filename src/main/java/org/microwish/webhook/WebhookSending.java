package org.microwish.webhook;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Instant;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;

/** Starts and stops the sender of this instance, and deletes old deliveries. */
@ApplicationScoped
class WebhookSending {

  private final WebhookSender sender;
  private final WebhookConfig config;
  private final WebhookQueries queries;
  private final Transactions transactions;
  private final Time time;

  WebhookSending(
      WebhookSender.Maker maker,
      WebhookConfig config,
      WebhookQueries queries,
      Transactions transactions,
      Time time) {
    this.sender = maker.make();
    this.config = config;
    this.queries = queries;
    this.transactions = transactions;
    this.time = time;
  }

  void start(@Observes StartupEvent event) {
    if (config.sends()) {
      sender.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    sender.stop();
  }

  /** Returns the sender of this instance, for tests that stop and start it. */
  WebhookSender sender() {
    return sender;
  }

  /** Wakes the sender when a command that made a delivery due is committed. */
  void due(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveryDue due) {
    wake();
  }

  /** Makes the sender look for due deliveries at once. */
  void wake() {
    sender.wake();
  }

  /**
   * Deletes deliveries and attempts older than {@link WebhookConfig#keep}, expired secrets, and all
   * rows of deleted webhooks.
   */
  @Scheduled(identity = "webhook-log", every = "1h", delayed = "10m")
  void forget() {
    Instant before = time.now().minus(config.keep());
    transactions.deleteAll(limit -> queries.deleteAttempts(before, limit));
    transactions.deleteAll(limit -> queries.deleteDeliveries(before, limit));
    transactions.deleteAll(queries::deleteOrphanAttempts);
    transactions.deleteAll(queries::deleteOrphans);
    transactions.deleteAll(queries::deleteSecrets);
  }
}
