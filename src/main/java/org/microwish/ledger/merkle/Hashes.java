package org.microwish.ledger.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The three hashes of a tree (RFC 9162 section 2.1.1), SHA-256. */
public final class Hashes {

  /** The size of a hash in bytes. */
  public static final int BYTES = 32;

  private Hashes() {}

  /** A leaf's hash: of 0x00 and its bytes. */
  public static byte[] leaf(byte[] bytes) {
    MessageDigest digest = sha256();
    digest.update((byte) 0);
    return digest.digest(bytes);
  }

  /** An inner node's hash: of 0x01 and its children's. */
  public static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = sha256();
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }

  /** The root of the empty tree: the hash of nothing. */
  public static byte[] empty() {
    return sha256().digest();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
