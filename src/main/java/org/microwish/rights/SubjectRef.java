package org.microwish.rights;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whose values are meant.
 *
 * @param id the wish's, member's or group's id, or the account
 */
@Schema(description = "Whose personal values are meant.")
public record SubjectRef(
    @NotNull Type type, @NotNull @Pattern(regexp = "[A-Za-z0-9._:@-]{1,64}") String id) {

  /** Of what they are. */
  @Schema(name = "SubjectRefType")
  public enum Type {
    /** The resident behind one wish. */
    WISH,
    /** A member. */
    MEMBER,
    /** A group, whose name and purpose may name people, with all that is written about it. */
    GROUP,
    /** Everything that is an account's own: its wishes, how it logs in, the account itself. */
    ACCOUNT
  }
}
