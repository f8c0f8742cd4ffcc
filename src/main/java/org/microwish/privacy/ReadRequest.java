package org.microwish.privacy;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Text;

/**
 * The purpose for which a caller requests to read unmasked personal values.
 *
 * @param purpose the purpose, which the ledger leaf contains
 * @param words the reason in words, which is stored in the vault, with a commitment in the leaf;
 *     required if the purpose is OTHER
 */
@Schema(
    name = "PersonalReadRequest",
    description = "The purpose of reading unmasked personal data.")
public record ReadRequest(
    @NotNull ReadPurpose purpose, @Text(max = 500, lines = true) Confidential words)
    implements StatedPurpose {}
