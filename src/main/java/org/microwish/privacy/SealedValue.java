package org.microwish.privacy;

import java.nio.charset.StandardCharsets;
import org.microwish.privacy.crypto.Suite;

/** A sealed value, and the wrapped key with which it was sealed. */
record SealedValue(
    SubjectType subjectType,
    long subjectId,
    String field,
    byte[] content,
    long keyId,
    Suite suite,
    String masterId,
    byte[] wrapped) {

  /**
   * The first part of the context to which a current value is bound when it is encrypted. The name
   * of the field is the second part. Decryption with another context fails.
   */
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
