package org.microwish.lifecycle.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;

/**
 * A finding as an operator sees it. The text itself is read with the aggregate, under the
 * aggregate's own access rules.
 *
 * @param aggregateType the type of the aggregate that it concerns
 * @param wishId the aggregate's id again, if it is a wish
 * @param division code of the aggregate's division
 * @param evidenceId the image, if the finding is about one
 * @param label WeChat's code for the category, if WeChat checked it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Finding",
    description =
        "A text or image for review. `label` is WeChat's code of the category, if WeChat checked"
            + " it.")
public record FindingView(
    Id id,
    AggregateType aggregateType,
    Id aggregateId,
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
        row.aggregateType,
        new Id(row.aggregateId),
        row.aggregateType == AggregateType.WISH ? new Id(row.aggregateId) : null,
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
