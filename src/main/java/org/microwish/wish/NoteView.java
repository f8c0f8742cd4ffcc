package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;

/**
 * A note on a wish.
 *
 * @param author the author's account; only collectors, operators and auditors see it, and authors
 *     in their own notes
 * @param authorRole the author's role; missing for notes written before the role was stored
 * @param text the text of the note; missing after erasure
 * @param entryId the ledger entry that commits to the note
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "A note on a wish. `claimId` is missing if it concerns the whole wish. `author` is the"
            + " author's account: collectors, operators and auditors see it, others only on their"
            + " own notes. `text` is missing once it is erased.")
public record NoteView(
    Id id,
    Id claimId,
    Note.Kind kind,
    String author,
    Role authorRole,
    Confidential text,
    Instant occurredAt,
    Id entryId) {

  static NoteView of(Note note, boolean named, String text) {
    return new NoteView(
        new Id(note.id),
        note.partId == null ? null : new Id(note.partId),
        note.kind,
        named ? note.author : null,
        note.authorRole,
        Confidential.of(text),
        note.occurredAt,
        new Id(note.entryId));
  }
}
