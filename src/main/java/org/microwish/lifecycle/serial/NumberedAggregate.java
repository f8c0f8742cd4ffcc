package org.microwish.lifecycle.serial;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.microwish.ledger.leaf.AggregateType;

/** The serial number of an aggregate. Only {@link SerialNumberProjection} writes these rows. */
@Entity
@Immutable
@Table(name = "serial_number")
public class NumberedAggregate {

  /**
   * The index of the leaf that assigned the number: the aggregate's first submission or proposal.
   */
  @Id public long leafIndex;

  @Enumerated(EnumType.STRING)
  public AggregateType aggregateType;

  public long aggregateId;

  /** The serial number, such as {@code 440104013-2026-W-00123}. */
  @Column(name = "number_text")
  public String number;
}
