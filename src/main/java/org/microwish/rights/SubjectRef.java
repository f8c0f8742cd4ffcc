package org.microwish.rights;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Identifies, in a request, the wish, member, group or account whose values are meant.
 *
 * @param id the id of the wish, member, group or account
 */
@Schema(description = "Identifies the wish, member, group or account whose personal data is meant.")
public record SubjectRef(
    @NotNull Type type, @NotNull @Pattern(regexp = "[A-Za-z0-9._:@-]{1,64}") String id) {

  /** The type of the subject. */
  @Schema(name = "SubjectRefType")
  public enum Type {
    /** The resident's data in one wish, and all texts and files of the wish, whoever wrote them. */
    WISH,
    /** The data of one member. */
    MEMBER,
    /** All texts of a group, also its name and purpose, because these may name people. */
    GROUP,
    /** The data of one demand: all its texts, whoever wrote them. */
    DEMAND,
    /** All data of an account: its wishes, its logins, the account itself. */
    ACCOUNT
  }
}
