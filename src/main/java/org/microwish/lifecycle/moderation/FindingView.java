package org.microwish.lifecycle.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;

/**
 * A finding as an operator sees it. It does not contain the whole text; operators read the text
 * with the aggregate, under the aggregate's own access rules.
 *
 * @param aggregateType the type of the aggregate that the finding concerns
 * @param wishId the aggregate's id again, if the aggregate is a wish
 * @param division the code of the aggregate's division
 * @param evidenceId the id of the image, if the finding is about one
 * @param words the listed words in the current texts, with their positions; empty if the texts
 *     contain none or may not be read
 * @param label WeChat's code for the category, if WeChat checked the text or image
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Finding",
    description =
        "A text or image for review. `label` is WeChat's code of the category, if WeChat checked"
            + " it. `words` are the words of the word list in the text as it is now: `field` is the"
            + " text (such as `title`, `details`, or `note.` and its id), `start` the index of the"
            + " first character and `end` that after the last.")
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
    List<FoundWord> words,
    Instant createdAt,
    Instant decidedAt) {

  /**
   * A word of the word list that a text contains.
   *
   * @param start the index of the first character, in UTF-16
   * @param end the index after the last character
   */
  public record FoundWord(String field, Confidential word, int start, int end) {}

  static FindingView of(ModerationFinding row, List<FoundWord> words) {
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
        words,
        row.createdAt,
        row.decidedAt);
  }
}
