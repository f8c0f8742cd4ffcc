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
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.http.WellFormed;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * Issues a token for any role except SYSTEM to anybody, so that the service can be tried without a
 * login. Exists in dev and test builds only.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@Path("/api/v1/dev/tokens")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DevTokenResource {

  private static final Duration LIFE = Duration.ofHours(12);

  private final TokenSigner signer;
  private final Time time;

  DevTokenResource(TokenSigner signer, Time time) {
    this.signer = signer;
    this.time = time;
  }

  /**
   * The caller that the token is for.
   *
   * @param role the role that the caller acts as
   * @param subject the account id
   * @param memberId required for MEMBER
   * @param organisationId required for STEWARD
   * @param divisionCode 12 digits, or with a grid or building; required for COLLECTOR, OPERATOR,
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
   * A token response like that of OAuth 2.0 (RFC 6749 section 5.1).
   *
   * @param accessToken the value for the Authorization header, after {@code Bearer}
   * @param tokenType Bearer
   * @param expiresIn seconds
   */
  public record DevToken(String accessToken, String tokenType, long expiresIn) {}

  @POST
  @PermitAll
  @Operation(hidden = true)
  public DevToken issue(@Valid DevTokenRequest request) {
    // The token says that a second factor was shown just now, as after a login, so that operations
    // that need step-up can be tried too.
    String token =
        signer.sign(
            CallerTokens.claims(request.caller(), LIFE)
                .claim(CurrentCaller.AUTH_TIME, time.now().getEpochSecond()));
    return new DevToken(token, "Bearer", LIFE.toSeconds());
  }
}
