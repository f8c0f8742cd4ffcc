package org.microwish.demand.lifecycle;

import java.util.Set;

/**
 * The facts on which a decision about a demand depends, as read under the lock.
 *
 * @param roles the caller's roles towards the demand
 * @param support the state of the support that the command addresses, or null
 * @param own whether the caller, in whatever role, asks for it
 * @param isPublic whether the demand is published
 * @param moderationOpen whether a moderation finding on the demand's texts is open or the texts
 *     were rejected
 * @param objected whether the asker has objected to an answer before
 * @param due whether the due date has passed
 * @param top whether there is no level to which the demand can escalate
 * @param request what the request adds
 */
public record DemandSnapshot(
    DemandState state,
    DemandKind kind,
    Set<DemandRole> roles,
    SupportState support,
    boolean own,
    boolean isPublic,
    boolean moderationOpen,
    boolean objected,
    boolean due,
    boolean top,
    Request request) {

  /**
   * The facts that only some requests have.
   *
   * @param route whether the request names the demand's route number
   * @param office whether the requested level has an office
   * @param future whether the requested due date is in the future, or none is requested
   * @param target how the demand relates to the one into which it is to be merged
   * @param adopted whether a suggestion is adopted, or null
   * @param outcome whether the request says what became of the suggestion
   * @param supports whether the caller already supports the demand
   */
  public record Request(
      boolean route,
      boolean office,
      boolean future,
      Target target,
      Boolean adopted,
      boolean outcome,
      boolean supports) {

    /** The request of a command without such facts. */
    public static final Request PLAIN =
        new Request(true, true, true, Target.OPEN, null, false, false);

    /** A request to take the demand. */
    public static Request route(boolean current) {
      return new Request(current, true, true, Target.OPEN, null, false, false);
    }

    /** A request with a due date, and perhaps a level. */
    public static Request due(boolean office, boolean future) {
      return new Request(true, office, future, Target.OPEN, null, false, false);
    }

    /** A request to merge the demand into another. */
    public static Request into(Target target) {
      return new Request(true, true, true, target, null, false, false);
    }

    /** An answer. */
    public static Request answer(Boolean adopted, boolean outcome) {
      return new Request(true, true, true, Target.OPEN, adopted, outcome, false);
    }

    /** A request to support the demand. */
    public static Request support(boolean already) {
      return new Request(true, true, true, Target.OPEN, null, false, already);
    }
  }

  /** How a demand relates to the one into which it is to be merged. */
  public enum Target {
    /** It can be merged. */
    OPEN,
    /** Both are the same. */
    ITSELF,
    /** The other one was merged into this one. */
    CIRCLE,
    /** The other one is answered or has ended. */
    ENDED
  }
}
