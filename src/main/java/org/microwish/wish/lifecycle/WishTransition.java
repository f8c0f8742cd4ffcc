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
import java.util.List;
import java.util.Set;
import org.microwish.ledger.leaf.EntryType;

/**
 * The table of a wish's life: every command there is, from which states it may come, where it
 * leads, who may give it, what it must be told, and which claims it works on. A target set of
 * several states means that the state follows the claims; an empty one that the state stays.
 */
@SuppressWarnings("ImmutableEnumChecker") // The sets are unmodifiable; JDK only, so no other type.
public enum WishTransition {
  /** A wish comes into being. */
  CREATE(
      EntryType.WISH_CREATED,
      from(),
      to(DRAFT),
      by(Party.RESIDENT, Party.COLLECTOR, Party.OPERATOR, Party.PARTNER)),
  /** Its author, or staff after submission, changes what nobody has claimed yet. */
  EDIT(
      EntryType.WISH_EDITED,
      from(DRAFT, RETURNED, SUBMITTED, OPEN, EXPIRED),
      stays(),
      by(Party.RESIDENT, Party.COLLECTOR, Party.OPERATOR, Party.PARTNER),
      Fact.VALUES),
  /** Handed in for review. */
  SUBMIT(
      EntryType.WISH_SUBMITTED,
      from(DRAFT, RETURNED),
      to(SUBMITTED),
      by(Party.RESIDENT, Party.COLLECTOR, Party.OPERATOR, Party.PARTNER)),
  /** Sent back to be mended. */
  RETURN(EntryType.WISH_RETURNED, from(SUBMITTED), to(RETURNED), by(Party.OPERATOR), Fact.REASON),
  /** Refused. */
  REJECT(EntryType.WISH_REJECTED, from(SUBMITTED), to(REJECTED), by(Party.OPERATOR), Fact.REASON),
  /** Handed to another body. */
  REFER(
      EntryType.WISH_REFERRED,
      from(SUBMITTED),
      to(REFERRED),
      by(Party.OPERATOR),
      Fact.REFERRED_TO,
      Fact.REASON),
  /** Put on the wall. */
  PUBLISH(
      EntryType.WISH_PUBLISHED, from(SUBMITTED), to(OPEN), by(Party.OPERATOR), Fact.PUBLIC_WORDS),
  /** Put on the wall for another round. */
  REPUBLISH(EntryType.WISH_REPUBLISHED, from(EXPIRED), to(OPEN), by(Party.OPERATOR), Fact.CLAIM_BY),
  /** Claimed; at once active, or pending where approval is needed. */
  CLAIM(EntryType.CLAIM_REQUESTED, from(OPEN), to(OPEN, CLAIMED, IN_PROGRESS), by(Party.CANDIDATE)),
  /** A pending claim becomes active. */
  APPROVE(
      EntryType.CLAIM_APPROVED,
      from(OPEN),
      to(OPEN, CLAIMED, IN_PROGRESS),
      by(Party.OPERATOR),
      on(PENDING)),
  /** A pending claim is turned down. */
  DECLINE(
      EntryType.CLAIM_DECLINED, from(OPEN), stays(), by(Party.OPERATOR), on(PENDING), Fact.REASON),
  /** More is pledged. */
  PLEDGE(
      EntryType.CLAIM_PLEDGED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, CLAIMED, IN_PROGRESS),
      by(Party.CLAIMANT),
      on(ACTIVE),
      Fact.AMOUNT),
  /** Who takes part changes; until delivery. */
  CHANGE_PARTICIPANTS(
      EntryType.CLAIM_PARTICIPANTS_CHANGED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(Party.CLAIMANT),
      on(PENDING, ACTIVE),
      Fact.PARTICIPANTS),
  /** The claimant has spoken with the resident (对接). */
  CONTACT(
      EntryType.CLAIM_CONTACTED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(Party.CLAIMANT, Party.PARTICIPANT),
      on(ACTIVE)),
  /** The claimant has been there and looked (现场走访评估). */
  ASSESS(
      EntryType.CLAIM_ASSESSED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(Party.CLAIMANT, Party.PARTICIPANT),
      on(ACTIVE),
      Fact.NOTE),
  /** The work has begun. */
  START(
      EntryType.CLAIM_STARTED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, IN_PROGRESS),
      by(Party.CLAIMANT, Party.PARTICIPANT),
      on(ACTIVE)),
  /** A note on how it goes. */
  PROGRESS(
      EntryType.CLAIM_PROGRESSED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(Party.CLAIMANT, Party.PARTICIPANT),
      on(ACTIVE),
      Fact.NOTE),
  /** A part is done and paid. */
  DELIVER_PART(
      EntryType.CLAIM_PARTLY_DELIVERED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, IN_PROGRESS),
      by(Party.CLAIMANT),
      on(ACTIVE),
      Fact.NOTE),
  /** All that was promised is done. */
  DELIVER(
      EntryType.CLAIM_DELIVERED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, IN_PROGRESS, DELIVERED),
      by(Party.CLAIMANT),
      on(ACTIVE),
      Fact.NOTE),
  /** The claimant gives up. */
  RELEASE(
      EntryType.CLAIM_RELEASED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      by(Party.CLAIMANT),
      on(PENDING, ACTIVE),
      Fact.REASON),
  /** Staff take the claim away. */
  REVOKE(
      EntryType.CLAIM_REVOKED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      by(Party.OPERATOR),
      on(ACTIVE),
      Fact.REASON),
  /** A deadline ends the claim. */
  LAPSE(
      EntryType.CLAIM_LAPSED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      to(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      by(Party.SWEEPER),
      on(ACTIVE)),
  /** The completion date passed while the work goes on. */
  MARK_OVERDUE(
      EntryType.CLAIM_OVERDUE,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(Party.SWEEPER),
      on(ACTIVE)),
  /** The completion date moves: once by rule, again with a reason. */
  EXTEND_CLAIM(
      EntryType.CLAIM_EXTENDED,
      from(OPEN, CLAIMED, IN_PROGRESS),
      stays(),
      by(Party.OPERATOR),
      on(ACTIVE),
      Fact.COMPLETE_BY),
  /** The claim-by date moves. */
  EXTEND(EntryType.WISH_EXTENDED, from(OPEN), stays(), by(Party.OPERATOR), Fact.CLAIM_BY),
  /** No more claims, though something is free: the shortfall is recorded. */
  CLOSE_CLAIMING(
      EntryType.WISH_CLAIMING_CLOSED,
      from(OPEN),
      to(CLAIMED, IN_PROGRESS, DELIVERED),
      by(Party.OPERATOR, Party.SWEEPER)),
  /** The claim-by date passed and nobody holds a claim. */
  EXPIRE(EntryType.WISH_EXPIRED, from(OPEN), to(EXPIRED), by(Party.SWEEPER)),
  /** Taken back: by the resident while unclaimed, by staff at any time before delivery. */
  WITHDRAW(
      EntryType.WISH_WITHDRAWN,
      from(DRAFT, SUBMITTED, RETURNED, OPEN, EXPIRED, CLAIMED, IN_PROGRESS),
      to(WITHDRAWN),
      by(Party.RESIDENT, Party.OPERATOR),
      Fact.REASON),
  /** The resident, or a proxy, says that it is done. */
  CONFIRM(
      EntryType.WISH_CONFIRMED,
      from(DELIVERED),
      to(FULFILLED),
      by(Party.RESIDENT, Party.COLLECTOR, Party.OPERATOR),
      Fact.RATING),
  /** The resident, or a proxy, says that it is not. */
  REPORT_DISSATISFACTION(
      EntryType.WISH_DISSATISFIED,
      from(DELIVERED),
      to(IN_PROGRESS),
      by(Party.RESIDENT, Party.COLLECTOR, Party.OPERATOR),
      Fact.REDO,
      Fact.REASON),
  /** Work goes on after a confirmation. */
  REOPEN(
      EntryType.WISH_REOPENED,
      from(FULFILLED),
      to(IN_PROGRESS),
      by(Party.OPERATOR),
      Fact.REDO,
      Fact.REASON),
  /** The public notice is over. */
  ARCHIVE(EntryType.WISH_ARCHIVED, from(FULFILLED), to(ARCHIVED), by(Party.SWEEPER)),
  /** A frozen field is put right by a new version; never the state or the past of participants. */
  CORRECT(
      EntryType.WISH_CORRECTED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED, ARCHIVED, EXPIRED, WITHDRAWN),
      stays(),
      by(Party.OPERATOR),
      Fact.VALUES,
      Fact.REASON),
  /** Public money is committed, spent or released. */
  POST_PUBLIC_FUNDS(
      EntryType.MONEY_POSTED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      to(OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      by(Party.OPERATOR),
      Fact.AMOUNT),
  /** Spent money came back. */
  REFUND(
      EntryType.MONEY_REFUNDED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED),
      stays(),
      by(Party.OPERATOR, Party.CLAIMANT),
      Fact.AMOUNT),
  /** A posting made in error is taken back. */
  REVERSE_POSTING(
      EntryType.MONEY_REVERSED,
      from(OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED),
      stays(),
      by(Party.OPERATOR),
      Fact.POSTING,
      Fact.REASON),
  /** A file that shows the need or the work. */
  ADD_EVIDENCE(
      EntryType.EVIDENCE_ADDED,
      from(DRAFT, SUBMITTED, RETURNED, OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED),
      stays(),
      by(
          Party.RESIDENT,
          Party.COLLECTOR,
          Party.PARTNER,
          Party.OPERATOR,
          Party.CLAIMANT,
          Party.PARTICIPANT),
      Fact.FILE),
  /** A coordination meeting (协调会) of a project. */
  HOLD_MEETING(
      EntryType.MEETING_HELD,
      from(SUBMITTED, OPEN, CLAIMED, IN_PROGRESS, DELIVERED),
      stays(),
      by(Party.OPERATOR, Party.COLLECTOR),
      Fact.RESULT),
  /** A visit after it was fulfilled (回访). */
  FOLLOW_UP(
      EntryType.FOLLOW_UP_MADE,
      from(FULFILLED, ARCHIVED),
      stays(),
      by(Party.OPERATOR, Party.COLLECTOR),
      Fact.RESULT),
  /** A guardian's consent to the handling of a sensitive person's values is put on record. */
  RECORD_CONSENT(
      EntryType.CONSENT_RECORDED,
      from(DRAFT, SUBMITTED, RETURNED, OPEN, EXPIRED, CLAIMED, IN_PROGRESS, DELIVERED),
      stays(),
      by(Party.RESIDENT, Party.COLLECTOR, Party.OPERATOR, Party.PARTNER),
      Fact.CONSENT),
  /** It is taken back when nothing can be withdrawn any more; before that the wish is withdrawn. */
  WITHDRAW_CONSENT(
      EntryType.CONSENT_WITHDRAWN,
      from(DELIVERED, FULFILLED, ARCHIVED, REJECTED, REFERRED, WITHDRAWN),
      stays(),
      by(Party.RESIDENT, Party.OPERATOR),
      Fact.REASON);

  private final EntryType entryType;
  private final Set<WishState> sources;
  private final Set<WishState> targets;
  private final Set<Party> parties;
  private final Set<ClaimState> claims;
  private final Set<Fact> facts;

  WishTransition(
      EntryType entryType,
      Set<WishState> sources,
      Set<WishState> targets,
      Set<Party> parties,
      Fact... facts) {
    this(entryType, sources, targets, parties, EnumSet.noneOf(ClaimState.class), facts);
  }

  WishTransition(
      EntryType entryType,
      Set<WishState> sources,
      Set<WishState> targets,
      Set<Party> parties,
      Set<ClaimState> claims,
      Fact... facts) {
    this.entryType = entryType;
    this.sources = Collections.unmodifiableSet(sources);
    this.targets = Collections.unmodifiableSet(targets);
    this.parties = Collections.unmodifiableSet(parties);
    this.claims = Collections.unmodifiableSet(claims);
    EnumSet<Fact> needed = EnumSet.noneOf(Fact.class);
    Collections.addAll(needed, facts);
    this.facts = Collections.unmodifiableSet(needed);
  }

  /** The ledger entry that records it. */
  public EntryType entryType() {
    return entryType;
  }

  /** The states it may come from. */
  public Set<WishState> sources() {
    return sources;
  }

  /** The states it may lead to; empty when the state stays. */
  public Set<WishState> targets() {
    return targets;
  }

  /** Who may give it. */
  public Set<Party> parties() {
    return parties;
  }

  /** The states of the one claim it works on; empty when it works on the wish. */
  public Set<ClaimState> claims() {
    return claims;
  }

  /** What it must be told. */
  public Set<Fact> facts() {
    return facts;
  }

  /** Whether it works on one claim that the command names. */
  public boolean isOnClaim() {
    return !claims.isEmpty();
  }

  private static Set<WishState> from(WishState... states) {
    EnumSet<WishState> set = EnumSet.noneOf(WishState.class);
    Collections.addAll(set, states);
    return set;
  }

  private static Set<WishState> to(WishState... states) {
    return from(states);
  }

  private static Set<WishState> stays() {
    return from();
  }

  private static Set<Party> by(Party... parties) {
    return EnumSet.copyOf(List.of(parties));
  }

  private static Set<ClaimState> on(ClaimState... states) {
    return EnumSet.copyOf(List.of(states));
  }
}
