package org.microwish.wish.money;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One movement of money between two accounts of a wish. Rows are inserted and never updated or
 * deleted.
 */
@Entity
@Table(name = "posting")
public class Posting {
  @Id public long id;
  public long entryId;
  public long wishId;

  /** The id of the claim whose money moves; null for public funds. */
  public Long claimId;

  @Enumerated(EnumType.STRING)
  public PostingAccount fromAccount;

  @Enumerated(EnumType.STRING)
  public PostingAccount toAccount;

  public BigDecimal amount;

  @Enumerated(EnumType.STRING)
  public Form form;

  /** The id of the posting that this posting reverses, or null. */
  public Long reverses;

  public Instant occurredAt;
  public Instant recordedAt;

  /** Returns the type of movement from {@link #fromAccount} to {@link #toAccount}. */
  public Movement movement() {
    return Movement.between(fromAccount, toAccount);
  }
}
