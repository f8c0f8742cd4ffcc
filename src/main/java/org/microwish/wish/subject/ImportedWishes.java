package org.microwish.wish.subject;

import java.util.List;

/** Finds wishes by the numbers that other systems gave them. */
public interface ImportedWishes {

  /** Returns the wishes that were imported with this external key by any caller. */
  List<Long> withKey(String externalKey);
}
