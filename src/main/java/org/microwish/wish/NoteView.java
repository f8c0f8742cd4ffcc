package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;

/**
 * Something written about a wish.
 *
 * @param authorRole the role in which the author wrote; missing for notes from before it was stored
 * @param text the words; missing once they are erased
 * @param entryId the ledger entry that commits to them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Something written about a wish.")
public record NoteView(
    Id id,
    Id claimId,
    Note.Kind kind,
    Role authorRole,
    Confidential text,
    Instant occurredAt,
    Id entryId) {

  static NoteView of(Note note, String text) {
    return new NoteView(
        new Id(note.id),
        note.partId == null ? null : new Id(note.partId),
        note.kind,
        note.authorRole,
        Confidential.of(text),
        note.occurredAt,
        new Id(note.entryId));
  }
}
