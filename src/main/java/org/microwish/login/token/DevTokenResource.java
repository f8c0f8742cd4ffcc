package org.microwish.login.token;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.http.WellFormed;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * Gives anybody a token for any role, so that the service can be tried before real login is there.
 * The production build leaves this class out.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@Path("/api/v1/dev/tokens")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DevTokenResource {

  private static final Duration LIFE = Duration.ofHours(12);

  private final TokenSigner signer;

  DevTokenResource(TokenSigner signer) {
    this.signer = signer;
  }

  /**
   * Who the token is for.
   *
   * @param role what it acts as
   * @param subject the account
   * @param memberId needed by a MEMBER
   * @param organisationId needed by a STEWARD
   * @param divisionCode 12 digits, or with a grid or building; needed by COLLECTOR, OPERATOR,
   *     AUDITOR and PARTNER
   */
  public record DevTokenRequest(
      @NotNull Role role,
      @NotNull @Pattern(regexp = "[A-Za-z0-9._:@-]{1,64}") String subject,
      Id memberId,
      Id organisationId,
      @WellFormed(DivisionCode.Form.class) String divisionCode) {

    Caller caller() {
      String missing =
          switch (role) {
            case MEMBER -> memberId == null ? "/memberId" : null;
            case STEWARD -> organisationId == null ? "/organisationId" : null;
            case COLLECTOR, OPERATOR, AUDITOR, PARTNER ->
                divisionCode == null ? "/divisionCode" : null;
            case SYSTEM -> throw ProblemException.invalid("/role", FieldFault.NOT_ALLOWED);
            case RESIDENT, ADMINISTRATOR -> null;
          };
      if (missing != null) {
        throw ProblemException.invalid(missing, FieldFault.REQUIRED);
      }
      return new Caller(
          subject,
          role,
          memberId == null ? null : memberId.value(),
          organisationId == null ? null : organisationId.value(),
          divisionCode == null ? null : DivisionCode.parse(divisionCode).path());
    }
  }

  /**
   * A token as OAuth 2.0 gives it (RFC 6749 section 5.1).
   *
   * @param accessToken what goes into the Authorization header
   * @param tokenType Bearer
   * @param expiresIn seconds
   */
  public record DevToken(String accessToken, String tokenType, long expiresIn) {}

  @POST
  @PermitAll
  @Operation(hidden = true)
  public DevToken issue(@Valid DevTokenRequest request) {
    String token = signer.sign(CallerTokens.claims(request.caller(), LIFE));
    return new DevToken(token, "Bearer", LIFE.toSeconds());
  }
}
