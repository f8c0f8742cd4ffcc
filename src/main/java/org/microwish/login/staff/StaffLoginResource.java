package org.microwish.login.staff;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.login.credential.OneTimeCode;
import org.microwish.login.session.ConfirmedAnswer;
import org.microwish.login.session.SessionAnswer;
import org.microwish.platform.Confidential;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.ClientAddress;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.Text;
import org.microwish.platform.limits.Limited;
import org.microwish.problem.ProblemType;

/**
 * HTTP resource for logins, enrolments and credentials of staff. The responses contain secrets, so
 * they are not stored for idempotent repeats.
 */
@Limited(Limited.To.LOGIN)
@Path("/api/v1/auth")
@Tag(name = "login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class StaffLoginResource {

  private static final String CODE = "[A-Za-z0-9 -]{1,100}";
  private static final String DIGITS = "[0-9]{6}";

  private final PasswordLogin login;
  private final Enrolment enrolment;
  private final Bootstrap bootstrap;
  private final ClientAddress address;
  private final CurrentCaller caller;

  StaffLoginResource(
      PasswordLogin login,
      Enrolment enrolment,
      Bootstrap bootstrap,
      ClientAddress address,
      CurrentCaller caller) {
    this.login = login;
    this.enrolment = enrolment;
    this.bootstrap = bootstrap;
    this.address = address;
    this.caller = caller;
  }

  /** The credentials of a staff account that logs in. */
  @Schema(
      name = "PasswordLoginRequest",
      description = "The credentials of a staff account. Send either totp or recoveryCode.")
  public record LoginRequest(
      @NotNull @Size(max = 100) String loginName,
      @NotNull @Size(max = 500) Confidential password,
      @Pattern(regexp = DIGITS)
          @Schema(description = "The code of the authenticator app, 6 digits; each works once")
          Confidential totp,
      @Pattern(regexp = CODE)
          @Schema(description = "A recovery code instead of totp; each works once")
          Confidential recoveryCode,
      @Size(max = 100)
          @Schema(
              description =
                  "The `device` of this client's last login. Failures of others then do not lock"
                      + " this client out")
          Confidential device,
      @Size(max = 500)
          @Schema(
              description =
                  "Replaces the password, and ends the account's other sessions; needed after"
                      + " PASSWORD_EXPIRED")
          Confidential newPassword) {}

  /** A request to change the password. */
  @Schema(
      name = "PasswordChangeRequest",
      description =
          "The credentials of the caller and the new password. Send either totp or recoveryCode.")
  public record ChangeRequest(
      @NotNull @Size(max = 500) Confidential password,
      @NotNull
          @Size(max = 500)
          @Schema(
              description =
                  "12 to 128 characters. Refused if it is a common password, a simple pattern, or"
                      + " contains the login name")
          Confidential newPassword,
      @Pattern(regexp = DIGITS) Confidential totp,
      @Pattern(regexp = CODE) Confidential recoveryCode) {}

  /** The password and TOTP code of a caller who is logged in and requests new recovery codes. */
  @Schema(name = "ProofRequest")
  public record ProofRequest(
      @NotNull @Size(max = 500) Confidential password,
      @NotNull @Pattern(regexp = DIGITS) Confidential totp) {}

  /** The TOTP code of a caller who is logged in and confirms the session (step-up). */
  @Schema(name = "StepUpRequest", description = "The second factor of the caller.")
  public record StepUpRequest(
      @NotNull
          @Pattern(regexp = DIGITS)
          @Schema(description = "The code of the authenticator app, 6 digits; each works once")
          Confidential totp) {}

  /** A request to begin enrolment with an invitation code. */
  @Schema(name = "EnrolmentRequest")
  public record EnrolmentRequest(
      @NotNull @Pattern(regexp = CODE) @Schema(description = "The code of the invitation")
          Confidential code) {}

  /** The TOTP secret that the owner adds to an authenticator app. */
  @Schema(
      name = "Enrolment",
      description = "The second factor that is being set up. Add it to an authenticator app.")
  public record EnrolmentAnswer(
      String loginName,
      @Schema(description = "The TOTP secret in base 32, for typing") Confidential totpSecret,
      @Schema(description = "The same secret as a URI, for a QR code") Confidential totpUri) {}

  /**
   * A request to complete enrolment: the invitation code, the new password, and a TOTP code that
   * proves that the authenticator app has the secret.
   */
  @Schema(name = "EnrolmentCompletion")
  public record CompletionRequest(
      @NotNull @Pattern(regexp = CODE) Confidential code,
      @NotNull
          @Size(max = 500)
          @Schema(
              description =
                  "12 to 128 characters. Refused if it is a common password, a simple pattern, or"
                      + " contains the login name")
          Confidential password,
      @NotNull @Pattern(regexp = DIGITS) Confidential totp) {}

  /**
   * New recovery codes; each can be used once instead of a TOTP code, for example after the phone
   * is lost.
   */
  @Schema(
      name = "RecoveryCodes",
      description =
          "New recovery codes, shown only in this response. Each replaces the code of the"
              + " authenticator app once.")
  public record RecoveryAnswer(List<Confidential> recoveryCodes, LedgerReceipt ledger) {

    static List<Confidential> texts(List<OneTimeCode> codes) {
      return codes.stream().map(code -> new Confidential(code.text())).toList();
    }
  }

  /** A request to record an administrator with the bootstrap secret. */
  @Schema(name = "BootstrapRequest")
  public record BootstrapRequest(
      @NotNull
          @Pattern(regexp = CODE)
          @Schema(
              description =
                  "The secret that the first start, or the command bootstrap-secret, wrote to a"
                      + " file")
          Confidential secret,
      @NotNull @Pattern(regexp = StaffDraft.LOGIN_NAME) @Schema(examples = "root") String loginName,
      @Text(max = StaffDraft.MAX_NAME)
          @Schema(description = "The person's name; stored encrypted in the vault")
          Confidential name) {}

  @POST
  @Path("/password")
  @PermitAll
  @Audited(SecurityEvent.LOGIN)
  @Operation(
      operationId = "loginWithPassword",
      summary = "Logs in a staff member with a password and a second factor",
      description =
          "Send no Authorization header. Wrong credentials are refused with LOGIN_REFUSED,"
              + " which does not reveal which of them is wrong. After five failures in a row, logins"
              + " with this name from this network are refused with TOO_MANY_REQUESTS for a time"
              + " that doubles with each further failure. Keep `device` of the response and send it"
              + " with the next login: then only this client's own failures count. An installation"
              + " can limit the age of passwords: a login with an older one is refused with"
              + " PASSWORD_EXPIRED and does not use up the code; repeat the request with"
              + " newPassword.")
  @Problems({
    ProblemType.LOGIN_REFUSED,
    ProblemType.ACCOUNT_SUSPENDED,
    ProblemType.PASSWORD_EXPIRED,
    ProblemType.NOT_FOUND
  })
  public SessionAnswer login(@Valid LoginRequest request) {
    return login.login(
        request.loginName(),
        new PasswordLogin.Proof(request.password(), request.totp(), request.recoveryCode()),
        request.newPassword(),
        request.device(),
        address.ofCurrentRequest());
  }

  @PUT
  @Path("/password")
  @RolesAllowed({
    Role.Name.COLLECTOR,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.ADMINISTRATOR
  })
  @Audited(SecurityEvent.CREDENTIALS)
  @Operation(
      operationId = "changePassword",
      summary = "Changes the caller's password",
      description =
          "For staff accounts. Ends all sessions of the account; the response contains a new"
              + " session.")
  @Problems({ProblemType.LOGIN_REFUSED, ProblemType.ACCOUNT_STATE_CONFLICT, ProblemType.NOT_FOUND})
  public PasswordLogin.Changed change(@Valid ChangeRequest request) {
    return login.change(
        caller.get(),
        new PasswordLogin.Proof(request.password(), request.totp(), request.recoveryCode()),
        request.newPassword());
  }

  @POST
  @Path("/step-up")
  @RolesAllowed({
    Role.Name.COLLECTOR,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.ADMINISTRATOR
  })
  @Audited(SecurityEvent.STEP_UP)
  @Operation(
      operationId = "stepUpSession",
      summary = "Confirms the caller's session with the second factor",
      description =
          "For staff accounts, after STEP_UP_REQUIRED. The response contains another access token"
              + " of the same session; operations that need step-up accept it for ten minutes after"
              + " the confirmation. The refresh token stays the same. A refreshed access token"
              + " needs another confirmation.")
  @Problems({ProblemType.LOGIN_REFUSED, ProblemType.SESSION_ENDED, ProblemType.ACCOUNT_SUSPENDED})
  public ConfirmedAnswer stepUp(@Valid StepUpRequest request) {
    return login.confirm(caller.get(), caller.session(), request.totp());
  }

  @POST
  @Path("/recovery-codes")
  @RolesAllowed({
    Role.Name.COLLECTOR,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.ADMINISTRATOR
  })
  @Audited(SecurityEvent.CREDENTIALS)
  @Operation(
      operationId = "makeRecoveryCodes",
      summary = "Creates new recovery codes for the caller",
      description = "For staff accounts. The old recovery codes become invalid.")
  @Problems({ProblemType.LOGIN_REFUSED, ProblemType.ACCOUNT_STATE_CONFLICT})
  public RecoveryAnswer recoveryCodes(@Valid ProofRequest request) {
    PasswordLogin.NewCodes made =
        login.newRecoveryCodes(
            caller.get(), new PasswordLogin.Proof(request.password(), request.totp(), null));
    return new RecoveryAnswer(RecoveryAnswer.texts(made.codes()), made.ledger());
  }

  @POST
  @Path("/enrolment")
  @PermitAll
  @Audited(SecurityEvent.ENROLMENT)
  @Operation(
      operationId = "beginEnrolment",
      summary = "Begins an enrolment with an invitation code",
      description =
          "Needs no token. Returns the second factor to set up. A repeat returns the same second"
              + " factor until the enrolment is completed.")
  @Problems(ProblemType.LOGIN_REFUSED)
  public EnrolmentAnswer begin(@Valid EnrolmentRequest request) {
    Enrolment.Begun begun = enrolment.begin(request.code().value(), address.ofCurrentRequest());
    return new EnrolmentAnswer(
        begun.loginName(), new Confidential(begun.secret()), new Confidential(begun.uri()));
  }

  @POST
  @Path("/enrolment/complete")
  @PermitAll
  @Audited(SecurityEvent.ENROLMENT)
  @Operation(
      operationId = "completeEnrolment",
      summary = "Completes an enrolment: sets the password and the second factor",
      description =
          "Needs no token. Uses up the invitation. Then log in with the next code of the"
              + " authenticator app, because each code works once.")
  @Problems({ProblemType.LOGIN_REFUSED, ProblemType.ACCOUNT_STATE_CONFLICT})
  public RecoveryAnswer complete(@Valid CompletionRequest request) {
    Enrolment.Completed completed =
        enrolment.complete(
            request.code().value(),
            request.password().value(),
            request.totp().value(),
            address.ofCurrentRequest());
    return new RecoveryAnswer(
        RecoveryAnswer.texts(completed.recoveryCodes()), completed.recorded().ledger());
  }

  @POST
  @Path("/bootstrap")
  @PermitAll
  @Audited(SecurityEvent.BOOTSTRAP)
  @Operation(
      operationId = "createFirstAdministrator",
      summary = "Records an administrator with the bootstrap secret",
      description =
          "Needs no token, but the secret that the first start or the command bootstrap-secret"
              + " wrote to a file. The secret works once. The response contains an"
              + " invitation for the administrator.")
  @APIResponseSchema(
      value = StaffReceipt.class,
      responseCode = "201",
      responseDescription = "The new account and its invitation")
  @Problems({ProblemType.LOGIN_REFUSED, ProblemType.ALREADY_EXISTS})
  public Response bootstrap(@Valid BootstrapRequest request) {
    StaffReceipt receipt =
        StaffReceipt.of(
            bootstrap.use(
                request.secret().value(),
                new StaffDraft(request.loginName(), request.name(), Role.ADMINISTRATOR, null, null),
                address.ofCurrentRequest()));
    return Response.created(URI.create("/api/v1/accounts/" + receipt.id())).entity(receipt).build();
  }
}
