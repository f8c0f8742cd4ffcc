package org.microwish.transfer;

/** The format of a file to import. Files are in UTF-8; a byte order mark is skipped. */
public enum ImportFormat {
  /** RFC 4180 with a header line. */
  CSV,
  /** One JSON object per line, whose member names are the names of the columns. */
  NDJSON;

  /** Returns CSV for {@code text/csv}, and NDJSON for every other media type. */
  static ImportFormat of(String mediaType) {
    return mediaType.startsWith("text/csv") ? CSV : NDJSON;
  }
}
