package org.microwish.platform.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Configuration of the HTTP layer: limits on bodies, CORS, HSTS and trusted proxies. */
@ConfigMapping(prefix = "microwish.http")
public interface HttpConfig {

  /** Maximum size of a JSON body, and of any body that is not an upload. */
  @WithDefault("1M")
  MemorySize maxBody();

  /**
   * Maximum size of an upload: multipart forms, CSV, NDJSON, XLSX, images and other binary data.
   * Must not be larger than {@code quarkus.http.limits.max-body-size}, which Quarkus enforces too.
   */
  @WithDefault("10752K")
  MemorySize maxUpload();

  /**
   * Maximum time in which a client must send a whole body that is not an upload: 1 MiB at 1 Mbit/s
   * takes 8 seconds.
   */
  @WithDefault("15s")
  Duration bodyWithin();

  /**
   * Maximum time in which a client must send a whole upload: 10 MiB at 1 Mbit/s take 84 seconds.
   */
  @WithDefault("2m")
  Duration uploadWithin();

  /**
   * Maximum number of bodies that one client address may be sending at the same time; uploads are
   * counted separately. A normal body arrives at once and is soon read, so only slow or hostile
   * clients reach this number.
   */
  @WithDefault("100")
  int bodiesPerAddress();

  /**
   * Maximum total size of the bodies that are in memory at the same time, without the first 16 KiB
   * of each; uploads are not kept in memory. Must not be smaller than {@link #maxBody()}.
   */
  @WithDefault("64M")
  MemorySize bufferedBodies();

  /**
   * The part of {@link #bufferedBodies()} that one client address may use. At least {@link
   * #maxBody()} is used, even if this value is smaller.
   */
  @WithDefault("8M")
  MemorySize bufferedBodiesPerAddress();

  /** Maximum number of uploads that one client address may be sending at the same time. */
  @WithDefault("20")
  int uploadsPerAddress();

  /**
   * Maximum number of uploads at the same time in this instance. Each upload occupies one worker
   * thread until it ends; Quarkus has 200 worker threads by default.
   */
  @WithDefault("50")
  int uploads();

  /**
   * Minimum rate, in bytes per second, at which a client must read a response; a connection that is
   * slower is closed. A phone in a 2G network reads about twice as fast.
   */
  @WithDefault("4K")
  MemorySize slowestRead();

  /**
   * How long a response may wait for a client without interruption before the client must read it
   * at {@link #slowestLongRead()}; before that, {@link #slowestRead()} is enough.
   */
  @WithDefault("60s")
  Duration longRead();

  /**
   * Minimum rate, in bytes per second, at which a client must read a response that has waited for
   * the client for longer than {@link #longRead()}. Otherwise a slow client would occupy a thread
   * and a place for an expensive operation for hours.
   */
  @WithDefault("16K")
  MemorySize slowestLongRead();

  /**
   * The interval in which these rates are checked. A client that does not read at all loses its
   * connection after one to two intervals.
   */
  @WithDefault("20s")
  Duration readCheck();

  /**
   * How long browsers must use only TLS for this host (HSTS, RFC 6797). The header is sent only on
   * TLS connections; zero means that it is never sent.
   */
  @WithDefault("365d")
  Duration hsts();

  /** Origins, such as {@code https://admin.example.org}, whose web pages may call the API. */
  Optional<Set<String>> corsOrigins();

  /**
   * Networks of the proxies in front of this service, such as {@code 10.0.0.0/8}. Forwarding
   * headers are ignored unless a proxy in these networks sends them.
   */
  Optional<Set<String>> proxies();

  /**
   * The forwarding header that the proxies write. The service ignores the other header: proxies
   * that do not write that header pass it on unchanged, so a client could forge it.
   */
  @WithDefault("x-forwarded-for")
  ForwardingHeader forwardingHeader();

  /** The forwarding headers that proxies can write. */
  enum ForwardingHeader {
    /** X-Forwarded-For: a list of addresses; each proxy appends the address of its client. */
    X_FORWARDED_FOR("X-Forwarded-For"),
    /** The Forwarded header of RFC 7239. */
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
