package org.microwish.platform.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.microwish.platform.net.Networks;

/**
 * Determines the IP address of the client that sent a request. If the request came through
 * configured proxies, this is the last address in the forwarding header that is not one of these
 * proxies. Forwarding headers that other peers send are ignored.
 */
@ApplicationScoped
public class ClientAddress {

  /**
   * Maximum number of addresses in a forwarding header that are evaluated, from the last to the
   * first.
   */
  private static final int MOST_HOPS = 16;

  /**
   * The {@code for} parameter of an element of a Forwarded header (RFC 7239 section 4), quoted or
   * not.
   */
  private static final Pattern FOR =
      Pattern.compile("(?:^|;)\\s*for\\s*=\\s*(\"[^\"]*\"|[^;\\s]*)", Pattern.CASE_INSENSITIVE);

  private static final Pattern PROTO_HTTPS =
      Pattern.compile("(?:^|[;,])\\s*proto\\s*=\\s*\"?https\"?", Pattern.CASE_INSENSITIVE);

  private static final String KEY = ClientAddress.class.getName();

  private final Networks proxies;
  private final HttpConfig.ForwardingHeader header;
  private final CurrentVertxRequest current;

  ClientAddress(HttpConfig config, CurrentVertxRequest current) {
    this.proxies = Networks.of(config.proxies().orElse(Set.of()));
    this.header = config.forwardingHeader();
    this.current = current;
  }

  /**
   * Returns the client of the current request, in the form in which rate limits count clients: an
   * IPv4 address, or the /64 network of an IPv6 address.
   */
  public String ofCurrentRequest() {
    return Networks.client(of(current.getCurrent()));
  }

  /** Returns the address of the client that sent this request. */
  public InetAddress of(RoutingContext http) {
    InetAddress known = http.get(KEY);
    if (known == null) {
      known = find(http.request());
      http.put(KEY, known);
    }
    return known;
  }

  /**
   * Returns whether the client uses TLS, either to this service or to a configured proxy that
   * reports TLS in the forwarding headers.
   */
  boolean isSecure(HttpServerRequest request) {
    return request.isSSL()
        || (proxies.contains(socket(request))
            && switch (header) {
              case X_FORWARDED_FOR ->
                  "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
              case FORWARDED -> {
                String elements = request.getHeader(header.headerName());
                yield elements != null && PROTO_HTTPS.matcher(elements).find();
              }
            });
  }

  private static InetAddress socket(HttpServerRequest request) {
    SocketAddress socket = request.remoteAddress();
    return Optional.ofNullable(socket == null ? null : socket.hostAddress())
        .map(ClientAddress::withoutZone)
        .flatMap(Networks::literal)
        .orElseGet(InetAddress::getLoopbackAddress); // a Unix domain socket has no IP address
  }

  /** Removes the zone from a link-local address, such as {@code fe80::1%eth0}. */
  private static String withoutZone(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  private InetAddress find(HttpServerRequest request) {
    InetAddress nearest = socket(request);
    if (!proxies.contains(nearest)) {
      return nearest;
    }
    List<String> hops = hops(request);
    int last = Math.max(0, hops.size() - MOST_HOPS);
    for (int i = hops.size() - 1; i >= last; i--) {
      Optional<InetAddress> hop = address(hops.get(i));
      if (hop.isEmpty()) {
        // This hop is "unknown" or invalid: use the last valid one.
        return nearest;
      }
      nearest = hop.get();
      if (!proxies.contains(nearest)) {
        return nearest;
      }
    }
    return nearest;
  }

  private List<String> hops(HttpServerRequest request) {
    List<String> hops = new ArrayList<>();
    for (String line : request.headers().getAll(header.headerName())) {
      hops.addAll(Arrays.asList(line.split(",", -1)));
    }
    return hops;
  }

  private Optional<InetAddress> address(String hop) {
    String text = hop.strip();
    if (header == HttpConfig.ForwardingHeader.FORWARDED) {
      Matcher node = FOR.matcher(text);
      if (!node.find()) {
        return Optional.empty();
      }
      text = node.group(1).replace("\"", "");
    }
    return Networks.literal(withoutPort(text));
  }

  /**
   * Removes the port from {@code 192.0.2.1:4711}; from {@code [2001:db8::1]:4711}, keeps the part
   * in brackets.
   */
  private static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(0, end + 1);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':')
        ? text.substring(0, colon)
        : text.toLowerCase(Locale.ROOT);
  }
}
