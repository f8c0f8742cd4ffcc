package org.microwish.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class NetworksTest {

  private static InetAddress at(String text) {
    return Networks.literal(text).orElseThrow();
  }

  @Test
  void network_containsOnlyItsAddresses() {
    Networks networks = Networks.of("10.0.0.0/8", "192.0.2.128/25", "2001:db8::/33", "203.0.113.7");
    assertThat(networks.contains(at("10.255.0.1"))).isTrue();
    assertThat(networks.contains(at("11.0.0.1"))).isFalse();
    assertThat(networks.contains(at("192.0.2.128"))).isTrue();
    assertThat(networks.contains(at("192.0.2.127"))).isFalse();
    assertThat(networks.contains(at("2001:db8:7fff::1"))).isTrue();
    assertThat(networks.contains(at("2001:db8:8000::1"))).isFalse();
    assertThat(networks.contains(at("203.0.113.7"))).isTrue();
    assertThat(networks.contains(at("203.0.113.8"))).isFalse();
    assertThat(networks.contains(at("::ffff:10.1.2.3"))).as("IPv4 in IPv6").isTrue();
  }

  @Test
  void malformedNetwork_isRefused() {
    for (String bad :
        new String[] {"10.0.0.0/33", "host", "10.0.0/8", "", "::/129", "10.0.0.0/x"}) {
      assertThatThrownBy(() -> Networks.of(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void onlyPlainLiterals_areParsed() {
    for (String bad :
        new String[] {
          "127.1", "2130706433", "0x7f000001", "localhost", "fe80::1%lo", "1.2.3.4.5"
        }) {
      assertThat(Networks.literal(bad)).as(bad).isEmpty();
    }
    assertThat(at("[2001:db8::1]")).isEqualTo(at("2001:db8::1"));
  }

  @Test
  void client_isAnIpv4AddressOrAnIpv6Slash64() {
    assertThat(Networks.client(at("192.0.2.1"))).isEqualTo("192.0.2.1");
    assertThat(Networks.client(at("2001:db8:1:2:3:4:5:6")))
        .isEqualTo(Networks.client(at("2001:db8:1:2::9")))
        .isNotEqualTo(Networks.client(at("2001:db8:1:3::9")));
  }
}
