package org.microwish.matching;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.matching.score.Reason;
import org.microwish.matching.score.Term;
import org.microwish.problem.Language;

/** A term of a score, in answers of the API. */
@Schema(name = "MatchReason", description = "A term of a score with its points.")
public record ReasonView(
    @Schema(required = true) Term term,
    @Schema(required = true, examples = "70") int points,
    @Schema(
            required = true,
            description = "The reason in the language of the answer",
            examples = "同一社区")
        String text,
    @Schema(
            required = true,
            description =
                "false: the term uses a grid, building or skill, or what the claimant is open to,"
                    + " none of which the ledger shows; nobody can compute it again from leaves")
        boolean recomputable) {

  /** Returns the view of a reason in a language. */
  public static ReasonView of(Reason reason, Language language) {
    return new ReasonView(
        reason.term(),
        reason.points(),
        switch (language) {
          case ZH -> reason.chinese();
          case EN -> reason.english();
        },
        reason.recomputable());
  }
}
