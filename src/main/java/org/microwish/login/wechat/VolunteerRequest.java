package org.microwish.login.wechat;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.lifecycle.attachment.Consent;
import org.microwish.party.MemberDraft;
import org.microwish.party.MemberKind;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Distinct;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;
import org.microwish.privacy.PhoneNumber;

/**
 * A person's own registration as a volunteer.
 *
 * @param bornOn the date of birth, which decides whether a guardian must consent; not stored
 */
@Schema(name = "VolunteerRequest", description = "A person's own registration as a volunteer.")
record VolunteerRequest(
    @NotNull @Text(max = 50) @Schema(examples = "张三") Confidential name,
    @WellFormed(PhoneNumber.Form.class)
        @Schema(description = "A telephone number of mainland China", examples = "13800138000")
        Confidential phone,
    @NotNull
        @Schema(
            description = "Code or path of the division where the person lives or works",
            examples = "440104013001")
        String division,
    @NotNull
        @Schema(
            description =
                "Date of birth, to decide whether a guardian must consent; it is not stored")
        LocalDate bornOn,
    @Valid Guardian guardian,
    @Size(max = 20) @Distinct List<@NotNull @Text(max = 40) String> skills,
    @Size(max = 20)
        @Schema(description = "Codes or paths of the divisions where the person is ready to serve")
        List<@NotNull String> serviceAreas) {

  /** The guardian who consents for a volunteer under 14, and how the guardian gave consent. */
  @Schema(name = "VolunteerGuardian")
  record Guardian(
      @NotNull @Text(max = 50) Confidential name,
      @NotNull Consent.Relation relation,
      @NotNull Consent.Method method) {}

  MemberDraft member() {
    return new MemberDraft(
        null, MemberKind.VOLUNTEER, name, phone, division, skills, serviceAreas, false, null, null);
  }
}
