package org.microwish.caller;

/**
 * For whom an operator records an event that happened offline.
 *
 * @param id the id of the member or organisation; null for the resident of the wish
 * @param reason why the event counts although a deadline had passed by then, in words that may name
 *     people; null without a reason
 */
public record OnBehalf(Type type, Long id, String reason) {

  /** The types of parties for whom operators record events. */
  public enum Type {
    /** The member who claims, or takes part. */
    MEMBER,
    /** The organisation that claims. */
    ORGANISATION,
    /** The resident of the wish. */
    RESIDENT
  }

  /** Leaves out the reason, which must not appear in logs. */
  @Override
  public String toString() {
    return type + " " + id;
  }
}
