package org.microwish.privacy;

import org.microwish.platform.Confidential;
import org.microwish.platform.http.CrossChecked;
import org.microwish.problem.FieldFault;

/**
 * A request to read personal values, with its purpose. The purpose OTHER needs words; callers may
 * not state the purposes of the service itself.
 */
public interface StatedPurpose extends CrossChecked {
  ReadPurpose purpose();

  Confidential words();

  @Override
  default void crossCheck(Faults faults) {
    if (purpose() == ReadPurpose.OWN_DATA || purpose() == ReadPurpose.LEGAL_HOLD) {
      faults.add("purpose", FieldFault.NOT_ALLOWED);
    }
    if (purpose() == ReadPurpose.OTHER && (words() == null || words().value().isBlank())) {
      faults.add("words", FieldFault.REQUIRED);
    }
  }
}
