package org.microwish.demand.lifecycle;

import java.util.Optional;

/** Decides whether a command on a demand is permitted, and which states follow. */
public final class DemandRules {

  private DemandRules() {}

  /**
   * Returns the first reason to refuse the command, in the order of {@link DemandRefusal}; empty if
   * the command is permitted.
   */
  public static Optional<DemandRefusal> refusal(
      DemandTransition transition, DemandSnapshot demand) {
    return transition.refusals().stream()
        .filter(refusal -> applies(refusal, transition, demand))
        .findFirst();
  }

  private static boolean applies(
      DemandRefusal refusal, DemandTransition transition, DemandSnapshot demand) {
    DemandSnapshot.Request request = demand.request();
    return switch (refusal) {
      case NOT_PERMITTED -> !transition.permits(demand.roles());
      case WRONG_STATE -> !transition.sources().contains(demand.state());
      case WRONG_SUPPORT_STATE -> !transition.parts().contains(demand.support());
      case OWN_DEMAND -> demand.own();
      case OTHER_HANDLER ->
          demand.state() == DemandState.HANDLING && !demand.roles().contains(DemandRole.HANDLER);
      case ROUTE_CHANGED -> !request.route();
      case NEVER_PUBLIC -> demand.kind() == DemandKind.DISPUTE;
      case NOT_PUBLIC -> !demand.isPublic();
      case MODERATION_OPEN -> demand.moderationOpen();
      case NO_SUCH_LEVEL -> !request.office();
      case DUE_IN_PAST -> !request.future();
      case NOT_DUE -> !demand.due();
      case TOP_LEVEL -> demand.top();
      case INTO_ITSELF -> request.target() == DemandSnapshot.Target.ITSELF;
      case CIRCLE -> request.target() == DemandSnapshot.Target.CIRCLE;
      case TARGET_ENDED -> request.target() == DemandSnapshot.Target.ENDED;
      case ADOPTION_MISMATCH ->
          (demand.kind() == DemandKind.SUGGESTION) != (request.adopted() != null);
      case OUTCOME_MISMATCH -> Boolean.TRUE.equals(request.adopted()) != request.outcome();
      case ALREADY_OBJECTED -> demand.objected();
      case SUPPORTS -> request.supports();
    };
  }

  /** Returns the demand's state after the command. */
  public static DemandState after(DemandTransition transition, DemandState state) {
    return transition.targets().isEmpty() ? state : transition.targets().iterator().next();
  }

  /** Returns the support's state after the command; null if it is not about a support. */
  public static SupportState supportAfter(DemandTransition transition) {
    return switch (transition) {
      case SUPPORT -> SupportState.GIVEN;
      case TAKE_BACK -> SupportState.TAKEN_BACK;
      default -> null;
    };
  }
}
