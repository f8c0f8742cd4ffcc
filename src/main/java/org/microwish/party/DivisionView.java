package org.microwish.party;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;

/**
 * A division as everyone sees it.
 *
 * @param path the significant prefix of the code; the paths of all divisions in a subtree begin
 *     with the path of its root
 * @param parent the code of the division directly above; null for a province
 * @param year the year of the code list
 */
@Schema(name = "Division", description = "An administrative division, grid or building.")
public record DivisionView(
    String code,
    String path,
    DivisionLevel level,
    @Schema(nullable = true) String parent,
    String name,
    int year,
    DivisionState state,
    @Schema(
            nullable = true,
            description = "Code of the division into which this one was merged",
            examples = "440104013002")
        String successor,
    long version,
    Instant updatedAt)
    implements Tagged {

  static DivisionView of(Division row) {
    return new DivisionView(
        row.code,
        row.path,
        row.level,
        row.parentCode,
        row.name,
        row.codeYear,
        row.state,
        row.successor,
        row.version,
        row.updatedAt);
  }

  @Override
  public ETag tag() {
    return ETag.of(version);
  }
}
