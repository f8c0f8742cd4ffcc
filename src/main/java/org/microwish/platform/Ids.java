package org.microwish.platform;

import com.github.f4b6a3.tsid.TsidFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/**
 * Generates database keys: time-ordered 64-bit numbers (TSID). Each instance of the service picks a
 * random node number, which is part of its keys, so nodes need no configuration. If two instances
 * generate the same key, the table's primary key rejects the second row.
 */
@ApplicationScoped
public class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final TsidFactory factory =
      TsidFactory.builder().withNodeBits(10).withNode(RANDOM.nextInt(1024)).build();

  /**
   * Returns a new key. It is larger than all keys that this instance returned before, unless the
   * machine's clock was set back by 10 seconds or more.
   */
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
