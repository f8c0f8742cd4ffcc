package org.microwish.party;

import java.time.LocalDate;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A member's consent to be shown to the public, as the vault keeps it.
 *
 * @param by who gave it
 * @param on the day on which it was recorded, in Asia/Shanghai
 */
@Schema(
    name = "MemberConsent",
    description =
        "A consent to be shown to the public: who gave it, the member (SELF) or a guardian, and the"
            + " day on which it was recorded.")
public record MemberConsent(
    @Schema(required = true) By by,
    @Schema(required = true) LocalDate on,
    @Schema(
            required = true,
            description =
                "Whether a consent to be named also covers the name as claimant of a published wish."
                    + " Consents of earlier releases cover only leaderboards")
        boolean asClaimant) {

  private static final String AS_CLAIMANT = "CLAIMANT";

  /** Who gives a consent. */
  @Schema(name = "ConsentGiver")
  public enum By {
    SELF,
    GUARDIAN
  }

  /** What a member consents to; the name is that of the vault field. */
  public enum Purpose {
    /** To be named on leaderboards and as claimant of published wishes. */
    NAME("nameConsent"),
    /** To be photographed, and that the photo is shown. */
    PHOTO("photoConsent");

    private final String field;

    Purpose(String field) {
      this.field = field;
    }

    /** Returns the name of the consent's vault field, which is empty while there is no consent. */
    public String field() {
      return field;
    }
  }

  /** Returns the consent from the vault's values; null if there is none. */
  static MemberConsent of(Map<String, String> values, Purpose purpose) {
    String text = values.get(purpose.field());
    if (text == null) {
      return null;
    }
    String[] parts = text.split(" ", -1);
    return new MemberConsent(
        By.valueOf(parts[0]),
        LocalDate.parse(parts[1]),
        parts.length > 2 && parts[2].equals(AS_CLAIMANT));
  }

  /** Returns the text that the vault keeps. */
  String text() {
    return by + " " + on + (asClaimant ? " " + AS_CLAIMANT : "");
  }
}
