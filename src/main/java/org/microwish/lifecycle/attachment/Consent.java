package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A consent, the person's own or a guardian's: to the handling of the personal data of a sensitive
 * person, such as a minor, or to being shown to the public. The vault contains the name of who gave
 * it under {@link #nameField} and the wording under {@link #wordsField}.
 */
@Entity
@Table(name = "guardian_consent")
public class Consent extends Attachment {

  /** Whether a consent is in force. */
  public enum State {
    GIVEN,
    WITHDRAWN
  }

  /** What a consent allows. */
  @Schema(name = "ConsentPurpose")
  public enum Purpose {
    /** The handling of a sensitive person's data. */
    HANDLING,
    /** To be photographed, and that the photo is shown. */
    PHOTO,
    /** To be named in public. */
    NAME
  }

  /** The relation of the consenting person to the person concerned. */
  @Schema(name = "ConsentRelation")
  public enum Relation {
    PARENT,
    GUARDIAN,
    /** An institution that is guardian by law. */
    INSTITUTION,
    /** The person concerned, by separate and explicit consent; never a minor. */
    SELF
  }

  /** How the consent was obtained. */
  @Schema(name = "ConsentMethod")
  public enum Method {
    WRITTEN,
    IN_PERSON,
    BY_PHONE,
    ELECTRONIC
  }

  private static final String GUARDIAN = "guardian.";
  private static final String PERSON = "person.";

  @Enumerated(EnumType.STRING)
  public Purpose purpose = Purpose.HANDLING;

  @Enumerated(EnumType.STRING)
  public Relation relation;

  @Enumerated(EnumType.STRING)
  public Method method;

  public LocalDate obtainedOn;

  /** The id of the evidence that documents the consent, or null. */
  public Long evidenceId;

  public String recordedBy;
  public Instant withdrawnAt;

  /** Returns the vault field with the name of who gave this consent. */
  public String nameField() {
    return (relation == Relation.SELF ? PERSON : GUARDIAN) + org.microwish.platform.Id.text(id);
  }

  /** Returns the name of who gave this consent, from the vault's values; null after erasure. */
  public String name(Map<String, String> values) {
    // Earlier releases stored the name under the guardian's field even for a person's own consent.
    return values.getOrDefault(
        nameField(), values.get(GUARDIAN + org.microwish.platform.Id.text(id)));
  }

  /** Returns true if the vault field contains the name of somebody who gave a consent. */
  public static boolean isNameField(String field) {
    return field.startsWith(GUARDIAN) || field.startsWith(PERSON);
  }

  public static String wordsField(long id) {
    return "consent." + org.microwish.platform.Id.text(id);
  }
}
