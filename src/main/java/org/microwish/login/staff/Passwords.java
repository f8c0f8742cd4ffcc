package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.login.credential.SecretHashes;
import org.microwish.problem.Characters;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * Checks new passwords (NIST SP 800-63B section 5.1.1.2): a minimum length, and no commonly used
 * password. Composition rules, expiry and history are off unless {@link StaffConfig#password} says
 * otherwise.
 */
@ApplicationScoped
class Passwords {

  static final int MIN = 12;
  static final int MAX = 128;

  /** A password with fewer distinct characters is a simple pattern. */
  private static final int MIN_DIFFERENT = 5;

  /** Each earlier password costs a hash, so their number is limited. */
  private static final int MOST_HISTORY = 12;

  private final Set<String> common = read();
  private final StaffConfig.PasswordRules rules;
  private final SecretHashes hashes;

  Passwords(StaffConfig config, SecretHashes hashes) {
    this.rules = config.password();
    this.hashes = hashes;
    if (rules.kinds() < 0
        || rules.kinds() > 4
        || rules.history() < 0
        || rules.history() > MOST_HISTORY) {
      throw new IllegalArgumentException(
          "microwish.staff.password.kinds must be 0 to 4, and history 0 to " + MOST_HISTORY);
    }
  }

  /** Whether the rules demand that the password be replaced now. */
  boolean isExpired(StaffLogin login, Instant now) {
    return login.passwordChangedAt != null
        && rules
            .longest()
            .filter(longest -> login.passwordChangedAt.plus(longest).isBefore(now))
            .isPresent();
  }

  /**
   * Hashes a new password of a login, for whose owner the caller has verified the old one. Outside
   * a transaction, because it takes long.
   *
   * @throws ProblemException VALIDATION_FAILED if the password is one of the last ones
   */
  String replacement(String field, String password, StaffLogin login) {
    if (login
        .earlierPasswords()
        .limit(rules.history())
        .anyMatch(hash -> hashes.matches(password, hash))) {
      throw ProblemException.invalid(field, FieldFault.USED_BEFORE);
    }
    return hashes.hash(password);
  }

  /** Sets or, with null, removes the password of a login. */
  void set(StaffLogin login, String hash, Instant at) {
    login.password(hash, at, Math.max(0, rules.history() - 1));
  }

  /**
   * Refuses an unacceptable password with VALIDATION_FAILED. Not a constraint of the request,
   * because it depends on the stored login name.
   *
   * @param field the field of the request
   */
  void require(String field, String password, String loginName) {
    String plain = Normalizer.normalize(password, Normalizer.Form.NFC);
    int length = Characters.length(plain);
    if (length < MIN) {
      throw ProblemException.invalid(field, FieldFault.TOO_SHORT);
    }
    if (length > MAX) {
      throw ProblemException.invalid(field, FieldFault.TOO_LONG);
    }
    if (kinds(plain) < rules.kinds()) {
      throw ProblemException.invalid(
          FieldError.body(field, FieldFault.TOO_SIMPLE).with("min", rules.kinds()));
    }
    if (isGuessable(plain.toLowerCase(Locale.ROOT), loginName)) {
      throw ProblemException.invalid(field, FieldFault.NOT_ALLOWED);
    }
  }

  /** How many of the four kinds of characters the password has. */
  private static long kinds(String password) {
    return password
        .codePoints()
        .map(
            character ->
                Character.isUpperCase(character)
                    ? 0
                    : Character.isLowerCase(character) ? 1 : Character.isDigit(character) ? 2 : 3)
        .distinct()
        .count();
  }

  private boolean isGuessable(String password, String loginName) {
    return password.chars().distinct().count() < MIN_DIFFERENT
        || password.contains(loginName)
        || common.contains(password)
        || isRun(password);
  }

  /** Whether each character follows, or precedes, the one before it: 123456789012. */
  private static boolean isRun(String password) {
    int step = password.charAt(1) - password.charAt(0);
    for (int i = 1; i < password.length(); i++) {
      int next = password.charAt(i) - password.charAt(i - 1);
      // After 9 comes 0.
      if (next != step && next != -9 * step) {
        return false;
      }
    }
    return Math.abs(step) <= 1;
  }

  private static Set<String> read() {
    try (InputStream in =
        Passwords.class.getResourceAsStream("/org/microwish/login/staff/common-passwords.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
