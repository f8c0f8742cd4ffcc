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

/** Where a client wants changes to be sent, and which. The sender writes some columns by SQL. */
@Entity
@Table(name = "webhook")
class Webhook implements Versioned {
  @Id long id;
  long version;
  long clientId;

  @Enumerated(EnumType.STRING)
  WebhookState state;

  /** Why it is not active; null while it is. */
  @Enumerated(EnumType.STRING)
  StopReason reason;

  String url;
  String description;

  /** The names of types of entries, separated by blanks; null for all. */
  String types;

  /** The public path of a division; null for all that the client may see. */
  String divisionPath;

  Long organisationId;

  /** Whether a change is sent only after the change before it. */
  boolean ordered;

  /** The index of the first leaf that it gets. */
  long fromLeaf;

  Instant createdAt;
  Instant updatedAt;

  /** When it was paused or disabled; null while it is active. */
  Instant stoppedAt;

  /** When the first attempt since the last success failed; null if the last one succeeded. */
  Instant failingSince;

  /** Before when nothing is sent; null for no such time. */
  Instant notBefore;

  @Column(insertable = false, updatable = false)
  Instant leaseUntil;

  @Override
  public long version() {
    return version;
  }

  /** Returns which changes the webhook gets, of those that its client may see. */
  ChangeFilter filter() {
    return filter(types, divisionPath, organisationId);
  }

  /** Returns the filter of the values of these columns. */
  static ChangeFilter filter(String types, String divisionPath, Long organisationId) {
    return new ChangeFilter(types(types), divisionPath, organisationId, null, null);
  }

  /** Returns the types of a column; types that this release does not know are omitted. */
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
