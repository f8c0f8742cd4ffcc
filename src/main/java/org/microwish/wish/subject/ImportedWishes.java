package org.microwish.wish.subject;

import java.util.List;

/** Finds wishes by the external keys with which they were imported. */
public interface ImportedWishes {

  /** Returns the ids of the wishes that any caller imported with this external key. */
  List<Long> withKey(String externalKey);
}
