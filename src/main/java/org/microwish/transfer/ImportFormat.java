package org.microwish.transfer;

/** The format of a file, in UTF-8; a byte order mark is skipped. */
public enum ImportFormat {
  /** RFC 4180 with a header line. */
  CSV,
  /** One JSON object per line, with the columns as members. */
  NDJSON;

  /** The format of a media type. */
  static ImportFormat of(String mediaType) {
    return mediaType.startsWith("text/csv") ? CSV : NDJSON;
  }
}
