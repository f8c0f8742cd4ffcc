package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.evidence.EvidenceType;

/**
 * The row of a file that documents a need or the work. The evidence store keeps the encrypted file
 * under the id of this row.
 */
@Entity
@Table(name = "evidence")
public class Evidence extends Attachment {

  /** What a file shows, according to its uploader. */
  @Schema(name = "EvidenceKind")
  public enum Kind {
    /** A photo of the place, before or after the work. */
    PHOTO,
    /** A receipt that shows what something cost. */
    RECEIPT,
    /** A text, such as a resident's statement. */
    NOTE,
    /** The acceptance sheet (验收单), signed by the person who accepts a public project. */
    SIGNED_SHEET,
    /** None of the other kinds. */
    OTHER
  }

  /** The stage of the work that a file documents, according to its uploader. */
  @Schema(name = "EvidenceStage")
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

  /**
   * The id of the part, such as a claim, whose work the file shows; null if the file concerns the
   * whole aggregate.
   */
  public Long partId;

  @Enumerated(EnumType.STRING)
  public Kind kind;

  /** The stage of the work; null if the uploader did not state it. */
  @Enumerated(EnumType.STRING)
  public Stage stage;

  @Enumerated(EnumType.STRING)
  public EvidenceType type;

  public long sizeBytes;

  /** The size of the small thumbnail in bytes, with which the file begins; 0 if there is none. */
  public int smallBytes;

  /** The size of the large thumbnail in bytes, which follows the small one; 0 if there is none. */
  public int largeBytes;

  /** The id of the data key of the aggregate under which {@link #fileKey} is sealed. */
  public long keyId;

  /** The key that encrypts the file, sealed under the aggregate's data key. */
  public byte[] fileKey;

  public String uploadedBy;
  public Instant uploadedAt;
}
