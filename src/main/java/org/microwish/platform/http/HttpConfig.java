package org.microwish.platform.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Configuration of the HTTP layer: body limits, CORS, HSTS and trusted proxies. */
@ConfigMapping(prefix = "microwish.http")
public interface HttpConfig {

  /** Maximum size of a JSON body, and of any body that is not an upload. */
  @WithDefault("1M")
  MemorySize maxBody();

  /**
   * Maximum size of an upload: multipart forms, CSV, NDJSON, images and other binary data. At most
   * {@code quarkus.http.limits.max-body-size}, which Quarkus enforces too.
   */
  @WithDefault("10752K")
  MemorySize maxUpload();

  /** Maximum time to send a whole body: 10 MiB at 1 Mbit/s take 84 seconds. */
  @WithDefault("2m")
  Duration bodyWithin();

  /**
   * How long browsers must use TLS only (HSTS, RFC 6797); sent on TLS connections only; zero omits
   * the header.
   */
  @WithDefault("365d")
  Duration hsts();

  /** Origins whose pages may call the API, such as {@code https://admin.example.org}. */
  Optional<Set<String>> corsOrigins();

  /**
   * Networks of the proxies in front of this service, such as {@code 10.0.0.0/8}. Forwarding
   * headers are accepted only from them.
   */
  Optional<Set<String>> proxies();

  /**
   * The forwarding header that the proxies write. Only one is read: a proxy that writes one passes
   * the other on as the client sent it.
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
