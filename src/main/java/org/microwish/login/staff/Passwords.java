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
 * Checks new passwords (NIST SP 800-63B section 5.1.1.2): the length, and that the password is
 * neither common nor easy to guess. Rules for kinds of characters, expiry and history are off
 * unless {@link StaffConfig#password} turns them on.
 */
@ApplicationScoped
class Passwords {

  static final int MIN = 12;
  static final int MAX = 128;

  /** A password with fewer distinct characters than this is refused as a simple pattern. */
  private static final int MIN_DIFFERENT = 5;

  /**
   * Maximum of {@link StaffConfig.PasswordRules#history}: each earlier password costs one slow
   * hash.
   */
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

  /**
   * Returns true if the password is older than {@link StaffConfig.PasswordRules#longest} allows, so
   * that it must be replaced.
   */
  boolean isExpired(StaffLogin login, Instant now) {
    return login.passwordChangedAt != null
        && rules
            .longest()
            .filter(longest -> login.passwordChangedAt.plus(longest).isBefore(now))
            .isPresent();
  }

  /**
   * Returns the hash of a new password. The caller must have verified before that the request comes
   * from the owner of the login. Call outside a transaction, because hashing takes long.
   *
   * @param field the field of the request, for the error
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

  /**
   * Sets the password hash of a login; null removes the password. Keeps as many earlier hashes as
   * the history rule needs.
   */
  void set(StaffLogin login, String hash, Instant at) {
    login.password(hash, at, Math.max(0, rules.history() - 1));
  }

  /**
   * Throws VALIDATION_FAILED if a new password is unacceptable. Not a Bean Validation constraint of
   * the request, because the check needs the stored login name.
   *
   * @param field the field of the request, for the error
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

  /**
   * Counts which of four kinds of characters the password contains: capital letters, small letters,
   * digits, others.
   */
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

  /**
   * Returns true if each character is the successor of the one before it, as in 123456789012, or
   * each is the predecessor, or all are the same.
   */
  private static boolean isRun(String password) {
    int step = password.charAt(1) - password.charAt(0);
    for (int i = 1; i < password.length(); i++) {
      int next = password.charAt(i) - password.charAt(i - 1);
      // In an ascending run 0 follows 9; in a descending run 9 follows 0.
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
