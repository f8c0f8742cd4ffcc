package org.microwish.login.client;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of a request that replaces a client's public keys. */
@Schema(description = "A JWK set (RFC 7517) of public keys: EC P-256, or RSA of 2048 bits or more.")
public record ClientKeysRequest(
    @NotNull
        @Size(max = ClientKeys.MAX)
        @Schema(description = "Each key has a kid. An empty list removes all keys")
        List<Map<String, Object>> keys) {}
