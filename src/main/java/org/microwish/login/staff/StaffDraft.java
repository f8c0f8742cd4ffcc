package org.microwish.login.staff;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;

/** An account of staff to be recorded. */
@Schema(name = "StaffRequest", description = "An account of staff to be recorded.")
public record StaffDraft(
    @NotNull
        @Pattern(regexp = LOGIN_NAME)
        @Schema(description = "To log in with: a handle, not a person's name", examples = "desk-1")
        String loginName,
    @Text(max = MAX_NAME) @Schema(description = "The person's; kept in the vault")
        Confidential name,
    @NotNull @Schema(description = "COLLECTOR, STEWARD, OPERATOR, AUDITOR or ADMINISTRATOR")
        Role role,
    @Schema(description = "Of a steward") Id organisationId,
    @Schema(
            description =
                "Code or path of the division whose subtree it works in; none for an administrator"
                    + " of everything",
            examples = "440104013000")
        String division)
    implements StaffPlace {

  static final String LOGIN_NAME = "[a-z0-9][a-z0-9._-]{2,31}";
  static final int MAX_NAME = 50;

  /** Converts a login name as typed to its stored form. */
  static String normal(String typed) {
    return typed.strip().toLowerCase(Locale.ROOT);
  }
}
