package org.microwish.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.change.ChangeFilter;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.platform.sql.Versioned;

/**
 * A webhook of a client: the URL to which changes are sent, and the filter that selects changes.
 * {@link WebhookSender} writes some columns with SQL.
 */
@Entity
@Table(name = "webhook")
class Webhook implements Versioned {
  @Id long id;
  long version;
  long clientId;

  @Enumerated(EnumType.STRING)
  WebhookState state;

  /** Why the webhook is not active; null while it is active. */
  @Enumerated(EnumType.STRING)
  StopReason reason;

  String url;
  String description;

  /** The names of the entry types that are sent, separated by spaces; null for all types. */
  String types;

  /**
   * The path of the division whose changes are sent, a community or larger; null for all divisions
   * that the client may see.
   */
  String divisionPath;

  Long organisationId;

  /** Whether each change waits until the change before it was accepted or given up. */
  boolean ordered;

  /** The index of the first leaf whose change is sent. */
  long fromLeaf;

  Instant createdAt;
  Instant updatedAt;

  /** When the webhook was paused or disabled; null while it is active. */
  Instant stoppedAt;

  /**
   * When the first failed attempt since the last success was made; null if the last attempt
   * succeeded.
   */
  Instant failingSince;

  /** No attempt is made before this time; null if attempts may be made at any time. */
  Instant notBefore;

  @Column(insertable = false, updatable = false)
  Instant leaseUntil;

  @Override
  public long version() {
    return version;
  }

  /** Returns the filter that selects changes, among those that the client may see. */
  ChangeFilter filter() {
    return filter(types, divisionPath, organisationId);
  }

  /** Creates the filter from the values of these columns. */
  static ChangeFilter filter(String types, String divisionPath, Long organisationId) {
    return new ChangeFilter(types(types), divisionPath, organisationId, null, null);
  }

  /** Parses the column {@link #types}; omits types that this release does not know. */
  static Set<EntryType> types(String names) {
    Set<EntryType> types = EnumSet.noneOf(EntryType.class);
    if (names != null) {
      Set<String> wanted = Set.copyOf(Arrays.asList(names.split(" ", -1)));
      Arrays.stream(EntryType.values())
          .filter(type -> wanted.contains(type.name()))
          .forEach(types::add);
    }
    return types;
  }
}
