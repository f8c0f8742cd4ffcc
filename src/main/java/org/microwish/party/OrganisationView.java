package org.microwish.party;

import java.time.Instant;
import java.util.List;
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
    Instant updatedAt,
    @Schema(nullable = true, description = "The organisation into which this one was merged")
        Id mergedInto,
    @Schema(nullable = true, description = "Earlier names, the earliest first; missing in lists")
        List<FormerName> formerNames)
    implements Tagged {

  /** A name that the organisation had before. */
  @Schema(name = "FormerName", description = "A name that the organisation had before.")
  public record FormerName(
      @Schema(required = true, examples = "梅影社区党支部") String name,
      @Schema(required = true, description = "When the organisation was renamed") Instant until) {}

  /**
   * Creates the view of a row.
   *
   * @param divisionNames the names of divisions by path
   * @param formerNames the earlier names; null to leave them out
   */
  static OrganisationView of(
      Organisation row, Map<String, String> divisionNames, List<OrganisationName> formerNames) {
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
        row.updatedAt,
        row.successorId == null ? null : new Id(row.successorId),
        formerNames == null
            ? null
            : formerNames.stream().map(one -> new FormerName(one.name, one.until)).toList());
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
