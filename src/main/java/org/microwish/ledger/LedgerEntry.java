package org.microwish.ledger;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;

/** One immutable ledger entry. {@code payload} contains the canonical bytes of the entry's leaf. */
@Entity
@Immutable
@Table(name = "ledger_entry")
public class LedgerEntry {
  @Id public long entryId;

  @Enumerated(EnumType.STRING)
  public EntryType entryType;

  @Enumerated(EnumType.STRING)
  public AggregateType aggregateType;

  public String aggregateId;
  public long aggregateVersion;
  public String divisionPath;
  public Long organisationId;
  public Instant occurredAt;
  public Instant recordedAt;
  public byte[] payload;
  public byte[] leafHash;
}
