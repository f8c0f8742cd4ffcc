package org.microwish.rights;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectType;

/**
 * A legal hold: the law forbids erasing a subject's values, and every other use of the values is
 * blocked. The row stays after the hold was released.
 */
@Entity
@Table(name = "legal_hold")
public class LegalHold {
  @Id public long id;
  public long version;

  @Enumerated(EnumType.STRING)
  public SubjectType subjectType;

  public long subjectId;
  public String divisionPath;

  /**
   * {@code <type>:<id>} of the subject while the hold is live; null after the hold was released.
   */
  public String liveKey;

  public String placedBy;
  public Instant placedAt;
  public String releasedBy;
  public Instant releasedAt;

  Subject subject() {
    return new Subject(subjectType, subjectId);
  }
}
