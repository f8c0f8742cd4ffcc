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
import org.microwish.login.session.SessionAnswer;
import org.microwish.platform.Confidential;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.ClientAddress;
import org.microwish.platform.http.Text;
import org.microwish.problem.ProblemType;

/**
 * HTTP resource for logins, enrolments and credentials of staff. The responses contain secrets, so
 * they are not stored for idempotent repeats.
 */
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

  /** A request to log in. */
  @Schema(name = "PasswordLoginRequest", description = "With one of totp and recoveryCode.")
  public record LoginRequest(
      @NotNull @Size(max = 100) String loginName,
      @NotNull @Size(max = 500) Confidential password,
      @Pattern(regexp = DIGITS) @Schema(description = "The app's code, good once")
          Confidential totp,
      @Pattern(regexp = CODE) @Schema(description = "In place of totp; good once")
          Confidential recoveryCode) {}

  /** A request to change the password. */
  @Schema(name = "PasswordChangeRequest", description = "With one of totp and recoveryCode.")
  public record ChangeRequest(
      @NotNull @Size(max = 500) Confidential password,
      @NotNull
          @Size(max = 500)
          @Schema(description = "12 to 128 characters, and none that is tried first")
          Confidential newPassword,
      @Pattern(regexp = DIGITS) Confidential totp,
      @Pattern(regexp = CODE) Confidential recoveryCode) {}

  /** Step-up: a user who is logged in shows the credentials again. */
  @Schema(name = "ProofRequest")
  public record ProofRequest(
      @NotNull @Size(max = 500) Confidential password,
      @NotNull @Pattern(regexp = DIGITS) Confidential totp) {}

  /** A request to begin enrolment with an invitation code. */
  @Schema(name = "EnrolmentRequest")
  public record EnrolmentRequest(
      @NotNull @Pattern(regexp = CODE) @Schema(description = "The invitation's")
          Confidential code) {}

  /** The second factor that is being set up. */
  @Schema(name = "Enrolment", description = "The second factor to be: give it to an app.")
  public record EnrolmentAnswer(
      String loginName,
      @Schema(description = "Base 32, to be typed") Confidential totpSecret,
      @Schema(description = "The same, to be shown as a QR code") Confidential totpUri) {}

  /** The new password, and a TOTP code that proves that the app has the secret. */
  @Schema(name = "EnrolmentCompletion")
  public record CompletionRequest(
      @NotNull @Pattern(regexp = CODE) Confidential code,
      @NotNull
          @Size(max = 500)
          @Schema(description = "12 to 128 characters, and none that is tried first")
          Confidential password,
      @NotNull @Pattern(regexp = DIGITS) Confidential totp) {}

  /** Recovery codes, for when the phone is lost. */
  @Schema(name = "RecoveryCodes", description = "Each replaces the app's code once; shown once.")
  public record RecoveryAnswer(List<Confidential> recoveryCodes, LedgerReceipt ledger) {

    static List<Confidential> texts(List<OneTimeCode> codes) {
      return codes.stream().map(code -> new Confidential(code.text())).toList();
    }
  }

  /** A request to record the first administrator. */
  @Schema(name = "BootstrapRequest")
  public record BootstrapRequest(
      @NotNull
          @Pattern(regexp = CODE)
          @Schema(description = "From the log of the first start, or of the word bootstrap-secret")
          Confidential secret,
      @NotNull @Pattern(regexp = StaffDraft.LOGIN_NAME) @Schema(examples = "root") String loginName,
      @Text(max = StaffDraft.MAX_NAME) @Schema(description = "The person's; kept in the vault")
          Confidential name) {}

  @POST
  @Path("/password")
  @PermitAll
  @Operation(
      operationId = "loginWithPassword",
      summary = "Logs in staff",
      description =
          "Send no Authorization header. Whatever is wrong, the answer is the same. After five"
              + " failures in a row a name is locked out, longer each time.")
  @Problems({ProblemType.LOGIN_REFUSED, ProblemType.ACCOUNT_SUSPENDED, ProblemType.NOT_FOUND})
  public SessionAnswer login(@Valid LoginRequest request) {
    return login.login(
        request.loginName(),
        new PasswordLogin.Proof(request.password(), request.totp(), request.recoveryCode()),
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
  @Operation(
      operationId = "changePassword",
      summary = "Sets another password",
      description = "All sessions of the account end; the answer has a new one.")
  @Problems({ProblemType.LOGIN_REFUSED, ProblemType.ACCOUNT_STATE_CONFLICT, ProblemType.NOT_FOUND})
  public PasswordLogin.Changed change(@Valid ChangeRequest request) {
    return login.change(
        caller.get(),
        new PasswordLogin.Proof(request.password(), request.totp(), request.recoveryCode()),
        request.newPassword().value(),
        address.ofCurrentRequest());
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
  @Operation(
      operationId = "makeRecoveryCodes",
      summary = "Makes new recovery codes",
      description = "The old ones are void.")
  @Problems({ProblemType.LOGIN_REFUSED, ProblemType.ACCOUNT_STATE_CONFLICT})
  public RecoveryAnswer recoveryCodes(@Valid ProofRequest request) {
    PasswordLogin.NewCodes made =
        login.newRecoveryCodes(
            caller.get(),
            new PasswordLogin.Proof(request.password(), request.totp(), null),
            address.ofCurrentRequest());
    return new RecoveryAnswer(RecoveryAnswer.texts(made.codes()), made.ledger());
  }

  @POST
  @Path("/enrolment")
  @PermitAll
  @Operation(
      operationId = "beginEnrolment",
      summary = "Shows somebody who was invited its second factor",
      description = "The same again when it is asked for again, until the enrolment is completed.")
  @Problems(ProblemType.LOGIN_REFUSED)
  public EnrolmentAnswer begin(@Valid EnrolmentRequest request) {
    Enrolment.Begun begun = enrolment.begin(request.code().value(), address.ofCurrentRequest());
    return new EnrolmentAnswer(
        begun.loginName(), new Confidential(begun.secret()), new Confidential(begun.uri()));
  }

  @POST
  @Path("/enrolment/complete")
  @PermitAll
  @Operation(
      operationId = "completeEnrolment",
      summary = "Sets the password and second factor of somebody who was invited",
      description = "Uses the invitation up. Then log in, with the app's next code.")
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
  @Operation(
      operationId = "bootstrap",
      summary = "Records the first administrator",
      description =
          "For the holder of the secret that the first start printed. Answers an invitation; the"
              + " secret works once.")
  @APIResponseSchema(
      value = StaffReceipt.class,
      responseCode = "201",
      responseDescription = "Recorded")
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
