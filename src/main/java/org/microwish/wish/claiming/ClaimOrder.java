package org.microwish.wish.claiming;

import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.microwish.caller.Caller;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.idempotency.IdempotencyKey;
import org.microwish.platform.idempotency.KeyedCommand;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/** A request to claim, from its arrival to its answer. */
final class ClaimOrder {

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

  final IdempotencyKey key;

  /** The request as it is hashed. */
  final Object request;

  /** The request with the hash of its body, once that is known. */
  KeyedCommand command;

  private final AtomicBoolean ended = new AtomicBoolean();
  private UniEmitter<? super Response> emitter;

  ClaimOrder(
      Caller caller,
      long wishId,
      Money pledge,
      Form form,
      List<Long> participants,
      IdempotencyKey key,
      Object request) {
    this.caller = caller;
    this.wishId = wishId;
    this.pledge = pledge;
    this.form = form;
    this.participants = participants;
    this.key = key;
    this.request = request;
  }

  void answerTo(UniEmitter<? super Response> whom) {
    this.emitter = whom;
  }

  /** Hashes the body, unless that was done: may ask the database for the key of the hash. */
  void name(Commands commands) {
    if (command == null) {
      command = commands.keyed(caller, OPERATION, key, request);
    }
  }

  /** Spreads wishes evenly: the low bits of an id count what an instance made in a millisecond. */
  static int spread(long wishId) {
    return Long.hashCode(wishId * 0x9E3779B97F4A7C15L);
  }

  /** Whether the caller of this is the one to answer; only the first is. */
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
