package org.microwish.wish.evidence;

/** What became of an uploaded file: a copy that may be stored, or a refusal. */
public sealed interface Sanitized {

  /**
   * The file may be stored, as {@code copy} writes it and in no other form.
   *
   * @param type what the bytes are
   * @param copy writes the file without location; readable as long as the upload exists
   */
  record Clean(EvidenceType type, FileContent copy) implements Sanitized {}

  /**
   * The file may not be stored.
   *
   * @param reason for programs
   * @param detail for the log, in English, without anything from the file but its kind
   */
  record Refused(Reason reason, String detail) implements Sanitized {}

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
    /** It carries, or may carry, a location or a program that we cannot take out. */
    NOT_CLEANABLE
  }
}
