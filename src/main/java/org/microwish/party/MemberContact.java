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
 * A member's name and telephone number, which are stored in the vault only.
 *
 * @param phone see {@link PhoneNumber}; null or blank if unknown
 */
@Schema(description = "The new name and telephone number of a member; both are replaced.")
public record MemberContact(
    @NotNull @Text(max = MAX_NAME) @Schema(examples = "张三") Confidential name,
    @WellFormed(PhoneNumber.Form.class)
        @Schema(
            description =
                "A telephone number of mainland China; if omitted, the stored number is removed",
            examples = "13800138000")
        Confidential phone) {

  /**
   * Vault field of the member's name; also the label of the ledger leaf's commitment to the name.
   */
  public static final String NAME = "name";

  /**
   * Vault field of the telephone number; also the label of the ledger leaf's commitment to the
   * number.
   */
  public static final String PHONE = "phone";

  /**
   * Vault field that names the person who consented to a volunteer's registration: a guardian's
   * name, or SELF for the volunteer.
   */
  public static final String CONSENT = "consent";

  static final int MAX_NAME = 50;

  /** Makes a blank telephone number null, and writes a valid one in its normal form. */
  public MemberContact {
    phone = normal(phone);
  }

  /**
   * Returns a telephone number in its normal form: null if blank, unchanged if it is not a valid
   * telephone number.
   */
  static Confidential normal(Confidential phone) {
    return phone == null || phone.value().isBlank()
        ? null
        : PhoneNumber.parse(phone.value())
            .map(number -> new Confidential(number.text()))
            .orElse(phone);
  }

  /** Creates a contact from the vault's values, by field. */
  static MemberContact of(Map<String, String> values) {
    return new MemberContact(Confidential.of(values.get(NAME)), Confidential.of(values.get(PHONE)));
  }

  /** Returns the values to store by vault field; a null value deletes the stored one. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(NAME, Confidential.text(name));
    values.put(PHONE, Confidential.text(phone));
    return values;
  }
}
