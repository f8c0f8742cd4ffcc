package org.microwish.sample;

import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;

/** Creates the callers in whose name the load runs the commands of the sample. */
final class SampleCallers {

  static final Caller OPERATOR =
      new Caller("sample-operator", Role.OPERATOR, null, null, SampleStreet.STREET_PATH);

  private SampleCallers() {}

  /**
   * Returns the operator of the street that contains a division.
   *
   * @param division the code of the division
   */
  static Caller operatorOf(String division) {
    String street = division.substring(0, SampleStreet.STREET_PATH.length());
    return street.equals(SampleStreet.STREET_PATH)
        ? OPERATOR
        : new Caller("sample-operator-" + street, Role.OPERATOR, null, null, street);
  }

  /**
   * Returns the caller that an account name in the sample's files denotes.
   *
   * @param account the account name, in a format of the parameter {@code by} of {@link
   *     SampleStreet.Step} or {@link SampleStreet.GroupStep}
   * @param ids the ids of members and organisations by key
   */
  static Caller of(String account, Map<String, Long> ids) {
    String[] parts = account.split("-", 3);
    return switch (parts.length < 2 ? account : parts[1]) {
      case "system" -> Caller.SYSTEM;
      case "operator" -> parts.length == 2 ? OPERATOR : operatorOf(parts[2]);
      case "collector" -> new Caller(account, Role.COLLECTOR, null, null, parts[2]);
      case "resident" -> new Caller(account, Role.RESIDENT, null, null, null);
      case "steward" -> new Caller(account, Role.STEWARD, null, ids.get(parts[2]), null);
      case "member" -> {
        String organisation = parts[2].substring(0, parts[2].lastIndexOf('-'));
        yield new Caller(account, Role.MEMBER, ids.get(parts[2]), ids.get(organisation), null);
      }
      case String other -> throw new IllegalArgumentException(other);
    };
  }
}
