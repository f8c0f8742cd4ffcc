package org.microwish.login.staff;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.platform.Id;

/** A new role and division or organisation for an account of staff. */
@Schema(description = "What somebody is to work as from now on, and where.")
public record StaffPlaceRequest(
    @NotNull @Schema(description = "COLLECTOR, STEWARD, OPERATOR, AUDITOR or ADMINISTRATOR")
        Role role,
    @Schema(description = "Of a steward") Id organisationId,
    @Schema(
            description =
                "Code or path of the division whose subtree it works in; none for an administrator"
                    + " of everything",
            examples = "440104013000")
        String division)
    implements StaffPlace {}
