package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;

/**
 * That a guardian consented to the handling of a sensitive person's values. Who it is, and what was
 * said, is in the vault under {@link #nameField} and {@link #wordsField}.
 */
@Entity
@Table(name = "guardian_consent")
public class GuardianConsent extends Attachment {

  /** How the consent to an aggregate stands. */
  public enum State {
    GIVEN,
    WITHDRAWN
  }

  /** What the one who consents is to the person. */
  public enum Relation {
    PARENT,
    GUARDIAN,
    /** A body that is guardian by law. */
    INSTITUTION,
    /** The person itself, separately and expressly; never a minor. */
    SELF
  }

  /** How the consent was obtained. */
  public enum Method {
    WRITTEN,
    IN_PERSON,
    BY_PHONE,
    ELECTRONIC
  }

  @Enumerated(EnumType.STRING)
  public Relation relation;

  @Enumerated(EnumType.STRING)
  public Method method;

  public LocalDate obtainedOn;

  /** The file that shows it, or null. */
  public Long evidenceId;

  public String recordedBy;
  public Instant withdrawnAt;

  public static String nameField(long id) {
    return "guardian." + org.microwish.platform.Id.text(id);
  }

  public static String wordsField(long id) {
    return "consent." + org.microwish.platform.Id.text(id);
  }
}
