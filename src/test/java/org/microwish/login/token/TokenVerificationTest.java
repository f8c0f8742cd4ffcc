package org.microwish.login.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

/** Tests which tokens are accepted and which are refused. */
@Tag("database")
@QuarkusTest
class TokenVerificationTest {

  private static final String ISSUER = "https://microwish.local";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  @Test
  void publicKeys_arePublishedWithThumbprintsAsIds() throws Exception {
    List<Map<String, Object>> keys =
        given()
            .get("/.well-known/jwks.json")
            .then()
            .statusCode(200)
            .header("Cache-Control", "public, max-age=300")
            .body("keys", hasSize(3))
            .body("keys.alg", equalTo(List.of("ES256", "ES256", "ES256")))
            .extract()
            .path("keys");
    for (Map<String, Object> key : keys) {
      assertThat(key).doesNotContainKey("d");
      JsonWebKey read = JsonWebKey.Factory.newJwk(key);
      assertThat(read.calculateBase64urlEncodedThumbprint("SHA-256")).isEqualTo(read.getKeyId());
    }
  }

  @Test
  void authorisationServerMetadata_isPublished() {
    given()
        .get("/.well-known/oauth-authorization-server")
        .then()
        .statusCode(200)
        .body("issuer", equalTo(ISSUER))
        .body("token_endpoint", equalTo(ISSUER + "/api/v1/oauth2/token"))
        .body("jwks_uri", equalTo(ISSUER + "/.well-known/jwks.json"))
        .body("grant_types_supported", hasItem("client_credentials"))
        .body("token_endpoint_auth_methods_supported", hasItem("private_key_jwt"));
  }

  @Test
  void issuedToken_namesAPublishedKey() {
    String token =
        given()
            .contentType("application/json")
            .body("{\"role\":\"RESIDENT\",\"subject\":\"a\"}")
            .post("/api/v1/dev/tokens")
            .path("accessToken");
    String header =
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), StandardCharsets.UTF_8);
    given()
        .get("/.well-known/jwks.json")
        .then()
        .body("keys[0].kid", equalTo(header.replaceAll(".*\"kid\":\"([^\"]+)\".*", "$1")));
    status(token, 200);
  }

  @Test
  void tokensSignedWithLastCurrentAndNextKey_areAccepted() {
    status(signed(TestDatabase.tokenKey("last")), 200);
    status(signed(TestDatabase.tokenKey()), 200);
    status(signed(TestDatabase.tokenKey("next")), 200);
  }

  @Test
  void tokensSignedWithForeignKeys_areRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    PrivateKey other = generator.generateKeyPair().getPrivate();
    String known = firstKey().getKeyId();
    refused(claims().jws().algorithm(SignatureAlgorithm.ES256).sign(other));
    refused(claims().jws().keyId(known).algorithm(SignatureAlgorithm.ES256).sign(other));
    refused(
        claims()
            .jws()
            .keyId("no such key")
            .algorithm(SignatureAlgorithm.ES256)
            .sign(TestDatabase.tokenKey()));
    // The header contains its own key.
    JsonWebKey own = JsonWebKey.Factory.newJwk(generator.generateKeyPair().getPublic());
    refused(
        claims()
            .jws()
            .header("jwk", own.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))
            .algorithm(SignatureAlgorithm.ES256)
            .sign(other));
  }

  @Test
  void tokensWithOtherAlgorithms_areRefused() throws Exception {
    String body = Tokens.resident("a").split("\\.", -1)[1];
    for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
      refused(encoded("{\"alg\":\"" + none + "\"}") + "." + body + ".");
    }
    refused(encoded("{}") + "." + body + ".");
    // Uses the public key as the secret of a symmetric signature.
    PublicJsonWebKey key = firstKey();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.getPublicKey().getEncoded())
            + "\n-----END PUBLIC KEY-----";
    for (byte[] secret :
        List.of(
            key.getPublicKey().getEncoded(),
            pem.getBytes(StandardCharsets.UTF_8),
            (pem + "\n").getBytes(StandardCharsets.UTF_8))) {
      String signed =
          encoded("{\"alg\":\"HS256\",\"kid\":\"" + key.getKeyId() + "\"}") + "." + body;
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      refused(
          signed
              + "."
              + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII))));
    }
    // The service's key with an algorithm that is not allowed.
    String signed = encoded("{\"alg\":\"ES384\"}") + "." + body;
    Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
    signature.initSign(TestDatabase.tokenKey());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    refused(signed + "." + BASE64.encodeToString(signature.sign()));
    // Invalid signatures: zeros, a wrong length, and none.
    String head = encoded("{\"alg\":\"ES256\"}") + "." + body + ".";
    refused(head + BASE64.encodeToString(new byte[64]));
    refused(head + BASE64.encodeToString(new byte[63]));
    refused(head);
  }

  @Test
  void wrongIssuerAudienceOrTimes_areRefused() {
    refused(
        sign(Jwt.subject("a").groups("RESIDENT").issuer("https://other.example").expiresIn(60)));
    refused(sign(Jwt.subject("a").groups("RESIDENT").issuer(ISSUER + "/").expiresIn(60)));
    refused(sign(claims().audience("https://other.example")));
    refused(sign(claims().expiresAt(1_600_000_000L)));
    status(sign(claims().audience(ISSUER)), 200);
    // Without an issuer, without an expiry, and not yet valid.
    refused(raw("{\"sub\":\"a\",\"groups\":[\"RESIDENT\"],\"exp\":9999999999}"));
    refused(raw("{\"iss\":\"" + ISSUER + "\",\"sub\":\"a\",\"groups\":[\"RESIDENT\"]}"));
    refused(
        raw(
            "{\"iss\":\""
                + ISSUER
                + "\",\"sub\":\"a\",\"groups\":[\"RESIDENT\"],\"exp\":9999999999,\"nbf\":9999999990}"));
  }

  @Test
  void garbageTokens_areRefused() {
    for (String garbage :
        List.of(
            "a",
            "a.b.c",
            "..",
            "a.b.c.d.e",
            encoded("[]") + "." + encoded("{}") + ".AAAA",
            encoded("{\"alg\":\"ES256\"}") + "." + encoded("[".repeat(5000)) + ".AAAA",
            encoded("{\"alg\":\"ES256\",\"crit\":[\"x\"],\"x\":1}")
                + "."
                + Tokens.resident("a").split("\\.", -1)[1]
                + ".AAAA",
            encoded("{\"alg\":\"ES256\",\"kid\":{\"a\":1}}") + "." + encoded("{}") + ".AAAA")) {
      refused(garbage);
    }
  }

  private static PublicJsonWebKey firstKey() throws Exception {
    Map<String, Object> key = given().get("/.well-known/jwks.json").path("keys[0]");
    return PublicJsonWebKey.Factory.newPublicJwk(key);
  }

  private static JwtClaimsBuilder claims() {
    return Jwt.subject("a").groups("RESIDENT").issuer(ISSUER).expiresIn(60);
  }

  private static String signed(PrivateKey key) {
    return claims().jws().algorithm(SignatureAlgorithm.ES256).sign(key);
  }

  private static String sign(JwtClaimsBuilder claims) {
    return claims.jws().algorithm(SignatureAlgorithm.ES256).sign(TestDatabase.tokenKey());
  }

  /** Signs arbitrary claims, even invalid ones, with the service's key. */
  private static String raw(String claims) {
    try {
      String signed = encoded("{\"alg\":\"ES256\"}") + "." + encoded(claims);
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(TestDatabase.tokenKey());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static String encoded(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String token) {
    status(token, 401);
  }

  private static void status(String token, int status) {
    given().auth().oauth2(token).get("/api/v1/probe/caller").then().statusCode(status);
  }
}
