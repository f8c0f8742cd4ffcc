package org.microwish.login.client;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;
import org.microwish.problem.Faults;

/** A client to be recorded. */
@Schema(description = "A client to be recorded, or what replaces its record.")
public record ClientRequest(
    @NotNull
        @Text(max = ClientDraft.MAX_NAME)
        @Schema(description = "The program's name, not a person's")
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
        @Schema(
            description = "wishes:read, wishes:write, party:read, imports, ledger:audit",
            examples = "[\"wishes:read\"]")
        List<@NotNull String> scopes,
    @Size(max = ClientKeys.MAX)
        @Schema(
            description =
                "When it is recorded, its public keys (JWK, RFC 7517) instead of a secret; see"
                    + " setClientKeys to change them")
        List<Map<String, Object>> keys) {

  ClientDraft draft() {
    Faults faults = new Faults();
    ClientDraft draft =
        new ClientDraft(
            name,
            role,
            organisationId == null ? null : organisationId.value(),
            division,
            ClientDraft.scopes(scopes, faults));
    faults.refuse();
    return draft;
  }
}
