package org.microwish.wish.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.wish.ModerationFinding;

/**
 * A finding as an operator sees it. The text itself is read with the wish, by whoever may.
 *
 * @param division code of the wish's division
 * @param evidenceId the image, where it is one
 * @param label WeChat's number for the kind of trouble, where WeChat looked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Finding")
public record FindingView(
    Id id,
    Id wishId,
    String division,
    ModerationFinding.Subject subject,
    ModerationFinding.State state,
    ModerationFinding.Source source,
    Integer label,
    Id evidenceId,
    Instant createdAt,
    Instant decidedAt) {

  static FindingView of(ModerationFinding row) {
    return new FindingView(
        new Id(row.id),
        new Id(row.wishId),
        DivisionCode.ofPath(row.divisionPath).text(),
        row.subject,
        row.state,
        row.source,
        row.label,
        row.evidenceId == null ? null : new Id(row.evidenceId),
        row.createdAt,
        row.decidedAt);
  }
}
