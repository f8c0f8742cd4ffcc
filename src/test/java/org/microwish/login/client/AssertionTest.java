package org.microwish.login.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests clients that authenticate with their own keys (private_key_jwt). */
@Tag("database")
@QuarkusTest
class AssertionTest {

  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String AUDIENCE = "https://microwish.local/api/v1/oauth2/token";

  private static KeyPair curve;
  private static KeyPair rsa;
  private static String client;

  @BeforeEach
  void aClientWithKeys() throws Exception {
    register();
  }

  /** Returns an assertion that a client with registered keys has just signed. */
  static String newAssertion() throws Exception {
    register();
    return ec(claims());
  }

  private static void register() throws Exception {
    if (client != null) {
      return;
    }
    ClientApi.divisions();
    KeyPairGenerator curves = KeyPairGenerator.getInstance("EC");
    curves.initialize(new ECGenParameterSpec("secp256r1"));
    curve = curves.generateKeyPair();
    KeyPairGenerator primes = KeyPairGenerator.getInstance("RSA");
    primes.initialize(2048);
    rsa = primes.generateKeyPair();
    String id =
        ClientApi.command(
                "POST",
                "/api/v1/clients",
                ClientApi.draft("PARTNER", "\"wishes:read\"")
                    .replace("}", ", \"keys\": [" + jwk("ec", curve) + "]}"))
            .statusCode(201)
            .body("secret", equalTo(null))
            .extract()
            .path("id");
    ClientApi.command(
            "PUT",
            "/api/v1/clients/" + id + "/keys",
            "{\"keys\": [" + jwk("ec", curve) + "," + jwk("rsa", rsa) + "]}")
        .statusCode(200)
        .body("version", equalTo(2));
    client = id;
  }

  private static String jwk(String kid, KeyPair pair) throws JoseException {
    PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
    key.setKeyId(kid);
    return key.toJson();
  }

  private static JwtClaimsBuilder claims() {
    return Jwt.issuer(client)
        .subject(client)
        .audience(AUDIENCE)
        .expiresIn(120)
        .claim("jti", UUID.randomUUID().toString());
  }

  private static String ec(JwtClaimsBuilder claims) {
    return claims.jws().keyId("ec").algorithm(SignatureAlgorithm.ES256).sign(curve.getPrivate());
  }

  private static ValidatableResponse ask(String assertion) {
    return ClientApi.ask(
        Map.of(
            "grant_type", "client_credentials",
            "client_assertion_type", TYPE,
            "client_assertion", assertion));
  }

  private static void refused(String assertion) {
    ask(assertion).statusCode(401).body("error", equalTo("invalid_client"));
  }

  @Test
  void validAssertion_withEcOrRsaKey_getsToken() {
    ask(ec(claims())).statusCode(200).body("scope", equalTo("wishes:read"));
    ask(claims().jws().keyId("rsa").algorithm(SignatureAlgorithm.RS256).sign(rsa.getPrivate()))
        .statusCode(200);
    // The issuer is accepted as audience, and the key id may be omitted.
    ask(claims()
            .audience("https://microwish.local")
            .jws()
            .algorithm(SignatureAlgorithm.ES256)
            .sign(curve.getPrivate()))
        .statusCode(200);
    ClientApi.ask(
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                client,
                "client_assertion_type",
                TYPE,
                "client_assertion",
                ec(claims())))
        .statusCode(200);
  }

  @Test
  void assertion_canBeUsedOnlyOnce() throws Exception {
    String assertion = ec(claims());
    ask(assertion).statusCode(200);
    refused(assertion);
    String raced = ec(claims());
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> attempts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        attempts.add(() -> ask(raced).extract().statusCode());
      }
      int good = 0;
      for (Future<Integer> attempt : threads.invokeAll(attempts)) {
        good += attempt.get() == 200 ? 1 : 0;
      }
      assertThat(good).isEqualTo(1);
    }
  }

  @Test
  void assertionWithWrongClaims_isRefused() {
    long now = Instant.now().getEpochSecond();
    refused(ec(claims().audience("https://other.example")));
    refused(ec(claims().audience(Set.of(AUDIENCE, "https://other.example"))));
    refused(ec(Jwt.issuer(client).subject(client).expiresIn(120).claim("jti", "no-audience")));
    refused(ec(claims().issuer("0D1RZQ4J8M3TB")));
    refused(ec(claims().subject("0D1RZQ4J8M3TB")));
    refused(ec(claims().expiresAt(now - 120)));
    refused(ec(claims().expiresAt(now + 3600)));
    refused(ec(claims().claim("jti", "")));
    refused(ec(claims().claim("jti", "x".repeat(300))));
    ClientApi.ask(
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                "0D1RZQ4J8M3TB",
                "client_assertion_type",
                TYPE,
                "client_assertion",
                ec(claims())))
        .statusCode(401);
  }

  @Test
  void assertionWithForeignKeyOrWrongAlgorithm_isRefused() throws Exception {
    KeyPairGenerator curves = KeyPairGenerator.getInstance("EC");
    curves.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair other = curves.generateKeyPair();
    refused(
        claims().jws().keyId("ec").algorithm(SignatureAlgorithm.ES256).sign(other.getPrivate()));
    refused(
        claims().jws().keyId("new").algorithm(SignatureAlgorithm.ES256).sign(curve.getPrivate()));
    refused(claims().jws().keyId("rsa").algorithm(SignatureAlgorithm.PS256).sign(rsa.getPrivate()));
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String body = ec(claims()).split("\\.", -1)[1];
    String none = base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    refused(none + "." + body + ".");
    String symmetric =
        base64.encodeToString(
                "{\"alg\":\"HS256\",\"kid\":\"rsa\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + body;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(rsa.getPublic().getEncoded(), "HmacSHA256"));
    refused(
        symmetric
            + "."
            + base64.encodeToString(mac.doFinal(symmetric.getBytes(StandardCharsets.US_ASCII))));
    refused("a.b.c");
    refused("x".repeat(8000));
    // An access token of the service is not a client assertion.
    refused(org.microwish.testing.Tokens.partner(client, ClientApi.STREET));
  }
}
