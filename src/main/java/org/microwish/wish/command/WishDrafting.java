package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Consent;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.CheckIns;
import org.microwish.party.Division;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.party.MemberState;
import org.microwish.party.Members;
import org.microwish.party.PartyType;
import org.microwish.platform.Confidential;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.privacy.Masking;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Beneficiaries;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.Duplicates;
import org.microwish.wish.Invitations;
import org.microwish.wish.LeafFacts;
import org.microwish.wish.Wish;
import org.microwish.wish.WishAccess;
import org.microwish.wish.WishConfig;
import org.microwish.wish.WishContext;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.Wishes;
import org.microwish.wish.category.Subcategories;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.Sensitivity;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Creates and edits drafts of wishes. Each public method runs one command in the caller's
 * transaction, writes one ledger entry, and throws a {@code ProblemException} when the command is
 * refused.
 */
@ApplicationScoped
public class WishDrafting {

  private final WishExecutor executor;
  private final WishAccess access;
  private final Divisions divisions;
  private final Vault vault;
  private final Moderation moderation;
  private final PublicWords publicWords;
  private final Ids ids;
  private final Time time;
  private final Subcategories subcategories;
  private final Attachments attachments;
  private final Wishes wishes;
  private final Duplicates duplicates;
  private final FollowUps followUps;
  private final WishConfig config;
  private final Invitations invitations;
  private final CheckIns checkIns;
  private final Members members;
  private final WishReferences references;

  WishDrafting(
      WishExecutor executor,
      WishAccess access,
      Divisions divisions,
      Vault vault,
      Moderation moderation,
      PublicWords publicWords,
      Ids ids,
      Time time,
      Subcategories subcategories,
      Attachments attachments,
      Wishes wishes,
      Duplicates duplicates,
      FollowUps followUps,
      WishConfig config,
      Invitations invitations,
      CheckIns checkIns,
      Members members,
      WishReferences references) {
    this.checkIns = checkIns;
    this.members = members;
    this.invitations = invitations;
    this.references = references;
    this.executor = executor;
    this.access = access;
    this.divisions = divisions;
    this.vault = vault;
    this.moderation = moderation;
    this.publicWords = publicWords;
    this.ids = ids;
    this.time = time;
    this.subcategories = subcategories;
    this.attachments = attachments;
    this.wishes = wishes;
    this.duplicates = duplicates;
    this.followUps = followUps;
    this.config = config;
  }

  /** Creates a wish in the state DRAFT. */
  public WishReceipt create(Caller caller, WishDraft draft, Instant occurredAt, boolean sample) {
    EventTime when = EventTime.checked(caller, occurredAt, null, time.now());
    Division division = place(draft);
    if (!isInside(caller, division)) {
      throw ProblemException.invalid("/division", FieldFault.NOT_ALLOWED);
    }
    requireAnotherResident(caller, draft);
    if (!sample) {
      requireFewOpen(caller);
    }
    Wish wish = new Wish();
    wish.begin(ids.next(), caller, when);
    wish.state = WishState.DRAFT;
    wish.resident = caller.role() == Role.RESIDENT ? caller.account() : draft.resident();
    wish.residentNamed = wish.resident != null;
    wish.partner = caller.role() == Role.PARTNER ? caller.account() : null;
    wish.authorMemberId = caller.role() == Role.MEMBER ? caller.memberId() : null;
    wish.sample = sample;
    wish.divisionPath = division.path;
    WishContext context =
        new WishContext(
            caller, wish, null, List.of(), access.roles(caller, wish, null), ids.next(), when);
    if (draft.completeBy() != null && !draft.completeBy().isAfter(context.at)) {
      throw ProblemException.invalid("/completeBy", FieldFault.IN_PAST);
    }
    fill(context, draft, draft.words(), division);
    if (draft.followUp() != null) {
      followUps.leadToWish(caller, draft.followUp().value(), context);
    }
    references.create(context, draft);
    WishReceipt receipt = executor.create(context);
    return sample ? receipt : receipt.pointingOut(duplicates.of(caller, wish, context.secrets));
  }

  /**
   * Whether the caller may record wishes of residents of the division: staff and partners in their
   * own division, members in the community where they live or have checked in.
   */
  private boolean isInside(Caller caller, Division division) {
    return switch (caller.role()) {
      case COLLECTOR, OPERATOR, PARTNER -> caller.covers(division.path);
      case MEMBER -> serves(caller.memberId(), division.path);
      case RESIDENT, STEWARD, AUDITOR, ADMINISTRATOR, SYSTEM -> true;
    };
  }

  private boolean serves(Long memberId, String path) {
    String community = DivisionCode.communityPath(path);
    return memberId != null
        && (checkIns.communitiesOf(PartyType.MEMBER, memberId).contains(community)
            || members
                .find(memberId)
                .filter(member -> member.state == MemberState.ACTIVE)
                .filter(member -> member.divisionPath.startsWith(community))
                .isPresent());
  }

  /**
   * Refuses a draft in which a resident or a member names any {@code resident}, or another author
   * names the author's own account: that author could otherwise confirm the wish as the resident.
   */
  private static void requireAnotherResident(Caller caller, WishDraft draft) {
    if (draft.resident() != null
        && (caller.is(Role.RESIDENT, Role.MEMBER) || draft.resident().equals(caller.account()))) {
      throw ProblemException.invalid("/resident", FieldFault.NOT_ALLOWED);
    }
  }

  /**
   * Refuses a new wish if the calling resident already has the maximum number of open wishes, or if
   * the calling member has recorded that many wishes whose review is not decided. Concurrent
   * requests may exceed the maximum; this is accepted, because the limit only prevents floods.
   */
  private void requireFewOpen(Caller caller) {
    int limit = config.residentWishes();
    long open =
        switch (caller.role()) {
          case RESIDENT -> wishes.countOpen(caller.account());
          case MEMBER -> wishes.countUndecided(caller.memberId());
          default -> 0;
        };
    if (open >= limit) {
      throw ProblemType.OPEN_WISH_LIMIT_REACHED.exception().with("limit", limit);
    }
  }

  /**
   * Returns the draft's division; refuses a subcategory that is unknown or inactive, and a division
   * that is unknown or larger than a community.
   */
  private Division place(WishDraft draft) {
    if (draft.subcategory() != null
        && !subcategories.isActive(draft.subcategory(), draft.category())) {
      throw ProblemException.invalid("/subcategory", FieldFault.NOT_FOUND);
    }
    Division division = divisions.require(draft.division(), "/division");
    if (DivisionCode.communityPath(division.path) == null) {
      throw ProblemException.invalid("/division", FieldFault.NOT_ALLOWED);
    }
    return division;
  }

  private void fill(
      WishContext context, WishDraft draft, WishDraft.PrivateWords words, Division division) {
    Wish wish = context.wish;
    wish.kind = draft.kind();
    wish.channel = draft.channel();
    wish.category = draft.category();
    wish.subcategory = draft.subcategory();
    wish.divisionPath = division.path;
    wish.neededSkill = draft.neededSkill();
    Beneficiaries beneficiaries = draft.beneficiaries();
    wish.beneficiaryBuildings = beneficiaries == null ? null : beneficiaries.buildings();
    wish.beneficiaryHouseholds = beneficiaries == null ? null : beneficiaries.households();
    wish.beneficiaryPeople = beneficiaries == null ? null : beneficiaries.people();
    mark(wish, draft.sensitivity());
    terms(wish, draft);
    wish.completeBy = draft.completeBy();
    secret(context, "title", words.title());
    secret(context, "details", words.details());
    secret(context, "residentName", words.residentName());
    secret(context, "contactName", words.contactName());
    if (words.contactPhone() != null && words.contactPhone().value().contains("*")) {
      throw ProblemException.invalid("/words/contactPhone", FieldFault.INVALID_FORMAT);
    }
    secret(context, "contactPhone", words.contactPhone());
    secret(context, "address", words.address());
    secret(context, "reporter", words.reporter());
    secret(context, "remark", words.remark());
    context.facts.put("wish", LeafFacts.wish(wish));
  }

  /**
   * Sets the wish's sensitivity; null keeps the current value. A change to MINOR removes a consent
   * that only the person has given.
   */
  private void mark(Wish wish, Sensitivity asked) {
    if (asked == null || asked == wish.sensitivity) {
      return;
    }
    wish.sensitivity = asked;
    if (asked == Sensitivity.MINOR
        && wish.consent == Consent.State.GIVEN
        && !guardianConsented(wish.id)) {
      // A minor's own consent is not valid: a guardian must consent.
      wish.consent = null;
    }
  }

  private boolean guardianConsented(long wishId) {
    return attachments.countConsentsOfOthers(
            AggregateType.WISH, wishId, Consent.Relation.SELF, Consent.Purpose.HANDLING)
        > 0;
  }

  /** Sets a vault field of the wish. A null value removes the field from an existing wish. */
  private static void secret(WishContext context, String field, Confidential value) {
    if (value != null || context.wish.version > 1) {
      context.secrets.put(field, Confidential.text(value));
    }
  }

  /** Sets the terms of claiming from the draft, with defaults for missing values. */
  private static void terms(Wish wish, WishDraft draft) {
    boolean project = draft.kind() == WishKind.PROJECT;
    wish.claimPolicy = Objects.requireNonNullElse(draft.claimPolicy(), ClaimPolicy.EXCLUSIVE);
    wish.capacity = Objects.requireNonNullElse(draft.capacity(), Capacity.PLACES);
    wish.needsApproval = Objects.requireNonNullElse(draft.needsApproval(), false);
    wish.claimableBy =
        Objects.requireNonNullElse(
            draft.claimableBy(), project ? ClaimableBy.ORGANISATIONS : ClaimableBy.BOTH);
    wish.claimableFrom = Objects.requireNonNullElse(draft.claimableFrom(), ClaimableFrom.STREET);
    wish.budget = draft.budget() == null ? null : draft.budget().yuan();
    wish.places = places(draft);
  }

  private static int places(WishDraft draft) {
    if (draft.capacity() == Capacity.AMOUNT) {
      return 0;
    }
    return draft.claimPolicy() == ClaimPolicy.SHARED ? draft.places() : 1;
  }

  /** Replaces the data of a wish; refused once the wish has been claimed. */
  public WishReceipt edit(Caller caller, long id, WishDraft draft, IfMatch ifMatch, Instant at) {
    if (draft.followUp() != null) {
      throw ProblemException.invalid("/followUp", FieldFault.NOT_ALLOWED);
    }
    Division division = place(draft);
    if (caller.role() != Role.RESIDENT) {
      requireAnotherResident(caller, draft);
    }
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.EDIT)
            .at(at)
            .ifMatch(ifMatch)
            .deciding(
                context -> {
                  int holdable = Boolean.TRUE.equals(draft.needsApproval()) ? 0 : places(draft);
                  // Places held for the waiting list count only if the new data allow no places to
                  // be held at all: waiting claimants need no place now, but a wish whose places
                  // can be held later.
                  context.held = holdable == 0 ? null : invitations.kept(context);
                  return new WishCommand.Edit(
                      draft.kind(),
                      caller.role() == Role.PARTNER || isInside(caller, division),
                      draft.sensitivity(),
                      draft.sensitivity() != Sensitivity.MINOR || guardianConsented(id),
                      draft.budget(),
                      draft.completeBy(),
                      holdable);
                })
            .writing(
                context -> {
                  Wish wish = context.wish;
                  if (!wish.divisionPath.equals(division.path)) {
                    moderation.move(wish, division.path);
                  }
                  String owner = wish.referenceOwner();
                  fill(context, draft, unmasked(caller, wish, draft.words()), division);
                  references.edit(context, draft, !wish.referenceOwner().equals(owner));
                  publicWords.checkPublished(context, "");
                  // The wish was never claimed, so only public funds can be committed or spent.
                  wish.amountTaken =
                      wish.budget == null ? BigDecimal.ZERO : wish.committed.add(wish.spent);
                }));
  }

  /**
   * Replaces each sent value that equals the masked form of the stored value with the stored value,
   * so that an editor who sees only masked data does not overwrite the stored value. A member does
   * not see the reporter and the remark at all, and keeps them by omitting them.
   */
  private WishDraft.PrivateWords unmasked(Caller caller, Wish wish, WishDraft.PrivateWords words) {
    Map<String, String> now = vault.read(Subject.wish(wish.id));
    boolean blind = caller.is(Role.MEMBER);
    String community = divisions.name(DivisionCode.publicPath(wish.divisionPath));
    return new WishDraft.PrivateWords(
        words.title(),
        words.details(),
        unmasked(words.residentName(), now.get("residentName"), Masking::name),
        unmasked(words.contactName(), now.get("contactName"), Masking::name),
        unmasked(words.contactPhone(), now.get("contactPhone"), Masking::phone),
        unmasked(words.address(), now.get("address"), text -> Masking.address(text, community)),
        blind && words.reporter() == null
            ? Confidential.of(now.get("reporter"))
            : unmasked(words.reporter(), now.get("reporter"), Masking::name),
        blind && words.remark() == null ? Confidential.of(now.get("remark")) : words.remark());
  }

  private static Confidential unmasked(
      Confidential sent, String there, UnaryOperator<String> mask) {
    return sent != null && there != null && sent.value().equals(mask.apply(there))
        ? new Confidential(there)
        : sent;
  }
}
