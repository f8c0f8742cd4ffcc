package org.microwish.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.matching.MessageKind;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.sql.Transactions;

/** HTTP resource for the caller's consents to WeChat messages. */
@Path("/api/v1/me/message-consents")
@Tag(name = "inbox")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({
  Role.Name.RESIDENT,
  Role.Name.COLLECTOR,
  Role.Name.MEMBER,
  Role.Name.STEWARD,
  Role.Name.OPERATOR
})
public class MessageConsentResource {

  private static final int KINDS = 7;

  private final MessageConsents consents;
  private final Transactions transactions;
  private final CurrentCaller caller;

  MessageConsentResource(
      MessageConsents consents, Transactions transactions, CurrentCaller caller) {
    this.consents = consents;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** The consents to one kind of message. */
  @Schema(name = "MessageConsent", description = "The consents to one kind of message.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ConsentView(
      @Schema(required = true) MessageKind kind,
      @Schema(
              required = true,
              examples = "tHWfDmT1hsdvgBzfGgSw_1a3gYbJmYyV1Bz0A3pXo1c",
              description = "The template's id, for `wx.requestSubscribeMessage`")
          String templateId,
      @Schema(
              required = true,
              examples = "2",
              description = "How many more messages may be sent, at most 20")
          int remaining,
      @Schema(description = "When the person last refused; missing after an acceptance")
          Instant refusedAt) {

    static ConsentView of(MessageKind kind, String templateId, MessageConsent row) {
      return new ConsentView(
          kind, templateId, row == null ? 0 : row.remaining, row == null ? null : row.refusedAt);
    }
  }

  /** The consents to all kinds of message that can be sent. */
  @Schema(
      name = "MessageConsents",
      description = "The consents by kind, for each kind that the service can send.")
  public record ConsentsView(@Schema(required = true) List<ConsentView> items) {

    public ConsentsView {
      items = List.copyOf(items);
    }
  }

  @GET
  @Operation(
      operationId = "listMessageConsents",
      summary = "Lists the caller's consents to messages",
      description =
          "By kind, with the ids of the templates for `wx.requestSubscribeMessage`. One consent"
              + " allows one message. The list is empty if no messages are configured.")
  @APIResponseSchema(ConsentsView.class)
  public ConsentsView list() {
    return transactions.call(() -> consents.of(caller.get().account()));
  }

  /** A person's answers in WeChat's consent dialog. */
  @Schema(
      name = "MessageConsentRequest",
      description = "What the person answered in `wx.requestSubscribeMessage`.")
  public record ConsentRequest(
      @Size(max = KINDS)
          @Schema(description = "Kinds with the result `accept`; each allows one more message")
          Set<@NotNull MessageKind> accepted,
      @Size(max = KINDS) @Schema(description = "Kinds with any other result")
          Set<@NotNull MessageKind> rejected) {

    public ConsentRequest {
      accepted = Objects.requireNonNullElse(accepted, Set.of());
      rejected = Objects.requireNonNullElse(rejected, Set.of());
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Creates("/me/message-consents")
  @Operation(
      operationId = "answerMessageConsents",
      summary = "Records the caller's consents to messages",
      description =
          "After `wx.requestSubscribeMessage`: each accepted kind allows one more message, up to"
              + " 20. The time of a rejection is stored. If you repeat the request with the same"
              + " key, nothing is counted twice.")
  public ConsentsView answer(@NotNull @Valid ConsentRequest request) {
    return consents.answer(caller.get().account(), request.accepted(), request.rejected());
  }
}
