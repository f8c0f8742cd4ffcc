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
 * Determines the client's address. Behind configured proxies this is the nearest hop that is not
 * one of them; forwarding headers from other peers are ignored.
 */
@ApplicationScoped
public class ClientAddress {

  /** Maximum number of hops that are evaluated. */
  private static final int MOST_HOPS = 16;

  /** The {@code for} parameter of an element (RFC 7239 section 4), quoted or not. */
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
   * The current request's client as rate limits count it: an IPv4 address, or the /64 network of an
   * IPv6 address.
   */
  public String ofCurrentRequest() {
    return Networks.client(of(current.getCurrent()));
  }

  /** The client's address. */
  public InetAddress of(RoutingContext http) {
    InetAddress known = http.get(KEY);
    if (known == null) {
      known = find(http.request());
      http.put(KEY, known);
    }
    return known;
  }

  /** Whether the client uses TLS, with this service or with a configured proxy that reports it. */
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
        .orElseGet(InetAddress::getLoopbackAddress); // Unix domain socket
  }

  /** Removes the zone of a link-local address. */
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
        // "unknown" or an invalid address: use the last valid hop.
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

  /** Removes the port from {@code 192.0.2.1:4711} or {@code [2001:db8::1]:4711}. */
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
