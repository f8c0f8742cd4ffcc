package org.microwish.platform;

import com.github.f4b6a3.tsid.TsidFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/**
 * Makes the database's keys: time-ordered 64-bit numbers. Instances draw a random node number, and
 * a clash is caught by the primary key, so no instance needs to be numbered by hand.
 */
@ApplicationScoped
public class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final TsidFactory factory =
      TsidFactory.builder().withNodeBits(10).withNode(RANDOM.nextInt(1024)).build();

  /** A new key, larger than all this instance made before. */
  public long next() {
    return factory.create().toLong();
  }

  /** Random bytes fit for salts and pseudonyms. */
  public static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
