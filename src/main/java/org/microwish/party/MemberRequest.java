package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;

/** A member to be recorded. */
@Schema(description = "A member to be recorded.")
public record MemberRequest(
    @NotNull Id organisationId,
    @NotNull MemberKind kind,
    @NotNull @Text(max = MemberContact.MAX_NAME) @Schema(examples = "张三") Confidential name,
    @Schema(
            description = "A mobile or landline number of mainland China, however written",
            examples = "13800138000")
        Confidential phone,
    @Schema(
            description =
                "Code or path of the division it lives or works in; default its organisation's",
            examples = "440104013001")
        String division,
    @Size(max = MemberProfile.MAX_SKILLS) List<@Text(max = MemberProfile.MAX_SKILL) String> skills,
    @Size(max = MemberProfile.MAX_SERVICE_AREAS)
        @Schema(description = "Codes or paths of the divisions where it is ready to serve")
        List<String> serviceAreas,
    @Schema(
            description = "Recorded consent to appear by name on leaderboards",
            defaultValue = "false")
        Boolean showsName,
    @Schema(description = "When it happened, where an operator records it late; default now")
        Instant occurredAt) {

  MemberDraft draft() {
    return new MemberDraft(
        new MemberProfile(organisationId.value(), kind, division, skills, serviceAreas),
        new MemberContact(name, phone),
        Boolean.TRUE.equals(showsName));
  }

  /** What replaces the part of a member's record that is not personal. */
  @Schema(name = "MemberEdit", description = "The new profile of a member.")
  public record Edit(
      @NotNull @Schema(description = "Another one moves the member; operators only")
          Id organisationId,
      @NotNull MemberKind kind,
      @Schema(
              description =
                  "Code or path of the division it lives or works in; default its organisation's")
          String division,
      @Size(max = MemberProfile.MAX_SKILLS)
          List<@Text(max = MemberProfile.MAX_SKILL) String> skills,
      @Size(max = MemberProfile.MAX_SERVICE_AREAS)
          @Schema(description = "Codes or paths of the divisions where it is ready to serve")
          List<String> serviceAreas,
      @Schema(description = "When it happened, where an operator records it late; default now")
          Instant occurredAt) {

    MemberProfile profile() {
      return new MemberProfile(organisationId.value(), kind, division, skills, serviceAreas);
    }
  }

  /** What replaces a member's personal values. */
  @Schema(name = "MemberContact", description = "The new name and number of a member.")
  public record Contact(
      @NotNull @Text(max = MemberContact.MAX_NAME) @Schema(examples = "张三") Confidential name,
      @Schema(description = "Left out: none is known", examples = "13800138000")
          Confidential phone) {

    MemberContact contact() {
      return new MemberContact(name, phone);
    }
  }

  /** A member's consent. */
  @Schema(name = "NameConsent", description = "Whether a member may appear by name.")
  public record Consent(@NotNull Boolean showsName) {}
}
