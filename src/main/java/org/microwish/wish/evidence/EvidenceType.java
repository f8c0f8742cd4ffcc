package org.microwish.wish.evidence;

import java.util.Arrays;
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
  /** A still WebP image. */
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

  /** The kind with this media type, if it is one that we take. */
  static Optional<EvidenceType> ofMediaType(String mediaType) {
    return Arrays.stream(values()).filter(type -> type.mediaType.equals(mediaType)).findFirst();
  }
}
