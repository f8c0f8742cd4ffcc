package org.microwish.privacy;

import java.nio.charset.StandardCharsets;
import org.microwish.privacy.crypto.Suite;

/** A sealed value, and the wrapped key that sealed it. */
record SealedValue(
    SubjectType subjectType,
    long subjectId,
    String field,
    byte[] content,
    long keyId,
    Suite suite,
    String masterId,
    byte[] wrapped) {

  /** The place that current values are sealed for; the name of the field follows. */
  static final String PLACE = "value";

  Subject subject() {
    return new Subject(subjectType, subjectId);
  }

  WrappedKey wrappedKey() {
    return new WrappedKey(keyId, suite, masterId, wrapped, subjectType, subjectId);
  }

  /** Decrypts the value with the unwrapped key. */
  String open(SubjectKey key) {
    return new String(key.open(content, PLACE, field), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "SealedValue[" + subject() + " " + field + "]";
  }
}
