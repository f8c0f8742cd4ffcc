package org.microwish.problem;

import java.util.List;
import java.util.Locale;

/** The languages of problem texts. */
public enum Language {
  ZH,
  EN;

  /**
   * The maximum length of an Accept-Language header. A longer header is ignored; no browser sends
   * one.
   */
  private static final int LONGEST_HEADER = 500;

  /** Returns the BCP 47 tag, for the Content-Language header. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the language that the value of an Accept-Language header (RFC 9110 section 12.5.4)
   * prefers; Chinese if the header names neither language, is missing or malformed.
   */
  public static Language of(String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.length() > LONGEST_HEADER) {
      return ZH;
    }
    List<Locale.LanguageRange> ranges;
    try {
      ranges = Locale.LanguageRange.parse(acceptLanguage);
    } catch (IllegalArgumentException malformed) {
      return ZH;
    }
    // The parser has sorted the ranges by weight.
    for (Locale.LanguageRange range : ranges) {
      if (range.getWeight() > 0) {
        String language = range.getRange().split("-", 2)[0];
        if (language.equals("*")) {
          return ZH;
        }
        for (Language one : values()) {
          if (one.tag().equals(language)) {
            return one;
          }
        }
      }
    }
    return ZH;
  }
}
