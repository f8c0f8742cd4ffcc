package org.microwish.evidence;

/** The result of cleaning an uploaded file: a copy that may be stored, or a refusal. */
public sealed interface Sanitized {

  /**
   * The file may be stored with exactly these bytes.
   *
   * @param type the type of the bytes, which differs from the upload's for a WebP
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Clean(EvidenceType type, byte[] bytes) implements Sanitized {}

  /**
   * The file must not be stored.
   *
   * @param detail for the log, in English; contains no data from the file except its type and
   *     numbers
   * @param limit the exceeded limit in bytes or pixels, or 0 if the reason is another
   */
  record Refused(Reason reason, String detail, long limit) implements Sanitized {

    Refused(Reason reason, String detail) {
      this(reason, detail, 0);
    }
  }

  /** The reasons to refuse a file. The first one found is reported. */
  enum Reason {
    /** It has no bytes. */
    EMPTY,
    /** It has more bytes than allowed. */
    TOO_LARGE,
    /** Its type is not supported. */
    UNSUPPORTED_TYPE,
    /** It is damaged, truncated or not of the type that its first bytes indicate. */
    MALFORMED,
    /** The image is larger than allowed. */
    TOO_MANY_PIXELS,
    /** It contains, or may contain, a location, a program or a file that cannot be removed. */
    NOT_CLEANABLE,
    /** Another file is being cleaned; memory suffices for one at a time. */
    BUSY
  }
}
