package org.microwish.ledger.merkle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Signs notes with an Ed25519 key. */
public final class NoteSigner {

  private final NoteKey key;
  private final PrivateKey secret;

  private NoteSigner(NoteKey key, PrivateKey secret) {
    this.key = key;
    this.secret = secret;
  }

  /** Creates a signer with a new random key. */
  public static NoteSigner generate(String name, NoteKey.Type type) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new NoteSigner(NoteKey.of(name, type, pair.getPublic()), pair.getPrivate());
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /**
   * Creates a signer from a private key in the format of {@code openssl genpkey -algorithm
   * ed25519}.
   *
   * @param pem PKCS #8 in PEM
   * @throws IllegalArgumentException when the text is not such a key
   */
  public static NoteSigner parse(String name, NoteKey.Type type, String pem) {
    try {
      byte[] encoded =
          Base64.getMimeDecoder()
              .decode(
                  pem.replace("-----BEGIN PRIVATE KEY-----", "")
                      .replace("-----END PRIVATE KEY-----", ""));
      PrivateKey secret =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
      // PKCS #8 ends with the 32-byte seed. The JDK cannot derive a public key from a private key;
      // a generator that receives the seed instead of random bytes returns the same key pair.
      byte[] seed = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, new Seed(seed));
      NoteSigner signer =
          new NoteSigner(NoteKey.of(name, type, generator.generateKeyPair().getPublic()), secret);
      byte[] probe = "probe".getBytes(StandardCharsets.UTF_8);
      if (!signer.key.verifies(probe, signer.signBytes(probe))) {
        throw new IllegalArgumentException("the public key does not match the private key");
      }
      return signer;
    } catch (GeneralSecurityException noKey) {
      throw new IllegalArgumentException("not an Ed25519 private key in PEM (PKCS #8)", noKey);
    }
  }

  /** Returns the public key that verifies this signer's signatures. */
  public NoteKey key() {
    return key;
  }

  /** Returns the private key as PKCS #8 in PEM. */
  public String pem() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  /** Signs the text of a note. The text must end in a newline. */
  public SignedNote.Line sign(String text) {
    return SignedNote.Line.of(key, signBytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Cosigns a checkpoint, as a witness does (cosignature/v1).
   *
   * @param text the text of the signed note, which is the checkpoint
   * @param seconds the time of the cosignature, in seconds since 1970
   */
  public SignedNote.Line cosign(String text, long seconds) {
    byte[] signature = signBytes(SignedNote.cosigned(text, seconds));
    return SignedNote.Line.of(
        key,
        ByteBuffer.allocate(Long.BYTES + signature.length).putLong(seconds).put(signature).array());
  }

  private byte[] signBytes(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(secret);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** A source of "random" bytes that returns the seed. */
  private static final class Seed extends SecureRandom {
    private final transient byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, Math.min(bytes.length, seed.length));
    }
  }
}
