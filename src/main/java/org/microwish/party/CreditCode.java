package org.microwish.party;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * Checks unified social credit codes (GB 32100-2015): 18 characters of 0–9 and the letters without
 * I, O, S, V, Z; the last is a check character, computed with the weights 3^(i−1) mod 31.
 */
public final class CreditCode {

  private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  private static final int LENGTH = 18;

  private CreditCode() {}

  /** Returns the text without surrounding blanks, in upper case. */
  static String normal(String text) {
    return text.strip().toUpperCase(Locale.ROOT);
  }

  /** Validates a request field as a credit code. */
  public static final class Form implements Predicate<String> {
    @Override
    public boolean test(String text) {
      return isValid(text);
    }
  }

  /** Returns true if length, characters and check character are valid. */
  public static boolean isValid(String text) {
    if (text == null || text.length() != LENGTH) {
      return false;
    }
    int sum = 0;
    int weight = 1;
    for (int i = 0; i < LENGTH - 1; i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        return false;
      }
      sum += value * weight;
      weight = weight * 3 % 31;
    }
    return ALPHABET.indexOf(text.charAt(LENGTH - 1)) == (31 - sum % 31) % 31;
  }
}
