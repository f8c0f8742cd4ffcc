package org.microwish.platform.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The receipt of a command that changes a resource protected by If-Match. The JSON of the receipt
 * contains the new {@code etag}, so that the client can make the next change without reading the
 * resource again.
 */
public interface VersionedReceipt {

  /** Returns the resource's version after the command. */
  long version();

  /** Returns the value for the header If-Match of the next change, with its quotes. */
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
