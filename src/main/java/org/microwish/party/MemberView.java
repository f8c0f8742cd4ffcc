package org.microwish.party;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;
import org.microwish.privacy.Masking;

/**
 * A member as authorised callers see it: with masked name and telephone number.
 *
 * @param organisationId null for a volunteer
 * @param name such as 张**; null after erasure
 * @param phone such as 138****8000; null if unknown or erased
 * @param division the code of the division where the member lives or works
 * @param serviceAreas codes of the divisions where the member is ready to serve
 */
@Schema(
    name = "Member",
    description = "A party member or volunteer. Name and telephone number are masked.")
public record MemberView(
    Id id,
    long version,
    MemberState state,
    @Schema(nullable = true) Id organisationId,
    @Schema(nullable = true) String organisationName,
    MemberKind kind,
    @Schema(nullable = true, examples = "张**") Confidential name,
    @Schema(nullable = true, examples = "138****8000") Confidential phone,
    String division,
    String divisionName,
    List<String> skills,
    List<String> serviceAreas,
    boolean showsName,
    @Schema(nullable = true, description = "The consent to be named on leaderboards")
        MemberConsent nameConsent,
    @Schema(nullable = true, description = "The consent to be photographed and shown")
        MemberConsent photoConsent,
    Instant createdAt,
    Instant updatedAt)
    implements Tagged {

  /**
   * Creates the view of a record.
   *
   * @param organisationNames the names of organisations by id
   * @param divisionNames the names of divisions by path
   */
  static MemberView of(
      MemberRecord record, Map<Long, String> organisationNames, Map<String, String> divisionNames) {
    Member row = record.member();
    return new MemberView(
        new Id(row.id),
        row.version,
        row.state,
        row.organisationId == null ? null : new Id(row.organisationId),
        row.organisationId == null ? null : organisationNames.get(row.organisationId),
        row.kind,
        Confidential.of(Masking.name(Confidential.text(record.contact().name()))),
        Confidential.of(Masking.phone(Confidential.text(record.contact().phone()))),
        DivisionCode.ofPath(row.divisionPath).text(),
        divisionNames.getOrDefault(row.divisionPath, row.divisionPath),
        record.skills(),
        record.serviceAreas().stream().map(path -> DivisionCode.ofPath(path).text()).toList(),
        row.showsName,
        record.nameConsent(),
        record.photoConsent(),
        row.createdAt,
        row.updatedAt);
  }

  /**
   * Includes a hash of the names and the telephone number, which can change without a new version
   * of the member.
   */
  @Override
  public ETag tag() {
    return ETag.of(
        version, Integer.toHexString(Objects.hash(organisationName, divisionName, name, phone)));
  }
}
