package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.evidence.EvidenceType;

/** A file that documents a need or the work. The evidence store keeps its bytes under its id. */
@Entity
@Table(name = "evidence")
public class Evidence extends Attachment {

  /** What a file shows, as its uploader states it. */
  public enum Kind {
    /** The place, before or after. */
    PHOTO,
    /** What something cost. */
    RECEIPT,
    /** A text, such as a resident's statement. */
    NOTE,
    /** Anything else. */
    OTHER
  }

  /** The stage of the work that a file documents, as its uploader states it. */
  public enum Stage {
    /** Before the work. */
    BEFORE,
    /** During the work. */
    DURING,
    /** After the work. */
    AFTER,
    /** Proof of a payment, at any stage. */
    RECEIPT
  }

  /** The part, such as a claim, whose work it shows; null if it concerns the whole aggregate. */
  public Long partId;

  @Enumerated(EnumType.STRING)
  public Kind kind;

  /** Null if not stated. */
  @Enumerated(EnumType.STRING)
  public Stage stage;

  @Enumerated(EnumType.STRING)
  public EvidenceType type;

  public long sizeBytes;

  /** The id of the aggregate's data key. */
  public long keyId;

  /** The file's key, sealed under the aggregate's data key. */
  public byte[] fileKey;

  public String uploadedBy;
  public Instant uploadedAt;
}
