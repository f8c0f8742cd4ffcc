package org.microwish.lifecycle.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import org.microwish.ledger.leaf.AggregateType;

/** Replaces the items of an aggregate after a change that writes no entry of the aggregate. */
@ApplicationScoped
public class InboxRefresh {

  private final InboxProjection projection;
  private final EntityManager entities;

  InboxRefresh(InboxProjection projection, EntityManager entities) {
    this.projection = projection;
    this.entities = entities;
  }

  /** Replaces the items in the running transaction. */
  public void of(AggregateType type, long id) {
    entities.unwrap(Session.class).doWork(connection -> projection.refresh(connection, type, id));
  }
}
