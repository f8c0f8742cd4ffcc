package org.microwish.privacy.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the algorithms against published vectors, and that changed ciphertext does not open. */
@Tag("fast")
class SuiteTest {

  private static final byte[] PLACE = SealContext.of("value", "MEMBER", "0HZX3V8A6QK2M", "phone");

  /** GB/T 32907-2016, appendix A.1 and A.2. */
  @Test
  void sm4_matchesTheStandard() {
    byte[] block = hex("0123456789abcdeffedcba9876543210");
    SM4Engine engine = new SM4Engine();
    engine.init(true, new KeyParameter(block));
    byte[] once = new byte[16];
    engine.processBlock(block, 0, once, 0);
    assertThat(once).isEqualTo(hex("681edf34d206965e86b3e94f536e4246"));
    byte[] often = block.clone();
    for (int i = 0; i < 1_000_000; i++) {
      engine.processBlock(often, 0, often, 0);
    }
    assertThat(often).isEqualTo(hex("595298c7c6fd271f0402f804c33d3f66"));
  }

  /** GB/T 32905-2016, appendix A.1 and A.2. */
  @Test
  void sm3_matchesTheStandard() {
    assertThat(sm3("abc".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(hex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"));
    assertThat(sm3("abcd".repeat(16).getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(hex("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"));
  }

  /** RFC 8998, appendix A.1. */
  @Test
  void sm4Gcm_matchesTheRfc() {
    vector(
        Suite.SM,
        "0123456789abcdeffedcba9876543210",
        "00001234567800000000abcd",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
            + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
            + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d",
        "83de3541e4c2b58177e065a9bf7b62ec");
  }

  /** McGrew and Viega, The Galois/Counter Mode of Operation, test case 16. */
  @Test
  void aes256Gcm_matchesThePublishedTestCase() {
    vector(
        Suite.AES,
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
        "76fc6ece0f4e1768cddf8853bb2d551b");
  }

  /** RFC 4231, test case 2, for SHA-256; for SM3 by the definition in RFC 2104. */
  @Test
  void theMacsAreHmac() {
    byte[] key = "Jefe".getBytes(StandardCharsets.US_ASCII);
    byte[] message = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
    assertThat(Suite.AES.hmac(key, message))
        .isEqualTo(hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    byte[] padded = Arrays.copyOf(key, 64);
    assertThat(Suite.SM.hmac(key, message))
        .isEqualTo(sm3(join(xor(padded, 0x5c), sm3(join(xor(padded, 0x36), message)))));
  }

  @ParameterizedTest
  @EnumSource
  void sealedValue_opens_andLooksDifferentEachTime(Suite suite) {
    SealingKey key = SealingKey.random(suite);
    for (String value : new String[] {"", "13800138000", "王".repeat(4000)}) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      byte[] sealed = key.seal(PLACE, bytes);
      assertThat(key.open(PLACE, sealed)).isEqualTo(bytes);
      assertThat(sealed).hasSize(1 + 12 + bytes.length + 16).isNotEqualTo(key.seal(PLACE, bytes));
    }
  }

  @ParameterizedTest
  @EnumSource
  void changedSealedValue_doesNotOpen(Suite suite) {
    SealingKey key = SealingKey.random(suite);
    byte[] sealed = key.seal(PLACE, "13800138000".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < sealed.length; i++) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] changed = sealed.clone();
        changed[i] ^= (byte) (1 << bit);
        broken(key, PLACE, changed);
      }
    }
    for (int length = 0; length < sealed.length; length++) {
      broken(key, PLACE, Arrays.copyOf(sealed, length));
    }
    broken(key, PLACE, Arrays.copyOf(sealed, sealed.length + 1));
  }

  @ParameterizedTest
  @EnumSource
  void sealedValue_doesNotOpenInAnotherContextOrUnderAnotherKey(Suite suite) {
    SealingKey key = SealingKey.random(suite);
    byte[] sealed = key.seal(PLACE, "13800138000".getBytes(StandardCharsets.UTF_8));
    broken(key, SealContext.of("value", "MEMBER", "0HZX3V8A6QK2N", "phone"), sealed);
    broken(key, SealContext.of("value", "MEMBER", "0HZX3V8A6QK2M", "name"), sealed);
    broken(SealingKey.random(suite), PLACE, sealed);
  }

  @Test
  void suite_doesNotOpenValuesOfTheOther() {
    byte[] secret = new byte[SealingKey.BYTES];
    SealingKey aes = SealingKey.of(Suite.AES, secret);
    SealingKey sm = SealingKey.of(Suite.SM, secret);
    broken(sm, PLACE, aes.seal(PLACE, secret));
    broken(aes, PLACE, sm.seal(PLACE, secret));
  }

  @ParameterizedTest
  @EnumSource
  void tagsAreEqualForEqualMessagesOnly(Suite suite) {
    SealingKey key = SealingKey.random(suite);
    assertThat(key.mac(PLACE)).hasSize(32).isEqualTo(key.mac(PLACE.clone()));
    assertThat(key.mac(PLACE)).isNotEqualTo(key.mac(new byte[0]));
    assertThat(key.mac(PLACE)).isNotEqualTo(SealingKey.random(suite).mac(PLACE));
    assertThat(key.toString()).isEqualTo("SealingKey[" + suite + "]");
  }

  @Test
  void contextWithALineBreak_isRefused() {
    assertThatThrownBy(() -> SealContext.of("value", "a\nb"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void vector(
      Suite suite,
      String key,
      String nonce,
      String context,
      String clear,
      String sealed,
      String tag) {
    byte[] whole = hex(sealed + tag);
    byte[] input = hex(clear);
    assertThat(suite.aead(true, hex(key), hex(nonce), hex(context), input, input.length))
        .isEqualTo(whole);
    assertThat(suite.aead(false, hex(key), hex(nonce), hex(context), whole, whole.length))
        .isEqualTo(input);
  }

  private static void broken(SealingKey key, byte[] context, byte[] sealed) {
    assertThatThrownBy(() -> key.open(context, sealed)).isInstanceOf(SealBrokenException.class);
  }

  private static byte[] sm3(byte[] message) {
    SM3Digest digest = new SM3Digest();
    digest.update(message, 0, message.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }

  private static byte[] xor(byte[] bytes, int with) {
    byte[] result = bytes.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] ^= (byte) with;
    }
    return result;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
