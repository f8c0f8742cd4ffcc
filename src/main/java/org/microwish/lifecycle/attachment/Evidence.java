package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.evidence.EvidenceType;

/** A file that shows a need or the work; its bytes are in the evidence store under its id. */
@Entity
@Table(name = "evidence")
public class Evidence extends Attachment {

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

  /** When in the work a file was made, by the word of whoever uploads it. */
  public enum Stage {
    /** Before the work. */
    BEFORE,
    /** During the work. */
    DURING,
    /** After the work. */
    AFTER,
    /** What was paid, at any stage. */
    RECEIPT
  }

  /** The part, such as a claim, whose work it shows; null where it shows the aggregate itself. */
  public Long partId;

  @Enumerated(EnumType.STRING)
  public Kind kind;

  /** Null where nothing was said. */
  @Enumerated(EnumType.STRING)
  public Stage stage;

  @Enumerated(EnumType.STRING)
  public EvidenceType type;

  public long sizeBytes;

  /** The aggregate's data key. */
  public long keyId;

  /** What opens the file, sealed under the aggregate's data key. */
  public byte[] fileKey;

  public String uploadedBy;
  public Instant uploadedAt;
}
