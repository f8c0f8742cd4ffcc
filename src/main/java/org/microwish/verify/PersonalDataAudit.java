package org.microwish.verify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.microwish.ledger.leaf.Leaf;

/**
 * Looks for people's data in facts, which may contain codes, ids, places and times, but no words:
 * names, addresses and numbers of people are only committed to.
 */
final class PersonalDataAudit {

  /** Facts whose words are the office's own and public: names of categories, sources of days. */
  private static final Set<String> PUBLIC_WORDS =
      Set.of("subcategory.nameZh", "subcategory.nameEn", "calendar.source");

  /** A registered organisation's number, which has the length of an identity number. */
  private static final String CREDIT_CODE = "organisation.creditCode";

  /** Ids and pseudonyms: random, so they may look like anything. */
  private static final Pattern ID = Pattern.compile("[0-9A-HJKMNP-TV-Z]{13}|[0-9a-v]{26}");

  /** The last part of a landline's number. */
  private static final int SHORTEST_NUMBER = 7;

  private static final int LONGEST_CODE = 64;

  /** Mobile numbers, also with 86; landlines with their area code. */
  private static final Pattern PHONE =
      Pattern.compile(
          "(?<![0-9])(\\+?86-?)?1[3-9][0-9]{9}(?![0-9])|(?<![0-9])0[0-9]{2,3}-?[0-9]{7,8}(?![0-9])");

  private static final Pattern IDENTITY_NUMBER =
      Pattern.compile("(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])");

  /** Facts with amounts, whose digits mean nothing else. */
  private static final Set<String> AMOUNTS =
      Set.of("wish.budgetFen", "shortfall.fen", "evidence.bytes", "board.treeSize");

  private PersonalDataAudit() {}

  /** Checks a leaf; null without a finding. */
  static Finding check(long index, Leaf leaf) {
    return check(index, "", leaf.facts());
  }

  private static Finding check(long index, String name, Object value) {
    switch (value) {
      case Map<?, ?> object -> {
        for (Map.Entry<?, ?> one : object.entrySet()) {
          String key = (String) one.getKey();
          Finding found = text(index, name, key);
          found =
              found == null
                  ? check(index, name.isEmpty() ? key : name + "." + key, one.getValue())
                  : found;
          if (found != null) {
            return found;
          }
        }
        return null;
      }
      case List<?> list -> {
        for (Object one : list) {
          Finding found = check(index, name, one);
          if (found != null) {
            return found;
          }
        }
        return null;
      }
      case String text -> {
        return text(index, name, text);
      }
      case Long number -> {
        return !AMOUNTS.contains(name) && PHONE.matcher(number.toString()).matches()
            ? Rule.PHONE.at(index, name)
            : null;
      }
      default -> {
        return null;
      }
    }
  }

  private static Finding text(long index, String name, String text) {
    // Only few facts have so many digits in a row, and the patterns below are slow.
    if (longestNumber(text) >= SHORTEST_NUMBER && !ID.matcher(text).matches()) {
      if (PHONE.matcher(text).find()) {
        return Rule.PHONE.at(index, name);
      }
      if (!name.equals(CREDIT_CODE) && IDENTITY_NUMBER.matcher(text).find()) {
        return Rule.IDENTITY_NUMBER.at(index, name);
      }
    }
    return isCode(text) || PUBLIC_WORDS.contains(name) ? null : Rule.WORDS.at(index, name);
  }

  private static int longestNumber(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      run = c >= '0' && c <= '9' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** Whether a text has the characters and the length of codes, ids, places and times. */
  private static boolean isCode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && "_./:+*-".indexOf(c) < 0) {
        return false;
      }
    }
    return text.length() <= LONGEST_CODE;
  }
}
