package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A consent to the handling of the personal data of a sensitive person, such as a minor, given by a
 * guardian or the person. The vault contains the name of who gave it under {@link #nameField} and
 * the wording under {@link #wordsField}.
 */
@Entity
@Table(name = "guardian_consent")
public class GuardianConsent extends Attachment {

  /** Whether a consent is in force. */
  public enum State {
    GIVEN,
    WITHDRAWN
  }

  /** The relation of the consenting person to the person concerned. */
  public enum Relation {
    PARENT,
    GUARDIAN,
    /** An institution that is guardian by law. */
    INSTITUTION,
    /** The person concerned, by separate and explicit consent; never a minor. */
    SELF
  }

  /** How the consent was obtained. */
  public enum Method {
    WRITTEN,
    IN_PERSON,
    BY_PHONE,
    ELECTRONIC
  }

  /** Prefix of the vault fields that contain the names of guardians. */
  public static final String NAME_PREFIX = "guardian.";

  @Enumerated(EnumType.STRING)
  public Relation relation;

  @Enumerated(EnumType.STRING)
  public Method method;

  public LocalDate obtainedOn;

  /** The id of the evidence that documents the consent, or null. */
  public Long evidenceId;

  public String recordedBy;
  public Instant withdrawnAt;

  public static String nameField(long id) {
    return NAME_PREFIX + org.microwish.platform.Id.text(id);
  }

  public static String wordsField(long id) {
    return "consent." + org.microwish.platform.Id.text(id);
  }
}
