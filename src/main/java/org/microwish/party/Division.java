package org.microwish.party;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.platform.sql.Versioned;

/** An administrative division, or a grid or building below a community. */
@Entity
@Table(name = "division")
public class Division implements Versioned {
  /** See {@link DivisionCode}. */
  @Id public String code;

  /** The significant prefix of the code; a subtree is all paths with the same prefix. */
  public String path;

  /** Null for a province. */
  public String parentCode;

  @Enumerated(EnumType.STRING)
  public DivisionLevel level;

  public String name;

  /** The year of the code list: codes are revised yearly. */
  public short codeYear;

  public long version;
  public Instant createdAt;

  /** When the last change happened. */
  public Instant updatedAt;

  @Override
  public long version() {
    return version;
  }
}
