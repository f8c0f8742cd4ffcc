package org.microwish.wish.report;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;

/**
 * Request body to report a published wish or one of its photos.
 *
 * @param evidence the id of the reported photo; null if the wish's texts are reported
 * @param words the reporter's description of what is wrong, stored encrypted; or null
 */
@Schema(
    name = "ReportDraft",
    description =
        "What is wrong with a published wish or, with `evidence`, with one of its photos. `words`"
            + " are stored encrypted; who reports is not recorded.")
public record ReportDraft(
    @NotNull WishReport.Reason reason,
    Id evidence,
    @Text(max = 500, lines = true) Confidential words) {}
