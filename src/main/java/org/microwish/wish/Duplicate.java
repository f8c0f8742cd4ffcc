package org.microwish.wish;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;

/**
 * Another wish of the same community that may be a record of the same need. Only a hint: no command
 * is refused because of it.
 *
 * @param matches what is the same; never empty
 */
@Schema(
    name = "WishDuplicate",
    description =
        "Another wish of the same community that may be a record of the same need: it has the same"
            + " resident (by account or name), telephone number or title.")
public record Duplicate(Id wishId, List<Match> matches) {

  /** What is the same in two wishes. */
  @Schema(name = "WishDuplicateMatch")
  public enum Match {
    /** The resident's account, or the name of resident or contact. */
    RESIDENT,
    /** The telephone number. */
    PHONE,
    /** The title in the author's words, or the public title. */
    TITLE
  }
}
