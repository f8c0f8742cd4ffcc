package org.microwish.platform.start;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.KeyAgreement;

/**
 * The keys that sign and verify bearer tokens: ES256, that is ECDSA on the curve P-256. Production
 * uses configured keys. Dev mode and tests use a pair that is generated once and kept in a
 * directory.
 *
 * @param privatePem the private key, PKCS #8 in PEM
 * @param publicPem the public key, SubjectPublicKeyInfo in PEM
 */
public record TokenKeys(String privatePem, String publicPem) {

  /**
   * The configuration key for the private keys that sign tokens: PEM texts or paths of PEM files,
   * separated by commas.
   */
  public static final String SIGNING = "microwish.token.signing-keys";

  /**
   * The configuration key for the public keys that verify the tokens of other issuers: PEM texts or
   * paths of PEM files, separated by commas.
   */
  public static final String PUBLIC = "microwish.token.public-keys";

  /** The configuration key for the issuer of an external OpenID provider. */
  private static final String OPENID = "microwish.openid.issuer";

  private static final int P256_BITS = 256;

  private static final String MAKE =
      " Make a pair with: openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8"
          + " -nocrypt -out key.pem && openssl ec -in key.pem -pubout -out key.pub.pem";

  /**
   * Checks the configuration for production: signing keys, public keys or an OpenID provider must
   * be configured, and all configured keys must be valid.
   *
   * @throws StartRefusedException if none of the three is configured, or a key is invalid
   */
  static void check(StartConfig config) {
    Optional<String> signing = config.text(SIGNING);
    Optional<String> verifying = config.text(PUBLIC);
    signing.ifPresent(list -> signing(split(list)));
    verifying.ifPresent(list -> verifying(split(list)));
    if (signing.isEmpty() && verifying.isEmpty() && config.text(OPENID).isEmpty()) {
      throw new StartRefusedException(
          "MICROWISH_TOKEN_SIGNING_KEYS is not set. Production needs the ES256 private key that"
              + " signs its tokens, as PEM text or the path of a PEM file; or, where others issue"
              + " all tokens, MICROWISH_TOKEN_PUBLIC_KEYS or MICROWISH_OPENID_ISSUER."
              + MAKE);
    }
  }

  /**
   * Reads private keys and derives their public keys.
   *
   * @param textsOrPaths PEM texts, or paths of PEM files
   * @throws StartRefusedException if an element cannot be read or is not a private key on P-256
   */
  public static List<KeyPair> signing(List<String> textsOrPaths) {
    return read(
        textsOrPaths,
        "MICROWISH_TOKEN_SIGNING_KEYS",
        "an EC private key in PEM (PKCS #8, BEGIN PRIVATE KEY)",
        (factory, der) -> (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(der)),
        (factory, key) -> new KeyPair(publicHalf(factory, key), key));
  }

  /**
   * Reads public keys.
   *
   * @param textsOrPaths PEM texts, or paths of PEM files
   * @throws StartRefusedException if an element cannot be read or is not a public key on P-256
   */
  public static List<ECPublicKey> verifying(List<String> textsOrPaths) {
    return read(
        textsOrPaths,
        "MICROWISH_TOKEN_PUBLIC_KEYS",
        "an EC public key in PEM (BEGIN PUBLIC KEY)",
        (factory, der) -> (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(der)),
        (factory, key) -> key);
  }

  private static List<String> split(String list) {
    return Stream.of(list.split(",", -1)).map(String::strip).filter(one -> !one.isEmpty()).toList();
  }

  @FunctionalInterface
  private interface Step<A, B> {
    B apply(KeyFactory factory, A from) throws GeneralSecurityException;
  }

  private static <K extends ECKey, R> List<R> read(
      List<String> textsOrPaths,
      String variable,
      String what,
      Step<byte[], K> parser,
      Step<K, R> result) {
    List<R> keys = new ArrayList<>();
    for (String textOrPath : textsOrPaths) {
      String pem = pem(textOrPath.strip(), variable);
      try {
        KeyFactory factory = KeyFactory.getInstance("EC");
        K key =
            parser.apply(
                factory,
                Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z0-9 ]+-----", "")));
        if (key.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
          throw new StartRefusedException(variable + " is on another curve; ES256 needs P-256.");
        }
        keys.add(result.apply(factory, key));
      } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException noKey) {
        throw new StartRefusedException(variable + " is not " + what + "." + MAKE);
      }
    }
    return keys;
  }

  private static String pem(String textOrPath, String variable) {
    if (textOrPath.startsWith("-----BEGIN")) {
      return textOrPath;
    }
    try {
      return Files.readString(Path.of(textOrPath));
    } catch (IOException | InvalidPathException e) {
      // The text may be part of a key, so the message must not repeat a long text in full.
      throw new StartRefusedException(
          variable
              + " is neither PEM text nor a file that can be read: "
              + (textOrPath.length() > 80 ? textOrPath.substring(0, 20) + "…" : textOrPath));
    }
  }

  /**
   * Computes the public key: the curve's generator multiplied by the private number. A key
   * agreement with the generator yields the product's x; the curve equation yields two candidates
   * for y (SEC 1 section 2.3.4); verifying a signature selects one. BouncyCastle multiplies in one
   * line, but loading it adds a second to each start.
   */
  private static ECPublicKey publicHalf(KeyFactory factory, ECPrivateKey key)
      throws GeneralSecurityException {
    ECParameterSpec parameters = key.getParams();
    EllipticCurve curve = parameters.getCurve();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(
        factory.generatePublic(new ECPublicKeySpec(parameters.getGenerator(), parameters)), true);
    BigInteger x = new BigInteger(1, agreement.generateSecret());
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    // P-256's p is 3 modulo 4, so a single power yields the square root.
    BigInteger y =
        x.pow(3)
            .add(curve.getA().multiply(x))
            .add(curve.getB())
            .modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    byte[] signed = signature.sign();
    for (BigInteger root : List.of(y, p.subtract(y))) {
      PublicKey half =
          factory.generatePublic(new ECPublicKeySpec(new ECPoint(x, root), parameters));
      signature.initVerify(half);
      if (signature.verify(signed)) {
        return (ECPublicKey) half;
      }
    }
    throw new InvalidKeyException("no matching public key");
  }

  /**
   * Returns the pair of keys whose private key is stored in a directory; generates and stores a
   * private key on first use, in a file that only its owner may read.
   *
   * @param directory created if missing
   */
  public static TokenKeys kept(Path directory) throws IOException {
    String secret =
        PrivateFiles.kept(
            directory.resolve("token-key.pem"),
            () -> pem("PRIVATE KEY", generate().getPrivate().getEncoded()));
    PublicKey open = signing(List.of(secret)).getFirst().getPublic();
    return new TokenKeys(secret, pem("PUBLIC KEY", open.getEncoded()).strip());
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 is not available", e);
    }
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  /** Hides the private key. */
  @Override
  public String toString() {
    return publicPem;
  }
}
