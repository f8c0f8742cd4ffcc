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
@Schema(name = "StaffRequest", description = "A new staff account.")
public record StaffDraft(
    @NotNull
        @Pattern(regexp = LOGIN_NAME)
        @Schema(
            description = "The name to log in with; not the name of a person",
            examples = "desk-1")
        String loginName,
    @Text(max = MAX_NAME) @Schema(description = "The person's name; stored encrypted in the vault")
        Confidential name,
    @NotNull @Schema(description = "COLLECTOR, STEWARD, OPERATOR, AUDITOR or ADMINISTRATOR")
        Role role,
    @Schema(
            description =
                "The steward's organisation; required for STEWARD, not allowed for other roles")
        Id organisationId,
    @Schema(
            description =
                "Code or path of the division where the account works, including its subtree."
                    + " Required for COLLECTOR, OPERATOR and AUDITOR; an ADMINISTRATOR without a"
                    + " division administers all. A STEWARD has the division of its organisation.",
            examples = "440104013000")
        String division)
    implements StaffPlace {

  static final String LOGIN_NAME = "[a-z0-9][a-z0-9._-]{2,31}";
  static final int MAX_NAME = 50;

  /** Returns a typed login name in the stored form: in lower case, without surrounding blanks. */
  static String normal(String typed) {
    return typed.strip().toLowerCase(Locale.ROOT);
  }
}
