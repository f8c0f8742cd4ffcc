package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;
import org.microwish.privacy.PhoneNumber;

/**
 * A member's personal values; they are kept in the vault only.
 *
 * @param phone see {@link PhoneNumber}; null or blank where none is known
 */
@Schema(description = "The new name and number of a member.")
public record MemberContact(
    @NotNull @Text(max = MAX_NAME) @Schema(examples = "张三") Confidential name,
    @WellFormed(PhoneNumber.Form.class)
        @Schema(description = "Left out: none is known", examples = "13800138000")
        Confidential phone) {

  /** The vault's field of the name, and the leaf's commitment to it. */
  public static final String NAME = "name";

  /** The vault's field of the telephone number, and the leaf's commitment to it. */
  public static final String PHONE = "phone";

  /** The vault's field that says who consented for a volunteer: a guardian's name, or SELF. */
  public static final String CONSENT = "consent";

  static final int MAX_NAME = 50;

  /** Takes a blank telephone number for none. */
  public MemberContact {
    phone = normal(phone);
  }

  /** The number as it is stored; null for a blank one; what is none stays as it is. */
  static Confidential normal(Confidential phone) {
    return phone == null || phone.value().isBlank()
        ? null
        : PhoneNumber.parse(phone.value())
            .map(number -> new Confidential(number.text()))
            .orElse(phone);
  }

  /** What the vault holds of a member, by its fields. */
  static MemberContact of(Map<String, String> values) {
    return new MemberContact(Confidential.of(values.get(NAME)), Confidential.of(values.get(PHONE)));
  }

  /** The values by the vault's field; a null removes what is there. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(NAME, Confidential.text(name));
    values.put(PHONE, Confidential.text(phone));
    return values;
  }
}
