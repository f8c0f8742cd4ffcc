package org.microwish.wish.claiming;

import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.microwish.caller.Caller;
import org.microwish.caller.OnBehalf;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.idempotency.IdempotencyKey;
import org.microwish.platform.idempotency.KeyedCommand;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/** A request to claim a wish; a queued request is answered exactly once. */
final class ClaimRequest {

  /** The operation id in the API contract; idempotency keys are scoped to it. */
  static final String OPERATION = "claimWish";

  /** The operation id of a claim that accepts an invitation. */
  static final String ACCEPTANCE = "acceptInvitation";

  final Caller caller;
  final long wishId;

  /** The amount pledged with the claim; zero for none. */
  final Money pledge;

  /** The pledge's form; null with a pledge of zero. */
  final Form form;

  /** Ids of participating members; a claiming member need not be included. */
  final List<Long> participants;

  /** The time of the event, or null for now. */
  final Instant occurredAt;

  /** The invitation that the claim accepts; null if the request names none. */
  final Long invitationId;

  /** The idempotency key; null for sample data and imports, which no client retries. */
  private final IdempotencyKey key;

  /** The content of the request, whose hash is stored with the idempotency key. */
  private final Object body;

  private KeyedCommand command;
  private final AtomicBoolean ended = new AtomicBoolean();
  private UniEmitter<? super Response> emitter;

  ClaimRequest(
      Caller caller,
      long wishId,
      Money pledge,
      Form form,
      List<Long> participants,
      Instant occurredAt,
      IdempotencyKey key,
      Object body) {
    this(caller, wishId, pledge, form, participants, occurredAt, null, key, body);
  }

  ClaimRequest(
      Caller caller,
      long wishId,
      Money pledge,
      Form form,
      List<Long> participants,
      Instant occurredAt,
      Long invitationId,
      IdempotencyKey key,
      Object body) {
    this.invitationId = invitationId;
    this.caller = caller;
    this.wishId = wishId;
    this.pledge = pledge;
    this.form = form;
    this.participants = participants;
    this.occurredAt = occurredAt;
    this.key = key;
    this.body = body;
  }

  void answerTo(UniEmitter<? super Response> client) {
    this.emitter = client;
  }

  /**
   * Returns the idempotency key with the hash of the request. The first call may read the secret
   * for hashing from the database.
   */
  KeyedCommand command(Commands commands) {
    if (command == null) {
      command = commands.keyed(caller, invitationId == null ? OPERATION : ACCEPTANCE, key, body);
    }
    return command;
  }

  /**
   * Returns true for the first call only; the caller of that first call must answer the request.
   */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  void answer(Response response) {
    emitter.complete(response);
  }

  void fail(Throwable problem) {
    emitter.fail(problem);
  }

  /** Whether an operator records late that somebody claimed offline. */
  boolean isLate() {
    return caller.onBehalfOf() != null;
  }

  /**
   * Returns ORGANISATION for a steward, who claims for the organisation; MEMBER for every other
   * caller; for a late record the type of the claimant whom it names.
   */
  ClaimantType claimantType() {
    if (isLate()) {
      return caller.onBehalfOf().type() == OnBehalf.Type.ORGANISATION
          ? ClaimantType.ORGANISATION
          : ClaimantType.MEMBER;
    }
    return switch (caller.role()) {
      case STEWARD -> ClaimantType.ORGANISATION;
      default -> ClaimantType.MEMBER;
    };
  }

  /**
   * Returns the id of the organisation or member that claims; null if the caller has no such id.
   */
  Long claimantId() {
    if (isLate()) {
      return caller.onBehalfOf().id();
    }
    return switch (claimantType()) {
      case ORGANISATION -> caller.organisationId();
      case MEMBER -> caller.memberId();
    };
  }
}
