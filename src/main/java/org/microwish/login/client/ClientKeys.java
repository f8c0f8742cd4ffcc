package org.microwish.login.client;

import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;

/** Validates and reads the public keys that verify a client's assertions. */
final class ClientKeys {

  /** Maximum number of keys of a client; the change to a new key needs two. */
  static final int MAX = 10;

  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;
  private static final int MAX_JSON = 60_000;

  private ClientKeys() {}

  /**
   * Validates public keys. Returns the JWK set to store, reduced to the members that are needed.
   *
   * @param keys JWKs (RFC 7517): EC P-256, or RSA of 2048 to 8192 bits; each with a {@code kid}
   */
  static String read(List<Map<String, Object>> keys) {
    Faults faults = new Faults();
    List<JsonWebKey> read = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      String field = "/keys/" + i;
      Map<String, Object> given = keys.get(i);
      if (given == null) {
        faults.add(field, FieldFault.REQUIRED);
        continue;
      }
      if (given.containsKey("d") || given.containsKey("k")) {
        // A private key that was sent to us counts as compromised, so the key pair is refused.
        faults.add(field + (given.containsKey("d") ? "/d" : "/k"), FieldFault.NOT_ALLOWED);
        continue;
      }
      if (!(given.get("kid") instanceof String kid) || !kid.matches("[!-~]{1,100}")) {
        faults.add(field + "/kid", FieldFault.REQUIRED);
        continue;
      }
      if (!ids.add(kid)) {
        faults.add(field + "/kid", FieldFault.DUPLICATE);
        continue;
      }
      try {
        PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(given);
        if (!isGood(key)) {
          faults.add(field, FieldFault.NOT_ALLOWED);
          continue;
        }
        PublicJsonWebKey plain = PublicJsonWebKey.Factory.newPublicJwk(key.getPublicKey());
        plain.setKeyId(kid);
        read.add(plain);
      } catch (JoseException | RuntimeException noKey) {
        faults.add(field, FieldFault.INVALID_FORMAT);
      }
    }
    String json = new JsonWebKeySet(read).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    if (json.length() > MAX_JSON) {
      faults.add("/keys", FieldFault.TOO_LONG);
    }
    faults.refuse();
    return json;
  }

  private static boolean isGood(PublicJsonWebKey key) {
    if (key instanceof EllipticCurveJsonWebKey curve) {
      return "P-256".equals(curve.getCurveName()) && isPoint(curve.getECPublicKey().getW());
    }
    if (key.getPublicKey() instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS;
    }
    return false;
  }

  /**
   * Returns true if the point lies on the curve P-256. With any other point a signature proves
   * nothing.
   */
  private static boolean isPoint(ECPoint point) {
    try {
      return ECNamedCurveTable.getByName("secp256r1")
          .getCurve()
          .validatePoint(point.getAffineX(), point.getAffineY())
          .isValid();
    } catch (IllegalArgumentException notOnIt) {
      return false;
    }
  }

  /** Parses the keys of a JWK set that {@link #read} returned. */
  static List<PublicJsonWebKey> keys(String json) {
    try {
      List<PublicJsonWebKey> keys = new ArrayList<>();
      for (JsonWebKey key : new JsonWebKeySet(json).getJsonWebKeys()) {
        keys.add((PublicJsonWebKey) key);
      }
      return keys;
    } catch (JoseException damaged) {
      throw new IllegalStateException(damaged);
    }
  }

  /** Returns the key ids of a JWK set; empty for null. */
  static List<String> ids(String json) {
    return json == null ? List.of() : keys(json).stream().map(JsonWebKey::getKeyId).toList();
  }
}
