package org.microwish.problem;

import java.util.List;
import java.util.Locale;

/** The languages of problem texts. */
public enum Language {
  ZH,
  EN;

  /** A longer Accept-Language header is ignored; no browser sends one. */
  private static final int LONGEST_HEADER = 500;

  /** The BCP 47 tag, for Content-Language. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The language that Accept-Language (RFC 9110 section 12.5.4) prefers; Chinese if the header
   * names neither language, is missing or malformed.
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
