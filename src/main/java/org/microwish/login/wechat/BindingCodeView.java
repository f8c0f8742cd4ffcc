package org.microwish.login.wechat;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;

/**
 * A binding code; the service shows it only in this response.
 *
 * @param expiresAt when it becomes invalid
 */
@Schema(
    name = "BindingCode",
    description = "To be handed to the person; shown this once. Good once.")
public record BindingCodeView(
    @Schema(required = true, examples = "7Q2M-K8XD-4TPA") Confidential code,
    @Schema(required = true) Instant expiresAt) {

  static BindingCodeView of(BindingCodes.Made made) {
    return new BindingCodeView(made.written(), made.expiresAt());
  }
}
