package org.microwish.wish.claiming;

import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.microwish.caller.Caller;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.idempotency.IdempotencyKey;
import org.microwish.platform.idempotency.KeyedCommand;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/** A request to claim a wish, from its arrival to its answer. */
final class ClaimRequest {

  /** The contract's operation, in whose scope the key is. */
  static final String OPERATION = "claimWish";

  final Caller caller;
  final long wishId;

  /** What is committed with it; zero where nothing is. */
  final Money pledge;

  /** The pledge's form; null with a pledge of zero. */
  final Form form;

  /** Members who take part, besides a claiming member itself. */
  final List<Long> participants;

  /** When it happened, or null for now. */
  final Instant occurredAt;

  /** Null for a request that no client sent. */
  private final IdempotencyKey key;

  /** The request as it is hashed. */
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

  /** The request with the hash of its body; the first call may read the hash's key. */
  KeyedCommand command(Commands commands) {
    if (command == null) {
      command = commands.keyed(caller, OPERATION, key, body);
    }
    return command;
  }

  /** Returns true once: to the caller that is to answer. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  void answer(Response response) {
    emitter.complete(response);
  }

  void fail(Throwable problem) {
    emitter.fail(problem);
  }

  /** A steward claims for the organisation, anybody else for the member. */
  ClaimantType claimantType() {
    return switch (caller.role()) {
      case STEWARD -> ClaimantType.ORGANISATION;
      default -> ClaimantType.MEMBER;
    };
  }

  /** The organisation's or the member's id, or FORBIDDEN where the caller is neither. */
  long claimantId() {
    return switch (claimantType()) {
      case ORGANISATION -> caller.requireOrganisation();
      case MEMBER -> caller.requireMember();
    };
  }
}
