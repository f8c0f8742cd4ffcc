package org.microwish.platform.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A set of IP networks, written in CIDR notation (RFC 4632, RFC 4291 section 2.3). */
public final class Networks {

  private static final int IPV6_PREFIX_BYTES = 8;

  private static final class Network {
    private final byte[] prefix;
    private final int bits;

    Network(byte[] prefix, int bits) {
      this.prefix = prefix;
      this.bits = bits;
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / 8;
      if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
        return false;
      }
      int rest = bits % 8;
      return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xff) >> (8 - rest) == 0;
    }
  }

  private final List<Network> networks;

  private Networks(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * Creates a set of networks.
   *
   * @param cidrs such as {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or single addresses
   * @throws IllegalArgumentException if an entry is neither a network nor an address
   */
  public static Networks of(Collection<String> cidrs) {
    List<Network> networks = new ArrayList<>();
    for (String cidr : cidrs) {
      String[] parts = cidr.strip().split("/", 2);
      byte[] prefix =
          literal(parts[0])
              .orElseThrow(() -> new IllegalArgumentException("not a network: " + cidr))
              .getAddress();
      int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : prefix.length * 8;
      if (bits < 0 || bits > prefix.length * 8) {
        throw new IllegalArgumentException("not a network: " + cidr);
      }
      networks.add(new Network(prefix, bits));
    }
    return new Networks(List.copyOf(networks));
  }

  /** Creates a set of networks, in the same notation as {@link #of(Collection)}. */
  public static Networks of(String... cidrs) {
    return of(List.of(cidrs));
  }

  /**
   * Returns whether one of the networks contains the address. Java represents an IPv4-mapped IPv6
   * address as an IPv4 address, so IPv4 networks contain it.
   */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (Network network : networks) {
      if (network.contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Parses an IP address, without a DNS query: four decimal numbers, or IPv6 without a zone; either
   * may be in brackets. An IPv4-mapped IPv6 address becomes an IPv4 address. Returns empty for any
   * other text.
   */
  public static Optional<InetAddress> literal(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (bare.isEmpty() || bare.length() > 45 || bare.indexOf('%') >= 0) {
      return Optional.empty();
    }
    try {
      InetAddress parsed = InetAddress.ofLiteral(bare);
      // InetAddress also accepts addresses such as 127.1 and 2130706433; reject them.
      if (parsed instanceof Inet4Address
          && bare.indexOf(':') < 0
          && !parsed.getHostAddress().equals(bare)) {
        return Optional.empty();
      }
      return Optional.of(InetAddress.getByAddress(parsed.getAddress()));
    } catch (IllegalArgumentException | UnknownHostException noLiteral) {
      return Optional.empty();
    }
  }

  /**
   * Returns the part of an address that rate limits count as one client: the IPv4 address, or the
   * /64 network of an IPv6 address, because a host can choose its address freely within that
   * network.
   */
  public static String client(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, IPV6_PREFIX_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (UnknownHostException neverWithSixteenBytes) {
      throw new IllegalStateException(neverWithSixteenBytes);
    }
  }
}
