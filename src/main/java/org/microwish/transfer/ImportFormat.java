package org.microwish.transfer;

/** The format of a file to import. */
public enum ImportFormat {
  /** RFC 4180 with a line of headings, in UTF-8 or GB18030. */
  CSV,
  /** One JSON object per line, whose member names are the names of the columns, in UTF-8. */
  NDJSON,
  /** A workbook (Office Open XML); its first visible sheet is imported. */
  XLSX;

  static final String CSV_TYPE = "text/csv";
  static final String NDJSON_TYPE = "application/x-ndjson";
  public static final String XLSX_TYPE =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  /** Returns the format of a file with that media type; NDJSON for any other. */
  static ImportFormat of(String mediaType) {
    return mediaType.startsWith(CSV_TYPE) ? CSV : mediaType.startsWith(XLSX_TYPE) ? XLSX : NDJSON;
  }
}
