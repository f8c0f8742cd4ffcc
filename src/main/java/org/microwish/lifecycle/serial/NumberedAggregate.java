package org.microwish.lifecycle.serial;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.microwish.ledger.leaf.AggregateType;

/** An aggregate that has a serial number. Only {@link SerialNumberProjection} writes these rows. */
@Entity
@Immutable
@Table(name = "serial_number")
public class NumberedAggregate {

  /** The index of the leaf of its first submission. */
  @Id public long leafIndex;

  @Enumerated(EnumType.STRING)
  public AggregateType aggregateType;

  public long aggregateId;

  /** The text that people quote. */
  @Column(name = "number_text")
  public String number;
}
