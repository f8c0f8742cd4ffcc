package org.microwish.privacy;

import org.microwish.privacy.crypto.Suite;

/** A sealed opening of a commitment, and the wrapped key that sealed it. */
record SealedOpening(
    long entryId,
    String field,
    byte[] content,
    long keyId,
    Suite suite,
    String masterId,
    byte[] wrapped,
    SubjectType subjectType,
    long subjectId) {

  WrappedKey wrappedKey() {
    return new WrappedKey(keyId, suite, masterId, wrapped, subjectType, subjectId);
  }

  @Override
  public String toString() {
    return "SealedOpening[" + entryId + " " + field + "]";
  }
}
