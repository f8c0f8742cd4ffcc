package org.microwish.login.wechat;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Attempts;
import org.microwish.platform.limits.Limited;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wechat.WeChat;
import org.microwish.wechat.WeChatPhone;

/** HTTP resource for the bindings of the caller's own account. */
@Limited(Limited.To.LOGIN)
@Path("/api/v1/auth/bindings")
@Tag(name = "login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.MEMBER, Role.Name.STEWARD})
public class BindingResource {

  private static final String PHONE = "bindAccountByPhone";
  private static final String CODE = "bindAccountByCode";

  /** The kind under which {@link Attempts} counts the binding codes that an account tries. */
  private static final String TRIES = "binding-code";

  private static final String BOUND = "/auth/account";

  private final Bindings bindings;
  private final WeChat weChat;
  private final Attempts attempts;
  private final Commands commands;
  private final CurrentCaller caller;

  BindingResource(
      Bindings bindings,
      WeChat weChat,
      Attempts attempts,
      Commands commands,
      CurrentCaller caller) {
    this.bindings = bindings;
    this.weChat = weChat;
    this.attempts = attempts;
    this.commands = commands;
    this.caller = caller;
  }

  /**
   * A request to bind by telephone number. It contains the code that the mini-program got from
   * WeChat's button getPhoneNumber; WeChat returns the user's number for that code.
   */
  @Schema(name = "PhoneBindingRequest")
  public record PhoneRequest(
      @NotNull
          @Pattern(regexp = LoginResource.CODE)
          @Schema(
              description =
                  "The code of WeChat's button getPhoneNumber; works once, within 5 minutes")
          Confidential code) {}

  /** A request to bind by a code that staff issued. */
  @Schema(name = "CodeBindingRequest")
  public record CodeRequest(
      @NotNull
          @Size(max = 40)
          @Schema(
              examples = "7Q2M-K8XD-4TPA",
              description = "In upper or lower case, with or without hyphens")
          Confidential code) {}

  @POST
  @Path("/phone")
  @Audited(SecurityEvent.BINDING)
  @Operation(
      operationId = PHONE,
      summary = "Binds the caller's account by telephone number",
      description =
          "Binds the account to the active member with this telephone number, and to open wishes"
              + " without an account that have it as contact. Refused with BINDING_AMBIGUOUS if"
              + " several members have the number, or if too many wishes and no member have it;"
              + " then ask the staff for a binding code.")
  @APIResponseSchema(
      value = BindingReceipt.class,
      responseCode = "201",
      responseDescription = "The bindings of the account")
  @Problems({
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.WECHAT_CODE_REFUSED,
    ProblemType.WECHAT_USER_BLOCKED,
    ProblemType.WECHAT_UNAVAILABLE,
    ProblemType.WECHAT_NOT_CONFIGURED,
    ProblemType.BINDING_NOT_FOUND,
    ProblemType.BINDING_AMBIGUOUS,
    ProblemType.ALREADY_BOUND,
    ProblemType.ACCOUNT_STATE_CONFLICT
  })
  public Response phone(@Valid PhoneRequest request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    // Calls Commands directly instead of using @Creates: WeChat must be called before the
    // transaction starts, and not for a repeated request, because WeChat's code works only once.
    WeChatPhone phone =
        commands.isRepeat(who, PHONE, headers)
            ? null
            : weChat.phone(request.code().value()).orThrow();
    return commands.create(
        who,
        PHONE,
        headers,
        request,
        () -> Answer.created(BOUND, BindingReceipt.of(bindings.byPhone(who, phone))));
  }

  @POST
  @Path("/code")
  @Audited(SecurityEvent.BINDING)
  @Operation(
      operationId = CODE,
      summary = "Binds the caller's account by a code that staff issued",
      description =
          "Each code works once. After too many wrong codes, further attempts are refused with"
              + " TOO_MANY_REQUESTS for some time.")
  @APIResponseSchema(
      value = BindingReceipt.class,
      responseCode = "201",
      responseDescription = "The bindings of the account")
  @Problems({
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.BINDING_CODE_REFUSED,
    ProblemType.ALREADY_BOUND,
    ProblemType.ACCOUNT_STATE_CONFLICT
  })
  public Response code(@Valid CodeRequest request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    // Calls Commands directly instead of using @Creates: attempts are counted outside the
    // transaction, so that a rollback does not undo the count.
    if (!commands.isRepeat(who, CODE, headers)) {
      attempts.spend(TRIES, who.account());
    }
    try {
      return commands.create(
          who,
          CODE,
          headers,
          request,
          () ->
              Answer.created(
                  BOUND,
                  BindingReceipt.of(
                      bindings.byCode(
                          who,
                          BindingCode.parse(request.code().value())
                              .orElseThrow(ProblemType.BINDING_CODE_REFUSED::exception)))));
    } catch (ProblemException refused) {
      if (refused.type() == ProblemType.BINDING_CODE_REFUSED) {
        attempts.failed(TRIES, who.account());
      }
      throw refused;
    }
  }

  @DELETE
  @Path("/member")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Audited(SecurityEvent.BINDING)
  @Operation(
      operationId = "unbindMember",
      summary = "Removes the member from the caller's account",
      description =
          "The access tokens of the account are refused within 5 s; refreshSession issues one for"
              + " the remaining roles. Refused with STILL_IN_USE while the member has live claims"
              + " or takes part in one.")
  @Problems({ProblemType.NOT_BOUND, ProblemType.STILL_IN_USE})
  public BindingReceipt unbindMember() {
    return BindingReceipt.of(bindings.unbindMember(caller.get()));
  }

  @DELETE
  @Path("/wishes/{id}")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Audited(SecurityEvent.BINDING)
  @Operation(
      operationId = "unbindWish",
      summary = "Removes a wish from the caller's account",
      description =
          "For a wish that somebody else recorded and that is not the caller's. Refused with"
              + " NOT_BOUND if the caller recorded the wish.")
  @Problems(ProblemType.NOT_BOUND)
  public BindingReceipt unbindWish(@PathParam("id") Id id) {
    return BindingReceipt.of(bindings.unbindWish(caller.get(), id.value()));
  }
}
