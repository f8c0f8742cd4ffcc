package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.problem.Characters;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * Checks new passwords (NIST SP 800-63B section 5.1.1.2): a minimum length, and no commonly used
 * password. There are no composition rules and no expiry.
 */
@ApplicationScoped
class Passwords {

  static final int MIN = 12;
  static final int MAX = 128;

  /** A password with fewer distinct characters is a simple pattern. */
  private static final int MIN_DIFFERENT = 5;

  private final Set<String> common = read();

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
    if (isGuessable(plain.toLowerCase(Locale.ROOT), loginName)) {
      throw ProblemException.invalid(field, FieldFault.NOT_ALLOWED);
    }
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
