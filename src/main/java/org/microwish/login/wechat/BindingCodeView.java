package org.microwish.login.wechat;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;

/**
 * The response with a new binding code, which is shown only in this response.
 *
 * @param expiresAt when the code becomes invalid
 */
@Schema(
    name = "BindingCode",
    description =
        "A binding code. Hand it to the person; it is shown only in this response and works once.")
public record BindingCodeView(
    @Schema(required = true, examples = "7Q2M-K8XD-4TPA") Confidential code,
    @Schema(required = true) Instant expiresAt) {

  static BindingCodeView of(BindingCodes.Made made) {
    return new BindingCodeView(made.written(), made.expiresAt());
  }
}
