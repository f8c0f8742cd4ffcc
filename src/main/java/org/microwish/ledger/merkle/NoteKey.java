package org.microwish.ledger.merkle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public Ed25519 key that verifies signed notes (C2SP signed-note): a log's own signatures, or a
 * witness's cosignatures. The text form is {@code name+hex8+base64(type ‖ key)}.
 */
public final class NoteKey {

  /** The types of keys. The type defines the bytes that the signatures of the key cover. */
  public enum Type {
    /** For a log's own signatures, which cover the note's text. */
    ED25519(0x01),
    /** For cosignatures (cosignature/v1), which cover a time and the text of a checkpoint. */
    COSIGNATURE(0x04);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    private static Type of(int code) {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new IllegalArgumentException("signature type " + code + " is not known");
    }
  }

  /** The size of a raw Ed25519 public key. */
  static final int KEY_BYTES = 32;

  /**
   * The bytes that precede the 32 bytes of an Ed25519 public key in its X.509 encoding (RFC 8410
   * section 4).
   */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final Type type;
  private final byte[] raw;
  private final PublicKey key;
  private final int id;

  private NoteKey(String name, Type type, byte[] raw) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a key name: " + name);
    }
    this.name = name;
    this.type = type;
    this.raw = raw;
    try {
      byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
      System.arraycopy(raw, 0, encoded, X509_PREFIX.length, KEY_BYTES);
      this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException noKey) {
      throw new IllegalArgumentException("not an Ed25519 key", noKey);
    }
    MessageDigest digest = Hashes.sha256();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update((byte) type.code);
    this.id = ByteBuffer.wrap(digest.digest(raw)).getInt();
  }

  /**
   * Creates a key from its 32 raw bytes.
   *
   * @throws IllegalArgumentException if {@code raw} does not have 32 bytes, or {@link #isName}
   *     rejects the name
   */
  public static NoteKey of(String name, Type type, byte[] raw) {
    if (raw.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + raw.length);
    }
    return new NoteKey(name, type, raw.clone());
  }

  /** Creates a key from an Ed25519 public key of the JDK. */
  public static NoteKey of(String name, Type type, PublicKey key) {
    byte[] encoded = key.getEncoded();
    return of(name, type, Arrays.copyOfRange(encoded, X509_PREFIX.length, encoded.length));
  }

  /**
   * Parses the text form of a key (a verifier key).
   *
   * @throws IllegalArgumentException when the text is ill-formed, or when the hash in the text does
   *     not match the key
   */
  public static NoteKey parse(String text) {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a verifier key (name+hash+key)");
    }
    byte[] typed = Base64.getDecoder().decode(parts[2]);
    if (typed.length != 1 + KEY_BYTES) {
      throw new IllegalArgumentException("not an Ed25519 verifier key");
    }
    NoteKey key =
        of(parts[0], Type.of(typed[0] & 0xFF), Arrays.copyOfRange(typed, 1, typed.length));
    if (!key.text().equals(text)) {
      throw new IllegalArgumentException(
          "the verifier key has the wrong hash: computed " + key.hexId());
    }
    return key;
  }

  /**
   * Returns true if the text is a valid key name: not empty, and without whitespace, plus signs and
   * characters below U+0020.
   */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && name.indexOf('+') < 0
        && name.codePoints()
            .noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c < 0x20);
  }

  /** Returns the name of the key's owner: a log's origin, or the name of a witness. */
  public String name() {
    return name;
  }

  /** Returns the type of the key, which defines the bytes that its signatures cover. */
  public Type type() {
    return type;
  }

  /**
   * Returns true if this key has the name and the type of a key with which the log with this origin
   * signs. A witness's key for cosignatures has another type, even if it has the same name.
   */
  public boolean isOfLog(String origin) {
    return type == Type.ED25519 && name.equals(origin);
  }

  /** Returns the 4-byte key id, which precedes each signature of this key. */
  public int id() {
    return id;
  }

  /** Returns the key id as 8 hex digits. */
  public String hexId() {
    return HexFormat.of().toHexDigits(id);
  }

  /** Returns the text form of this key, which {@link #parse} reads. */
  public String text() {
    byte[] typed = new byte[1 + KEY_BYTES];
    typed[0] = (byte) type.code;
    System.arraycopy(raw, 0, typed, 1, KEY_BYTES);
    return name + "+" + hexId() + "+" + Base64.getEncoder().encodeToString(typed);
  }

  /** Returns true if the signature is a valid Ed25519 signature of the message by this key. */
  boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException illFormed) {
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteKey that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return text();
  }
}
