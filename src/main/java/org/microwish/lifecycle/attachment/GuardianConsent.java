package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A consent to the handling of a sensitive person's data, given by a guardian or the person. The
 * guardian's name and the wording are in the vault under {@link #nameField} and {@link
 * #wordsField}.
 */
@Entity
@Table(name = "guardian_consent")
public class GuardianConsent extends Attachment {

  /** The state of a consent. */
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
    /** The person itself, by separate and explicit consent; never a minor. */
    SELF
  }

  /** How the consent was obtained. */
  public enum Method {
    WRITTEN,
    IN_PERSON,
    BY_PHONE,
    ELECTRONIC
  }

  /** What the vault fields with guardians' names begin with. */
  public static final String NAME_PREFIX = "guardian.";

  @Enumerated(EnumType.STRING)
  public Relation relation;

  @Enumerated(EnumType.STRING)
  public Method method;

  public LocalDate obtainedOn;

  /** The evidence that documents it, or null. */
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
