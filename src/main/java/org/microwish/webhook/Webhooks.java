package org.microwish.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.caller.Scope;
import org.microwish.change.Changes;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxRefresh;
import org.microwish.login.client.Client;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Versions;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Creates, changes and deletes webhooks. A partner's client manages its own webhooks; an
 * administrator manages those of all clients in the subtree of the administrator's division. Works
 * in the caller's transaction. Changes of webhooks are not entries of the ledger; the security log
 * contains them. Longer than 400 lines because all commands share the row lock and the checks of
 * who manages a webhook.
 */
@ApplicationScoped
class Webhooks {

  /** Maximum time for which the old secrets stay valid after a rotation. */
  static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

  /** Maximum number of leaves that one request can deliver again. */
  static final long MOST_LEAVES = 10_000;

  /**
   * Maximum number of valid secrets of a webhook, because every request has a signature for each
   * secret.
   */
  private static final int MOST_SECRETS = 5;

  private final EntityManager entities;
  private final WebhookQueries queries;
  private final WebhookProjection projection;
  private final Changes changes;
  private final Ledger ledger;
  private final Versions versions;
  private final Divisions divisions;
  private final SecretSeals seals;
  private final DeliveryAnswers answers;
  private final InboxRefresh inbox;
  private final WebhookConfig config;
  private final Event<DeliveryDue> due;
  private final Ids ids;
  private final Time time;

  Webhooks(
      EntityManager entities,
      WebhookQueries queries,
      WebhookProjection projection,
      Changes changes,
      Ledger ledger,
      Versions versions,
      Divisions divisions,
      SecretSeals seals,
      DeliveryAnswers answers,
      InboxRefresh inbox,
      WebhookConfig config,
      Event<DeliveryDue> due,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.queries = queries;
    this.projection = projection;
    this.changes = changes;
    this.ledger = ledger;
    this.versions = versions;
    this.divisions = divisions;
    this.seals = seals;
    this.answers = answers;
    this.inbox = inbox;
    this.config = config;
    this.due = due;
    this.ids = ids;
    this.time = time;
  }

  /**
   * The result of a command.
   *
   * @param secretId the id of the new secret, or null if none was issued
   * @param secret the new secret in plaintext, or null
   */
  record Changed(Webhook webhook, Long secretId, Confidential secret) {}

  /**
   * Returns the webhook if it belongs to the caller or to a client that the caller administers;
   * throws NOT_FOUND otherwise.
   */
  Webhook read(Caller caller, long id) {
    Webhook row = entities.find(Webhook.class, id);
    if (row == null || !manages(caller, row.clientId)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return row;
  }

  private boolean manages(Caller caller, long clientId) {
    if (caller.role() == Role.PARTNER) {
      return caller.account().equals(Id.text(clientId));
    }
    Client client = entities.find(Client.class, clientId);
    return client != null && caller.administers(client.divisionPath);
  }

  /**
   * Returns the webhooks of the caller, or of the clients that the caller administers, in the order
   * in which they were created.
   *
   * @param client the id of the only client whose webhooks are returned; null for all clients
   */
  Page<Webhook> list(Caller caller, Id client, WebhookState state, PageQuery page) {
    Listing<Webhook> all = new Listing<>(Webhook.class, "from Webhook w");
    if (caller.role() == Role.PARTNER) {
      all.only("w.clientId = :own", "own", ownClient(caller));
    } else if (caller.divisionPath() != null) {
      all.only(
          "w.clientId in (select c.id from Client c where c.divisionPath like :within)",
          "within",
          caller.divisionPath() + "%");
    }
    return all.filter("client", client == null ? null : client.value(), "w.clientId = :client")
        .filter("state", state, "w.state = :state")
        .ascending("w.id", row -> row.id)
        .page(entities, page);
  }

  private static long ownClient(Caller caller) {
    return Id.parse(caller.account()).map(Id::value).orElse(0L);
  }

  /** Returns the valid secrets of the given webhooks, by webhook id, newest first. */
  Map<Long, List<WebhookSecret>> secrets(Collection<Long> webhooks) {
    return webhooks.isEmpty()
        ? Map.of()
        : queries.secrets(webhooks, time.now()).stream()
            .collect(Collectors.groupingBy(secret -> secret.webhookId));
  }

  /** Creates a webhook with a secret. Changes that are recorded from now on are sent to it. */
  Changed create(Caller caller, WebhookRequest draft) {
    Client client = client(caller, draft.clientId());
    // This lock also prevents two concurrent requests of one client from exceeding the limit
    // together.
    long from = lockForNewChanges();
    if (queries.count(client.id) >= config.perClient()) {
      throw ProblemType.STATE_CONFLICT.exception().with("max", config.perClient());
    }
    Webhook row = new Webhook();
    row.id = ids.next();
    row.version = 1;
    row.clientId = client.id;
    row.state = WebhookState.ACTIVE;
    row.fromLeaf = from;
    row.createdAt = time.now();
    row.updatedAt = row.createdAt;
    fill(row, draft);
    entities.persist(row);
    return withSecret(row);
  }

  /**
   * Locks the projection's cursor, and returns the index of the next leaf to be written. A webhook
   * with this first leaf gets no past changes, even if the projection is behind the ledger.
   */
  private long lockForNewChanges() {
    long collected = queries.lockCursor().getFirst();
    return Math.max(collected, ledger.size());
  }

  private Client client(Caller caller, Id asked) {
    Client client;
    if (caller.role() == Role.PARTNER) {
      if (asked != null && asked.value() != ownClient(caller)) {
        throw ProblemException.invalid("/clientId", FieldFault.NOT_ALLOWED);
      }
      client = entities.find(Client.class, ownClient(caller));
      if (client == null) {
        // The caller's token comes from another issuer, so no client of this service can own the
        // webhook.
        throw Caller.forbidden();
      }
    } else {
      if (asked == null) {
        throw ProblemException.invalid("/clientId", FieldFault.REQUIRED);
      }
      client = entities.find(Client.class, asked.value());
      if (client == null || !caller.administers(client.divisionPath)) {
        throw ProblemException.invalid("/clientId", FieldFault.NOT_FOUND);
      }
    }
    if (!client.scopeList().contains(Scope.WISHES_READ)) {
      throw ProblemException.invalid("/clientId", FieldFault.NOT_ALLOWED);
    }
    return client;
  }

  /**
   * Replaces a webhook's URL and filter. The new filter applies to changes that the projection has
   * not processed yet.
   *
   * @param version the versions that the caller accepts (If-Match)
   */
  Changed change(Caller caller, long id, IfMatch version, WebhookRequest draft) {
    // Lock the cursor before the webhook's row, in the same order as the projection.
    queries.lockCursor();
    Webhook row = raise(caller, id, version);
    if (draft.clientId() != null && draft.clientId().value() != row.clientId) {
      throw ProblemException.invalid("/clientId", FieldFault.NOT_ALLOWED);
    }
    fill(row, draft);
    return new Changed(row, null, null);
  }

  /** Pauses a webhook: nothing is sent, but changes are collected until the webhook is resumed. */
  Changed pause(Caller caller, long id) {
    Webhook row = raise(caller, id, IfMatch.ANY);
    require(row.state == WebhookState.ACTIVE);
    row.state = WebhookState.PAUSED;
    row.reason = StopReason.REQUESTED;
    row.stoppedAt = row.updatedAt;
    return new Changed(row, null, null);
  }

  /**
   * Resumes a webhook. A paused webhook also gets the changes that were collected in the meantime;
   * a disabled webhook only gets changes from now on.
   */
  Changed resume(Caller caller, long id) {
    long from = lockForNewChanges();
    Webhook row = raise(caller, id, IfMatch.ANY);
    require(row.state != WebhookState.ACTIVE);
    if (row.state == WebhookState.DISABLED) {
      row.fromLeaf = from;
    }
    row.state = WebhookState.ACTIVE;
    row.reason = null;
    row.stoppedAt = null;
    row.failingSince = null;
    row.notBefore = null;
    entities.flush();
    inbox.of(AggregateType.CLIENT, row.clientId);
    due.fire(new DeliveryDue());
    return new Changed(row, null, null);
  }

  /**
   * Issues a new secret.
   *
   * @param overlap how long the old secrets stay valid
   */
  Changed rotate(Caller caller, long id, Duration overlap) {
    Webhook row = raise(caller, id, IfMatch.ANY);
    queries.endSecrets(id, time.now().plus(overlap));
    List<WebhookSecret> old = queries.secrets(List.of(id), time.now());
    if (old.size() >= MOST_SECRETS) {
      queries.deleteSecrets(id, old.get(MOST_SECRETS - 2).id);
    }
    return withSecret(row);
  }

  private Changed withSecret(Webhook row) {
    SecretSeals.Sealed sealed = seals.make(ids.next(), row.id);
    WebhookSecret secret = new WebhookSecret();
    secret.id = sealed.id();
    secret.webhookId = row.id;
    secret.master = sealed.master();
    secret.suite = sealed.suite();
    secret.wrapped = sealed.wrapped();
    secret.createdAt = time.now();
    entities.persist(secret);
    return new Changed(row, secret.id, Signatures.text(seals.open(sealed, row.id)));
  }

  /** Deletes a webhook. Its waiting deliveries are not sent any more; they are deleted later. */
  Changed delete(Caller caller, long id) {
    Webhook row = raise(caller, id, IfMatch.ANY);
    entities.remove(row);
    entities.flush();
    inbox.of(AggregateType.CLIENT, row.clientId);
    return new Changed(row, null, null);
  }

  /** Makes a test event due, and returns the id of its delivery. */
  long test(Caller caller, long id) {
    require(read(caller, id).state == WebhookState.ACTIVE);
    long delivery = ids.next();
    queries.addTest(delivery, id, time.now());
    due.fire(new DeliveryDue());
    return delivery;
  }

  /**
   * Makes past changes due again: all in a range of leaves, or that of one entry.
   *
   * @return the number of changes that will be sent
   */
  int redeliver(Caller caller, long id, RedeliveryRequest request) {
    Webhook row = read(caller, id);
    require(row.state != WebhookState.DISABLED);
    boolean one = request.entryId() != null;
    if (one ? request.fromLeaf() != null || request.toLeaf() != null : request.fromLeaf() == null) {
      throw ProblemException.invalid("/entryId", FieldFault.CONTRADICTORY);
    }
    if (!one && request.toLeaf() == null) {
      throw ProblemException.invalid("/toLeaf", FieldFault.REQUIRED);
    }
    long from = one ? leaf(request.entryId()) : request.fromLeaf();
    long last = one ? from : request.toLeaf();
    if (last < from) {
      throw ProblemException.invalid("/toLeaf", FieldFault.WRONG_ORDER);
    }
    if (last - from >= MOST_LEAVES) {
      throw ProblemException.invalid("/toLeaf", FieldFault.OUT_OF_RANGE);
    }
    // The projection has not processed later leaves yet, and will deliver them anyway.
    long end = Math.min(last + 1, queries.position().getFirst());
    int count = 0;
    for (long at = from; at < end; at += Changes.WINDOW) {
      long start = at;
      long to = Math.min(end, at + Changes.WINDOW);
      count +=
          entities
              .unwrap(Session.class)
              .doReturningWork(
                  connection ->
                      projection.repeat(
                          connection,
                          id,
                          Changes.read(connection, start, to).stream()
                              .filter(entry -> !one || entry.entryId() == request.entryId().value())
                              .toList()));
    }
    if (one && count == 0) {
      throw ProblemException.invalid("/entryId", FieldFault.NOT_FOUND);
    }
    due.fire(new DeliveryDue());
    return count;
  }

  private long leaf(Id entry) {
    return queries.leaf(entry.value()).stream()
        .findFirst()
        .orElseThrow(() -> ProblemException.invalid("/entryId", FieldFault.NOT_FOUND));
  }

  private static void require(boolean state) {
    if (!state) {
      throw ProblemType.STATE_CONFLICT.exception();
    }
  }

  private Webhook raise(Caller caller, long id, IfMatch version) {
    read(caller, id);
    Webhook row = versions.raise(Webhook.class, id, version, _ -> {});
    row.updatedAt = time.now();
    return row;
  }

  private void fill(Webhook row, WebhookRequest draft) {
    if (!draft.url().equals(row.url)) {
      // Failures of the old URL say nothing about the new one.
      row.notBefore = null;
      row.failingSince = null;
    }
    row.url = draft.url();
    row.description = draft.description();
    row.types =
        draft.types() == null || draft.types().isEmpty()
            ? null
            : draft.types().stream()
                .map(Enum::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
    row.divisionPath =
        draft.division() == null
            ? null
            : DivisionCode.publicPath(divisions.require(draft.division(), "/division").path);
    row.organisationId = draft.organisationId() == null ? null : draft.organisationId().value();
    row.ordered = Boolean.TRUE.equals(draft.ordered());
  }

  // Deliveries -----------------------------------------------------------------------------------

  /** Returns deliveries of a webhook, newest first. */
  Page<WebhookDelivery> deliveries(
      Caller caller, long id, DeliveryState state, Id entry, PageQuery page) {
    read(caller, id);
    return new Listing<>(WebhookDelivery.class, "from WebhookDelivery d")
        .only("d.webhookId = :webhook", "webhook", id)
        .filter("state", state, "d.state = :state")
        .filter("entry", entry == null ? null : entry.value(), "d.entryId = :entry")
        .descending("d.id", row -> row.id)
        .page(entities, page);
  }

  /** Returns a delivery of a webhook. */
  WebhookDelivery delivery(Caller caller, long id, long delivery) {
    read(caller, id);
    WebhookDelivery row = entities.find(WebhookDelivery.class, delivery);
    if (row == null || row.webhookId != id) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return row;
  }

  /** Returns the newest attempts of a delivery, at most 100, oldest first. */
  List<DeliveryView.Attempt> attempts(WebhookDelivery delivery) {
    List<WebhookAttempt> rows = queries.attempts(delivery.id).reversed();
    boolean sealed = rows.stream().anyMatch(row -> row.keyId != null);
    Long wish =
        !sealed
            ? null
            : changes.read(delivery.leafIndex, delivery.leafIndex + 1).stream()
                .filter(entry -> entry.entryId() == delivery.entryId)
                .flatMap(entry -> entry.wishId().stream())
                .findFirst()
                .orElse(null);
    Function<WebhookAttempt, Optional<String>> opening = answers.opening(wish);
    return rows.stream()
        .map(row -> DeliveryView.Attempt.of(row, opening.apply(row).orElse(null)))
        .toList();
  }

  /**
   * Returns the body that is sent for a delivery: a {@code Change}, or a test event. Null if the
   * change cannot be read, or the webhook's client may not see it, or not any more.
   */
  Object body(Webhook webhook, WebhookDelivery delivery) {
    return delivery.leafIndex == null
        ? TestEvent.of(delivery.webhookId, delivery.createdAt)
        : changes
            .shown(
                entities.find(Client.class, webhook.clientId).caller(),
                changes.read(delivery.leafIndex, delivery.leafIndex + 1))
            .get(delivery.entryId);
  }

  /** Returns the current time, for comparison with {@link Webhook#notBefore}. */
  Instant now() {
    return time.now();
  }
}
