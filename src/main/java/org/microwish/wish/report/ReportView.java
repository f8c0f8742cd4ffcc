package org.microwish.wish.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;

/**
 * A report in API answers to operators.
 *
 * @param words the reporter's description; null if there is none or it was erased
 * @param result null while the report is open
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Report",
    description = "A report of a published wish or photo. `result` is missing while it is open.")
public record ReportView(
    Id id,
    Id wishId,
    Id evidenceId,
    String division,
    WishReport.Reason reason,
    Confidential words,
    Instant createdAt,
    WishReport.Result result,
    Instant closedAt,
    Id entryId) {

  static ReportView of(WishReport row, Confidential words) {
    return new ReportView(
        new Id(row.id),
        new Id(row.wishId),
        row.evidenceId == null ? null : new Id(row.evidenceId),
        DivisionCode.ofPath(row.divisionPath).text(),
        row.reason,
        words,
        row.createdAt,
        row.result,
        row.closedAt,
        row.entryId == null ? null : new Id(row.entryId));
  }
}
