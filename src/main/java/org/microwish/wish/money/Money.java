package org.microwish.wish.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An amount of CNY, never negative.
 *
 * @param fen hundredths of a yuan, 0 to {@link #MAX_FEN}
 */
@Schema(
    type = SchemaType.STRING,
    pattern = "^(0|[1-9][0-9]{0,11})(\\.[0-9]{1,2})?$",
    examples = "97150.60",
    description = "An amount in yuan with at most two decimals; responses always have two")
public record Money(long fen) implements Comparable<Money> {

  /**
   * The largest amount in fen, 10^14 - 1: it fits DECIMAL(18,2), and RFC 8785 writes it exactly.
   */
  public static final long MAX_FEN = 99_999_999_999_999L;

  /** Zero yuan. */
  public static final Money ZERO = new Money(0);

  private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,11})(\\.[0-9]{1,2})?");

  public Money {
    if (fen < 0 || fen > MAX_FEN) {
      throw new IllegalArgumentException("amount out of range: " + fen + " fen");
    }
  }

  /**
   * Parses yuan with at most two decimals, such as {@code "97150.60"}.
   *
   * @throws IllegalArgumentException if the text is null or has another format, such as a sign, an
   *     exponent, a third decimal, or more than 12 digits before the point
   */
  @JsonCreator
  public static Money parse(String text) {
    if (text == null || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not an amount");
    }
    return of(new BigDecimal(text));
  }

  /** Converts yuan from the database's DECIMAL(18,2). */
  public static Money of(BigDecimal yuan) {
    return new Money(yuan.movePointRight(2).longValueExact());
  }

  /** Converts yuan from the database's DECIMAL(18,2); returns null for null. */
  public static Money ofNullable(BigDecimal yuan) {
    return yuan == null ? null : of(yuan);
  }

  /** Returns the amount in yuan, for the database's DECIMAL(18,2). */
  public BigDecimal yuan() {
    return BigDecimal.valueOf(fen, 2);
  }

  /** Returns the sum of both amounts. */
  public Money plus(Money other) {
    return new Money(Math.addExact(fen, other.fen));
  }

  /** Returns this amount minus the other, which must not be larger. */
  public Money minus(Money other) {
    return new Money(fen - other.fen);
  }

  /** Whether the amount is zero. */
  public boolean isZero() {
    return fen == 0;
  }

  /** Returns the smaller of both amounts. */
  public Money min(Money other) {
    return fen <= other.fen ? this : other;
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(fen, other.fen);
  }

  @JsonValue
  @Override
  public String toString() {
    return yuan().toPlainString();
  }
}
