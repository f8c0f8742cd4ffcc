package org.microwish.party;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.Distinct;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;
import org.microwish.privacy.PhoneNumber;

/** A member to be recorded: its {@link MemberProfile} and its {@link MemberContact}. */
@Schema(name = "MemberRequest", description = "A member to record.")
public record MemberDraft(
    @Schema(description = "The member's organisation; required, but not allowed for a volunteer")
        Id organisationId,
    @NotNull MemberKind kind,
    @NotNull @Text(max = MemberContact.MAX_NAME) @Schema(examples = "张三") Confidential name,
    @WellFormed(PhoneNumber.Form.class)
        @Schema(
            description = "A mobile or landline number of mainland China, in any usual notation",
            examples = "13800138000")
        Confidential phone,
    @Schema(
            description =
                "Code or path of the division where the member lives or works; required for a"
                    + " volunteer. Default: that of its organisation",
            examples = "440104013001")
        String division,
    @Size(max = MemberProfile.MAX_SKILLS) @Distinct
        List<@NotNull @Text(max = MemberProfile.MAX_SKILL) String> skills,
    @Size(max = MemberProfile.MAX_SERVICE_AREAS)
        @Schema(
            description = "Codes or paths of the divisions where the member is willing to serve")
        List<@NotNull String> serviceAreas,
    @Schema(
            description = "Whether the member has consented to appear by name on leaderboards",
            defaultValue = "false")
        Boolean showsName,
    @Schema(
            description =
                "Must be true for a volunteer: the operator declares that the volunteer is 14 or"
                    + " older. Younger volunteers register themselves, with a guardian's consent")
        Boolean ofAge,
    @Schema(
            description =
                "When it happened, if an operator records it later; other callers must omit it."
                    + " Default: now")
        Instant occurredAt)
    implements Belonging {

  /** Makes a blank telephone number null, and writes a valid one in its normal form. */
  public MemberDraft {
    phone = MemberContact.normal(phone);
  }

  @Override
  public boolean knownOfAge() {
    return Boolean.TRUE.equals(ofAge);
  }

  MemberProfile profile() {
    return new MemberProfile(organisationId, kind, division, skills, serviceAreas, occurredAt);
  }

  MemberContact contact() {
    return new MemberContact(name, phone);
  }
}
