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
  /** Records, changes and submits wishes; adds evidence, consents and notes. */
  WISHES_WRITE("wishes:write"),
  /** Reads members, group memberships and check-ins, with masked names. */
  PARTY_READ("party:read"),
  /** Starts bulk imports and reads their results. */
  IMPORTS("imports"),
  /** Together with {@link #IMPORTS}, lets a partner also import organisations and members. */
  PARTY_IMPORTS("imports:party"),
  /** Downloads the spreadsheet; reads and exports legal holds. */
  LEDGER_AUDIT("ledger:audit");

  private final String value;

  Scope(String value) {
    this.value = value;
  }

  /** Returns the scope's name in requests and tokens (RFC 6749 section 3.3). */
  public String value() {
    return value;
  }

  /** Returns the names of all scopes, as used in requests and tokens. */
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

  /** Returns the scope with that name; empty if no scope has the name. */
  public static Optional<Scope> of(String name) {
    return Arrays.stream(values()).filter(scope -> scope.value.equals(name)).findFirst();
  }
}
