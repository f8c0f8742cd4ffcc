package org.microwish.party;

import java.util.LinkedHashMap;
import java.util.Map;
import org.microwish.platform.Confidential;
import org.microwish.privacy.PhoneNumber;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;

/**
 * A member's personal values; they are kept in the vault only.
 *
 * @param name 1 to 50 characters
 * @param phone see {@link PhoneNumber}; null or blank where none is known
 */
public record MemberContact(Confidential name, Confidential phone) {

  /** The vault's field of the name, and the leaf's commitment to it. */
  public static final String NAME = "name";

  /** The vault's field of the telephone number, and the leaf's commitment to it. */
  public static final String PHONE = "phone";

  static final int MAX_NAME = 50;

  /** The same of plain texts. */
  public MemberContact(String name, String phone) {
    this(Confidential.of(name), Confidential.of(phone));
  }

  /** The cleaned contact; what is wrong goes to {@code faults}. */
  MemberContact checked(Faults faults) {
    String number = null;
    if (phone != null && !phone.value().isBlank()) {
      number = PhoneNumber.parse(phone.value()).map(PhoneNumber::text).orElse(null);
      if (number == null) {
        faults.add("/phone", FieldFault.INVALID_FORMAT);
      }
    }
    return new MemberContact(faults.line("/name", Confidential.text(name), MAX_NAME), number);
  }

  /** What the vault holds of a member, by its fields. */
  static MemberContact of(Map<String, String> values) {
    return new MemberContact(values.get(NAME), values.get(PHONE));
  }

  /** The values by the vault's field; a null removes what is there. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(NAME, Confidential.text(name));
    values.put(PHONE, Confidential.text(phone));
    return values;
  }
}
