package org.microwish.rights;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Identifies whose values are meant.
 *
 * @param id the wish's, member's or group's id, or the account
 */
@Schema(description = "Identifies the wish, member, group or account whose personal data is meant.")
public record SubjectRef(
    @NotNull Type type, @NotNull @Pattern(regexp = "[A-Za-z0-9._:@-]{1,64}") String id) {

  /** The type of subject. */
  @Schema(name = "SubjectRefType")
  public enum Type {
    /** The resident behind one wish. */
    WISH,
    /** A member. */
    MEMBER,
    /**
     * A group, whose name and purpose may name people, with everything that is written about it.
     */
    GROUP,
    /** Everything that belongs to an account: its wishes, its logins, the account itself. */
    ACCOUNT
  }
}
