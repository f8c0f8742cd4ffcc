package org.microwish.privacy.crypto;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The Chinese commercial algorithms (商密): SM4-GCM and HMAC-SM3. Uses Bouncy Castle's own API
 * instead of its JCA provider, so that no provider is registered in the process and Bouncy Castle's
 * classes load only when used.
 */
final class ShangMi {

  private ShangMi() {}

  static byte[] gcm(
      boolean seal, byte[] key, byte[] nonce, byte[] context, byte[] input, int length) {
    if (!seal && length < Suite.TAG_BYTES) {
      throw new SealBrokenException();
    }
    GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
    cipher.init(
        seal,
        new AEADParameters(new KeyParameter(key), Byte.SIZE * Suite.TAG_BYTES, nonce, context));
    byte[] output = new byte[cipher.getOutputSize(length)];
    int written = cipher.processBytes(input, 0, length, output, 0);
    try {
      written += cipher.doFinal(output, written);
    } catch (InvalidCipherTextException forged) {
      throw new SealBrokenException();
    }
    return written == output.length ? output : Arrays.copyOf(output, written);
  }

  static byte[] hmac(byte[] key, byte[] message) {
    HMac mac = new HMac(new SM3Digest());
    mac.init(new KeyParameter(key));
    mac.update(message, 0, message.length);
    byte[] tag = new byte[mac.getMacSize()];
    mac.doFinal(tag, 0);
    return tag;
  }
}
