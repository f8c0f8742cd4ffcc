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
public record MemberConsent(@Schema(required = true) By by, @Schema(required = true) LocalDate on) {

  /** Who gives a consent. */
  @Schema(name = "ConsentGiver")
  public enum By {
    SELF,
    GUARDIAN
  }

  /** What a member consents to; the name is that of the vault field. */
  public enum Purpose {
    /** To be named on leaderboards. */
    NAME("nameConsent"),
    /** To be photographed, and that the photo is shown. */
    PHOTO("photoConsent");

    private final String field;

    Purpose(String field) {
      this.field = field;
    }

    /** The vault field of the consent; it is empty while there is none. */
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
    int blank = text.indexOf(' ');
    return new MemberConsent(
        By.valueOf(text.substring(0, blank)), LocalDate.parse(text.substring(blank + 1)));
  }

  /** Returns the text that the vault keeps. */
  String text() {
    return by + " " + on;
  }
}
