package org.microwish.login.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.platform.Time;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.TestIssuer;
import org.microwish.testing.Tokens;

/** Tests tokens of an OpenID provider, using a local stand-in. */
@Tag("database")
@QuarkusTest
class OpenIdProviderTest {

  private static final String STREET = "440104013000";
  private static final AtomicInteger NEXT = new AtomicInteger();

  private TestIssuer.Key key;

  @BeforeEach
  void aKeyThatIsKnown() {
    key = newKey();
    TestIssuer.serve(key);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> caller(operator(key)).statusCode(200));
  }

  private static TestIssuer.Key newKey() {
    return TestIssuer.Key.make("key-" + NEXT.incrementAndGet() + "-" + System.nanoTime());
  }

  private static String operator(TestIssuer.Key key) {
    return key.sign(TestIssuer.claims("wang@street", "desk").claim("division", STREET));
  }

  private static ValidatableResponse caller(String token) {
    return given().auth().oauth2(token).get("/api/v1/probe/caller").then();
  }

  @Test
  void mappedRole_becomesTheCaller() {
    caller(operator(key))
        .body("role", equalTo("OPERATOR"))
        .body("divisionPath", equalTo("440104013"))
        .body("organisationId", nullValue())
        .body("account", startsWith("oidc:"));
    caller(key.sign(TestIssuer.claims("b", "branch").claim("organisation", "0D1RZQ4J8M3TB")))
        .statusCode(200)
        .body("role", equalTo("STEWARD"))
        .body("organisationId", equalTo("0D1RZQ4J8M3TB"));
    caller(key.sign(TestIssuer.claims("r", "root", "unknown", "offline_access")))
        .statusCode(200)
        .body("role", equalTo("ADMINISTRATOR"))
        .body("divisionPath", nullValue());
    String account = caller(operator(key)).extract().path("account");
    assertThat(account).doesNotContain("wang").matches("[A-Za-z0-9._:@-]{1,64}");
    // The service's own tokens remain valid.
    caller(Tokens.resident("a")).statusCode(200);
  }

  @Test
  void providersTimeOfLogin_countsForStepUp() {
    long now = System.currentTimeMillis() / 1000;
    confirmed(key.sign(TestIssuer.claims("a", "desk").claim("division", STREET)), 401);
    confirmed(
        key.sign(
            TestIssuer.claims("a", "desk")
                .claim("division", STREET)
                .claim("auth_time", now - 3_700)),
        401);
    confirmed(
        key.sign(
            TestIssuer.claims("a", "desk").claim("division", STREET).claim("auth_time", now - 5)),
        200);
  }

  private static void confirmed(String token, int status) {
    given().auth().oauth2(token).get("/api/v1/probe/confirmed").then().statusCode(status);
  }

  @Test
  void unmappedOrAmbiguousRole_isRefused() {
    refused(key.sign(TestIssuer.claims("a")));
    refused(key.sign(TestIssuer.claims("a", "OPERATOR").claim("division", STREET)));
    refused(key.sign(TestIssuer.claims("a", "desk", "audit").claim("division", STREET)));
    refused(key.sign(TestIssuer.claims("a", "desk")));
    refused(key.sign(TestIssuer.claims("a", "desk").claim("division", "")));
    refused(key.sign(TestIssuer.claims("a", "desk").claim("division", "%")));
    refused(key.sign(TestIssuer.claims("a", "desk").claim("division", 440104013)));
    refused(key.sign(TestIssuer.claims("a", "desk").claim("division", Map.of("a", 1))));
    refused(key.sign(TestIssuer.claims("a", "branch")));
    refused(key.sign(TestIssuer.claims("a", "branch").claim("organisation", "1")));
    // The service's own claims in a provider's token are ignored.
    refused(key.sign(TestIssuer.claims("a").groups("OPERATOR").claim("divisionPath", "")));
  }

  @Test
  void administratorWithoutValidDivision_isRefused() {
    caller(key.sign(TestIssuer.claims("c", "chief").claim("division", STREET)))
        .statusCode(200)
        .body("role", equalTo("ADMINISTRATOR"))
        .body("divisionPath", equalTo("440104013"));
    refused(key.sign(TestIssuer.claims("c", "chief")));
    refused(key.sign(TestIssuer.claims("c", "chief").claim("division", List.of())));
    for (String role : List.of("chief", "root")) {
      refused(key.sign(TestIssuer.claims("c", role).claim("division", List.of(440104013))));
      refused(
          key.sign(
              TestIssuer.claims("c", role).claim("division", List.of(Map.of("code", STREET)))));
    }
  }

  @Test
  void partnerToken_hasOnlyItsNamedScopes() {
    reads(key.sign(TestIssuer.claims("p", "shop").claim("division", STREET)), 403);
    reads(
        key.sign(TestIssuer.claims("p", "shop").claim("division", STREET).claim("scope", "openid")),
        403);
    reads(
        key.sign(
            TestIssuer.claims("p", "shop")
                .claim("division", STREET)
                .claim("scope", "openid wishes:read")),
        200);
    // Tokens of human users are not restricted by scopes.
    reads(
        key.sign(TestIssuer.claims("o", "desk").claim("division", STREET).claim("scope", "openid")),
        200);
  }

  private static void reads(String token, int status) {
    given().auth().oauth2(token).get("/api/v1/wishes").then().statusCode(status);
  }

  @Test
  void providerToken_canBeRevokedByLogoutEverywhere() {
    String token =
        key.sign(TestIssuer.claims("leaver-" + key.id(), "desk").claim("division", STREET));
    given()
        .auth()
        .oauth2(token)
        .contentType("application/json")
        .post("/api/v1/auth/logout-everywhere")
        .then()
        .statusCode(204);
    refused(token);
  }

  @Test
  void wrongIssuerAudienceExpiryOrKey_isRefused() {
    refused(
        key.sign(TestIssuer.claims("a", "desk").claim("division", STREET).audience("other-app")));
    refused(
        key.sign(
            TestIssuer.claims("a", "desk")
                .claim("division", STREET)
                .audience(Set.of(TestIssuer.AUDIENCE, "other-app"))));
    refused(
        key.sign(
            Jwt.issuer(TestIssuer.ISSUER)
                .subject("a")
                .expiresIn(60)
                .claim("access", Map.of("roles", List.of("desk")))
                .claim("division", STREET)));
    refused(
        key.sign(
            TestIssuer.claims("a", "desk").claim("division", STREET).expiresAt(1_600_000_000)));
    // The provider's key with the service's issuer, and the service's key with the provider's
    // issuer.
    refused(
        key.sign(
            Jwt.issuer("https://microwish.local").subject("a").groups("RESIDENT").expiresIn(60)));
    refused(
        TestIssuer.claims("a", "desk")
            .claim("division", STREET)
            .jws()
            .algorithm(SignatureAlgorithm.ES256)
            .sign(TestDatabase.tokenKey()));
    refused(
        new TestIssuer.Key(key.id(), newKey().pair())
            .sign(TestIssuer.claims("a", "desk").claim("division", STREET)));
  }

  @Test
  void providerOutage_knownKeysStayValid() {
    TestIssuer.leave();
    int before = TestIssuer.asked();
    // An unknown key id triggers a fetch of the key set, which fails.
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              refused(operator(newKey()));
              return TestIssuer.asked() > before;
            });
    caller(operator(key)).statusCode(200);
  }

  @Test
  void unknownKeyIds_doNotBypassTheFetchCooldown() {
    long begin = System.nanoTime();
    int before = TestIssuer.asked();
    for (int i = 0; i < 60; i++) {
      refused(operator(new TestIssuer.Key("made-up-" + i, key.pair())));
    }
    long elapsed = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    // The configured cooldown between fetches is 300 ms in tests.
    assertThat(TestIssuer.asked() - before).isLessThanOrEqualTo((int) (elapsed / 300) + 1);
    caller(operator(key)).statusCode(200);
  }

  /** The cool-down is measured with a clock that nobody can set. */
  @Test
  void databaseClockSetBack_doesNotStopTheFetchOfKeys() {
    int before = TestIssuer.asked();
    Awaitility.await()
        .untilAsserted(
            () -> {
              refused(operator(new TestIssuer.Key("made-up", key.pair())));
              assertThat(TestIssuer.asked()).isGreaterThan(before);
            });
    QuarkusMock.installMockForType(
        new Time() {
          @Override
          public Instant now() {
            return super.now().minus(Duration.ofHours(2));
          }
        },
        Time.class);
    TestIssuer.Key next = newKey();
    TestIssuer.serve(key, next);
    Awaitility.await().untilAsserted(() -> caller(operator(next)).statusCode(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://id.example/keys", "ftp://id.example/keys", "file:///keys"})
  void keysOverPlainHttp_areRefusedAtTheStart(String location) {
    OpenIdConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(OpenIdConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(
                new PropertiesConfigSource(
                    Map.of(
                        "microwish.openid.issuer", TestIssuer.ISSUER,
                        "microwish.openid.audience", TestIssuer.AUDIENCE,
                        "microwish.openid.jwks", location),
                    "test",
                    500))
            .build()
            .getConfigMapping(OpenIdConfig.class);
    assertThatThrownBy(() -> new OpenIdProvider(config)).hasMessageContaining("must be https");
  }

  private static void refused(String token) {
    caller(token).statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
  }
}
