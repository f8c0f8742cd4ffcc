package org.microwish.privacy;

import org.microwish.privacy.crypto.Suite;

/** A data key in the form that the database stores: wrapped under a master key. */
record WrappedKey(
    long id, Suite suite, String masterId, byte[] bytes, SubjectType subjectType, long subjectId) {

  Subject subject() {
    return new Subject(subjectType, subjectId);
  }

  @Override
  public String toString() {
    return "WrappedKey[" + subject() + "]";
  }
}
