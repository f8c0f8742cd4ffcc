package org.microwish.lifecycle.inbox;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A row that says that an account has read an item. */
@Entity
@Table(name = "inbox_read")
@IdClass(InboxRead.Key.class)
class InboxRead {

  record Key(long itemId, String account) implements Serializable {}

  @Id long itemId;

  @Id String account;

  Instant readAt;
}
