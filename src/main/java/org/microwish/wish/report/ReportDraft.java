package org.microwish.wish.report;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;

/**
 * A report by anybody.
 *
 * @param evidence the photo that it is about; null for the wish's words
 * @param words what is wrong; stored sealed
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
