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

  /** The first part of a current value's seal context; its field follows. */
  static final String PLACE = "value";

  Subject subject() {
    return new Subject(subjectType, subjectId);
  }

  WrappedKey wrappedKey() {
    return new WrappedKey(keyId, suite, masterId, wrapped, subjectType, subjectId);
  }

  /** Opens the value. */
  String open(SubjectKey key) {
    return new String(key.open(content, PLACE, field), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "SealedValue[" + subject() + " " + field + "]";
  }
}
