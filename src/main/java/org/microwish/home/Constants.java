package org.microwish.home;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.calendar.days.DayKind;
import org.microwish.caller.OnBehalf;
import org.microwish.caller.Role;
import org.microwish.demand.DemandScope;
import org.microwish.demand.lifecycle.DemandCategory;
import org.microwish.demand.lifecycle.DemandChannel;
import org.microwish.demand.lifecycle.DemandKind;
import org.microwish.demand.lifecycle.DemandLevel;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.LeaveReason;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.lifecycle.attachment.Consent;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.FollowUp;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.inbox.InboxKind;
import org.microwish.lifecycle.inbox.InboxScope;
import org.microwish.lifecycle.moderation.ModerationFinding;
import org.microwish.login.account.AccountState;
import org.microwish.login.client.ClientState;
import org.microwish.matching.MatchClosed;
import org.microwish.matching.MatchSort;
import org.microwish.matching.MessageKind;
import org.microwish.matching.plan.MatchingPlan;
import org.microwish.matching.plan.PlanPair;
import org.microwish.matching.plan.solver.PlanSolution;
import org.microwish.matching.score.Term;
import org.microwish.notification.ReminderRule;
import org.microwish.party.CheckInState;
import org.microwish.party.DivisionLevel;
import org.microwish.party.DivisionState;
import org.microwish.party.MemberConsent;
import org.microwish.party.MemberKind;
import org.microwish.party.MemberState;
import org.microwish.party.MergeReceipt;
import org.microwish.party.OrganisationKind;
import org.microwish.party.OrganisationState;
import org.microwish.party.PartyType;
import org.microwish.party.Sector;
import org.microwish.party.SortedBy;
import org.microwish.privacy.PersonalRead;
import org.microwish.privacy.ReadPurpose;
import org.microwish.report.ReportDimension;
import org.microwish.rights.ErasureReason;
import org.microwish.rights.Holds;
import org.microwish.rights.SubjectRef;
import org.microwish.statistics.BreakdownLevel;
import org.microwish.transfer.ImportJob;
import org.microwish.transfer.ImportKind;
import org.microwish.webhook.AttemptFailure;
import org.microwish.webhook.DeliveryState;
import org.microwish.webhook.StopReason;
import org.microwish.webhook.WebhookState;
import org.microwish.wish.Duplicate;
import org.microwish.wish.EndReason;
import org.microwish.wish.WishRequests;
import org.microwish.wish.claim.ClaimSort;
import org.microwish.wish.desk.DeskSort;
import org.microwish.wish.lifecycle.AcceptedBy;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.Sensitivity;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Movement;
import org.microwish.wish.report.ReportState;
import org.microwish.wish.report.WishReport;
import org.microwish.wish.wall.WishSort;

/**
 * The enums of the contract whose values people see, so that the dictionary has labels for them.
 */
final class Constants {

  /** All these enums, in the order in which the dictionary lists them. */
  static final List<Class<? extends Enum<?>>> ALL =
      List.of(
          WishKind.class,
          WishState.class,
          Category.class,
          Channel.class,
          ClaimPolicy.class,
          Capacity.class,
          ClaimableBy.class,
          ClaimableFrom.class,
          ClaimState.class,
          ClaimantType.class,
          InvitationState.class,
          ProxyReason.class,
          AcceptedBy.class,
          Sensitivity.class,
          EndReason.class,
          WishRequests.EndingReason.class,
          WishRequests.PublicMovement.class,
          Form.class,
          Movement.class,
          Duplicate.Match.class,
          ReportState.class,
          WishReport.Reason.class,
          WishReport.Result.class,
          WishSort.class,
          ClaimSort.class,
          DeskSort.class,
          Evidence.Kind.class,
          Evidence.Stage.class,
          Note.Kind.class,
          FollowUp.Result.class,
          Consent.Purpose.class,
          Consent.Relation.class,
          Consent.Method.class,
          ModerationFinding.Subject.class,
          ModerationFinding.State.class,
          ModerationFinding.Source.class,
          InboxKind.class,
          InboxScope.class,
          OrganisationKind.class,
          Sector.class,
          MemberKind.class,
          PartyType.class,
          OrganisationState.class,
          MergeReceipt.What.class,
          MemberState.class,
          CheckInState.class,
          DivisionState.class,
          DivisionLevel.class,
          SortedBy.class,
          MemberConsent.By.class,
          GroupKind.class,
          GroupState.class,
          DemandKind.class,
          DemandCategory.class,
          DemandChannel.class,
          DemandLevel.class,
          DemandState.class,
          DemandScope.class,
          MembershipState.class,
          LeaveReason.class,
          MatchSort.class,
          MatchClosed.class,
          Term.class,
          MessageKind.class,
          MatchingPlan.State.class,
          PlanPair.Sending.class,
          PlanSolution.UnservedReason.class,
          ReminderRule.class,
          DayKind.class,
          Role.class,
          OnBehalf.Type.class,
          AccountState.class,
          ClientState.class,
          WebhookState.class,
          StopReason.class,
          DeliveryState.class,
          AttemptFailure.class,
          ReadPurpose.class,
          PersonalRead.Kind.class,
          Holds.Holdable.class,
          ErasureReason.class,
          SubjectRef.Type.class,
          ReportDimension.class,
          BreakdownLevel.class,
          ImportKind.class,
          ImportJob.State.class,
          EntryType.class);

  private Constants() {}

  /**
   * Returns the name of the enum's schema in the contract: the one that it declares, or the name of
   * the class without that of the class around it.
   */
  static String name(Class<?> type) {
    Schema schema = type.getAnnotation(Schema.class);
    if (schema != null && !schema.name().isEmpty()) {
      return schema.name();
    }
    return type.getSimpleName();
  }
}
