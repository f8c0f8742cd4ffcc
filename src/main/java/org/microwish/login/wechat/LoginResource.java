package org.microwish.login.wechat;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Role;
import org.microwish.login.session.SessionAnswer;
import org.microwish.platform.Confidential;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.ClientAddress;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.limits.Attempts;
import org.microwish.platform.limits.Limited;
import org.microwish.problem.ProblemType;

/** HTTP resource for logging in with WeChat. */
@Limited(Limited.To.LOGIN)
@Path("/api/v1/auth/wechat")
@Tag(name = "login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class LoginResource {

  /** The kind under which {@link Attempts} counts logins, for the client's network address. */
  private static final String TRIES = "wechat-address";

  private final WeChatLogin login;
  private final Attempts attempts;
  private final ClientAddress address;

  LoginResource(WeChatLogin login, Attempts attempts, ClientAddress address) {
    this.login = login;
    this.attempts = attempts;
    this.address = address;
  }

  /**
   * A request to log in with a code from {@code wx.login}.
   *
   * @param role the role of the new session's tokens, or null for the account's default role
   */
  @Schema(name = "WeChatLoginRequest")
  public record LoginRequest(
      @NotNull
          @Pattern(regexp = LoginResource.CODE)
          @Schema(description = "The code of wx.login; works once, within 5 minutes")
          Confidential code,
      @Schema(
              description =
                  "One of the account's roles. By default the role that staff gave the account; for"
                      + " residents MEMBER if the account is bound to an active member, otherwise"
                      + " RESIDENT")
          Role role) {}

  /**
   * The pattern of all codes from WeChat, for logging in and for binding by telephone number: up to
   * 512 printable ASCII characters without spaces.
   */
  static final String CODE = "[\\x21-\\x7E]{1,512}";

  @POST
  @PermitAll
  @Audited(SecurityEvent.LOGIN)
  @Operation(
      operationId = "loginWithWeChat",
      summary = "Logs in a user of the mini-program",
      description =
          "Send no Authorization header. The first login creates a resident's account. If the"
              + " response is lost, call wx.login again, because each code works once. Refused with"
              + " FORBIDDEN if the account does not have the requested role.")
  @Problems({
    ProblemType.WECHAT_CODE_REFUSED,
    ProblemType.WECHAT_USER_BLOCKED,
    ProblemType.WECHAT_UNAVAILABLE,
    ProblemType.WECHAT_NOT_CONFIGURED,
    ProblemType.ACCOUNT_SUSPENDED,
    ProblemType.FORBIDDEN
  })
  public SessionAnswer login(@Valid LoginRequest request) {
    // Limits the number of attempts, because each one is a request to WeChat. A refused code does
    // not count as a failure and locks nobody out: WeChat's codes cannot be guessed, and many
    // phones share one address.
    attempts.spend(TRIES, address.ofCurrentRequest());
    return login.login(request.code().value(), request.role());
  }
}
