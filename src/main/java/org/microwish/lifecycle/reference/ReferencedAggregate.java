package org.microwish.lifecycle.reference;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.microwish.ledger.leaf.AggregateType;

/** The digest of an aggregate's external reference. */
@Entity
@Immutable
@Table(name = "external_reference")
public class ReferencedAggregate {

  /** The primary key: an aggregate has at most one external reference. */
  @Embeddable
  public record Key(@Enumerated(EnumType.STRING) AggregateType aggregateType, long aggregateId)
      implements Serializable {}

  @EmbeddedId public Key key;

  /**
   * The owner among whose references this one is unique: a partner's client id, the path of a
   * street, or, for a freed reference, a text with the aggregate's id.
   */
  public String owner;

  /** The keyed digest of the reference; equal for equal references of different owners. */
  public String digest;
}
