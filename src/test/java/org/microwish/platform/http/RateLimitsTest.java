package org.microwish.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.testing.Tokens;

/**
 * Tests the default rate limits with addresses that only tests use; the tests' own address is a
 * trusted proxy, whose X-Forwarded-For is accepted.
 */
@Tag("database")
@QuarkusTest
class RateLimitsTest {

  /**
   * The path of an operation that counts towards the limit for logins, the smallest limit per
   * address.
   */
  private static final String LOGIN = "/api/v1/auth/account";

  private static final String CLAIM = "/api/v1/wishes/0123456789ABC/claims";

  @TestHTTPResource URI service;

  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private static String fresh() {
    int next = NEXT.getAndIncrement();
    return "198.18." + next / 250 + "." + (1 + next % 250);
  }

  private static RequestSpecification from(String forwarded) {
    return given().header("X-Forwarded-For", forwarded);
  }

  /**
   * Sends requests until one is refused and returns their number; buckets refill meanwhile, so the
   * number has only bounds.
   */
  private static int until429(Supplier<Response> ask) {
    for (int asked = 0; asked < 3000; asked++) {
      if (ask.get().statusCode() == 429) {
        return asked;
      }
    }
    return Integer.MAX_VALUE;
  }

  @Test
  void countedAnswers_showTheRemainingRequests() {
    from(fresh())
        .get(LOGIN)
        .then()
        .statusCode(401)
        .header("RateLimit-Policy", "\"address\";q=6000;w=60, \"login\";q=300;w=60")
        .header("RateLimit", matchesPattern("\"address\";r=5999;t=1, \"login\";r=299;t=1"));
    from(fresh())
        .auth()
        .oauth2(Tokens.resident("counted-once"))
        .get("/api/v1/wishes")
        .then()
        .statusCode(200)
        .header("RateLimit-Policy", "\"address\";q=6000;w=60, \"account\";q=600;w=60");
  }

  @Test
  void probesAndExemptNetworks_areNotCounted() {
    from(fresh()).get("/q/health/live").then().statusCode(200).header("RateLimit", nullValue());
    given().get("/api/v1/wishes").then().header("RateLimit", nullValue());
  }

  @Test
  void loginAttempts_areLimitedPerAddress_withoutAffectingOthers() {
    String address = fresh();
    int let = until429(() -> from(address).get(LOGIN));
    assertThat(let).isBetween(300, 2000);

    // Neither entries that the client puts before the proxy's entry, nor a port, change the
    // client's address.
    for (String spelling :
        new String[] {
          "192.0.2.9, " + address, "127.0.0.1, " + address, "nonsense, " + address + ":4711"
        }) {
      assertThat(until429(() -> from(spelling).get(LOGIN))).as(spelling).isLessThan(60);
    }
    Response other = from(address + ", " + fresh()).get(LOGIN);
    assertThat(other.statusCode())
        .as("another client that sends the same forged address")
        .isEqualTo(401);
    // Other requests from that address are still served.
    from(address).get("/api/v1/wishes").then().statusCode(200);

    Response refused = null;
    for (int i = 0; i < 60 && (refused == null || refused.statusCode() != 429); i++) {
      refused = from(address).header("Accept-Language", "en").get(LOGIN);
    }
    refused
        .then()
        .statusCode(429)
        .contentType("application/problem+json")
        .header("Retry-After", matchesPattern("[1-9]"))
        .header("RateLimit", matchesPattern("\"address\";r=[0-9]+;t=[0-9]+, \"login\";r=0;t=60"));
    assertThat(refused.jsonPath().getString("code")).isEqualTo("TOO_MANY_REQUESTS");
  }

  @Test
  void ipv6AddressesOfOneSlash64_shareOneLimit() {
    AtomicInteger host = new AtomicInteger();
    int let =
        until429(
            () -> from("2001:db8:77:1::" + Integer.toHexString(host.incrementAndGet())).get(LOGIN));
    assertThat(let).isBetween(300, 2000);
    from("2001:db8:77:2::1").get(LOGIN).then().statusCode(401);
  }

  @Test
  void claims_areLimitedPerAccount_acrossAddresses() {
    String token = Tokens.member("hasty", 4711);
    int let = until429(() -> claim(token));
    assertThat(let).isBetween(30, 300);
    given()
        .header("X-Forwarded-For", fresh())
        .auth()
        .oauth2(token)
        .get("/api/v1/wishes")
        .then()
        .statusCode(200);
    assertThat(claim(Tokens.member("patient", 4712)).statusCode()).isNotEqualTo(429);
  }

  @Test
  void openings_countTowardsTheLimitOfUnmaskedReadings() {
    String token = Tokens.auditor("curious", "440104013000");
    int let = until429(() -> open(token));
    assertThat(let).isBetween(20, 200);
    assertThat(open(Tokens.auditor("calm", "440104013000")).statusCode()).isNotEqualTo(429);
  }

  private static Response open(String token) {
    return from(fresh())
        .auth()
        .oauth2(token)
        .contentType(ContentType.JSON)
        .body("{}")
        .post("/api/v1/ledger/entries/0123456789ABC/openings");
  }

  private static Response claim(String token) {
    return from(fresh()).auth().oauth2(token).contentType(ContentType.JSON).body("{}").post(CLAIM);
  }

  /** Limits depend on the resource, in whatever way its path is written. */
  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/wishes/0123456789ABC/claims, claims",
    "POST, /api/v1/wishes/0123456789ABC/claims/, claims",
    "POST, /api/v1/./wishes/x/../0123456789ABC/cl%61ims, claims",
    "GET, /api/v1/wishes/0123456789ABC/claims, ",
    "POST, /api/v1/wishes/0123456789ABC/contact-reads, unmasking",
    "POST, /api/v1/wishes//0123456789ABC/contact%2Dreads, unmasking",
    "POST, /api/v1/members/0123456789ABC/contact-reads, unmasking",
    "POST, /api/v1/personal-exports, unmasking",
    "POST, /api/v1/holds/0123456789ABC/exports, unmasking",
    "POST, /api/v1/holds/0123456789ABC/release, "
  })
  void limits_dependOnTheResource_notOnItsSpelling(String method, String path, String limit) {
    Response answer =
        from(fresh())
            .urlEncodingEnabled(false)
            .auth()
            .oauth2(Tokens.member("classified-" + fresh(), 4713))
            .contentType(ContentType.JSON)
            .body("{}")
            .request(method, path);
    assertThat(answer.header("RateLimit-Policy"))
        .isEqualTo(
            "\"address\";q=6000;w=60, \"account\";q=600;w=60"
                + (limit == null ? "" : ", \"" + limit + "\";q=" + quota(limit) + ";w=60"));
  }

  private static int quota(String limit) {
    return limit.equals("claims") ? 30 : 20;
  }

  @ParameterizedTest
  @ValueSource(strings = {"groups", "organisations", "divisions"})
  void search_countsAsSeveralRequests(String list) {
    from(fresh())
        .get("/api/v1/" + list)
        .then()
        .statusCode(200)
        .header("RateLimit", matchesPattern("\"address\";r=5999;t=1"));
    from(fresh())
        .queryParam("q", "水泵")
        .get("/api/v1/" + list)
        .then()
        .statusCode(200)
        .header("RateLimit", matchesPattern("\"address\";r=5980;t=1"));
  }

  @Test
  void concurrentExpensiveReads_areLimited_andOtherRequestsAreServed() throws Exception {
    String greedy = fresh();
    ProbeResource.held = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Integer>> one = searches(threads, () -> greedy);
      List<Future<Integer>> all = List.of();
      try {
        await().until(() -> ended(one) == 10 - 3);
        from(greedy).get("/api/v1/probe/expensive").then().statusCode(200);
        from(greedy).get("/api/v1/wishes").then().statusCode(200);

        all = searches(threads, RateLimitsTest::fresh);
        List<Future<Integer>> others = all;
        await().until(() -> ended(others) == 10 - 3);
        from(fresh()).get("/api/v1/wishes").then().statusCode(200);
        search(fresh()).then().statusCode(503).header("Retry-After", "1");
      } finally {
        ProbeResource.held.countDown();
      }
      for (List<Future<Integer>> started : List.of(one, all)) {
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> search : started) {
          statuses.add(search.get());
        }
        assertThat(statuses).containsOnly(200, 503);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(3);
      }
    }
    await().untilAsserted(() -> search(greedy).then().statusCode(200));
  }

  /** An instance makes one draw at a time. */
  @Test
  void draws_ofSeveralCallers_waitForTheirTurn() throws Exception {
    from(fresh())
        .get("/api/v1/ledger/sample")
        .then()
        .statusCode(200)
        .header("RateLimit", matchesPattern("\"address\";r=5980;t=1"));
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int round = 0; round < 20; round++) {
        List<Future<Integer>> draws =
            IntStream.range(0, 4)
                .mapToObj(i -> fresh())
                .map(
                    address ->
                        threads.submit(
                            () -> from(address).get("/api/v1/ledger/sample").statusCode()))
                .toList();
        for (Future<Integer> draw : draws) {
          assertThat(draw.get()).isEqualTo(200);
        }
      }
    }
  }

  /** A client that closes the connection does not stop the query that it started. */
  @Test
  void placeOfASearch_isTakenUntilItsWorkEnds_evenIfTheClientLeaves() throws IOException {
    String greedy = fresh();
    ProbeResource.held = new CountDownLatch(1);
    try {
      for (int i = 0; i < 3; i++) {
        int working = i + 1;
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
          socket
              .getOutputStream()
              .write(
                  ("GET /api/v1/probe/expensive?q=x HTTP/1.1\r\nHost: test\r\nX-Forwarded-For: "
                          + greedy
                          + "\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII));
          await().until(() -> ProbeResource.WORKING.get() == working);
        }
      }
      for (int i = 0; i < 5; i++) {
        search(greedy).then().statusCode(503);
      }
    } finally {
      ProbeResource.held.countDown();
    }
    await().untilAsserted(() -> search(greedy).then().statusCode(200));
  }

  private static List<Future<Integer>> searches(ExecutorService threads, Supplier<String> address) {
    return IntStream.range(0, 10)
        .mapToObj(i -> threads.submit(() -> search(address.get()).statusCode()))
        .toList();
  }

  private static long ended(List<Future<Integer>> searches) {
    return searches.stream().filter(Future::isDone).count();
  }

  private static Response search(String address) {
    return from(address).queryParam("q", "x").get("/api/v1/probe/expensive");
  }
}
