package org.microwish.wish.money;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;

/** One movement of money; rows are inserted and never updated or deleted. */
@Entity
@Table(name = "posting")
public class Posting {
  @Id public long id;
  public long entryId;
  public long wishId;

  /** The claim; null for public funds. */
  public Long claimId;

  @Enumerated(EnumType.STRING)
  public PostingAccount fromAccount;

  @Enumerated(EnumType.STRING)
  public PostingAccount toAccount;

  public BigDecimal amount;

  @Enumerated(EnumType.STRING)
  public Form form;

  /** The posting that this one reverses, or null. */
  public Long reverses;

  public Instant occurredAt;
  public Instant recordedAt;

  /** The movement from {@link #fromAccount} to {@link #toAccount}. */
  public Movement movement() {
    return Movement.between(fromAccount, toAccount);
  }
}
