package org.microwish.login.client;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.caller.Scope;
import org.microwish.platform.Id;
import org.microwish.platform.http.Distinct;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;

/** The body of a request that creates a client or replaces its record. */
@Schema(description = "A new client, or the new record of a client.")
public record ClientRequest(
    @NotNull @Text(max = 100) @Schema(description = "Name of the program; not the name of a person")
        String name,
    @NotNull @Schema(description = "PARTNER or AUDITOR") Role role,
    @Schema(description = "The organisation that the client acts for; required for PARTNER")
        Id organisationId,
    @NotNull
        @Schema(
            description =
                "Code or path of the division where the client works, including its subtree",
            examples = "440104013000")
        String division,
    @NotEmpty
        @Size(max = 20)
        @Distinct
        @Schema(
            description =
                "Any of wishes:read, wishes:write, party:read, imports, imports:party (a partner's"
                    + " imports of members and organisations), ledger:audit",
            examples = "[\"wishes:read\"]")
        List<@NotNull @WellFormed(value = Scope.Form.class, message = "UNKNOWN_VALUE") String>
            scopes,
    @Size(max = ClientKeys.MAX)
        @Schema(
            description =
                "Public keys (JWK, RFC 7517), if the client is to have keys instead of a secret."
                    + " Used only by recordClient; setClientKeys changes them")
        List<Map<String, Object>> keys) {}
