package org.microwish.wish.lifecycle;

import static org.microwish.wish.lifecycle.ClaimState.ACTIVE;
import static org.microwish.wish.lifecycle.ClaimState.PENDING;
import static org.microwish.wish.lifecycle.WishState.ARCHIVED;
import static org.microwish.wish.lifecycle.WishState.CLAIMED;
import static org.microwish.wish.lifecycle.WishState.DELIVERED;
import static org.microwish.wish.lifecycle.WishState.DRAFT;
import static org.microwish.wish.lifecycle.WishState.EXPIRED;
import static org.microwish.wish.lifecycle.WishState.FULFILLED;
import static org.microwish.wish.lifecycle.WishState.IN_PROGRESS;
import static org.microwish.wish.lifecycle.WishState.OPEN;
import static org.microwish.wish.lifecycle.WishState.REFERRED;
import static org.microwish.wish.lifecycle.WishState.REJECTED;
import static org.microwish.wish.lifecycle.WishState.RETURNED;
import static org.microwish.wish.lifecycle.WishState.SUBMITTED;
import static org.microwish.wish.lifecycle.WishState.WITHDRAWN;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.lifecycle.table.Row;
import org.microwish.lifecycle.table.TransitionTable;

/**
 * The transition table of a wish. Each row is a command with its source states, target states,
 * permitted roles, applicable claim states, further refusals and required facts. Several target
 * states mean that the state is derived from the claims; no target state means that the state does
 * not change. Longer than 400 lines because the formatter puts each part of a row on its own line.
 */
@SuppressWarnings("ImmutableEnumChecker") // The row's sets are unmodifiable.
public enum WishTransition implements Row.Of<WishState, WishRole, ClaimState, Refusal, Fact> {
  /** A wish is created. */
  CREATE(
      EntryType.WISH_CREATED,
      from(),
      to(DRAFT),
      by(
          WishRole.RESIDENT,
          WishRole.COLLECTOR,
          WishRole.OPERATOR,
          WishRole.PARTNER,
          WishRole.AUTHOR),
      unless()),
  /**
   * The data of a wish that was never claimed is replaced: in DRAFT and RETURNED by its author or
   * staff, in the other states by operators only.
   */
  EDIT(
      EntryType.WISH_EDITED,
      from(DRAFT, RETURNED, SUBMITTED, OPEN, EXPIRED),
      stays(),
      by(
          WishRole.RESIDENT,
          WishRole.COLLECTOR,
          WishRole.OPERATOR,
          WishRole.PARTNER,
          WishRole.AUTHOR),
      unless(
          Refusal.WRONG_STATE,
          Refusal.FROZEN,
          Refusal.KIND_CHANGED,
          Refusal.OUTSIDE_DIVISION,
          Refusal.MARKED_AS_MINOR,
          Refusal.CONSENT_REQUIRED,
          Refusal.PLACES_HELD,
          Refusal.BUDGET_TOO_SMALL,
          Refusal.COMPLETE_BY_PAST),
      Fact.VALUES),
  /** The wish is submitted for review. */
  SUBMIT(
      EntryType.WISH_SUBMITTED,
      from(DRAFT, RETURNED),
      to(SUBMITTED),
      by(
          WishRole.RESIDENT,
          WishRole.COLLECTOR,
          WishRole.OPERATOR,
          WishRole.PARTNER,
          WishRole.AUTHOR),
      unless(Refusal.CONSENT_REQUIRED)),
  /** The wish is returned to its author for changes. */
  RETURN(
      EntryType.WISH_RETURNED,
      from(SUBMITTED),
      to(RETURNED),
      by(WishRole.OPERATOR),
      unless(),
      Fact.REASON),
  /** The wish is rejected at review. */
  REJECT(
      EntryType.WISH_REJECTED,
      from(SUBMITTED),
      to(REJECTED),
      by(WishRole.OPERATOR),
      unless(),
      Fact.REASON),
  /** A wish that was rejected by mistake goes back to review. */
  RESUME(
      EntryType.WISH_RESUMED,
      from(REJECTED),
      to(SUBMITTED),
      by(WishRole.OPERATOR),
      unless(Refusal.CONSENT_REQUIRED),
      Fact.REASON),
  /** The wish is referred to another body. */
  REFER(
      EntryType.WISH_REFERRED,
      from(SUBMITTED),
      to(REFERRED),
      by(WishRole.OPERATOR),
      unless(),
      Fact.REFERRED_TO,
      Fact.REASON),
  /** The wish is published on the wall. */
  PUBLISH(
      EntryType.WISH_PUBLISHED,
      from(SUBMITTED),
      to(OPEN),
      by(WishRole.OPERATOR),
      unless(
          Refusal.CONSENT_REQUIRED,
          Refusal.MODERATION_OPEN,
          Refusal.CLAIM_BY_PAST,
          Refusal.COMPLETE_BY_PAST),
      Fact.PUBLIC_WORDS),
  /** An expired wish is published on the wall for another round. */
  REPUBLISH(
      EntryType.WISH_REPUBLISHED,
      from(EXPIRED),
      to(OPEN),
      by(WishRole.OPERATOR),
      unless(Refusal.CONSENT_REQUIRED, Refusal.MODERATION_OPEN, Refusal.NOT_LATER),
      Fact.CLAIM_BY),
  /** A new claim is made; it is active at once, or pending if the wish needs approval. */
  CLAIM(
      EntryType.CLAIM_REQUESTED,
      from(OPEN),
      to(OPEN, CLAIMED, IN_PROGRESS),
      by(WishRole.CANDIDATE),
      unless(
          Refusal.HOLDS_CLAIM,
          Refusal.CLAIMING_CLOSED,
          Refusal.FULL,
          Refusal.WRONG_CLAIMANT,
          Refusal.OUTSIDE_AREA,
          Refusal.BARRED,
          Refusal.TOO_MANY_CLAIMS,
          Refusal.TOO_MANY_PENDING,
          Refusal.OVER_BUDGET,
          Refusal.PLEDGE_REQUIRED)),
  /** A pending claim becomes active. */
  APPROVE(
      EntryType.CLAIM_APPROVED,
      from(OPEN),
      to(OPEN, CLAIMED, IN_PROGRESS),
      by(WishRole.OPERATOR),
      on(PENDING),
      unless(Refusal.CLAIMING_CLOSED, Refusal.FULL, Refusal.OVER_BUDGET)),
  /** A pending claim is declined. */
  DECLINE(
      EntryType.CLAIM_DECLINED,
      from(OPEN),
      stays(),
      by(WishRole.OPERATOR),
      on(PENDING),
      unless(),
      Fact.REASON),
  /**
   * An operator invites an organisation or member to claim the wish. The invitation may hold a
   * place.
   */
  INVITE(
      EntryType.CLAIMANT_INVITED,
      from(OPEN),
      stays(),
      by(WishRole.OPERATOR),
      unless(
          Refusal.OFF_WALL,
          Refusal.HOLDS_CLAIM,
          Refusal.ALREADY_INVITED,
          Refusal.CLAIMING_CLOSED,
          Refusal.NO_PLACES_TO_HOLD,
          Refusal.FULL,
          Refusal.WRONG_CLAIMANT,
          Refusal.OUTSIDE_AREA,
          Refusal.BARRED,
          Refusal.NOT_OPEN,
          Refusal.TOO_MANY_INVITATIONS),
      Fact.INVITED),
  /** Somebody joins the waiting list (候补) of a wish that has no free place. */
  JOIN_WAITING_LIST(
      EntryType.WAITING_LIST_JOINED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(WishRole.CANDIDATE),
      unless(
          Refusal.OFF_WALL,
          Refusal.HOLDS_CLAIM,
          Refusal.ALREADY_INVITED,
          Refusal.CLAIMING_CLOSED,
          Refusal.NO_PLACES_TO_HOLD,
          Refusal.NOT_FULL,
          Refusal.WRONG_CLAIMANT,
          Refusal.OUTSIDE_AREA,
          Refusal.BARRED,
          Refusal.TOO_MANY_INVITATIONS)),
  /** A place that is free again is offered to the first in the waiting list, for a limited time. */
  OFFER_PLACE(
      EntryType.PLACE_OFFERED,
      from(OPEN),
      stays(),
      by(WishRole.SWEEPER),
      unless(Refusal.OFF_WALL, Refusal.INVITATION_ENDED, Refusal.CLAIMING_CLOSED, Refusal.FULL)),
  /** An invited claimant declines, or a waiting claimant leaves the waiting list. */
  DECLINE_INVITATION(
      EntryType.INVITATION_DECLINED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      stays(),
      by(WishRole.CANDIDATE),
      unless(Refusal.INVITATION_ENDED)),
  /** An operator withdraws an invitation, or removes somebody from the waiting list. */
  WITHDRAW_INVITATION(
      EntryType.INVITATION_WITHDRAWN,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      stays(),
      by(WishRole.OPERATOR),
      unless(Refusal.INVITATION_ENDED)),
  /** An invitation runs out. */
  EXPIRE_INVITATION(
      EntryType.INVITATION_EXPIRED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      stays(),
      by(WishRole.SWEEPER),
      unless(Refusal.INVITATION_ENDED, Refusal.NOT_DUE)),
  /** The claimant of an active claim pledges a further amount. */
  PLEDGE(
      EntryType.CLAIM_PLEDGED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, CLAIMED, IN_PROGRESS),
      by(WishRole.CLAIMANT),
      on(ACTIVE),
      unless(Refusal.OVER_BUDGET, Refusal.LAPSE_UNEXPLAINED),
      Fact.AMOUNT),
  /** The claimant replaces the participants of an undelivered claim, or a participant leaves. */
  CHANGE_PARTICIPANTS(
      EntryType.CLAIM_PARTICIPANTS_CHANGED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(WishRole.CLAIMANT, WishRole.PARTICIPANT),
      on(PENDING, ACTIVE),
      unless(Refusal.LAPSE_UNEXPLAINED),
      Fact.PARTICIPANTS),
  /**
   * A claim is handed over to another member of its organisation, or to another organisation: the
   * one to which its member moved, or the one that takes over from a merged or dissolved
   * organisation.
   */
  HAND_OVER_CLAIM(
      EntryType.CLAIM_HANDED_OVER,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(WishRole.OPERATOR, WishRole.STEWARD),
      on(PENDING, ACTIVE),
      unless(
          Refusal.HOLDS_CLAIM,
          Refusal.WRONG_CLAIMANT,
          Refusal.OUTSIDE_AREA,
          Refusal.BARRED,
          Refusal.TOO_MANY_CLAIMS),
      Fact.SUCCESSOR),
  /** The claimant or a participant has contacted the resident (对接). */
  CONTACT(
      EntryType.CLAIM_CONTACTED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(WishRole.CLAIMANT, WishRole.PARTICIPANT),
      on(ACTIVE),
      unless(Refusal.ALREADY_DONE, Refusal.LAPSE_UNEXPLAINED)),
  /** The claimant or a participant has visited and assessed the site (现场走访评估). */
  ASSESS(
      EntryType.CLAIM_ASSESSED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(WishRole.CLAIMANT, WishRole.PARTICIPANT),
      on(ACTIVE),
      unless(Refusal.LAPSE_UNEXPLAINED),
      Fact.NOTE),
  /** The work of the claim has started. */
  START(
      EntryType.CLAIM_STARTED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, IN_PROGRESS),
      by(WishRole.CLAIMANT, WishRole.PARTICIPANT),
      on(ACTIVE),
      unless(Refusal.ALREADY_DONE, Refusal.LAPSE_UNEXPLAINED)),
  /** A note on the progress of the work is recorded. */
  PROGRESS(
      EntryType.CLAIM_PROGRESSED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(WishRole.CLAIMANT, WishRole.PARTICIPANT),
      on(ACTIVE),
      unless(Refusal.LAPSE_UNEXPLAINED),
      Fact.NOTE),
  /** A part of the promised work is done; its cost is recorded. */
  DELIVER_PART(
      EntryType.CLAIM_PARTLY_DELIVERED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, IN_PROGRESS),
      by(WishRole.CLAIMANT),
      on(ACTIVE),
      unless(Refusal.OVER_COMMITMENT, Refusal.LAPSE_UNEXPLAINED),
      Fact.NOTE),
  /** All promised work of the claim is done; its cost is recorded. */
  DELIVER(
      EntryType.CLAIM_DELIVERED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, IN_PROGRESS, DELIVERED),
      by(WishRole.CLAIMANT),
      on(ACTIVE),
      unless(Refusal.OVER_COMMITMENT, Refusal.LAPSE_UNEXPLAINED),
      Fact.NOTE),
  /** The claimant gives up the claim. */
  RELEASE(
      EntryType.CLAIM_RELEASED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      by(WishRole.CLAIMANT),
      on(PENDING, ACTIVE),
      unless(),
      Fact.REASON),
  /** An operator revokes the claim. */
  REVOKE(
      EntryType.CLAIM_REVOKED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      by(WishRole.OPERATOR),
      on(ACTIVE),
      unless(),
      Fact.REASON),
  /** A deadline passed before the work started, and ends the claim. */
  LAPSE(
      EntryType.CLAIM_LAPSED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      by(WishRole.SWEEPER),
      on(ACTIVE),
      unless(Refusal.NOT_DUE)),
  /** The completion date of a claim passed after its work had started; the claim is marked. */
  MARK_OVERDUE(
      EntryType.CLAIM_OVERDUE,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(WishRole.SWEEPER),
      on(ACTIVE),
      unless(Refusal.NOT_DUE)),
  /** The completion date of a claim is extended; every extension after the first needs a reason. */
  EXTEND_CLAIM(
      EntryType.CLAIM_EXTENDED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(WishRole.OPERATOR),
      on(ACTIVE),
      unless(Refusal.REASON_REQUIRED, Refusal.NOT_LATER),
      Fact.COMPLETE_BY),
  /** The claim-by date of the wish is extended. */
  EXTEND(
      EntryType.WISH_EXTENDED,
      from(OPEN),
      stays(),
      by(WishRole.OPERATOR),
      unless(Refusal.NOT_LATER),
      Fact.CLAIM_BY),
  /** Claiming ends although places or budget are free; the shortfall is recorded. */
  CLOSE_CLAIMING(
      EntryType.WISH_CLAIMING_CLOSED,
      from(OPEN),
      to(CLAIMED, IN_PROGRESS, DELIVERED),
      by(WishRole.OPERATOR, WishRole.SWEEPER),
      unless(Refusal.NO_ACTIVE_CLAIM, Refusal.NOT_DUE)),
  /** The claim-by date passed while no claim was active; pending claims lapse. */
  EXPIRE(
      EntryType.WISH_EXPIRED,
      from(OPEN),
      to(EXPIRED),
      by(WishRole.SWEEPER),
      unless(Refusal.CLAIMED_ALREADY, Refusal.NOT_DUE)),
  /**
   * The wish is withdrawn before delivery, even if claims are active. Withdrawing the consent
   * before delivery uses this transition, too, so that leaves do not reveal whether there was a
   * consent. A collector can withdraw only the collector's own draft, such as a duplicate; a
   * partner only a wish that it created and nobody has claimed.
   */
  WITHDRAW(
      EntryType.WISH_WITHDRAWN,
      from(DRAFT, SUBMITTED, RETURNED, OPEN, EXPIRED, CLAIMED, IN_PROGRESS),
      to(WITHDRAWN),
      by(WishRole.RESIDENT, WishRole.COLLECTOR, WishRole.OPERATOR, WishRole.PARTNER),
      unless(Refusal.FROZEN, Refusal.NO_CONSENT),
      Fact.REASON),
  /**
   * The resident or a proxy confirms that the wish is fulfilled, or a public project is accepted.
   */
  CONFIRM(
      EntryType.WISH_CONFIRMED,
      from(DELIVERED),
      to(FULFILLED),
      by(WishRole.RESIDENT, WishRole.COLLECTOR, WishRole.OPERATOR),
      unless(
          Refusal.PROXY_CONFLICT,
          Refusal.PROXY_ROLE,
          Refusal.PROXY_TOO_EARLY,
          Refusal.EVIDENCE_REQUIRED,
          Refusal.HAS_RESIDENT,
          Refusal.TOO_FEW_SIGNATURES,
          Refusal.SHEET_REQUIRED),
      Fact.RATING),
  /**
   * The resident, a proxy, or the body that should accept a public project reports that work must
   * be done again.
   */
  REPORT_DISSATISFACTION(
      EntryType.WISH_DISSATISFIED,
      from(DELIVERED),
      to(IN_PROGRESS),
      by(WishRole.RESIDENT, WishRole.COLLECTOR, WishRole.OPERATOR),
      unless(
          Refusal.PROXY_CONFLICT,
          Refusal.PROXY_ROLE,
          Refusal.PROXY_TOO_EARLY,
          Refusal.EVIDENCE_REQUIRED,
          Refusal.HAS_RESIDENT,
          Refusal.TOO_FEW_SIGNATURES,
          Refusal.SHEET_REQUIRED,
          Refusal.WRONG_CLAIMS),
      Fact.REDO,
      Fact.REASON),
  /** A confirmed wish is reopened, because work must be done again. */
  REOPEN(
      EntryType.WISH_REOPENED,
      from(FULFILLED),
      to(IN_PROGRESS),
      by(WishRole.OPERATOR),
      unless(Refusal.WRONG_CLAIMS),
      Fact.REDO,
      Fact.REASON),
  /** The public notice has ended, and the wish is archived. */
  ARCHIVE(
      EntryType.WISH_ARCHIVED,
      from(FULFILLED),
      to(ARCHIVED),
      by(WishRole.SWEEPER),
      unless(Refusal.NOT_DUE)),
  /** Operators correct fields that the author can no longer edit, in a new version of the wish. */
  CORRECT(
      EntryType.WISH_CORRECTED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED, ARCHIVED, EXPIRED, WITHDRAWN),
      stays(),
      by(WishRole.OPERATOR),
      unless(Refusal.WRONG_STATE, Refusal.OUTSIDE_DIVISION, Refusal.BUDGET_TOO_SMALL),
      Fact.VALUES,
      Fact.REASON),
  /**
   * Operators replace the public title and summary; a wish that was taken off the wall is shown
   * again.
   */
  AMEND_PUBLIC_WORDS(
      EntryType.WISH_WORDS_AMENDED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED, ARCHIVED),
      stays(),
      by(WishRole.OPERATOR),
      unless(Refusal.CONSENT_REQUIRED),
      Fact.PUBLIC_WORDS),
  /** Operators take a published wish off the wall; its state and claims do not change. */
  UNPUBLISH(
      EntryType.WISH_UNPUBLISHED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED, ARCHIVED),
      stays(),
      by(WishRole.OPERATOR),
      unless(Refusal.OFF_WALL),
      Fact.REASON),
  /** Public funds are committed, spent or released. */
  POST_PUBLIC_FUNDS(
      EntryType.MONEY_POSTED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      to(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      by(WishRole.OPERATOR),
      unless(Refusal.OVER_COMMITMENT, Refusal.OVER_BUDGET),
      Fact.AMOUNT),
  /** Spent money is refunded. */
  REFUND(
      EntryType.MONEY_REFUNDED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED),
      stays(),
      by(WishRole.OPERATOR, WishRole.CLAIMANT),
      unless(Refusal.OVER_SPENT),
      Fact.AMOUNT),
  /** A wrong posting is reversed, and the correct amount is posted. */
  REVERSE_POSTING(
      EntryType.MONEY_REVERSED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED),
      stays(),
      by(WishRole.OPERATOR),
      unless(
          Refusal.ALREADY_DONE,
          Refusal.NOT_REVERSIBLE,
          Refusal.OVER_COMMITMENT,
          Refusal.OVER_SPENT,
          Refusal.OVER_BUDGET),
      Fact.POSTING,
      Fact.REASON),
  /** A file that shows the need or the work is added. */
  ADD_EVIDENCE(
      EntryType.EVIDENCE_ADDED,
      from(DRAFT, SUBMITTED, RETURNED, OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED),
      stays(),
      by(
          WishRole.RESIDENT,
          WishRole.COLLECTOR,
          WishRole.PARTNER,
          WishRole.OPERATOR,
          WishRole.CLAIMANT,
          WishRole.STEWARD,
          WishRole.PARTICIPANT),
      unless(Refusal.WRONG_CLAIM_STATE),
      Fact.FILE),
  /** A coordination meeting (协调会) of a project is recorded. */
  HOLD_MEETING(
      EntryType.MEETING_HELD,
      from(SUBMITTED, OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      stays(),
      by(WishRole.OPERATOR, WishRole.COLLECTOR),
      unless(Refusal.NOT_A_PROJECT),
      Fact.RESULT),
  /** A follow-up visit (回访) after the confirmation is recorded. */
  FOLLOW_UP(
      EntryType.FOLLOW_UP_MADE,
      from(FULFILLED, ARCHIVED),
      stays(),
      by(WishRole.OPERATOR, WishRole.COLLECTOR),
      unless(),
      Fact.RESULT),
  /** Another collector becomes responsible for the wish. */
  HAND_OVER(
      EntryType.WISH_HANDED_OVER,
      from(DRAFT, SUBMITTED, RETURNED, OPEN, EXPIRED, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED),
      stays(),
      by(WishRole.OPERATOR),
      unless(),
      Fact.SUCCESSOR),
  /** The resident writes a thank-you, and states whether it may be published. */
  THANK(
      EntryType.WISH_THANKED,
      from(FULFILLED, ARCHIVED),
      stays(),
      by(WishRole.RESIDENT),
      unless(),
      Fact.NOTE),
  /** The resident's thank-you is published beside the wish. */
  PUBLISH_THANKS(
      EntryType.THANKS_PUBLISHED,
      from(FULFILLED, ARCHIVED),
      stays(),
      by(WishRole.OPERATOR),
      unless(Refusal.NO_THANKS, Refusal.MODERATION_OPEN),
      Fact.PUBLIC_WORDS),
  /** A published thank-you is taken down. */
  HIDE_THANKS(
      EntryType.THANKS_HIDDEN,
      from(FULFILLED, ARCHIVED),
      stays(),
      by(WishRole.RESIDENT, WishRole.OPERATOR),
      unless(Refusal.NO_THANKS),
      Fact.REASON),
  /** A note is recorded; the ledger leaf contains only a commitment to its text. */
  NOTE(
      EntryType.WISH_NOTED,
      from(
          DRAFT,
          SUBMITTED,
          RETURNED,
          OPEN,
          EXPIRED,
          CLAIMED,
          IN_PROGRESS,
          DELIVERED,
          FULFILLED,
          ARCHIVED,
          REJECTED,
          REFERRED,
          WITHDRAWN),
      stays(),
      by(WishRole.RESIDENT, WishRole.COLLECTOR, WishRole.OPERATOR, WishRole.PARTNER),
      unless(Refusal.NO_CONSENT),
      Fact.RESULT),
  /** The wish follows its community, which was merged into another. */
  MOVE(
      EntryType.WISH_MOVED,
      from(
          DRAFT,
          SUBMITTED,
          RETURNED,
          OPEN,
          EXPIRED,
          CLAIMED,
          IN_PROGRESS,
          DELIVERED,
          FULFILLED,
          ARCHIVED,
          REJECTED,
          REFERRED,
          WITHDRAWN),
      stays(),
      by(WishRole.SWEEPER),
      unless(),
      Fact.VALUES),
  /**
   * A consent to the handling of a sensitive person's data is recorded. Ledger leaves show this
   * transition as NOTE: a recorded consent would reveal that the resident is a minor or otherwise
   * sensitive.
   */
  RECORD_CONSENT(
      EntryType.CONSENT_RECORDED,
      from(DRAFT, SUBMITTED, RETURNED, OPEN, EXPIRED, CLAIMED, IN_PROGRESS, DELIVERED),
      stays(),
      by(WishRole.RESIDENT, WishRole.COLLECTOR, WishRole.OPERATOR, WishRole.PARTNER),
      unless(Refusal.MARKED_AS_MINOR),
      Fact.CONSENT),
  /**
   * The consent to a delivered or ended wish is withdrawn; the wish keeps its state. In earlier
   * states, {@link #WITHDRAW} withdraws the consent and the wish. Ledger leaves show this
   * transition as NOTE.
   */
  WITHDRAW_CONSENT(
      EntryType.CONSENT_WITHDRAWN,
      from(DELIVERED, FULFILLED, ARCHIVED, REJECTED, REFERRED, WITHDRAWN),
      stays(),
      by(WishRole.RESIDENT, WishRole.OPERATOR),
      unless(Refusal.NO_CONSENT),
      Fact.REASON);

  /** The transition table with all rows of this enum. */
  public static final TransitionTable TABLE =
      TransitionTable.of(AggregateType.WISH, WishState.class, WishTransition.class);

  private final Row<WishState, WishRole, ClaimState, Refusal, Fact> row;

  WishTransition(
      EntryType entryType,
      Set<WishState> sources,
      Set<WishState> targets,
      Set<WishRole> roles,
      Set<Refusal> refusals,
      Fact... facts) {
    this(entryType, sources, targets, roles, Row.set(), refusals, facts);
  }

  WishTransition(
      EntryType entryType,
      Set<WishState> sources,
      Set<WishState> targets,
      Set<WishRole> roles,
      Set<ClaimState> claims,
      Set<Refusal> refusals,
      Fact... facts) {
    EnumSet<Refusal> all = EnumSet.of(Refusal.NOT_PERMITTED, Refusal.WRONG_STATE);
    if (!claims.isEmpty()) {
      all.add(Refusal.WRONG_CLAIM_STATE);
      all.add(Refusal.ALREADY_DELIVERED);
    }
    all.addAll(refusals);
    this.row =
        new Row<>(
            entryType,
            sources,
            targets,
            roles,
            claims,
            Collections.unmodifiableSet(all),
            Row.set(facts));
  }

  @Override
  public Row<WishState, WishRole, ClaimState, Refusal, Fact> row() {
    return row;
  }

  /**
   * Returns whether an operator can record the command late for a claimant, participant or resident
   * who was offline. This holds for the resident's answer, and for commands of claimants that
   * operators cannot run in their own name.
   */
  public boolean isRecordedForOthers() {
    Set<WishRole> roles = row.roles();
    if (this == JOIN_WAITING_LIST || this == DECLINE_INVITATION) {
      // Late records keep evidence of work done offline; these two commands are not work.
      return false;
    }
    return this == CONFIRM
        || this == REPORT_DISSATISFACTION
        || ((roles.contains(WishRole.CANDIDATE) || roles.contains(WishRole.CLAIMANT))
            && !roles.contains(WishRole.OPERATOR));
  }

  @Override
  public WishTransition shownAs() {
    return this == RECORD_CONSENT || this == WITHDRAW_CONSENT ? NOTE : this;
  }

  private static Set<WishState> from(WishState... states) {
    return Row.set(states);
  }

  private static Set<WishState> to(WishState... states) {
    return Row.set(states);
  }

  private static Set<WishState> stays() {
    return Row.set();
  }

  private static Set<WishRole> by(WishRole... roles) {
    return Row.set(roles);
  }

  private static Set<Refusal> unless(Refusal... refusals) {
    return Row.set(refusals);
  }

  private static Set<ClaimState> on(ClaimState... states) {
    return Row.set(states);
  }
}
