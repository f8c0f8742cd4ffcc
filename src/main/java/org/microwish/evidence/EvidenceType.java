package org.microwish.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The file types that are accepted as evidence. The type is detected from the bytes; file name and
 * declared media type are ignored. The package documentation lists unsupported types and reasons.
 */
public enum EvidenceType {
  /** A photo from a phone or the WeChat picker. */
  JPEG("image/jpeg", "jpg"),
  /** A screenshot, for example of a payment. */
  PNG("image/png", "png"),
  /** A still WebP image with lossy coding and no transparency; it is stored as JPEG. */
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

  /** The file extension for downloads, without the dot. */
  public String extension() {
    return extension;
  }

  /** Detects a file's type from its first bytes; empty if the type is not supported. */
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
