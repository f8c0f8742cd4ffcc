package org.microwish.wechat;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types of the fields of message templates. A field's name is its type and a number, such as
 * {@code thing1}. WeChat refuses a whole message if one value breaks its type's limits, so {@link
 * #value} makes each value fit.
 */
public enum TemplateField {
  /** Any text of at most 20 characters. */
  THING {
    @Override
    String fit(String value) {
      return cut(value, 20);
    }
  },
  /** At most 5 Chinese characters. */
  PHRASE {
    @Override
    String fit(String value) {
      return keep(value, Character::isIdeographic, 5);
    }
  },
  /** At most 32 digits, letters and symbols. */
  CHARACTER_STRING {
    @Override
    String fit(String value) {
      return keep(value, one -> one > ' ' && one < 0x7F, 32);
    }
  },
  /** A name of at most 10 Chinese characters. */
  NAME {
    @Override
    String fit(String value) {
      return keep(value, Character::isLetter, 10);
    }
  },
  /** A symbol of a currency and an amount of at most 10 digits. */
  AMOUNT {
    @Override
    String fit(String value) {
      return AMOUNTS.matcher(value).matches() ? value : "";
    }
  },
  /** A number of at most 32 digits. */
  NUMBER {
    @Override
    String fit(String value) {
      return keep(value, one -> one >= '0' && one <= '9', 32);
    }
  },
  /** A day or a time such as 2026年3月1日 09:00. */
  DATE {
    @Override
    String fit(String value) {
      return cut(value, 32);
    }
  },
  /** A time, as in {@link #DATE}. */
  TIME {
    @Override
    String fit(String value) {
      return cut(value, 32);
    }
  };

  private static final Pattern FIELD = Pattern.compile("([a-z_]{1,20})[0-9]{1,3}");
  private static final Pattern AMOUNTS =
      Pattern.compile("[¥￥]?(?=.{1,11}$)[0-9]{1,10}(\\.[0-9]{1,2})?");

  private interface Kept {
    boolean test(int codePoint);
  }

  /** Returns the type of the field with that name; empty if there is no such type. */
  public static Optional<TemplateField> of(String field) {
    Matcher parts = FIELD.matcher(field);
    if (parts.matches()) {
      for (TemplateField one : values()) {
        if (one.name().toLowerCase(Locale.ROOT).equals(parts.group(1))) {
          return Optional.of(one);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Returns a value within the limits of this type: characters that the type does not allow are
   * removed, and the value is shortened. Returns a placeholder ("-", "0" or "微心愿") if nothing is
   * left.
   */
  public String value(String value) {
    String fit = fit(value.strip());
    if (!fit.isEmpty()) {
      return fit;
    }
    return switch (this) {
      case PHRASE, NAME -> "微心愿";
      case AMOUNT, NUMBER -> "0";
      case THING, CHARACTER_STRING, DATE, TIME -> "-";
    };
  }

  abstract String fit(String value);

  /**
   * Shortens a text to at most {@code most} UTF-16 units; a shortened text ends with an ellipsis.
   */
  private static String cut(String value, int most) {
    if (value.length() <= most) {
      return value;
    }
    int end = most - 1;
    return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }

  private static String keep(String value, Kept kept, int most) {
    StringBuilder text = new StringBuilder();
    value
        .codePoints()
        .filter(kept::test)
        .takeWhile(one -> text.length() + Character.charCount(one) <= most)
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
