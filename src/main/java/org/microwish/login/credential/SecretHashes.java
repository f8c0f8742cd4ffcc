package org.microwish.login.credential;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.microwish.platform.Ids;
import org.microwish.problem.ProblemType;

/**
 * Computes Argon2id hashes (RFC 9106) of passwords and client secrets, in PHC's string form: {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. 19 MiB and two passes are OWASP's minimum; one hash
 * takes about 50 ms of a core. At most as many hashes run at once as there are cores; further
 * callers wait up to 3 s and then get BUSY, so that a burst of logins exhausts neither memory nor
 * threads.
 */
@ApplicationScoped
public class SecretHashes {

  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})"
              + "\\$([A-Za-z0-9+/]{16,64})\\$([A-Za-z0-9+/]{16,128})");

  private final Semaphore places = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  /**
   * The hash of a random secret, created on first use. {@link #matches} computes with it if there
   * is no hash, so that the response takes equally long.
   */
  private volatile String nobody;

  /** Returns the hash of a secret, in the form to store: at most 128 characters. */
  public String hash(String secret) {
    byte[] salt = Ids.randomBytes(SALT_BYTES);
    byte[] hash = derive(secret, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  /**
   * Returns true if the hash is that of the secret.
   *
   * @param hash a result of {@link #hash}; null if there is none: then this method takes the same
   *     time and returns false
   */
  public boolean matches(String secret, String hash) {
    Matcher parts = FORM.matcher(hash == null ? nobody() : hash);
    if (!parts.matches()) {
      throw new IllegalStateException("not an Argon2id hash");
    }
    byte[] expected = Base64.getDecoder().decode(parts.group(5));
    byte[] actual =
        derive(
            secret,
            Base64.getDecoder().decode(parts.group(4)),
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)),
            expected.length);
    return MessageDigest.isEqual(expected, actual) && hash != null;
  }

  private String nobody() {
    String known = nobody;
    if (known == null) {
      known = hash(Base64.getEncoder().encodeToString(Ids.randomBytes(HASH_BYTES)));
      nobody = known;
    }
    return known;
  }

  private byte[] derive(String secret, byte[] salt, int memory, int passes, int lanes, int length) {
    boolean placed;
    try {
      placed = places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      placed = false;
    }
    if (!placed) {
      throw ProblemType.BUSY.exception().retryAfter(PATIENCE);
    }
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memory)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .build());
      byte[] hash = new byte[length];
      // Keyboards may encode the same character differently (RFC 8265 section 4.2.2).
      String normal = Normalizer.normalize(secret, Normalizer.Form.NFC);
      generator.generateBytes(normal.getBytes(StandardCharsets.UTF_8), hash);
      return hash;
    } finally {
      places.release();
    }
  }
}
