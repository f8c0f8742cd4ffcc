package org.microwish.login.session;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;

/**
 * The response with a new code for a login in a browser, which is shown only in this response.
 *
 * @param expiresAt when the code becomes invalid
 */
@Schema(
    name = "BrowserCode",
    description = "A code for a login in a browser. It is shown only in this response.")
public record BrowserCodeView(
    @Schema(required = true, examples = "7Q2M-K8XD-4TPA") Confidential code,
    @Schema(required = true) Instant expiresAt) {}
