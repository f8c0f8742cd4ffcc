package org.microwish.ledger.merkle;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A 32-byte hash. Two objects are equal if their bytes are equal. */
public final class Hash {

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Wraps an array without copying it. The caller must not modify the array afterwards.
   *
   * @throws IllegalArgumentException unless the array has 32 bytes
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != Hashes.BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes);
  }

  /**
   * Parses a hash in standard base 64.
   *
   * @throws IllegalArgumentException unless the text is the canonical base 64 of 32 bytes
   */
  public static Hash parseBase64(String text) {
    Hash hash = of(Base64.getDecoder().decode(text));
    if (!hash.base64().equals(text)) {
      throw new IllegalArgumentException("not canonical base 64");
    }
    return hash;
  }

  /** Returns the internal array of 32 bytes, not a copy. The caller must not modify it. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the hash in standard base 64, 44 characters. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Returns the hash as 64 hex digits in lower case. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
