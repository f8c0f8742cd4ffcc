package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.platform.http.Distinct;
import org.microwish.platform.http.Text;

/** The data of a member except its name, telephone number and consent to appear by name. */
@Schema(
    name = "MemberEdit",
    description =
        "The new profile of a member: all data but the name, the telephone number and the consent"
            + " to appear by name.")
public record MemberProfile(
    @Schema(
            description =
                "The member's organisation; only operators may change it. Not allowed for a"
                    + " volunteer")
        Id organisationId,
    @NotNull MemberKind kind,
    @Schema(
            description =
                "Code or path of the division where the member lives or works; required for a"
                    + " volunteer. Default: that of its organisation")
        String division,
    @Size(max = MAX_SKILLS) @Distinct List<@NotNull @Text(max = MAX_SKILL) String> skills,
    @Size(max = MAX_SERVICE_AREAS)
        @Schema(
            description = "Codes or paths of the divisions where the member is willing to serve")
        List<@NotNull String> serviceAreas,
    @Schema(
            description =
                "When it happened, if an operator records it later; other callers must omit it."
                    + " Default: now")
        Instant occurredAt)
    implements Belonging {

  static final int MAX_SKILLS = 20;
  static final int MAX_SKILL = 40;
  static final int MAX_SERVICE_AREAS = 20;

  /** Treats a missing list as empty. */
  public MemberProfile {
    skills = Objects.requireNonNullElse(skills, List.of());
    serviceAreas = Objects.requireNonNullElse(serviceAreas, List.of());
  }

  Long organisation() {
    return organisationId == null ? null : organisationId.value();
  }
}
