package org.microwish.login.staff;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.platform.Id;

/** A request to change the role and the division or organisation of an account of staff. */
@Schema(description = "The new role of a staff account, and its organisation or division.")
public record StaffPlaceRequest(
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
    implements StaffPlace {}
