package org.microwish.evidence;

import java.util.Map;

/** The result of cleaning an uploaded file: a copy that may be stored, or a refusal. */
public sealed interface Sanitized {

  /**
   * The file may be stored with exactly these bytes.
   *
   * @param type the type of {@code bytes}; JPEG if the uploaded file was a WebP, otherwise the type
   *     of the uploaded file
   * @param bytes the clean copy
   * @param thumbnails JPEGs of the image in both sizes; empty for a PDF
   */
  @SuppressWarnings("ArrayRecordComponent") // Nothing compares objects of this type.
  record Clean(EvidenceType type, byte[] bytes, Map<ImageSize, byte[]> thumbnails)
      implements Sanitized {

    /** Returns the size of a thumbnail in bytes; 0 if there is none. */
    public int bytesOf(ImageSize size) {
      return thumbnails.containsKey(size) ? thumbnails.get(size).length : 0;
    }
  }

  /**
   * The file must not be stored.
   *
   * @param detail an English text for the debug log, which can include messages of the decoders;
   *     these messages may quote values from the file
   * @param limit the exceeded limit in bytes or pixels; 0 for other reasons
   */
  record Refused(Reason reason, String detail, long limit) implements Sanitized {

    Refused(Reason reason, String detail) {
      this(reason, detail, 0);
    }
  }

  /** The reasons to refuse a file. If several apply, the first one found is reported. */
  enum Reason {
    /** The file has no bytes. */
    EMPTY,
    /** The file has more bytes than allowed. */
    TOO_LARGE,
    /** The file's type, or the variant of its type, is not supported. */
    UNSUPPORTED_TYPE,
    /**
     * The file is damaged, truncated, not of the type that its first bytes indicate, or a JPEG with
     * too many segments or scans.
     */
    MALFORMED,
    /** The image, or a picture in the PDF, has more pixels than allowed. */
    TOO_MANY_PIXELS,
    /**
     * The PDF contains, or may contain, an action, a location or a file; or the PDF is encrypted,
     * exceeds a limit, or has parts that are not supported.
     */
    NOT_CLEANABLE,
    /**
     * Other files are still being cleaned, one at a time to save memory, or the service is
     * stopping; a later attempt may succeed.
     */
    BUSY
  }
}
