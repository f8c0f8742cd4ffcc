package org.microwish.privacy;

import java.nio.charset.StandardCharsets;
import org.microwish.privacy.crypto.Suite;

/** A sealed value with the key that it is sealed under. */
record SealedValue(
    SubjectType subjectType,
    long subjectId,
    String field,
    byte[] content,
    long keyId,
    Suite suite,
    String masterId,
    byte[] wrapped) {

  /** Where a current value lies, in front of its field. */
  static final String PLACE = "value";

  Subject subject() {
    return new Subject(subjectType, subjectId);
  }

  WrappedKey wrappedKey() {
    return new WrappedKey(keyId, suite, masterId, wrapped, subjectType, subjectId);
  }

  /** The value in clear. */
  String open(SubjectKey key) {
    return new String(key.open(content, PLACE, field), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "SealedValue[" + subject() + " " + field + "]";
  }
}
