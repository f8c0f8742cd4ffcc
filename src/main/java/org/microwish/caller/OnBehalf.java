package org.microwish.caller;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The party for whom an operator records an event that happened offline.
 *
 * @param id the id of the member or organisation; null for the resident of the wish
 * @param reason the reason why an event after a deadline still counts; free text that may contain
 *     names of people; null without a reason
 */
public record OnBehalf(Type type, Long id, String reason) {

  /** The types of parties for whom operators record events. */
  @Schema(name = "OnBehalfOfType")
  public enum Type {
    /** A member who claims the wish or takes part in a claim. */
    MEMBER,
    /** An organisation that claims the wish. */
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
