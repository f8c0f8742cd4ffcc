package org.microwish.party;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.platform.sql.Versioned;

/** A party organisation. */
@Entity
@Table(name = "organisation")
public class Organisation implements Versioned {
  @Id public long id;
  public long version;

  @Enumerated(EnumType.STRING)
  public OrganisationState state;

  public String name;

  /** The text by which lists are sorted by name, see {@link NameOrder}. */
  public String sortKey;

  @Enumerated(EnumType.STRING)
  public OrganisationKind kind;

  @Enumerated(EnumType.STRING)
  public Sector sector;

  /** The unified social credit code, see {@link CreditCode}; null if the organisation has none. */
  public String creditCode;

  /**
   * The credit code while the organisation is active, else null. The column is unique, so that a
   * code belongs to at most one active organisation.
   */
  public String liveCreditCode;

  public Long parentId;

  /** The organisation into which a dissolved one was merged, or null. */
  public Long successorId;

  public String divisionPath;
  public Instant createdAt;

  /** When the last change of the organisation happened. */
  public Instant updatedAt;

  /** Keeps the sort key consistent with the name, whatever code changes the name. */
  @PrePersist
  @PreUpdate
  void order() {
    sortKey = NameOrder.key(name);
  }

  @Override
  public long version() {
    return version;
  }
}
