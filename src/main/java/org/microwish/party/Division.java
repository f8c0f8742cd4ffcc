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

/** An administrative division, or a grid or building below a community. */
@Entity
@Table(name = "division")
public class Division implements Versioned {
  /** The statistical code, see {@link DivisionCode}. */
  @Id public String code;

  /**
   * The significant prefix of the code, see {@link DivisionCode#path}. The path of each division in
   * a subtree begins with the path of the subtree's root.
   */
  public String path;

  /** The code of the division directly above; null for a province. */
  public String parentCode;

  @Enumerated(EnumType.STRING)
  public DivisionLevel level;

  public String name;

  /** The text by which lists are sorted by name, see {@link NameOrder}. */
  public String sortKey;

  /** The year of the official list that the code is from; the list is revised yearly. */
  public short codeYear;

  @Enumerated(EnumType.STRING)
  public DivisionState state = DivisionState.RECORDED;

  /** The code of the division into which this one was merged; null if it was not. */
  public String successor;

  public long version;
  public Instant createdAt;

  /** When the last change of the division happened. */
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
