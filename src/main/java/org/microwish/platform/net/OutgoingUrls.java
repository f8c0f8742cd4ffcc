package org.microwish.platform.net;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.regex.Pattern;
import org.microwish.platform.net.RefusedUrl.Reason;

/**
 * Prevents server-side request forgery: a URL supplied by a client may be called only if all
 * addresses of its host are public or explicitly allowed. The request goes to an address that was
 * checked, even if the DNS entry of the host changes in the meantime (DNS rebinding).
 *
 * <pre>{@code
 * OutgoingUrls.Target target = outgoing.check(url);       // queries DNS: not on an event loop
 * client.request(target.request(HttpMethod.POST))…        // Vert.x; follows no redirect
 * }</pre>
 */
@ApplicationScoped
public class OutgoingUrls {

  /**
   * IPv4 networks that are not public: those of the IANA special-purpose registry (RFC 6890),
   * multicast, the reserved class E, and 168.63.129.16, the public address of a cloud's metadata
   * service.
   */
  private static final Networks SPECIAL_4 =
      Networks.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "168.63.129.16/32",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  /** The only part of IPv6 that is assigned for global unicast (RFC 4291 section 2.4). */
  private static final Networks GLOBAL_6 = Networks.of("2000::/3");

  /**
   * The networks within {@link #GLOBAL_6} that are not public: networks for special purposes, such
   * as documentation, and networks whose addresses embed IPv4 addresses, such as Teredo and 6to4.
   */
  private static final Networks SPECIAL_6 =
      Networks.of("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

  /**
   * Hosts that look like an IPv4 address in another notation, such as 127.1, 0x7f.1 or 2130706433.
   * DNS names do not match, because their last label cannot begin with a digit (RFC 3696).
   */
  private static final Pattern NUMBER = Pattern.compile("(.*\\.)?[0-9][^.]*\\.?");

  private static final int MOST_CHARACTERS = 2000;

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Returns whether nobody between this machine and the server can read or replace what is sent:
   * the URL is https, or http to this machine itself, as in tests. For URLs of the configuration;
   * URLs that clients supply go through {@link #check}.
   */
  public static boolean isSecure(URI url) {
    return "https".equals(url.getScheme())
        ? url.getHost() != null
        : "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost());
  }

  /** Resolves host names to addresses; tests replace it. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Set<Integer> ports;
  private final boolean httpsOnly;
  private final Networks allowed;
  private final Resolver resolver;

  @Inject
  OutgoingUrls(OutgoingConfig config) {
    this(
        config.ports(),
        config.httpsOnly(),
        Networks.of(config.allowedNetworks().orElse(Set.of())),
        InetAddress::getAllByName);
  }

  OutgoingUrls(Set<Integer> ports, boolean httpsOnly, Networks allowed, Resolver resolver) {
    this.ports = Set.copyOf(ports);
    this.httpsOnly = httpsOnly;
    this.allowed = allowed;
    this.resolver = resolver;
  }

  /**
   * A URL that the service may call, and the address to which the request goes.
   *
   * @param address one of the checked addresses of the URL's host
   */
  public record Target(URI uri, InetAddress address) {

    /**
     * Returns the options of a request with Vert.x' client. The request goes to the checked
     * address, and uses the host name for TLS and the Host header. Redirects are not followed,
     * because their targets are not checked.
     */
    public RequestOptions request(HttpMethod method) {
      String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      return new RequestOptions()
          .setMethod(method)
          .setServer(SocketAddress.inetSocketAddress(port(uri), address.getHostAddress()))
          .setHost(uri.getHost())
          .setPort(port(uri))
          .setSsl("https".equalsIgnoreCase(uri.getScheme()))
          .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
          .setFollowRedirects(false);
    }
  }

  /**
   * Checks a URL and all addresses of its host. Queries DNS, so it must not be called on an event
   * loop.
   *
   * @throws RefusedUrl if the service must not call the URL
   */
  public Target check(String url) throws RefusedUrl {
    URI uri = parse(url);
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    if (!https && (httpsOnly || !"http".equalsIgnoreCase(uri.getScheme()))) {
      throw new RefusedUrl(Reason.SCHEME);
    }
    if (uri.getRawUserInfo() != null) {
      throw new RefusedUrl(Reason.USER);
    }
    if (!ports.contains(port(uri))) {
      throw new RefusedUrl(Reason.PORT);
    }
    InetAddress first = null;
    for (InetAddress address : resolve(uri.getHost())) {
      if (!isPublic(address) && !allowed.contains(address)) {
        throw new RefusedUrl(Reason.ADDRESS);
      }
      first = first == null ? address : first;
    }
    if (first == null) {
      throw new RefusedUrl(Reason.UNKNOWN_HOST);
    }
    return new Target(uri, first);
  }

  private static URI parse(String url) throws RefusedUrl {
    if (url == null || url.length() > MOST_CHARACTERS) {
      throw new RefusedUrl(Reason.MALFORMED);
    }
    try {
      URI uri = new URI(url);
      if (uri.getScheme() == null || uri.getHost() == null || uri.getRawFragment() != null) {
        // The host is also null if Java cannot parse the part between // and the path.
        throw new RefusedUrl(Reason.MALFORMED);
      }
      return uri;
    } catch (URISyntaxException noUrl) {
      throw new RefusedUrl(Reason.MALFORMED);
    }
  }

  private InetAddress[] resolve(String host) throws RefusedUrl {
    var literal = Networks.literal(host);
    if (literal.isPresent()) {
      return new InetAddress[] {literal.get()};
    }
    if (host.startsWith("[") || NUMBER.matcher(host).matches()) {
      throw new RefusedUrl(Reason.MALFORMED);
    }
    try {
      return resolver.resolve(host);
    } catch (UnknownHostException unknown) {
      throw new RefusedUrl(Reason.UNKNOWN_HOST);
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        ? !SPECIAL_4.contains(address)
        : GLOBAL_6.contains(address) && !SPECIAL_6.contains(address);
  }
}
