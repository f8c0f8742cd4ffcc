package org.microwish.platform;

import com.github.f4b6a3.tsid.TsidFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/**
 * Generates database keys: time-ordered 64-bit numbers (TSID). Each instance picks a random node
 * number. Nodes need no configuration: if two instances generate the same key, the primary key
 * rejects the second.
 */
@ApplicationScoped
public class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final TsidFactory factory =
      TsidFactory.builder().withNodeBits(10).withNode(RANDOM.nextInt(1024)).build();

  /** Returns a new key, larger than every key this instance returned before. */
  public long next() {
    return factory.create().toLong();
  }

  /** Returns cryptographically secure random bytes, for salts and pseudonyms. */
  public static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
