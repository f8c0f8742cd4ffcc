package org.microwish.ledger.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 hashes of a Merkle tree (RFC 9162 section 2.1.1). */
public final class Hashes {

  /** The size of a hash in bytes. */
  public static final int BYTES = 32;

  private Hashes() {}

  /** Returns the leaf hash: the SHA-256 of 0x00 followed by the leaf's bytes. */
  public static byte[] leaf(byte[] bytes) {
    MessageDigest digest = sha256();
    digest.update((byte) 0);
    return digest.digest(bytes);
  }

  /**
   * Returns the hash of an inner node: the SHA-256 of 0x01 followed by the hashes of its children.
   */
  public static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = sha256();
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }

  /** Returns the root of the empty tree: the SHA-256 of no bytes. */
  public static byte[] empty() {
    return sha256().digest();
  }

  /** Creates a SHA-256 digest. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
