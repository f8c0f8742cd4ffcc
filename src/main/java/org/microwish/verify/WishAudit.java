package org.microwish.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.microwish.calendar.days.TimeLimit;
import org.microwish.calendar.days.WorkingDays;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.wish.lifecycle.ClaimChange;
import org.microwish.wish.lifecycle.ClaimSnapshot;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.Limits;
import org.microwish.wish.lifecycle.Refusal;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishLifecycle;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.PostingDraft;

/**
 * Checks each command on a wish with {@link WishLifecycle}, the rules that the service applies:
 * they must accept the command, and give the state, claims and postings that the leaf states. This
 * class reads from the leaves what these rules need, and checks facts that they do not cover, such
 * as who the claimant is and which terms a command may change. Longer than 400 lines because it has
 * one short check for each kind of fact, and all checks use the same replayed wish.
 */
final class WishAudit {

  /**
   * Limits with which the rules refuse nothing. The service's own limits are configured, and leaves
   * do not show them.
   */
  private static final Limits ANY =
      new Limits(
          WorkingDays.of(Map.of()),
          TimeLimit.of(Duration.ofNanos(1)),
          TimeLimit.of(Duration.ofNanos(1)),
          TimeLimit.of(Duration.ofNanos(1)),
          Integer.MAX_VALUE);

  /**
   * For each fact, the commands that may state it. Facts that are not listed here are not checked
   * in this way.
   */
  private static final Map<String, Set<WishTransition>> STATED_BY =
      Map.ofEntries(
          Map.entry("claim", namingAClaim()),
          Map.entry(
              "wish",
              EnumSet.of(
                  WishTransition.EDIT,
                  WishTransition.PUBLISH,
                  WishTransition.REPUBLISH,
                  WishTransition.CORRECT,
                  WishTransition.MOVE)),
          Map.entry(
              "invitation",
              EnumSet.of(
                  WishTransition.INVITE,
                  WishTransition.JOIN_WAITING_LIST,
                  WishTransition.OFFER_PLACE)),
          Map.entry("round", EnumSet.of(WishTransition.PUBLISH, WishTransition.REPUBLISH)),
          Map.entry(
              "confirmation",
              EnumSet.of(WishTransition.CONFIRM, WishTransition.REPORT_DISSATISFACTION)),
          Map.entry(
              "redo", EnumSet.of(WishTransition.REPORT_DISSATISFACTION, WishTransition.REOPEN)),
          Map.entry(
              "correction", EnumSet.of(WishTransition.CORRECT, WishTransition.REVERSE_POSTING)),
          Map.entry("evidence", EnumSet.of(WishTransition.ADD_EVIDENCE)),
          Map.entry("meeting", EnumSet.of(WishTransition.HOLD_MEETING)),
          Map.entry("followUp", EnumSet.of(WishTransition.FOLLOW_UP)),
          Map.entry("collector", EnumSet.of(WishTransition.HAND_OVER)),
          Map.entry(
              "consent",
              EnumSet.of(
                  WishTransition.RECORD_CONSENT,
                  WishTransition.WITHDRAW,
                  WishTransition.WITHDRAW_CONSENT)));

  /**
   * The field that a correction must list to change a term, by the name of the term; corrections
   * change no other terms. The correction of a category removes the subcategory.
   */
  private static final Map<String, String> CORRECTED_BY =
      Map.of(
          "category", "category",
          "subcategory", "category",
          "channel", "channel",
          "community", "community",
          "budgetFen", "budget");

  /** For each command, the facts that its leaves must contain because other checks need them. */
  private static final Map<WishTransition, List<String>> REQUIRED =
      Map.ofEntries(
          Map.entry(WishTransition.PUBLISH, List.of("wish.claimBy", "round")),
          Map.entry(WishTransition.REPUBLISH, List.of("wish.claimBy", "round")),
          Map.entry(WishTransition.MOVE, List.of("wish.community")),
          Map.entry(WishTransition.INVITE, List.of("invitation.reserved", "invitation.until")),
          Map.entry(WishTransition.JOIN_WAITING_LIST, List.of("invitation.reserved")),
          Map.entry(WishTransition.OFFER_PLACE, List.of("invitation.until")),
          Map.entry(WishTransition.DECLINE_INVITATION, List.of("invitations.DECLINED")),
          Map.entry(WishTransition.WITHDRAW_INVITATION, List.of("invitations.WITHDRAWN")),
          Map.entry(WishTransition.CONFIRM, List.of("confirmation.by")),
          Map.entry(WishTransition.REPORT_DISSATISFACTION, List.of("confirmation.by")),
          Map.entry(WishTransition.HAND_OVER, List.of("collector")));

  /** The facts that a leaf must contain if it makes a claim active. */
  private static final List<String> REQUIRED_OF_ACTIVATION =
      List.of("deadlines.contactBy", "deadlines.completeBy");

  /**
   * Further facts that leaves must contain, by command. Not checked in leaves of schema 1, which
   * lack them.
   */
  private static final Map<WishTransition, List<String>> REQUIRED_SINCE_2 =
      Map.of(
          WishTransition.LAPSE, List.of("deadlines.barredUntil"),
          WishTransition.REPORT_DISSATISFACTION, List.of("deadlines.completeBy"),
          WishTransition.REOPEN, List.of("deadlines.completeBy"));

  /**
   * The roles that may give a time: operators for late records, partners in imports, and the
   * service itself.
   */
  private static final Set<String> LATE_RECORDERS = Set.of("OPERATOR", "PARTNER", "SYSTEM");

  /**
   * The commands whose leaves name a claim. If a leaf of another command named a claim, only that
   * claim would be checked instead of all claims that the command changes.
   */
  private static Set<WishTransition> namingAClaim() {
    Set<WishTransition> commands =
        EnumSet.of(
            WishTransition.CLAIM,
            WishTransition.ADD_EVIDENCE,
            WishTransition.REFUND,
            WishTransition.REVERSE_POSTING);
    for (WishTransition one : WishTransition.values()) {
      if (one.isOnPart()) {
        commands.add(one);
      }
    }
    return commands;
  }

  private final WishLifecycle rules = new WishLifecycle(ANY);
  private final Map<String, WishReplay> wishes = new HashMap<>();
  private final PartyAudit party;

  WishAudit(PartyAudit party) {
    this.party = party;
  }

  /**
   * Checks the next leaf of a wish. The caller has already checked that the leaf's transition
   * starts from the state after the wish's previous leaf.
   *
   * @param ownEntry whether an entry id belongs to an entry of this wish
   * @return the finding; null if there is none
   */
  Finding check(long index, Leaf leaf, Predicate<String> ownEntry) {
    try {
      WishTransition command = WishTransition.valueOf(leaf.transition().command());
      Check check =
          new Check(
              index,
              leaf,
              command,
              ownEntry,
              wishes.computeIfAbsent(leaf.aggregateId(), id -> new WishReplay()));
      return command == WishTransition.CREATE ? check.creation() : check.command();
    } catch (ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | java.util.NoSuchElementException
        | ArithmeticException
        | java.time.DateTimeException malformed) {
      return Rule.ILL_FORMED.at(index, "a fact is missing or has another form: " + malformed);
    }
  }

  /** Checks one leaf of a wish. */
  private final class Check {
    private final long index;
    private final Leaf leaf;
    private final WishTransition command;
    private final Predicate<String> ownEntry;
    private final WishReplay wish;
    private final Map<String, Object> facts;
    private final Actor actor;

    /** The party for whom an operator records the command late; null if it is no late record. */
    private LateRecord late;

    /** The claim that the command names or creates, or null. */
    private ClaimReplay claim;

    /** The named claim after the hand-over that the leaf records; null if it records none. */
    private ClaimReplay successor;

    /**
     * The claimant who is invited or joins the waiting list, in the form of a claim; null for other
     * commands.
     */
    private ClaimReplay invitee;

    /** The live invitations that the leaf does not name as expired. */
    private List<WishReplay.Invited> going;

    /**
     * The invitation among {@link #going} that the command changes: the one that the leaf names;
     * for an offer, the first in the waiting list; for a claim, the claimant's own. Null if there
     * is none.
     */
    private WishReplay.Invited invitation;

    /** The terms that the leaf states, or null. */
    private WishTerms stated;

    /** Whether the command is an edit that states another claim-by date than before. */
    private boolean movesClaimBy;

    Check(
        long index,
        Leaf leaf,
        WishTransition command,
        Predicate<String> ownEntry,
        WishReplay wish) {
      this.ownEntry = ownEntry;
      this.index = index;
      this.leaf = leaf;
      this.command = command;
      this.wish = wish;
      this.facts = leaf.facts();
      this.actor = leaf.actor();
    }

    Finding creation() {
      wish.terms = WishTerms.of(Facts.object(facts, "wish"));
      if ("RESIDENT".equals(actor.role())) {
        wish.resident = actor.pseudonym();
        wish.residentActed = leaf.recordedAt();
      }
      if ("MEMBER".equals(actor.role())) {
        wish.author = actor.pseudonym();
      }
      for (String fact : facts.keySet()) {
        if (!fact.equals("wish")) {
          return Rule.FACT_ELSEWHERE.at(index, command, fact);
        }
      }
      if (!leaf.postings().isEmpty()) {
        return Rule.OTHER_POSTINGS.at(index, command, leaf.postings(), "{}");
      }
      party.inDivision(index, leaf, wish.terms.community());
      return command.permits(roles()) ? time() : notPermitted();
    }

    /**
     * Checks that only the roles in {@link #LATE_RECORDERS} record an event later than it happened:
     * otherwise a caller could act after a deadline and state an earlier time. Sample data are
     * excepted, because they are loaded with past times.
     */
    private Finding time() {
      boolean gives = LATE_RECORDERS.contains(actor.role()) || wish.terms.sample();
      return gives || !leaf.occurredAt().isBefore(leaf.recordedAt().minus(TimeAudit.CLOCKS))
          ? null
          : Rule.TIME_GIVEN.at(index, leaf.occurredAt(), leaf.recordedAt(), actor.role());
    }

    private Finding notPermitted() {
      return Rule.NOT_PERMITTED.at(index, command, actor.pseudonym(), actor.role());
    }

    Finding command() {
      for (Map.Entry<String, Set<WishTransition>> stated : STATED_BY.entrySet()) {
        if (facts.containsKey(stated.getKey()) && !stated.getValue().contains(command)) {
          return Rule.FACT_ELSEWHERE.at(index, command, stated.getKey());
        }
      }
      Finding wrong = late();
      wrong = wrong == null ? required(REQUIRED.getOrDefault(command, List.of())) : wrong;
      if (wrong == null && leaf.schema() >= 2) {
        wrong = required(REQUIRED_SINCE_2.getOrDefault(command, List.of()));
      }
      wrong = wrong == null ? time() : wrong;
      wrong = wrong == null ? readClaim() : wrong;
      wrong = wrong == null ? readInvitation() : wrong;
      wrong = wrong == null ? terms() : wrong;
      wrong = wrong == null ? confirmation() : wrong;
      wrong = wrong == null ? correction() : wrong;
      wrong = wrong == null ? decide() : wrong;
      if (wrong == null) {
        resident();
      }
      return wrong;
    }

    /**
     * Reads the facts of a late record, if the leaf contains them. Returns a finding unless both
     * facts are present, the recorder is an operator, and the event is not in the future.
     */
    private Finding late() {
      if (!facts.containsKey("lateRecord") && !facts.containsKey("onBehalfOf")) {
        return null;
      }
      if (!Boolean.TRUE.equals(facts.get("lateRecord")) || !facts.containsKey("onBehalfOf")) {
        return Rule.LATE_INCOMPLETE.at(index, command);
      }
      if (!"OPERATOR".equals(actor.role())) {
        return Rule.LATE_BY_OTHERS.at(index, command, actor.pseudonym(), actor.role());
      }
      if (leaf.occurredAt().isAfter(leaf.recordedAt())) {
        return Rule.LATE_IN_FUTURE.at(index, command, leaf.occurredAt(), leaf.recordedAt());
      }
      late = LateRecord.of(Facts.object(facts, "onBehalfOf"));
      return null;
    }

    private Finding required(List<String> names) {
      for (String name : names) {
        int dot = name.indexOf('.');
        Object fact =
            dot < 0
                ? facts.get(name)
                : Facts.object(facts, name.substring(0, dot)).get(name.substring(dot + 1));
        if (fact == null) {
          return Rule.FACT_MISSING.at(index, command, name);
        }
      }
      return null;
    }

    // claim -----------------------------------------------------------------------------------

    private Finding readClaim() {
      Map<String, Object> said = Facts.nullable(facts, "claim");
      if (said == null) {
        return command.isOnPart() || command == WishTransition.CLAIM
            ? Rule.CLAIM_MISSING.at(index, command)
            : null;
      }
      String id = Facts.required(said, "id");
      claim = wish.claim(id);
      if (command == WishTransition.CLAIM) {
        if (claim != null) {
          return Rule.CLAIM_TWICE.at(index, id);
        }
        claim = newClaim(id, said);
        return claimant();
      }
      if (claim == null) {
        return Rule.NO_SUCH_CLAIM.at(index, id);
      }
      if (command == WishTransition.HAND_OVER_CLAIM) {
        successor = newClaim(id, said);
        return succeeds() ? null : otherSuccessor();
      }
      List<String> participants = Facts.texts(said, "participants");
      if (command == WishTransition.CHANGE_PARTICIPANTS && !said.containsKey("claimant")) {
        return participants == null
            ? Rule.OTHER_HOLDER.at(index, command, id)
            : participants(participants);
      }
      // Statistics count all people whom a leaf names, so this leaf must not name other people than
      // before.
      boolean same =
          !said.containsKey("claimant")
              || (newClaim(id, said).isOf(claim)
                  && Objects.equals(said.get("organisation"), claim.organisation));
      boolean present =
          participants == null || Set.copyOf(participants).equals(Set.copyOf(claim.participants));
      return same && present ? null : Rule.OTHER_HOLDER.at(index, command, id);
    }

    /**
     * Returns true if the leaf hands the claim over in a permitted way: to another member of the
     * same organisation, or, if an operator records it, to another organisation that the claim's
     * member or organisation has joined.
     */
    private boolean succeeds() {
      Set<String> people = new HashSet<>(claim.participants);
      boolean allowed;
      if (isChosen()) {
        people.remove(claim.claimant);
        people.add(successor.claimant);
        allowed = successor.organisation.equals(claim.organisation);
      } else {
        allowed =
            "OPERATOR".equals(actor.role())
                && !successor.organisation.equals(claim.organisation)
                && (claim.type == ClaimantType.MEMBER
                    || successor.claimant.equals(successor.organisation));
      }
      return allowed
          && successor.type == claim.type
          && successor.participants.size() == people.size()
          && people.containsAll(successor.participants);
    }

    /** Returns true if the leaf hands the claim over to another member. */
    private boolean isChosen() {
      return claim.type == ClaimantType.MEMBER && !successor.isOf(claim);
    }

    private Finding otherSuccessor() {
      return Rule.OTHER_SUCCESSOR.at(
          index,
          command,
          claim.id,
          successor.claimant,
          successor.organisation,
          successor.participants);
    }

    private ClaimReplay newClaim(String id, Map<String, Object> said) {
      Map<String, Object> claimant = Facts.nullable(said, "claimant");
      ClaimantType type = ClaimantType.valueOf(Facts.required(claimant, "type"));
      String holder = Facts.required(claimant, "id");
      List<String> participants = Facts.texts(said, "participants");
      return new ClaimReplay(
          wish.claims().size(),
          id,
          type,
          holder,
          Facts.required(said, "organisation"),
          participants == null ? List.of() : participants);
    }

    private Finding claimant() {
      boolean own = holds();
      if (own
          && claim.type == ClaimantType.ORGANISATION
          && !claim.claimant.equals(claim.organisation)) {
        return Rule.OTHER_ORGANISATION.at(index, claim.id, claim.organisation);
      }
      return own
          ? participants(claim.participants)
          : Rule.OTHER_CLAIMANT.at(
              index, claim.claimant, late == null ? actor.pseudonym() : late.id(), actor.role());
    }

    /**
     * Returns true if the acting party holds the claim. The acting party is the leaf's actor; in a
     * late record, it is the party for whom the operator records.
     */
    private boolean holds() {
      return late == null ? acts(claim.type, claim.claimant) : late.holds(claim);
    }

    /**
     * Finds the invitation that the command is about. For commands that only the invited claimant
     * may give, checks that this claimant is the actor.
     */
    private Finding readInvitation() {
      Set<String> expired = named(InvitationState.EXPIRED);
      going = wish.invited().stream().filter(one -> !expired.contains(one.id())).toList();
      if (command == WishTransition.INVITE || command == WishTransition.JOIN_WAITING_LIST) {
        invitee = WishCommands.invitee(facts);
        return command == WishTransition.INVITE || acts(invitee.type, invitee.claimant)
            ? null
            : otherInvited(invitee.claimant);
      }
      invitation =
          switch (command) {
            case CLAIM -> invitation(one -> one.isOf(claim));
            case HAND_OVER_CLAIM -> invitation(one -> one.isOf(successor));
            case OFFER_PLACE -> invitation(one -> one.state() == InvitationState.WAITING);
            case DECLINE_INVITATION, WITHDRAW_INVITATION -> {
              Set<String> ended = named(WishCommands.invited(command));
              yield invitation(one -> ended.contains(one.id()));
            }
            default -> null;
          };
      return command != WishTransition.DECLINE_INVITATION
              || invitation == null
              || acts(invitation.type(), invitation.claimant())
          ? null
          : otherInvited(invitation.claimant());
    }

    private Finding otherInvited(String claimant) {
      return Rule.OTHER_INVITED.at(index, command, actor.pseudonym(), actor.role(), claimant);
    }

    private WishReplay.Invited invitation(Predicate<WishReplay.Invited> which) {
      return going.stream().filter(which).findFirst().orElse(null);
    }

    /** Returns the ids of the invitations that entered this state, according to the leaf. */
    private Set<String> named(InvitationState state) {
      return byState("invitations").getOrDefault(state.name(), Set.of());
    }

    /**
     * Returns the number of places that are held for other claimants than the one whom the command
     * concerns.
     */
    private int held(WishTerms after) {
      if (command == WishTransition.CLAIM && invitation != null && invitation.keepsPlace()) {
        return 0;
      }
      // Claimants in the waiting list do not count when a place is offered to the first of them,
      // nor for an edit after which invitations can still hold places.
      boolean withoutWaiting =
          command == WishTransition.OFFER_PLACE
              || (command == WishTransition.EDIT && after.holdable() > 0);
      return (int)
          going.stream().filter(one -> withoutWaiting ? one.keepsPlace() : one.reserved()).count();
    }

    /**
     * Returns the command that the leaf records. A command on an invitation also depends on which
     * invitations are live.
     */
    private WishCommand asked(WishTerms after) {
      return switch (command) {
        case INVITE, JOIN_WAITING_LIST -> {
          boolean live =
              invitation(one -> one.isOf(invitee) || one.id().equals(invitee.id)) != null;
          yield WishCommands.onInvitation(command, facts, facts(), live);
        }
        case EXPIRE_INVITATION ->
            WishCommands.onInvitation(command, facts, null, going.size() < wish.invited().size());
        case OFFER_PLACE, DECLINE_INVITATION, WITHDRAW_INVITATION ->
            WishCommands.onInvitation(command, facts, null, invitation != null);
        default -> WishCommands.of(leaf, wish, after, claim, facts());
      };
    }

    /** Returns true if the actor is this member, or a steward of this organisation. */
    private boolean acts(ClaimantType type, String claimant) {
      return switch (type) {
        case MEMBER -> "MEMBER".equals(actor.role()) && claimant.equals(actor.pseudonym());
        case ORGANISATION ->
            "STEWARD".equals(actor.role()) && claimant.equals(actor.organisation());
      };
    }

    private Finding participants(List<String> people) {
      boolean complete =
          new HashSet<>(people).size() == people.size()
              && (claim.type == ClaimantType.ORGANISATION || people.contains(claim.claimant));
      return complete ? null : Rule.PARTICIPANTS.at(index, claim.id);
    }

    // facts -----------------------------------------------------------------------------------

    /**
     * Reads the terms that the leaf states, and checks that the command changes no other terms than
     * it may, and that a publication has the next round.
     */
    private Finding terms() {
      Map<String, Object> said = Facts.nullable(facts, "wish");
      if (said == null) {
        return null;
      }
      stated = WishTerms.of(said);
      List<String> changed = stated.differences(wish.terms);
      boolean opens = command == WishTransition.PUBLISH || command == WishTransition.REPUBLISH;
      if (command == WishTransition.EDIT) {
        // An edit must not change the claim-by date. This is reported only if the rules accept the
        // edit; otherwise their refusal is the finding.
        movesClaimBy = changed.contains("claimBy");
        changed.retainAll(List.of("sample"));
      } else if (opens) {
        changed.removeAll(List.of("claimBy", "completeBy"));
      } else if (command == WishTransition.MOVE) {
        party.moved(index, leaf, wish.terms.community(), stated.community());
        changed.remove("community");
      } else if (command == WishTransition.CORRECT) {
        List<String> fields = Facts.texts(Facts.object(facts, "correction"), "fields");
        changed.removeIf(
            name -> CORRECTED_BY.containsKey(name) && fields.contains(CORRECTED_BY.get(name)));
      }
      if (command != WishTransition.MOVE && !stated.community().equals(wish.terms.community())) {
        party.inDivision(index, leaf, stated.community());
      }
      if (!changed.isEmpty()) {
        return Rule.TERMS_CHANGED.at(index, command, String.join(", ", changed));
      }
      return opens && !Objects.equals(facts.get("round"), wish.round + 1)
          ? Rule.ROUND.at(index, facts.get("round"), wish.round + 1)
          : null;
    }

    private WishTerms termsAfter() {
      if (stated != null) {
        return stated;
      }
      return command == WishTransition.EXTEND
          ? wish.terms.claimBy(Facts.time(Facts.object(facts, "deadlines"), "claimBy"))
          : wish.terms;
    }

    /**
     * Checks that the resident who acts is the same as in earlier leaves of the wish, unless the
     * wish was bound to an account in the meantime. A resident who is also a member acts under the
     * pseudonym of the member, which is not compared.
     */
    private void resident() {
      if (!"RESIDENT".equals(actor.role()) || party.isMember(actor.pseudonym())) {
        return;
      }
      boolean other =
          wish.resident != null
              && !wish.resident.equals(actor.pseudonym())
              && !party.isMember(wish.resident);
      if (other && !wish.otherResident) {
        Finding finding = Rule.OTHER_RESIDENT.at(index, actor.pseudonym(), wish.resident);
        wish.otherResident = party.rebound(leaf, wish.residentActed, finding);
      }
      wish.resident = actor.pseudonym();
      wish.residentActed = leaf.recordedAt();
    }

    private Finding confirmation() {
      Map<String, Object> said = Facts.object(facts, "confirmation");
      if (command != WishTransition.CONFIRM && command != WishTransition.REPORT_DISSATISFACTION) {
        return null;
      }
      if (command == WishTransition.CONFIRM
          && !(said.get("rating") instanceof Long stars && stars >= 1 && stars <= 5)) {
        return Rule.RATING.at(index, said.get("rating"));
      }
      if ((late != null) != "ON_PAPER".equals(said.get("proxyReason"))
          || (late != null && !"PROXY".equals(said.get("by")))) {
        return Rule.NOT_ON_PAPER.at(index, command);
      }
      boolean own =
          "SELF".equals(said.get("by"))
              && wish.active().stream().anyMatch(one -> one.involves(actor.pseudonym()));
      return own ? Rule.OWN_CONFIRMATION.at(index, actor.pseudonym()) : null;
    }

    private Finding correction() {
      Map<String, Object> said = Facts.nullable(facts, "correction");
      if (said == null) {
        return null;
      }
      String entry = Facts.required(said, "entry");
      if (!ownEntry.test(entry) || entry.equals(leaf.entryId())) {
        return Rule.CORRECTS_NOTHING.at(index, entry);
      }
      if (command != WishTransition.REVERSE_POSTING) {
        return null;
      }
      String account = claim == null ? MoneyMove.NO_CLAIM : claim.id;
      WishCommands.Part wrong = WishCommands.reversed(leaf, account);
      WishReplay.Posted posted =
          new WishReplay.Posted(entry, account, wrong.movement(), wrong.form(), wrong.fen());
      return wish.posted.remove(posted) ? null : Rule.REVERSES_NOTHING.at(index, entry);
    }

    // Comparing the leaf with the decision of the rules ---------------------------------------

    private Set<WishRole> roles() {
      EnumSet<WishRole> roles = EnumSet.noneOf(WishRole.class);
      switch (actor.role()) {
        case "RESIDENT" -> roles.add(WishRole.RESIDENT);
        case "COLLECTOR" -> roles.add(WishRole.COLLECTOR);
        case "PARTNER" -> roles.add(WishRole.PARTNER);
        case "OPERATOR" -> {
          roles.add(WishRole.OPERATOR);
          if (late != null) {
            roles.addAll(late.roles(claim));
          }
        }
        case "SYSTEM" -> roles.add(WishRole.SWEEPER);
        case "MEMBER", "STEWARD" -> {
          roles.add(WishRole.CANDIDATE);
          if ("MEMBER".equals(actor.role()) && actor.pseudonym().equals(wish.author)) {
            roles.add(WishRole.AUTHOR);
          }
          if (claim != null && holds()) {
            roles.add(WishRole.CLAIMANT);
          }
          if (claim != null
              && "STEWARD".equals(actor.role())
              && claim.organisation.equals(actor.organisation())) {
            roles.add(WishRole.STEWARD);
          }
          if (claim != null && claim.participants.contains(actor.pseudonym())) {
            roles.add(WishRole.PARTICIPANT);
          }
        }
        default -> {}
      }
      return roles;
    }

    private Finding decide() {
      if (late != null && !(command.isRecordedForOthers() && command.permits(late.roles(claim)))) {
        return Rule.LATE_FOR_OTHERS.at(index, command, late.type(), late.id());
      }
      WishTerms after = termsAfter();
      List<ClaimReplay> involved =
          command == WishTransition.CLAIM ? List.of() : wish.involved(command, claim);
      WishCommand asked = asked(after);
      WishCommands.Part pledge =
          claim == null ? null : WishCommands.part(leaf, Movement.PLEDGE, claim.id);
      List<ClaimSnapshot> snapshots =
          involved.stream()
              .map(
                  one ->
                      one.snapshot(
                          WishCommands.amount(pledge), pledge == null ? null : pledge.form()))
              .toList();
      return switch (rules.decide(
          wish.snapshot(roles(), late != null && !explains(), snapshots, held(after)),
          asked,
          leaf.occurredAt())) {
        case Decision.Refused refused -> refused(refused.reason());
        case Decision.Accepted accepted -> accepted(accepted, after);
      };
    }

    /**
     * Returns true if the leaf states the reason for a late record after a lapse: a code, and a
     * commitment to a note.
     */
    private boolean explains() {
      return facts.containsKey("reason")
          && leaf.commitments().stream().anyMatch(one -> one.field().startsWith("note."));
    }

    /**
     * Returns what the rules need to know about the claimant who claims, takes over a claim, is
     * invited or joins the waiting list; null for other commands. A bar does not matter if the
     * claim only follows its member or organisation to another organisation.
     */
    private Claimant facts() {
      if (command != WishTransition.CLAIM && successor == null && invitee == null) {
        return null;
      }
      ClaimReplay by = invitee != null ? invitee : successor == null ? claim : successor;
      boolean barrable = successor == null || isChosen();
      return new Claimant(
          by.type,
          // PartyAudit checks the area, which depends on leaves of other aggregates.
          Set.of(wish.terms.community()),
          by == invitee ? holdsClaim(by) : holdsOther(by),
          barrable && isBarred(by),
          false);
    }

    private boolean holdsOther(ClaimReplay by) {
      return wish.claims().stream()
          .anyMatch(one -> one != claim && one.state.isLive() && one.isOf(by));
    }

    /** Whether a claimant holds a live claim of the wish or, as a member, takes part in one. */
    private boolean holdsClaim(ClaimReplay by) {
      return holdsOther(by)
          || (by.type == ClaimantType.MEMBER
              && wish.claims().stream()
                  .anyMatch(one -> one.state.isLive() && one.involves(by.claimant)));
    }

    private boolean isBarred(ClaimReplay by) {
      return wish.claims().stream()
          .anyMatch(
              one ->
                  one.isOf(by)
                      && one.barredUntil != null
                      && one.barredUntil.isAfter(leaf.occurredAt()));
    }

    private Finding refused(Refusal reason) {
      return reason == Refusal.NOT_PERMITTED ? notPermitted() : Rule.of(reason).at(index, command);
    }

    private Finding accepted(Decision.Accepted accepted, WishTerms after) {
      WishState said = WishState.valueOf(leaf.transition().to());
      if (said != accepted.state()) {
        return Rule.OTHER_RESULT.at(index, command, accepted.state(), said);
      }
      Finding wrong = movesClaimBy ? Rule.TERMS_CHANGED.at(index, command, "claimBy") : null;
      wrong = wrong == null ? postings(accepted) : wrong;
      wrong = wrong == null ? claims(accepted) : wrong;
      wrong = wrong == null ? shortfall(accepted) : wrong;
      wrong = wrong == null ? places() : wrong;
      wrong = wrong == null ? invitations(accepted) : wrong;
      return wrong == null ? progress(accepted, after) : wrong;
    }

    /**
     * Checks that each person takes at most one place of the wish, and that a participant who is
     * not the claimant ends only their own participation.
     */
    private Finding places() {
      boolean changes = command == WishTransition.CHANGE_PARTICIPANTS;
      if (!changes && command != WishTransition.CLAIM && successor == null) {
        return null;
      }
      List<String> people =
          changes
              ? Facts.texts(Facts.object(facts, "claim"), "participants")
              : successor == null ? claim.participants : successor.participants;
      if (changes && !roles().contains(WishRole.CLAIMANT)) {
        Set<String> others = new HashSet<>(claim.participants);
        others.remove(late == null ? actor.pseudonym() : late.id());
        return others.equals(Set.copyOf(people))
            ? null
            : Rule.NOT_OWN_PLACE.at(index, actor.pseudonym(), claim.id);
      }
      for (ClaimReplay other : wish.claims()) {
        if (other != claim && other.state.isLive()) {
          for (String person : people) {
            boolean stayed = command != WishTransition.CLAIM && claim.participants.contains(person);
            if (!stayed && other.involves(person)) {
              return Rule.OTHER_PLACE.at(index, command, person, other.id);
            }
          }
        }
      }
      return null;
    }

    /**
     * Checks that the leaf names exactly the invitations whose state changes, under their new
     * states. Every command also expires the invitations whose time has run out when it is
     * recorded.
     */
    private Finding invitations(Decision.Accepted accepted) {
      Map<String, Set<String>> theirs = byState("invitations");
      if (wish.invited().isEmpty() && invitee == null && theirs.isEmpty()) {
        return null;
      }
      Map<String, Set<String>> ours = new TreeMap<>();
      for (WishReplay.Invited one : wish.invited()) {
        if (hasRunOut(one) || !going.contains(one)) {
          put(ours, InvitationState.EXPIRED, one.id());
        }
      }
      if (invitee != null) {
        put(ours, WishCommands.invited(command), invitee.id);
      } else if (invitation != null) {
        boolean claims =
            command == WishTransition.CLAIM || command == WishTransition.HAND_OVER_CLAIM;
        put(
            ours,
            claims ? InvitationState.ACCEPTED : WishCommands.invited(command),
            invitation.id());
      } else if (endsInvitations(accepted.state())) {
        boolean withdrawn = command == WishTransition.WITHDRAW;
        for (WishReplay.Invited one : withdrawn ? going : wish.invited()) {
          put(ours, withdrawn ? InvitationState.WITHDRAWN : InvitationState.EXPIRED, one.id());
        }
      }
      boolean offersIt =
          command != WishTransition.OFFER_PLACE
              || invitation.id().equals(Facts.object(facts, "invitation").get("id"));
      return ours.equals(theirs) && offersIt
          ? null
          : Rule.OTHER_INVITATIONS.at(index, command, theirs, ours);
    }

    private static void put(Map<String, Set<String>> ids, InvitationState state, String id) {
      ids.computeIfAbsent(state.name(), first -> new TreeSet<>()).add(id);
    }

    /** Returns true if the invitation's time was over when the leaf was recorded. */
    private boolean hasRunOut(WishReplay.Invited one) {
      return one.until() != null
          && !(one.until().isAfter(leaf.recordedAt()) && one.until().isAfter(leaf.occurredAt()));
    }

    /**
     * Reports an invitation that the leaf expires before its time. This is permitted only if the
     * claimant has left, or if a place is to be offered and this claimant is first in the waiting
     * list but can no longer claim the wish.
     */
    private void early(WishReplay.Invited one) {
      boolean offers =
          one.state() == InvitationState.WAITING
              && (command == WishTransition.OFFER_PLACE
                  || command == WishTransition.EXPIRE_INVITATION);
      ClaimReplay who = new ClaimReplay(0, one.id(), one.type(), one.claimant(), null, List.of());
      boolean unfit =
          offers
              && (holdsClaim(who) || isBarred(who) || !wish.terms.claimableBy().admits(one.type()));
      if (!unfit) {
        party.early(
            leaf, one, offers ? wish.terms : null, Rule.NOT_DUE.at(index, "EXPIRE_INVITATION"));
      }
    }

    /** Returns true if nobody can claim the wish any more, neither now nor when a claim ends. */
    private boolean endsInvitations(WishState after) {
      return command == WishTransition.CLOSE_CLAIMING
          || switch (after) {
            case OPEN, CLAIMED, IN_PROGRESS, DELIVERED -> false;
            default -> true;
          };
    }

    /** Returns the ids in a fact that maps states to ids, by state. */
    private Map<String, Set<String>> byState(String fact) {
      Map<String, Set<String>> ids = new TreeMap<>();
      Map<String, Object> said = Facts.object(facts, fact);
      said.keySet().forEach(state -> ids.put(state, new TreeSet<>(Facts.texts(said, state))));
      return ids;
    }

    /** Checks that the leaf has exactly the postings that the rules give. */
    private Finding postings(Decision.Accepted accepted) {
      if (accepted.postings().isEmpty() && leaf.postings().isEmpty()) {
        return null;
      }
      Map<String, Long> ours = new TreeMap<>();
      for (PostingDraft draft : accepted.postings()) {
        ours.merge(
            key(draft.movement(), draft.form(), account(draft.claimId())),
            draft.amount().fen(),
            Long::sum);
      }
      Map<String, Long> theirs = new TreeMap<>();
      WishCommands.parts(leaf)
          .forEach(
              part ->
                  theirs.merge(
                      key(part.movement(), part.form(), part.claim()), part.fen(), Long::sum));
      return ours.equals(theirs) ? null : Rule.OTHER_POSTINGS.at(index, command, theirs, ours);
    }

    private String account(Long number) {
      if (number == null) {
        return MoneyMove.NO_CLAIM;
      }
      return command == WishTransition.CLAIM ? claim.id : wish.claim(number).id;
    }

    private static String key(Movement movement, Form form, String account) {
      return movement + " " + form + " " + account;
    }

    /** Checks that the leaf names exactly the claims whose state changes, by their new state. */
    private Finding claims(Decision.Accepted accepted) {
      if (accepted.claims().isEmpty()
          && !accepted.declinesPending()
          && !accepted.lapsesPending()
          && !facts.containsKey("claims")) {
        return null;
      }
      Map<String, Set<String>> ours = new TreeMap<>();
      for (ClaimChange change : accepted.claims()) {
        boolean isNew = command == WishTransition.CLAIM;
        ClaimReplay changed = isNew ? claim : wish.claim(change.claimId());
        if (isNew || changed.state != change.to()) {
          ours.computeIfAbsent(change.to().name(), state -> new TreeSet<>()).add(changed.id);
        }
      }
      if (accepted.declinesPending() || accepted.lapsesPending()) {
        ClaimState to = accepted.declinesPending() ? ClaimState.DECLINED : ClaimState.LAPSED;
        for (ClaimReplay waiting : wish.claims()) {
          if (waiting.state == ClaimState.PENDING && waiting != claim) {
            ours.computeIfAbsent(to.name(), state -> new TreeSet<>()).add(waiting.id);
          }
        }
      }
      Map<String, Set<String>> theirs = byState("claims");
      return ours.equals(theirs) ? null : Rule.OTHER_CLAIMS.at(index, command, theirs, ours);
    }

    private Finding shortfall(Decision.Accepted accepted) {
      Map<String, Object> ours = wish.shortfall(accepted);
      Map<String, Object> theirs = Facts.object(facts, "shortfall");
      return ours.equals(theirs) ? null : Rule.SHORTFALL.at(index, command, theirs, ours);
    }

    private Finding progress(Decision.Accepted accepted, WishTerms after) {
      Set<String> steps = new HashSet<>();
      for (ClaimChange change : accepted.claims()) {
        if (change.step() == ClaimChange.Step.ACTIVATED) {
          Finding missing = required(REQUIRED_OF_ACTIVATION);
          if (missing != null) {
            return missing;
          }
        }
        String step = ClaimReplay.progress(change.step());
        if (step != null) {
          steps.add(step);
        }
      }
      Object said = facts.get("progress");
      if (steps.isEmpty() ? said != null : !steps.equals(Set.of(String.valueOf(said)))) {
        return Rule.OTHER_PROGRESS.at(index, command, said, steps);
      }
      take(accepted, after);
      return null;
    }

    private void take(Decision.Accepted accepted, WishTerms after) {
      Map<String, Instant> deadlines = Facts.times(Facts.object(facts, "deadlines"));
      if (command == WishTransition.CLAIM) {
        wish.add(claim);
        party.claim(index, leaf, claim, late != null);
        party.area(index, leaf, claim, wish.terms, late != null);
      }
      // Collected before the changes below, after which another claim may no longer be PENDING.
      List<ClaimReplay> waiting = new ArrayList<>();
      for (ClaimReplay one : wish.claims()) {
        if (one.state == ClaimState.PENDING && one != claim) {
          waiting.add(one);
        }
      }
      accepted.claims().forEach(change -> wish.claim(change.claimId()).take(change, deadlines));
      if (accepted.declinesPending() || accepted.lapsesPending()) {
        ClaimState to = accepted.declinesPending() ? ClaimState.DECLINED : ClaimState.LAPSED;
        waiting.forEach(one -> one.state = to);
      }
      if (claim != null && command == WishTransition.CHANGE_PARTICIPANTS) {
        List<String> before = claim.participants;
        claim.change(Facts.texts(Facts.object(facts, "claim"), "participants"));
        // Earlier participants are not checked: they may have left their organisation since they
        // joined the claim.
        party.participants(
            index,
            leaf,
            claim.participants.stream().filter(person -> !before.contains(person)).toList(),
            late != null);
      }
      if (successor != null) {
        handOver();
      }
      takeInvitations(accepted);
      accepted.postings().forEach(this::post);
      wish.take(accepted);
      wish.take(after, command);
      if (command == WishTransition.CORRECT
          && Facts.texts(Facts.object(facts, "correction"), "fields").contains("budget")) {
        wish.closeAfterCorrection();
      }
      if (command == WishTransition.PUBLISH || command == WishTransition.REPUBLISH) {
        wish.round++;
      }
      if (command == WishTransition.CONFIRM || command == WishTransition.REOPEN) {
        wish.noticeUntil = deadlines.get("noticeUntil");
      }
      wish.hasEvidence = wish.hasEvidence || command == WishTransition.ADD_EVIDENCE;
      wish.hasSheet =
          wish.hasSheet
              || (claim == null
                  && "SIGNED_SHEET".equals(Facts.object(facts, "evidence").get("kind")));
      thanks();
      if (facts.containsKey("consent")) {
        wish.consentGiven = command == WishTransition.RECORD_CONSENT;
      }
    }

    private void takeInvitations(Decision.Accepted accepted) {
      if (command == WishTransition.WITHDRAW || !endsInvitations(accepted.state())) {
        wish.invited().stream()
            .filter(one -> !going.contains(one) && !hasRunOut(one))
            .forEach(this::early);
      }
      byState("invitations")
          .forEach(
              (state, ids) -> {
                if (!InvitationState.valueOf(state).isLive()) {
                  wish.endInvitations(ids);
                }
              });
      Instant until = Facts.time(Facts.object(facts, "invitation"), "until");
      if (invitee != null) {
        party.claimant(index, leaf, invitee, false);
        party.area(index, leaf, invitee, wish.terms, false);
        wish.begin(
            new WishReplay.Invited(
                invitee.id,
                invitee.type,
                invitee.claimant,
                WishCommands.reserved(facts),
                WishCommands.invited(command),
                command == WishTransition.INVITE ? until : null,
                leaf.recordedAt()));
      } else if (command == WishTransition.OFFER_PLACE) {
        wish.offer(invitation, until);
      }
    }

    private void handOver() {
      boolean chosen = isChosen();
      List<String> before = claim.participants;
      claim.claimant = successor.claimant;
      claim.organisation = successor.organisation;
      claim.change(successor.participants);
      party.holder(index, leaf, claim, late != null);
      // Earlier participants are not checked: they may have left their organisation since they
      // joined the claim.
      party.participants(
          index,
          leaf,
          claim.participants.stream().filter(person -> !before.contains(person)).toList(),
          late != null);
      if (chosen) {
        party.area(index, leaf, claim, wish.terms, late != null);
      }
    }

    /**
     * Records changes of the thank-you. A new one replaces the old one, and is not public until the
     * command PUBLISH_THANKS.
     */
    private void thanks() {
      boolean written = command == WishTransition.THANK;
      boolean hidden = command == WishTransition.HIDE_THANKS;
      if (written || (hidden && "RESIDENT".equals(actor.role()))) {
        wish.thanked = written;
      }
      if (written || hidden || command == WishTransition.REOPEN) {
        wish.thanksShown = false;
      } else if (command == WishTransition.PUBLISH_THANKS) {
        wish.thanksShown = true;
      }
    }

    private void post(PostingDraft draft) {
      FormMoney money =
          draft.claimId() == null ? wish.publicFunds : wish.claim(draft.claimId()).money;
      money.post(draft.movement(), draft.form(), draft.amount().fen(), draft.reverses() != null);
      if (wish.posted.isEmpty()) {
        wish.posted = new ArrayList<>(2);
      }
      switch (draft.movement()) {
        case PLEDGE, SPEND, REFUND ->
            wish.posted.add(
                new WishReplay.Posted(
                    leaf.entryId(),
                    account(draft.claimId()),
                    draft.movement(),
                    draft.form(),
                    draft.amount().fen()));
        case RELEASE, UNSPEND, UNREFUND -> {}
      }
    }
  }
}
