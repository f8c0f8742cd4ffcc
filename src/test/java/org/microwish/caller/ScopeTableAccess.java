package org.microwish.caller;

import java.util.Set;

/** Gives tests of other packages access to {@link ScopeTable}. */
public final class ScopeTableAccess {

  private ScopeTableAccess() {}

  /** Returns the operations in the table. */
  public static Set<String> operations() {
    return ScopeTable.operations();
  }
}
