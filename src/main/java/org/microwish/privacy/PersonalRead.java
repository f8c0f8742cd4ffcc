package org.microwish.privacy;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;

/**
 * A reading of other people's unmasked personal values, as the data-protection officer's report
 * shows it.
 */
@Entity
@Table(name = "personal_read")
public class PersonalRead {

  /** The kind of values that were read. */
  @Schema(name = "PersonalReadKind")
  public enum Kind {
    /** The current values of one subject, or the names of several members. */
    FIELDS,
    /** The subjects whose name or telephone number was searched for; their values were masked. */
    SEARCH,
    /** The values and salts from which the commitments of leaves were computed. */
    OPENINGS
  }

  /** The ledger entry that records the reading. */
  @Id public long entryId;

  public String account;

  @Enumerated(EnumType.STRING)
  public Role role;

  @Enumerated(EnumType.STRING)
  public Kind kind;

  @Enumerated(EnumType.STRING)
  public ReadPurpose purpose;

  /**
   * For {@link Kind#FIELDS}, the number of fields read of one subject, or the number of members
   * whose names were read; for {@link Kind#OPENINGS}, the number of leaves; for {@link
   * Kind#SEARCH}, the number of subjects found.
   */
  public int items;

  public String divisionPath;
  public Instant readAt;
}
