package org.microwish.party;

import java.util.LinkedHashMap;
import java.util.Map;
import org.microwish.privacy.PhoneNumber;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;

/**
 * A member's personal values; they are kept in the vault only.
 *
 * @param name 1 to 50 characters
 * @param phone see {@link PhoneNumber}; null or blank where none is known
 */
public record MemberContact(String name, String phone) {

  /** The vault's field of the name, and the leaf's commitment to it. */
  public static final String NAME = "name";

  /** The vault's field of the telephone number, and the leaf's commitment to it. */
  public static final String PHONE = "phone";

  static final int MAX_NAME = 50;

  /** The cleaned contact; what is wrong goes to {@code faults}. */
  MemberContact checked(Faults faults) {
    String number = null;
    if (phone != null && !phone.isBlank()) {
      number = PhoneNumber.parse(phone).map(PhoneNumber::text).orElse(null);
      if (number == null) {
        faults.add("/phone", FieldFault.INVALID_FORMAT);
      }
    }
    return new MemberContact(faults.line("/name", name, MAX_NAME), number);
  }

  /** The values by the vault's field; a null removes what is there. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(NAME, name);
    values.put(PHONE, phone);
    return values;
  }

  @Override
  public String toString() {
    return "MemberContact[hidden]";
  }
}
