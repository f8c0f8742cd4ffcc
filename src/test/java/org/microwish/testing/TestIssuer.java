package org.microwish.testing;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * A local OpenID provider: serves the JWK set that a test sets, counts the requests, and can
 * simulate an outage. Its state is in files, because Quarkus and the tests load this class in
 * different class loaders.
 */
public final class TestIssuer {

  /** The provider's issuer name, and the audience that identifies this service. */
  public static final String ISSUER = "https://id.example";

  public static final String AUDIENCE = "micro-wish";

  private static final Path DIRECTORY =
      TestDatabase.DIRECTORY.resolve("issuer-" + ProcessHandle.current().pid());
  private static final Path KEYS = DIRECTORY.resolve("jwks.json");
  private static final Path ASKED = DIRECTORY.resolve("asked");

  private TestIssuer() {}

  /** A key of the provider. */
  public record Key(String id, KeyPair pair) {
    /** Generates an RSA key. */
    public static Key make(String id) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return new Key(id, generator.generateKeyPair());
      } catch (GeneralSecurityException everyJdkHasIt) {
        throw new IllegalStateException(everyJdkHasIt);
      }
    }

    /** Signs a token with this key. */
    public String sign(JwtClaimsBuilder claims) {
      return claims.jws().keyId(id).algorithm(SignatureAlgorithm.RS256).sign(pair.getPrivate());
    }
  }

  /** Starts the provider and returns the properties that make the service trust it. */
  static Map<String, String> start() {
    try {
      Files.createDirectories(DIRECTORY);
      Files.deleteIfExists(KEYS);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/keys",
          exchange -> {
            Files.writeString(ASKED, String.valueOf(asked() + 1));
            boolean away = !Files.exists(KEYS);
            byte[] body = away ? new byte[0] : Files.readAllBytes(KEYS);
            exchange.sendResponseHeaders(away ? 503 : 200, away ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      return Map.of(
          "microwish.openid.issuer",
          ISSUER,
          "microwish.openid.jwks",
          "http://127.0.0.1:" + server.getAddress().getPort() + "/keys",
          "microwish.openid.audience",
          AUDIENCE,
          "microwish.openid.cooldown",
          "300ms",
          "microwish.openid.role-claim",
          "access/roles",
          "microwish.openid.roles",
          "desk=OPERATOR,audit=AUDITOR,root=ADMINISTRATOR:everywhere,chief=ADMINISTRATOR,"
              + "branch=STEWARD,shop=PARTNER");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Replaces the provider's keys. */
  public static void serve(Key... keys) {
    try {
      List<JsonWebKey> set =
          Stream.of(keys)
              .map(
                  key -> {
                    try {
                      JsonWebKey jwk =
                          PublicJsonWebKey.Factory.newPublicJwk(key.pair().getPublic());
                      jwk.setKeyId(key.id());
                      return jwk;
                    } catch (JoseException impossible) {
                      throw new IllegalStateException(impossible);
                    }
                  })
              .toList();
      Files.writeString(KEYS, new JsonWebKeySet(set).toJson());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Simulates an outage: requests are answered 503 from now on. */
  public static void leave() {
    try {
      Files.deleteIfExists(KEYS);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Returns how often the keys were requested. */
  public static int asked() {
    try {
      return Files.exists(ASKED) ? Integer.parseInt(Files.readString(ASKED)) : 0;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Returns valid claims with these roles. */
  public static JwtClaimsBuilder claims(String subject, String... roles) {
    return Jwt.issuer(ISSUER)
        .audience(AUDIENCE)
        .subject(subject)
        .expiresIn(300)
        .claim("access", Map.of("roles", Arrays.asList(roles)));
  }
}
