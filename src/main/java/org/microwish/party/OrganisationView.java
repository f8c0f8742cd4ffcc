package org.microwish.party;

import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;

/**
 * An organisation as everyone sees it.
 *
 * @param division the code of the organisation's division
 */
@Schema(name = "Organisation", description = "A party organisation.")
public record OrganisationView(
    Id id,
    long version,
    OrganisationState state,
    String name,
    OrganisationKind kind,
    Sector sector,
    @Schema(nullable = true) String creditCode,
    @Schema(nullable = true) Id parentId,
    String division,
    String divisionName,
    Instant createdAt,
    Instant updatedAt)
    implements Tagged {

  /**
   * Creates the view of a row.
   *
   * @param divisionNames the names of divisions by path
   */
  static OrganisationView of(Organisation row, Map<String, String> divisionNames) {
    return new OrganisationView(
        new Id(row.id),
        row.version,
        row.state,
        row.name,
        row.kind,
        row.sector,
        row.creditCode,
        row.parentId == null ? null : new Id(row.parentId),
        DivisionCode.ofPath(row.divisionPath).text(),
        divisionNames.getOrDefault(row.divisionPath, row.divisionPath),
        row.createdAt,
        row.updatedAt);
  }

  /**
   * Includes a hash of the division's name, which can change without a new version of the
   * organisation.
   */
  @Override
  public ETag tag() {
    return ETag.of(version, Integer.toHexString(divisionName.hashCode()));
  }
}
