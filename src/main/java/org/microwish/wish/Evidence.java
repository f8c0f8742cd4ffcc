package org.microwish.wish;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.wish.evidence.EvidenceType;

/** A file that shows a need or the work; its bytes are in the evidence store under its id. */
@Entity
@Table(name = "evidence")
public class Evidence {

  /** What a file shows, by the word of whoever uploads it. */
  public enum Kind {
    /** The place, before or after. */
    PHOTO,
    /** What something cost. */
    RECEIPT,
    /** Something written, such as a resident's word. */
    NOTE,
    /** Anything else. */
    OTHER
  }

  @Id public long id;
  public long wishId;

  /** The claim whose work it shows; null where it shows the wish itself. */
  public Long claimId;

  @Enumerated(EnumType.STRING)
  public Kind kind;

  @Enumerated(EnumType.STRING)
  public EvidenceType type;

  public long sizeBytes;

  /** The wish's data key. */
  public long keyId;

  /** What opens the file, sealed under the wish's data key. */
  public byte[] fileKey;

  public String uploadedBy;
  public Instant uploadedAt;
  public long entryId;
}
