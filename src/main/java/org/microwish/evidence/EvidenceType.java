package org.microwish.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The kinds of file that are taken as evidence. A file's kind is what its bytes are; its name and
 * its declared type are never asked. What is left out, and why, is told in the package's summary.
 */
public enum EvidenceType {
  /** A photo as phones and the WeChat picker give it. */
  JPEG("image/jpeg", "jpg"),
  /** A screenshot, such as a payment's. */
  PNG("image/png", "png"),
  /** A still WebP image; it is stored as a JPEG or PNG. */
  WEBP("image/webp", "webp"),
  /** An electronic invoice or a scanned receipt. */
  PDF("application/pdf", "pdf");

  private final String mediaType;
  private final String extension;

  EvidenceType(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  /** The media type under which the file is served. */
  public String mediaType() {
    return mediaType;
  }

  /** The ending of a name that a download is given, without the dot. */
  public String extension() {
    return extension;
  }

  /** The kind that these bytes begin as, if it is one that we take. */
  static Optional<EvidenceType> of(byte[] file) {
    String start = new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    } else if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    } else if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
      return Optional.of(WEBP);
    } else if (start.startsWith("%PDF-")) {
      return Optional.of(PDF);
    }
    return Optional.empty();
  }
}
