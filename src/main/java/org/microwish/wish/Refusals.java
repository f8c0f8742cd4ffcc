package org.microwish.wish;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.Decision.Refused;
import org.microwish.wish.lifecycle.Refusal;
import org.microwish.wish.lifecycle.Sensitivity;
import org.microwish.wish.lifecycle.WishTransition;

/** Converts refusals of the rules to problems of the API. */
public final class Refusals {

  /**
   * Refusals whose problem has no member {@code reason}, because its type or field is sufficient.
   */
  private static final Set<Refusal> WITHOUT_REASON =
      EnumSet.of(
          Refusal.KIND_CHANGED,
          Refusal.OUTSIDE_DIVISION,
          Refusal.MARKED_AS_MINOR,
          Refusal.NO_CONSENT,
          Refusal.CONSENT_REQUIRED,
          Refusal.MODERATION_OPEN,
          Refusal.CLAIM_BY_PAST,
          Refusal.COMPLETE_BY_PAST);

  private Refusals() {}

  /**
   * Returns the problem for a refusal.
   *
   * @param claim the claim that the command named, or null
   */
  public static ProblemException problem(
      Refused refused, WishTransition transition, Wish wish, Claim claim) {
    ProblemException problem =
        switch (refused.reason()) {
          case NOT_PERMITTED, PROXY_ROLE -> ProblemType.FORBIDDEN.exception();
          case WRONG_STATE, OFF_WALL, NO_THANKS, CLAIMED_ALREADY, NO_ACTIVE_CLAIM ->
              ProblemType.WISH_STATE_CONFLICT.exception().with("state", wish.state);
          case WRONG_CLAIM_STATE, ALREADY_DELIVERED, ALREADY_DONE ->
              ProblemType.CLAIM_STATE_CONFLICT
                  .exception()
                  .with("state", claim == null ? wish.state : claim.state);
          case FROZEN -> ProblemType.WISH_FROZEN.exception();
          case NOT_A_PROJECT, NOT_REVERSIBLE -> ProblemType.CORRECTION_NOT_ALLOWED.exception();
          case KIND_CHANGED -> ProblemException.invalid("/kind", FieldFault.NOT_ALLOWED);
          case OUTSIDE_DIVISION ->
              ProblemException.invalid(
                  transition == WishTransition.CORRECT ? "/values/division" : "/division",
                  FieldFault.NOT_ALLOWED);
          case MARKED_AS_MINOR -> ProblemException.invalid("/sensitivity", FieldFault.NOT_ALLOWED);
          case NO_CONSENT -> ProblemType.ALREADY_ENDED.exception();
          case CONSENT_REQUIRED ->
              ProblemType.CONSENT_REQUIRED
                  .exception()
                  .with("consentOf", ConsentGiver.of(refused.consent()));
          case MODERATION_OPEN -> ProblemType.MODERATION_OPEN.exception();
          case CLAIM_BY_PAST -> ProblemException.invalid("/claimBy", FieldFault.IN_PAST);
          case COMPLETE_BY_PAST -> ProblemException.invalid("/completeBy", FieldFault.IN_PAST);
          case CLAIMING_CLOSED -> ProblemType.CLAIMING_CLOSED.exception();
          case FULL -> ProblemType.WISH_FULL.exception();
          case HOLDS_CLAIM -> ProblemType.ALREADY_CLAIMED.exception();
          case ALREADY_INVITED -> ProblemType.ALREADY_INVITED.exception();
          case INVITATION_ENDED -> ProblemType.ALREADY_ENDED.exception();
          case NO_PLACES_TO_HOLD, NOT_FULL -> ProblemType.PLACE_NOT_HELD.exception();
          case PLACES_HELD ->
              ProblemException.invalid("/places", FieldFault.NOT_ALLOWED)
                  .with("held", wish.placesHeld);
          case TOO_MANY_INVITATIONS -> ProblemType.INVITATION_LIMIT_REACHED.exception();
          case WRONG_CLAIMANT ->
              ProblemType.NOT_ELIGIBLE.exception().with("claimableBy", wish.claimableBy);
          case OUTSIDE_AREA ->
              ProblemType.NOT_ELIGIBLE.exception().with("claimableFrom", wish.claimableFrom);
          case NOT_OPEN ->
              ProblemType.NOT_ELIGIBLE
                  .exception()
                  .field(FieldError.body("/claimant", FieldFault.NOT_ALLOWED));
          case BARRED -> ProblemType.BARRED_AFTER_LAPSE.exception();
          case TOO_MANY_CLAIMS -> ProblemType.CLAIM_LIMIT_REACHED.exception();
          case TOO_MANY_PENDING -> ProblemType.PENDING_LIMIT_REACHED.exception();
          case OVER_BUDGET -> overBudget(refused, transition);
          case PLEDGE_REQUIRED -> ProblemException.invalid("/pledge", FieldFault.REQUIRED);
          case OVER_COMMITMENT, BUDGET_TOO_SMALL ->
              inForm(ProblemType.COMMITMENT_EXCEEDED.exception(), refused);
          case OVER_SPENT -> inForm(ProblemType.SPENT_EXCEEDED.exception(), refused);
          case WRONG_CLAIMS -> ProblemException.invalid("/claims", FieldFault.NOT_FOUND);
          case PROXY_CONFLICT -> ProblemType.PROXY_NOT_ALLOWED.exception();
          case PROXY_TOO_EARLY -> ProblemType.PROXY_TOO_EARLY.exception();
          case EVIDENCE_REQUIRED, SHEET_REQUIRED -> ProblemType.EVIDENCE_REQUIRED.exception();
          case HAS_RESIDENT -> ProblemType.PROXY_NOT_ALLOWED.exception();
          case TOO_FEW_SIGNATURES ->
              ProblemException.invalid("/acceptance/people", FieldFault.TOO_SHORT);
          case REASON_REQUIRED ->
              ProblemType.REASON_REQUIRED
                  .exception()
                  .field(FieldError.body("/reason", FieldFault.REQUIRED));
          case LAPSE_UNEXPLAINED ->
              ProblemType.REASON_REQUIRED
                  .exception()
                  .field(FieldError.body("/onBehalfOf/reason", FieldFault.REQUIRED));
          case NOT_DUE -> ProblemType.DEADLINE_NOT_REACHED.exception();
          case NOT_LATER ->
              ProblemException.invalid(
                  List.of(
                      FieldError.body(
                          claim == null ? "/claimBy" : "/completeBy", FieldFault.WRONG_ORDER)));
        };
    return WITHOUT_REASON.contains(refused.reason())
        ? problem
        : problem.with("reason", refused.reason());
  }

  /**
   * Returns the problem with the amount that is free and, for a pledge, the field of the request.
   */
  private static ProblemException overBudget(Refused refused, WishTransition transition) {
    ProblemException problem = ProblemType.BUDGET_EXCEEDED.exception().with("free", refused.free());
    return switch (transition) {
      case CLAIM -> problem.field(FieldError.body("/pledge/amount", FieldFault.OUT_OF_RANGE));
      case PLEDGE -> problem.field(FieldError.body("/amount", FieldFault.OUT_OF_RANGE));
      default -> problem;
    };
  }

  /** Adds the amount that is free and, if the limit is of one form of money, the form. */
  private static ProblemException inForm(ProblemException problem, Refused refused) {
    problem.with("free", refused.free());
    return refused.form() == null ? problem : problem.with("form", refused.form());
  }

  /** Whose consent is missing. */
  private enum ConsentGiver {
    GUARDIAN,
    PERSON_OR_GUARDIAN;

    static ConsentGiver of(Sensitivity sensitivity) {
      return switch (sensitivity) {
        case MINOR -> GUARDIAN;
        case OTHER -> PERSON_OR_GUARDIAN;
      };
    }
  }
}
