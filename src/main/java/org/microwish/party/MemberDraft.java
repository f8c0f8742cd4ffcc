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
@Schema(name = "MemberRequest", description = "A member to be recorded.")
@Belonging
public record MemberDraft(
    @Schema(description = "Its organisation; a volunteer has none") Id organisationId,
    @NotNull MemberKind kind,
    @NotNull @Text(max = MemberContact.MAX_NAME) @Schema(examples = "张三") Confidential name,
    @WellFormed(PhoneNumber.Form.class)
        @Schema(
            description = "A mobile or landline number of mainland China, however written",
            examples = "13800138000")
        Confidential phone,
    @Schema(
            description =
                "Code or path of the division it lives or works in; default its organisation's;"
                    + " a volunteer needs one",
            examples = "440104013001")
        String division,
    @Size(max = MemberProfile.MAX_SKILLS) @Distinct
        List<@NotNull @Text(max = MemberProfile.MAX_SKILL) String> skills,
    @Size(max = MemberProfile.MAX_SERVICE_AREAS)
        @Schema(description = "Codes or paths of the divisions where it is ready to serve")
        List<@NotNull String> serviceAreas,
    @Schema(
            description = "Recorded consent to appear by name on leaderboards",
            defaultValue = "false")
        Boolean showsName,
    @Schema(
            description =
                "Of a volunteer: attests that it is 14 or older. A younger one registers itself,"
                    + " with a guardian's consent")
        Boolean ofAge,
    @Schema(description = "When it happened, where an operator records it late; default now")
        Instant occurredAt)
    implements Belonging.Somebody {

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
