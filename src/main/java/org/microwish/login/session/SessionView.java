package org.microwish.login.session;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.login.session.SessionQueries.LiveSession;
import org.microwish.platform.Id;

/**
 * A live session, as the owner of the account sees it.
 *
 * @param actingAs the role chosen at the last login or refresh
 * @param endsAt when the session ends at the latest
 * @param current true if the access token of this request belongs to this session
 */
@Schema(name = "Session", description = "A live login session of the caller's account.")
public record SessionView(
    @Schema(required = true) Id id,
    @Schema(required = true) Role actingAs,
    @Schema(required = true) Instant startedAt,
    @Schema(required = true, description = "The last login or refresh") Instant lastUsedAt,
    @Schema(required = true, description = "It ends then at the latest, earlier if it is not used")
        Instant endsAt,
    @Schema(required = true, description = "Whether the access token of this request belongs to it")
        boolean current) {

  static SessionView of(LiveSession row, Optional<String> current) {
    return new SessionView(
        new Id(row.id()),
        Role.valueOf(row.role()),
        instant(row.createdAt()),
        instant(row.lastUsedAt()),
        instant(row.expiresAt()),
        current.filter(Id.text(row.id())::equals).isPresent());
  }

  private static Instant instant(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC);
  }
}
