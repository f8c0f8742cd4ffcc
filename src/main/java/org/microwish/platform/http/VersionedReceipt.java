package org.microwish.platform.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The receipt of a command that changes what an If-Match header protects. In responses it has the
 * member {@code etag}, so that the next edit needs no read before.
 */
public interface VersionedReceipt {

  /** The version after the command. */
  long version();

  /** Returns the value that the next {@code If-Match} needs, with its quotes. */
  @JsonProperty("etag")
  @Schema(
      required = true,
      description =
          "The value for `If-Match` of the next edit, with its quotes, if nobody else changes it"
              + " meanwhile",
      examples = "\"7\"")
  default String getEtag() {
    return ETag.of(version()).toString();
  }
}
