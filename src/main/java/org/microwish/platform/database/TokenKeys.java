package org.microwish.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The keys of bearer tokens: ES256, that is ECDSA on the curve P-256. Production verifies with a
 * key it is given; dev and test sign too, with a pair made once and kept beside the database.
 */
public record TokenKeys(String privatePem, String publicPem) {

  private static final int P256_BITS = 256;

  /**
   * The configured public key.
   *
   * @param textOrPath PEM text, or the path of a file that holds it
   * @return PEM text
   * @throws StartRefusedException when it is neither, or not a P-256 public key
   */
  static String configured(String textOrPath) {
    String pem = textOrPath.strip();
    if (!pem.startsWith("-----BEGIN")) {
      try {
        pem = Files.readString(Path.of(pem)).strip();
      } catch (IOException | InvalidPathException e) {
        throw new StartRefusedException(
            "MICROWISH_TOKEN_PUBLIC_KEY is neither PEM text nor a file that can be read: "
                + (pem.length() > 80 ? pem.substring(0, 80) + "…" : pem));
      }
    }
    try {
      byte[] der =
          Base64.getMimeDecoder()
              .decode(
                  pem.replace("-----BEGIN PUBLIC KEY-----", "")
                      .replace("-----END PUBLIC KEY-----", ""));
      ECPublicKey key =
          (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      if (key.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
        throw new StartRefusedException(
            "MICROWISH_TOKEN_PUBLIC_KEY is on another curve; ES256 needs P-256.");
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new StartRefusedException(
          "MICROWISH_TOKEN_PUBLIC_KEY is not an EC public key in PEM (BEGIN PUBLIC KEY). Make a pair with:"
              + " openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out key.pem"
              + " && openssl ec -in key.pem -pubout -out key.pub.pem");
    }
    return pem;
  }

  /**
   * The pair kept in a directory, made on first use; only the owner may read the private half.
   *
   * @param directory made if missing
   */
  public static TokenKeys kept(Path directory) throws IOException {
    PrivateFiles.directory(directory.toAbsolutePath().normalize());
    Path secret = directory.resolve("token-key.pem");
    Path open = directory.resolve("token-key.pub.pem");
    if (!Files.exists(secret) || !Files.exists(open)) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        PrivateFiles.write(open, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        PrivateFiles.write(secret, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has P-256", e);
      }
    }
    return new TokenKeys(Files.readString(secret).strip(), Files.readString(open).strip());
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

  /** Hides the private half. */
  @Override
  public String toString() {
    return publicPem;
  }
}
