package org.microwish.caller;

import java.util.Set;

/** Shows the table to tests of other packages. */
public final class ScopeTableAccess {

  private ScopeTableAccess() {}

  /** The operations that are in it. */
  public static Set<String> operations() {
    return ScopeTable.needed().keySet();
  }
}
