package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;

/**
 * Something written about a wish.
 *
 * @param text the words; missing once they are erased
 * @param entryId the ledger entry that commits to them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Something written about a wish.")
public record NoteView(
    Id id, Id claimId, WishNote.Kind kind, Confidential text, Instant occurredAt, Id entryId) {

  static NoteView of(WishNote note, String text) {
    return new NoteView(
        new Id(note.id),
        note.claimId == null ? null : new Id(note.claimId),
        note.kind,
        Confidential.of(text),
        note.occurredAt,
        new Id(note.entryId));
  }
}
