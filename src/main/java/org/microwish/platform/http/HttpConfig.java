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

  /** Maximum time to send a whole body that is not an upload: 1 MiB at 1 Mbit/s takes 8 seconds. */
  @WithDefault("15s")
  Duration bodyWithin();

  /** Maximum time to send a whole upload: 10 MiB at 1 Mbit/s take 84 seconds. */
  @WithDefault("2m")
  Duration uploadWithin();

  /**
   * Maximum number of bodies that one address may be sending at once. Most bodies arrive with their
   * header; only those of slow or hostile clients add up.
   */
  @WithDefault("100")
  int bodiesPerAddress();

  /** Maximum size of all bodies in memory together; uploads are not among them. */
  @WithDefault("64M")
  MemorySize bufferedBodies();

  /** Maximum number of uploads that one address may be sending at once. */
  @WithDefault("20")
  int uploadsPerAddress();

  /**
   * Maximum number of uploads at once. Each occupies a worker thread while it lasts, of 200 that
   * Quarkus has by default.
   */
  @WithDefault("50")
  int uploads();

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
