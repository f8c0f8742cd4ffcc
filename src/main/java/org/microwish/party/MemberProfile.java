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

/** The data of a member that are not personal, or their replacement. */
@Schema(name = "MemberEdit", description = "The new profile of a member.")
@Belonging
public record MemberProfile(
    @Schema(description = "Another one moves the member; operators only. A volunteer has none")
        Id organisationId,
    @NotNull MemberKind kind,
    @Schema(
            description =
                "Code or path of the division it lives or works in; default its organisation's")
        String division,
    @Size(max = MAX_SKILLS) @Distinct List<@NotNull @Text(max = MAX_SKILL) String> skills,
    @Size(max = MAX_SERVICE_AREAS)
        @Schema(description = "Codes or paths of the divisions where it is ready to serve")
        List<@NotNull String> serviceAreas,
    @Schema(description = "When it happened, where an operator records it late; default now")
        Instant occurredAt)
    implements Belonging.Somebody {

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
