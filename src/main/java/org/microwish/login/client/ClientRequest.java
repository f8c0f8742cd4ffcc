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

/** A client to record, or the replacement of its record. */
@Schema(description = "A client to be recorded, or what replaces its record.")
public record ClientRequest(
    @NotNull @Text(max = 100) @Schema(description = "The program's name, not a person's")
        String name,
    @NotNull @Schema(description = "PARTNER or AUDITOR") Role role,
    @Schema(description = "The organisation it acts for; a PARTNER has one") Id organisationId,
    @NotNull
        @Schema(
            description = "Code or path of the division whose subtree it works in",
            examples = "440104013000")
        String division,
    @NotEmpty
        @Size(max = 20)
        @Distinct
        @Schema(
            description = "wishes:read, wishes:write, party:read, imports, ledger:audit",
            examples = "[\"wishes:read\"]")
        List<@NotNull @WellFormed(value = Scope.Form.class, message = "UNKNOWN_VALUE") String>
            scopes,
    @Size(max = ClientKeys.MAX)
        @Schema(
            description =
                "When it is recorded, its public keys (JWK, RFC 7517) instead of a secret; see"
                    + " setClientKeys to change them")
        List<Map<String, Object>> keys) {}
