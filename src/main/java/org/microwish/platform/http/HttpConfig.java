package org.microwish.platform.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
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

  /** How long a client may take to send a whole body: 10 MiB at 1 Mbit/s take 84 seconds. */
  @WithDefault("2m")
  Duration bodyWithin();

  /**
   * For how long browsers are told to come by TLS only (RFC 6797), where they came by it; zero says
   * nothing.
   */
  @WithDefault("365d")
  Duration hsts();

  /** Origins whose pages may call the API, such as {@code https://admin.example.org}. */
  Optional<Set<String>> corsOrigins();

  /**
   * Networks of the proxies in front of this service, such as {@code 10.0.0.0/8}. Only what comes
   * from them is believed when it says for whom it speaks.
   */
  Optional<Set<String>> proxies();

  /**
   * The one header in which they say so. Not both: a proxy that writes one passes the other on as
   * the client sent it.
   */
  @WithDefault("x-forwarded-for")
  ForwardingHeader forwardingHeader();

  /** The headers that proxies write. */
  enum ForwardingHeader {
    /** A list of addresses, the nearest last. */
    X_FORWARDED_FOR("X-Forwarded-For"),
    /** RFC 7239. */
    FORWARDED("Forwarded");

    private final String headerName;

    ForwardingHeader(String headerName) {
      this.headerName = headerName;
    }

    String headerName() {
      return headerName;
    }
  }
}
