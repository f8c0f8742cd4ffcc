package org.microwish.evidence;

/** What became of an uploaded file: a copy that may be stored, or a refusal. */
public sealed interface Sanitized {

  /**
   * The file may be stored, with these bytes and no others.
   *
   * @param type what the bytes are, which for a WebP is not what was uploaded
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Clean(EvidenceType type, byte[] bytes) implements Sanitized {}

  /**
   * The file may not be stored.
   *
   * @param detail for the log, in English, without anything from the file but its kind
   * @param limit in bytes or pixels, where the reason is that the file exceeds one; else 0
   */
  record Refused(Reason reason, String detail, long limit) implements Sanitized {

    Refused(Reason reason, String detail) {
      this(reason, detail, 0);
    }
  }

  /** Why a file is refused, in order of precedence. */
  enum Reason {
    /** It has no bytes. */
    EMPTY,
    /** It has more bytes than allowed. */
    TOO_LARGE,
    /** Its bytes are of a kind that we do not take. */
    UNSUPPORTED_TYPE,
    /** It is damaged, cut short or not what it begins as. */
    MALFORMED,
    /** The image is larger than allowed. */
    TOO_MANY_PIXELS,
    /** It carries, or may carry, a location, a program or a file that we cannot take out. */
    NOT_CLEANABLE,
    /** Other files are being cleaned, and memory is for one at a time. */
    BUSY
  }
}
