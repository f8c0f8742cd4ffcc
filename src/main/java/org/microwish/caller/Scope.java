package org.microwish.caller;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A permission of a client's token. Scopes restrict what the client's role allows and never extend
 * it; {@link ScopeTable} maps operations to scopes.
 */
public enum Scope {
  /**
   * Reads wishes with their claims, postings, notes, meetings, follow-ups, consents and evidence.
   */
  WISHES_READ("wishes:read"),
  /** Records, changes and submits wishes; adds evidence and consents. */
  WISHES_WRITE("wishes:write"),
  /** Reads members, group memberships and check-ins, names masked. */
  PARTY_READ("party:read"),
  /** Bulk imports. */
  IMPORTS("imports"),
  /** Reads reserved to auditors: the spreadsheet, and holds with their export. */
  LEDGER_AUDIT("ledger:audit");

  private final String value;

  Scope(String value) {
    this.value = value;
  }

  /** The name in requests and tokens (RFC 6749 section 3.3). */
  public String value() {
    return value;
  }

  /** The names of all scopes, as used in requests and tokens. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Scope::value).toList();
  }

  /** Accepts the scope names that a request may contain. */
  public static final class Form implements Predicate<String> {
    @Override
    public boolean test(String text) {
      return of(text).isPresent();
    }
  }

  /** The scope with that name; empty if there is none. */
  public static Optional<Scope> of(String name) {
    return Arrays.stream(values()).filter(scope -> scope.value.equals(name)).findFirst();
  }
}
