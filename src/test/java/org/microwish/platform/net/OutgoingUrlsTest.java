package org.microwish.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.platform.net.RefusedUrl.Reason;

/** Tests the check of outgoing URLs, with a fake resolver instead of DNS. */
@Tag("fast")
class OutgoingUrlsTest {

  private static OutgoingUrls with(OutgoingUrls.Resolver resolver) {
    return new OutgoingUrls(Set.of(443), true, Networks.of(), resolver);
  }

  private static OutgoingUrls answering(String... addresses) {
    return with(
        host -> {
          InetAddress[] found = new InetAddress[addresses.length];
          for (int i = 0; i < addresses.length; i++) {
            found[i] = Networks.literal(addresses[i]).orElseThrow();
          }
          return found;
        });
  }

  private static Reason refusal(OutgoingUrls urls, String url) {
    RefusedUrl refused = catchThrowableOfType(RefusedUrl.class, () -> urls.check(url));
    return refused == null ? null : refused.reason();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "168.63.129.16",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.192",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "100::1",
        "3fff::1"
      })
  void nonPublicAddress_isRefused_byNameAndByLiteral(String address) {
    assertThat(refusal(answering(address), "https://partner.example/hook"))
        .isEqualTo(Reason.ADDRESS);
    assertThat(refusal(answering("93.184.215.14", address), "https://partner.example/hook"))
        .as("one of several")
        .isEqualTo(Reason.ADDRESS);
    String literal = address.contains(":") ? "[" + address + "]" : address;
    assertThat(refusal(answering("93.184.215.14"), "https://" + literal + "/hook"))
        .isEqualTo(Reason.ADDRESS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.215.14",
        "1.1.1.1",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "240e::1"
      })
  void publicAddress_isAccepted(String address) throws RefusedUrl {
    OutgoingUrls.Target target = answering(address).check("https://partner.example/hook?a=b");
    assertThat(target.address()).isEqualTo(Networks.literal(address).orElseThrow());
    var request = target.request(HttpMethod.POST);
    assertThat(request.getServer().host()).isEqualTo(target.address().getHostAddress());
    assertThat(request.getHost()).isEqualTo("partner.example");
    assertThat(request.isSsl()).isTrue();
    assertThat(request.getURI()).isEqualTo("/hook?a=b");
    assertThat(request.getFollowRedirects()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "http://partner.example/, SCHEME",
    "ftp://partner.example/, SCHEME",
    "file:///etc/passwd, MALFORMED",
    "gopher://partner.example/, SCHEME",
    "https://user:secret@partner.example/, USER",
    "https://partner.example@127.0.0.1/, USER",
    "https://partner.example:8443/, PORT",
    "https://partner.example:80/, PORT",
    "https://partner.example:0/, PORT",
    "https://127.1/, MALFORMED",
    "https://0x7f.1/, MALFORMED",
    "https://2130706433/, MALFORMED",
    "https://0177.0.0.1/, MALFORMED",
    "https://127.0.0.1./, MALFORMED",
    "https:///hook, MALFORMED",
    "//partner.example/, MALFORMED",
    "https://[::1%25lo]/, MALFORMED",
    "https://partner.example/#x, MALFORMED",
    "'https://partner.example\\@evil.example/', MALFORMED",
    "'https://partner .example/', MALFORMED",
    "nonsense, MALFORMED",
  })
  void malformedOrNonHttpsUrl_isRefused(String url, Reason reason) {
    assertThat(refusal(answering("93.184.215.14"), url)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "https://id.example.org/keys, true",
    "http://127.0.0.1:8080/keys, true",
    "http://id.example.org/keys, false",
    "http://127.0.0.1.example.org/keys, false",
    "file:///etc/passwd, false",
    "https:/keys, false"
  })
  void configuredUrls_areSecure(String url, boolean secure) {
    assertThat(OutgoingUrls.isSecure(URI.create(url))).isEqualTo(secure);
  }

  @Test
  void unknownHost_isRefused() {
    OutgoingUrls urls =
        with(
            host -> {
              throw new UnknownHostException(host);
            });
    assertThat(refusal(urls, "https://nowhere.example/")).isEqualTo(Reason.UNKNOWN_HOST);
    assertThat(refusal(with(host -> new InetAddress[0]), "https://nowhere.example/"))
        .isEqualTo(Reason.UNKNOWN_HOST);
    assertThat(refusal(urls, null)).isEqualTo(Reason.MALFORMED);
    assertThat(refusal(urls, "https://a.example/" + "x".repeat(3000))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void reboundName_callUsesTheCheckedAddress() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] host =
              exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, host.length);
          exchange.getResponseBody().write(host);
          exchange.close();
        });
    server.start();
    Vertx vertx = Vertx.vertx();
    try {
      int port = server.getAddress().getPort();
      AtomicInteger asked = new AtomicInteger();
      OutgoingUrls urls =
          new OutgoingUrls(
              Set.of(port),
              false,
              Networks.of("127.0.0.0/8"),
              host ->
                  new InetAddress[] {
                    Networks.literal(asked.getAndIncrement() == 0 ? "127.0.0.1" : "10.0.0.1")
                        .orElseThrow()
                  });
      OutgoingUrls.Target target = urls.check("http://rebinding.example:" + port + "/hook");
      String seen =
          vertx
              .createHttpClient()
              .request(target.request(HttpMethod.GET))
              .compose(request -> request.send())
              .compose(response -> response.body())
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS)
              .toString();
      assertThat(seen).isEqualTo("rebinding.example:" + port);
      assertThat(asked).hasValue(1);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
      server.stop(0);
    }
  }
}
