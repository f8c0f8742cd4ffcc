package org.microwish.caller;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a client's token may be used for. Scopes narrow what the client's role may do, they never
 * widen it; {@link ScopeTable} says which operation needs which.
 */
public enum Scope {
  /** Wishes, their claims, money, notes and evidence. */
  WISHES_READ("wishes:read"),
  /** Put wishes on record, change and submit them, add evidence. */
  WISHES_WRITE("wishes:write"),
  /** Organisations, members and check-ins, names masked. */
  PARTY_READ("party:read"),
  /** Bulk imports. */
  IMPORTS("imports"),
  /** What only auditors see of the ledger: openings. */
  LEDGER_AUDIT("ledger:audit");

  private final String value;

  Scope(String value) {
    this.value = value;
  }

  /** As it stands in requests and tokens (RFC 6749 section 3.3). */
  public String value() {
    return value;
  }

  /** All, as they stand in requests and tokens. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Scope::value).toList();
  }

  /** The names that a request may give. */
  public static final class Form implements Predicate<String> {
    @Override
    public boolean test(String text) {
      return of(text).isPresent();
    }
  }

  /** The scope of that name. */
  public static Optional<Scope> of(String name) {
    return Arrays.stream(values()).filter(scope -> scope.value.equals(name)).findFirst();
  }
}
