package org.microwish.platform.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** Limits and permissions at the edge. */
@ConfigMapping(prefix = "microwish.http")
public interface HttpConfig {

  /** The most bytes of a JSON body, and of any that is not an upload. */
  @WithDefault("1M")
  MemorySize maxBody();

  /**
   * The most bytes of an upload: multipart forms, CSV, NDJSON, images. At most {@code
   * quarkus.http.limits.max-body-size}, which stands behind it.
   */
  @WithDefault("10752K")
  MemorySize maxUpload();

  /** Origins whose pages may call the API, such as {@code https://admin.example.org}. */
  Optional<Set<String>> corsOrigins();
}
