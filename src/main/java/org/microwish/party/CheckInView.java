package org.microwish.party;

import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;

/**
 * A check-in as authorised callers see it.
 *
 * @param subjectName the organisation's name, or the masked name of the member; null if the
 *     member's name was erased or is under a legal hold
 * @param organisationId the organisation that checked in, or the one to which the member belonged
 *     when it checked in
 * @param community the code of the community
 */
@Schema(name = "CheckIn", description = "A check-in (双报到), live or revoked.")
public record CheckInView(
    Id id,
    long version,
    CheckInState state,
    PartyType subjectType,
    Id subjectId,
    @Schema(nullable = true) Confidential subjectName,
    Id organisationId,
    String organisationName,
    String community,
    String communityName,
    Instant checkedInAt,
    @Schema(nullable = true) Instant revokedAt,
    Instant recordedAt)
    implements Tagged {

  static CheckInView of(CheckIn row, CheckInNames names) {
    return new CheckInView(
        new Id(row.id),
        row.version,
        row.state(),
        row.subjectType,
        new Id(row.subjectId),
        Confidential.of(names.subject(row)),
        new Id(row.organisationId),
        names.organisations().get(row.organisationId),
        DivisionCode.ofPath(row.divisionPath).text(),
        names.divisions().getOrDefault(row.divisionPath, row.divisionPath),
        row.checkedInAt,
        row.revokedAt,
        row.createdAt);
  }

  /** Includes a hash of the names, which can change without a new version of the check-in. */
  @Override
  public ETag tag() {
    return ETag.of(
        version, Integer.toHexString(Objects.hash(subjectName, organisationName, communityName)));
  }
}
