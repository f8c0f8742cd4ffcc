package org.microwish.privacy;

import org.microwish.platform.Id;
import org.microwish.privacy.crypto.SealContext;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.privacy.crypto.Suite;

/**
 * A subject's data key, unwrapped. A sealed value can be opened only for the same subject and
 * place, and not at all after the subject was erased, which deletes the key.
 */
public final class SubjectKey {

  private final long id;
  private final Subject subject;
  private final SealingKey key;

  SubjectKey(long id, Subject subject, SealingKey key) {
    this.id = id;
    this.subject = subject;
    this.key = key;
  }

  /** The id of the key; callers must store it with the values that they seal. */
  public long id() {
    return id;
  }

  /** The subject that the key belongs to. */
  public Subject subject() {
    return subject;
  }

  /**
   * Seals a value.
   *
   * @param place identifies the value among the subject's values, for example table and field
   */
  public byte[] seal(byte[] value, Object... place) {
    return key.seal(context(place), value);
  }

  /**
   * Opens a value.
   *
   * @throws org.microwish.privacy.crypto.SealBrokenException if the value was not sealed for this
   *     place, or was changed
   */
  public byte[] open(byte[] sealed, Object... place) {
    return key.open(context(place), sealed);
  }

  /** Seals another key, such as the key of a file. */
  public byte[] wrap(SealingKey other, Object... place) {
    return key.wrap(other, context(place));
  }

  /**
   * Opens a key that {@link #wrap} sealed.
   *
   * @throws org.microwish.privacy.crypto.SealBrokenException if the key was not sealed for this
   *     place, or was changed
   */
  public SealingKey unwrap(byte[] wrapped, Object... place) {
    return key.unwrap(wrapped, context(place));
  }

  /** Returns the HMAC of a message, 32 bytes. */
  byte[] mac(byte[] message) {
    return key.mac(message);
  }

  SealingKey key() {
    return key;
  }

  Suite suite() {
    return key.suite();
  }

  private byte[] context(Object... place) {
    Object[] parts = new Object[2 + place.length];
    parts[0] = subject.type();
    parts[1] = Id.text(subject.id());
    System.arraycopy(place, 0, parts, 2, place.length);
    return SealContext.of(parts);
  }

  @Override
  public String toString() {
    return "SubjectKey[" + subject.type() + " " + Id.text(subject.id()) + "]";
  }
}
