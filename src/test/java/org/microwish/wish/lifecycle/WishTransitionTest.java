package org.microwish.wish.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.wish.lifecycle.Decision.Accepted;
import org.microwish.wish.lifecycle.Decision.Refused;
import org.microwish.wish.lifecycle.InMemoryWish.InMemoryClaim;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/**
 * Compares the transition table in {@link WishTransition} with a second, independently written
 * table, and tries every pair of state and command for every role.
 */
@Tag("fast")
class WishTransitionTest {

  /**
   * The second table: command | source states | target states (- for no change) | roles | claim
   * states.
   */
  private static final String TABLE =
      """
      CREATE                 | -                                        | DRAFT                           | RESIDENT COLLECTOR OPERATOR PARTNER AUTHOR | -
      EDIT                   | DRAFT SUBMITTED RETURNED OPEN EXPIRED    | -                               | RESIDENT COLLECTOR OPERATOR PARTNER AUTHOR | -
      SUBMIT                 | DRAFT RETURNED                           | SUBMITTED                       | RESIDENT COLLECTOR OPERATOR PARTNER AUTHOR | -
      RETURN                 | SUBMITTED                                | RETURNED                        | OPERATOR                            | -
      REJECT                 | SUBMITTED                                | REJECTED                        | OPERATOR                            | -
      RESUME                 | REJECTED                                 | SUBMITTED                       | OPERATOR                            | -
      REFER                  | SUBMITTED                                | REFERRED                        | OPERATOR                            | -
      PUBLISH                | SUBMITTED                                | OPEN                            | OPERATOR                            | -
      REPUBLISH              | EXPIRED                                  | OPEN                            | OPERATOR                            | -
      CLAIM                  | OPEN                                     | OPEN CLAIMED IN_PROGRESS        | CANDIDATE                           | -
      APPROVE                | OPEN                                     | OPEN CLAIMED IN_PROGRESS        | OPERATOR                            | PENDING
      DECLINE                | OPEN                                     | -                               | OPERATOR                            | PENDING
      INVITE                 | OPEN                                     | -                               | OPERATOR                            | -
      JOIN_WAITING_LIST      | OPEN CLAIMED IN_PROGRESS                 | -                               | CANDIDATE                           | -
      OFFER_PLACE            | OPEN                                     | -                               | SWEEPER                             | -
      DECLINE_INVITATION     | OPEN CLAIMED IN_PROGRESS DELIVERED       | -                               | CANDIDATE                           | -
      WITHDRAW_INVITATION    | OPEN CLAIMED IN_PROGRESS DELIVERED       | -                               | OPERATOR                            | -
      EXPIRE_INVITATION      | OPEN CLAIMED IN_PROGRESS DELIVERED       | -                               | SWEEPER                             | -
      PLEDGE                 | OPEN CLAIMED IN_PROGRESS                 | OPEN CLAIMED IN_PROGRESS        | CLAIMANT                            | ACTIVE
      CHANGE_PARTICIPANTS    | OPEN CLAIMED IN_PROGRESS                 | -                               | CLAIMANT PARTICIPANT                | PENDING ACTIVE
      HAND_OVER_CLAIM        | OPEN CLAIMED IN_PROGRESS                 | -                               | OPERATOR STEWARD                    | PENDING ACTIVE
      CONTACT                | OPEN CLAIMED IN_PROGRESS                 | -                               | CLAIMANT PARTICIPANT                | ACTIVE
      ASSESS                 | OPEN CLAIMED IN_PROGRESS                 | -                               | CLAIMANT PARTICIPANT                | ACTIVE
      START                  | OPEN CLAIMED IN_PROGRESS                 | OPEN IN_PROGRESS                | CLAIMANT PARTICIPANT                | ACTIVE
      PROGRESS               | OPEN CLAIMED IN_PROGRESS                 | -                               | CLAIMANT PARTICIPANT                | ACTIVE
      DELIVER_PART           | OPEN CLAIMED IN_PROGRESS                 | OPEN IN_PROGRESS                | CLAIMANT                            | ACTIVE
      DELIVER                | OPEN CLAIMED IN_PROGRESS                 | OPEN IN_PROGRESS DELIVERED      | CLAIMANT                            | ACTIVE
      RELEASE                | OPEN CLAIMED IN_PROGRESS                 | OPEN CLAIMED IN_PROGRESS DELIVERED | CLAIMANT                         | PENDING ACTIVE
      REVOKE                 | OPEN CLAIMED IN_PROGRESS                 | OPEN CLAIMED IN_PROGRESS DELIVERED | OPERATOR                         | ACTIVE
      LAPSE                  | OPEN CLAIMED IN_PROGRESS                 | OPEN CLAIMED IN_PROGRESS DELIVERED | SWEEPER                          | ACTIVE
      MARK_OVERDUE           | OPEN CLAIMED IN_PROGRESS                 | -                               | SWEEPER                             | ACTIVE
      EXTEND_CLAIM           | OPEN CLAIMED IN_PROGRESS                 | -                               | OPERATOR                            | ACTIVE
      EXTEND                 | OPEN                                     | -                               | OPERATOR                            | -
      CLOSE_CLAIMING         | OPEN                                     | CLAIMED IN_PROGRESS DELIVERED   | OPERATOR SWEEPER                    | -
      EXPIRE                 | OPEN                                     | EXPIRED                         | SWEEPER                             | -
      WITHDRAW               | DRAFT SUBMITTED RETURNED OPEN EXPIRED CLAIMED IN_PROGRESS | WITHDRAWN      | RESIDENT COLLECTOR OPERATOR PARTNER | -
      CONFIRM                | DELIVERED                                | FULFILLED                       | RESIDENT COLLECTOR OPERATOR         | -
      REPORT_DISSATISFACTION | DELIVERED                                | IN_PROGRESS                     | RESIDENT COLLECTOR OPERATOR         | -
      REOPEN                 | FULFILLED                                | IN_PROGRESS                     | OPERATOR                            | -
      ARCHIVE                | FULFILLED                                | ARCHIVED                        | SWEEPER                             | -
      CORRECT                | OPEN CLAIMED IN_PROGRESS DELIVERED FULFILLED ARCHIVED EXPIRED WITHDRAWN | - | OPERATOR                           | -
      AMEND_PUBLIC_WORDS     | OPEN CLAIMED IN_PROGRESS DELIVERED FULFILLED ARCHIVED | -                  | OPERATOR                            | -
      UNPUBLISH              | OPEN CLAIMED IN_PROGRESS DELIVERED FULFILLED ARCHIVED | -                  | OPERATOR                            | -
      POST_PUBLIC_FUNDS      | OPEN CLAIMED IN_PROGRESS DELIVERED       | OPEN CLAIMED IN_PROGRESS DELIVERED | OPERATOR                         | -
      REFUND                 | OPEN CLAIMED IN_PROGRESS DELIVERED FULFILLED | -                           | OPERATOR CLAIMANT                   | -
      REVERSE_POSTING        | OPEN CLAIMED IN_PROGRESS DELIVERED FULFILLED | -                           | OPERATOR                            | -
      ADD_EVIDENCE           | DRAFT SUBMITTED RETURNED OPEN CLAIMED IN_PROGRESS DELIVERED FULFILLED | -  | RESIDENT COLLECTOR PARTNER OPERATOR CLAIMANT STEWARD PARTICIPANT | -
      HOLD_MEETING           | SUBMITTED OPEN CLAIMED IN_PROGRESS DELIVERED | -                           | OPERATOR COLLECTOR                  | -
      FOLLOW_UP              | FULFILLED ARCHIVED                       | -                               | OPERATOR COLLECTOR                  | -
      HAND_OVER              | DRAFT SUBMITTED RETURNED OPEN EXPIRED CLAIMED IN_PROGRESS DELIVERED FULFILLED | - | OPERATOR                      | -
      THANK                  | FULFILLED ARCHIVED                       | -                               | RESIDENT                            | -
      PUBLISH_THANKS         | FULFILLED ARCHIVED                       | -                               | OPERATOR                            | -
      HIDE_THANKS            | FULFILLED ARCHIVED                       | -                               | RESIDENT OPERATOR                   | -
      NOTE                   | DRAFT SUBMITTED RETURNED OPEN EXPIRED CLAIMED IN_PROGRESS DELIVERED FULFILLED ARCHIVED REJECTED REFERRED WITHDRAWN | - | RESIDENT COLLECTOR OPERATOR PARTNER | -
      MOVE                   | DRAFT SUBMITTED RETURNED OPEN EXPIRED CLAIMED IN_PROGRESS DELIVERED FULFILLED ARCHIVED REJECTED REFERRED WITHDRAWN | - | SWEEPER | -
      RECORD_CONSENT         | DRAFT SUBMITTED RETURNED OPEN EXPIRED CLAIMED IN_PROGRESS DELIVERED | -    | RESIDENT COLLECTOR OPERATOR PARTNER | -
      WITHDRAW_CONSENT       | DELIVERED FULFILLED ARCHIVED REJECTED REFERRED WITHDRAWN | -               | RESIDENT OPERATOR                   | -
      """;

  /**
   * The state of a claim after each command, or the reason for the refusal. {@code DELIVERED}
   * stands for an ACTIVE claim that is delivered, {@code same} for no change of state.
   */
  private static final String CLAIMS =
      """
      command             | PENDING           | ACTIVE            | DELIVERED         | COMPLETED         | DECLINED          | RELEASED          | REVOKED           | LAPSED
      APPROVE             | ACTIVE            | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      DECLINE             | DECLINED          | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      PLEDGE              | WRONG_CLAIM_STATE | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      CHANGE_PARTICIPANTS | same              | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      HAND_OVER_CLAIM     | same              | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      CONTACT             | WRONG_CLAIM_STATE | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      ASSESS              | WRONG_CLAIM_STATE | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      START               | WRONG_CLAIM_STATE | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      PROGRESS            | WRONG_CLAIM_STATE | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      DELIVER_PART        | WRONG_CLAIM_STATE | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      DELIVER             | WRONG_CLAIM_STATE | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      RELEASE             | RELEASED          | RELEASED          | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      REVOKE              | WRONG_CLAIM_STATE | REVOKED           | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      LAPSE               | WRONG_CLAIM_STATE | LAPSED            | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      MARK_OVERDUE        | WRONG_CLAIM_STATE | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      EXTEND_CLAIM        | WRONG_CLAIM_STATE | same              | ALREADY_DELIVERED | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE | WRONG_CLAIM_STATE
      """;

  private static final Instant NOW = InMemoryWish.NOW;
  private static final Instant LATER = NOW.plus(Duration.ofDays(400));
  private static final long CLAIM = 1;

  private record Row(
      Set<WishState> from, Set<WishState> to, Set<WishRole> by, Set<ClaimState> claims) {}

  private static final Map<WishTransition, Row> ROWS = rows();

  private static Map<WishTransition, Row> rows() {
    Map<WishTransition, Row> rows = new TreeMap<>();
    for (String line : TABLE.lines().toList()) {
      List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
      Row before =
          rows.put(
              WishTransition.valueOf(cells.get(0)),
              new Row(
                  set(WishState.class, cells.get(1)),
                  set(WishState.class, cells.get(2)),
                  set(WishRole.class, cells.get(3)),
                  set(ClaimState.class, cells.get(4))));
      assertThat(before).as(cells.get(0)).isNull();
    }
    return rows;
  }

  private static <E extends Enum<E>> Set<E> set(Class<E> type, String names) {
    EnumSet<E> set = EnumSet.noneOf(type);
    if (!names.equals("-")) {
      Arrays.stream(names.split(" +")).map(name -> Enum.valueOf(type, name)).forEach(set::add);
    }
    return set;
  }

  @Test
  void transitionEnum_matchesTheTable() {
    Map<WishTransition, Row> said = new TreeMap<>();
    for (WishTransition transition : WishTransition.values()) {
      said.put(
          transition,
          new Row(
              transition.sources(), transition.targets(), transition.roles(), transition.parts()));
    }
    assertThat(said).isEqualTo(ROWS);
  }

  @Test
  void everyTransitionHasAnEntryTypeOfItsOwn() {
    assertThat(Arrays.stream(WishTransition.values()).map(WishTransition::entryType))
        .doesNotHaveDuplicates();
  }

  @Test
  void threeStatesAreFinal_andRejectedEndsUnlessResumed() {
    assertThat(Arrays.stream(WishState.values()).filter(WishState::isFinal))
        .containsExactlyInAnyOrder(WishState.REFERRED, WishState.WITHDRAWN, WishState.ARCHIVED);
    assertThat(WishState.REJECTED.isEnded()).isTrue();
  }

  /**
   * Tries every command in every state and role: the wish moves as the table says, or the command
   * is refused.
   */
  @Test
  void everyPairOfStateAndCommandMovesOrIsRefusedForTheRightReason() {
    Map<String, String> wrong = new LinkedHashMap<>();
    int pairs = 0;
    for (WishTransition transition : WishTransition.values()) {
      for (WishState state : WishState.values()) {
        for (WishRole party : WishRole.values()) {
          if (transition != WishTransition.CREATE) {
            pairs++;
            String said = said(transition, state, party);
            String expected = expected(transition, state, party);
            if (!said.equals(expected)) {
              wrong.put(transition + " in " + state + " by " + party, said + ", not " + expected);
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(pairs).isEqualTo(56 * 13 * 10);
  }

  private static String expected(WishTransition transition, WishState state, WishRole party) {
    Row row = ROWS.get(transition);
    if (!row.by().contains(party)) {
      return "NOT_PERMITTED";
    }
    boolean staffOnly =
        transition == WishTransition.EDIT
            && party != WishRole.OPERATOR
            && state != WishState.DRAFT
            && state != WishState.RETURNED;
    boolean ownDraftOnly =
        transition == WishTransition.WITHDRAW
            && party == WishRole.COLLECTOR
            && state != WishState.DRAFT;
    if (!row.from().contains(state) || staffOnly || ownDraftOnly) {
      boolean taken =
          state == WishState.CLAIMED
              || state == WishState.IN_PROGRESS
              || state == WishState.DELIVERED;
      return transition == WishTransition.CLAIM && taken ? "FULL" : "WRONG_STATE";
    }
    boolean claimed =
        state == WishState.OPEN || state == WishState.CLAIMED || state == WishState.IN_PROGRESS;
    if (transition == WishTransition.WITHDRAW && party == WishRole.PARTNER && claimed) {
      return "FROZEN";
    }
    return "moves as the table says";
  }

  private static String said(WishTransition transition, WishState state, WishRole party) {
    InMemoryWish wish = favourable(transition, state);
    // Commands of the sweeper run after all deadlines, except OFFER_PLACE, which must run before
    // the claim-by date.
    boolean sweeper =
        (party == WishRole.SWEEPER && transition != WishTransition.OFFER_PLACE)
            || transition == WishTransition.LAPSE
            || transition == WishTransition.MARK_OVERDUE;
    Instant now = sweeper ? LATER : NOW;
    Decision decision =
        wish.decide(favourable(transition, party), claimOf(transition), Set.of(party), now);
    return switch (decision) {
      case Refused refused -> refused.reason().name();
      case Accepted accepted -> {
        Set<WishState> targets = ROWS.get(transition).to();
        boolean fits =
            targets.isEmpty() ? accepted.state() == state : targets.contains(accepted.state());
        yield fits ? "moves as the table says" : "moves to " + accepted.state();
      }
    };
  }

  private static Long claimOf(WishTransition transition) {
    return transition.isOnPart() ? CLAIM : null;
  }

  /**
   * Returns a project in this state for which only the state can be a reason to refuse the command.
   */
  private static InMemoryWish favourable(WishTransition transition, WishState state) {
    InMemoryWish wish = InMemoryWish.project("1000.00").in(state);
    wish.everClaimed = transition == WishTransition.CORRECT;
    wish.noticeUntil = NOW;
    wish.deliveredAt = NOW.minus(Duration.ofDays(20));
    boolean published =
        switch (state) {
          case OPEN, CLAIMED, IN_PROGRESS, DELIVERED, FULFILLED -> true;
          case DRAFT, SUBMITTED, RETURNED, REJECTED, REFERRED, ARCHIVED, EXPIRED, WITHDRAWN ->
              false;
        };
    boolean unclaimed = transition == WishTransition.EXPIRE || transition == WishTransition.EDIT;
    if (!transition.isOnPart() && (unclaimed || !published)) {
      return wish;
    }
    boolean waits = transition == WishTransition.APPROVE || transition == WishTransition.DECLINE;
    boolean withdrawn = transition == WishTransition.WITHDRAW && state == WishState.OPEN;
    InMemoryClaim claim =
        new InMemoryClaim(
            CLAIM,
            waits || withdrawn
                ? ClaimState.PENDING
                : state == WishState.FULFILLED ? ClaimState.COMPLETED : ClaimState.ACTIVE);
    claim.contactBy = NOW.plus(Duration.ofDays(7));
    claim.completeBy = NOW.plus(Duration.ofDays(30));
    claim.started =
        (state == WishState.IN_PROGRESS
                && transition != WishTransition.START
                && transition != WishTransition.LAPSE)
            || state == WishState.DELIVERED
            || transition == WishTransition.MARK_OVERDUE;
    claim.delivered = state == WishState.DELIVERED && !transition.isOnPart();
    wish.claims.put(CLAIM, claim);
    boolean holds = claim.state == ClaimState.ACTIVE || claim.state == ClaimState.COMPLETED;
    boolean free = state == WishState.OPEN && transition != WishTransition.JOIN_WAITING_LIST;
    wish.amountTaken = Money.parse(free ? "600.00" : published ? "1000.00" : "0.00");
    if (holds) {
      wish.postings.add(
          new InMemoryWish.Booked(
              1, CLAIM, Movement.PLEDGE, Money.parse("600.00"), Form.CASH, null));
    }
    wish.postings.add(
        new InMemoryWish.Booked(
            2, null, Movement.PLEDGE, Money.parse("300.00"), Form.PUBLIC_FUNDS, null));
    wish.postings.add(
        new InMemoryWish.Booked(
            3, null, Movement.SPEND, Money.parse("200.00"), Form.PUBLIC_FUNDS, null));
    wish.balances =
        org.microwish.wish.money.Balances.of(
            Money.parse(holds ? "700.00" : "100.00"), Money.parse("200.00"), Money.ZERO);
    // This claim is the only one that the counters contain.
    wish.closed = false;
    wish.tally =
        claim.state == ClaimState.PENDING
            ? new Tally(0, 1, 0, 0, 0)
            : claim.state == ClaimState.COMPLETED
                ? new Tally(1, 0, 0, 0, 0)
                : new Tally(1, 0, 1, claim.started ? 1 : 0, claim.delivered ? 1 : 0);
    return wish;
  }

  /** Returns the command with facts that give no reason to refuse it. */
  private static WishCommand favourable(WishTransition transition, WishRole party) {
    Proxy proxy =
        party == WishRole.RESIDENT ? null : new Proxy(ProxyReason.CANNOT_USE_PHONE, false, true);
    return switch (transition) {
      case CREATE -> throw new IllegalArgumentException("CREATE does not start from a wish");
      case EDIT,
          SUBMIT,
          RETURN,
          REJECT,
          RESUME,
          REFER,
          PUBLISH,
          CLOSE_CLAIMING,
          EXPIRE,
          WITHDRAW,
          ARCHIVE,
          CORRECT,
          AMEND_PUBLIC_WORDS,
          UNPUBLISH,
          ADD_EVIDENCE,
          HOLD_MEETING,
          FOLLOW_UP,
          HAND_OVER,
          THANK,
          PUBLISH_THANKS,
          HIDE_THANKS,
          NOTE,
          MOVE,
          RECORD_CONSENT,
          WITHDRAW_CONSENT ->
          InMemoryWish.onWish(transition, WishKind.PROJECT);
      case APPROVE,
          DECLINE,
          CHANGE_PARTICIPANTS,
          CONTACT,
          ASSESS,
          START,
          PROGRESS,
          RELEASE,
          REVOKE,
          LAPSE,
          MARK_OVERDUE ->
          new WishCommand.OnClaim(transition);
      case REPUBLISH -> new WishCommand.Republish(false, LATER.plus(Duration.ofDays(1)));
      case EXTEND -> new WishCommand.Extend(LATER.plus(Duration.ofDays(1)));
      case CLAIM -> new WishCommand.Claim(2, InMemoryWish.WILLING, Money.parse("50.00"), Form.CASH);
      case INVITE, JOIN_WAITING_LIST ->
          new WishCommand.OnInvitation(transition, InMemoryWish.WILLING, false, false, false, true);
      case OFFER_PLACE, DECLINE_INVITATION, WITHDRAW_INVITATION, EXPIRE_INVITATION ->
          new WishCommand.OnInvitation(transition, null, false, true, false, true);
      case HAND_OVER_CLAIM -> new WishCommand.HandOverClaim(InMemoryWish.WILLING);
      case PLEDGE -> new WishCommand.Pledge(Money.parse("10.00"), Form.GOODS);
      case DELIVER_PART -> new WishCommand.Deliver(false, Map.of());
      case DELIVER -> new WishCommand.Deliver(true, Map.of());
      case EXTEND_CLAIM -> new WishCommand.ExtendClaim(LATER, true);
      case CONFIRM -> new WishCommand.Confirm(proxy);
      case REPORT_DISSATISFACTION -> new WishCommand.ReportDissatisfaction(Set.of(CLAIM), proxy);
      case REOPEN -> new WishCommand.Reopen(Set.of(CLAIM));
      case POST_PUBLIC_FUNDS ->
          new WishCommand.PostPublicFunds(Movement.SPEND, Money.parse("100.00"));
      case REFUND -> new WishCommand.Refund(null, Money.parse("20.00"), Form.PUBLIC_FUNDS);
      case REVERSE_POSTING ->
          new WishCommand.ReversePosting(
              3,
              null,
              Movement.SPEND,
              Money.parse("200.00"),
              Form.PUBLIC_FUNDS,
              false,
              Money.parse("150.00"));
    };
  }

  /**
   * Tries every command on a claim in every claim state, and compares the result with the table.
   */
  @Test
  void everyPairOfClaimStateAndCommandMovesOrIsRefusedForTheRightReason() {
    List<String> lines = CLAIMS.lines().toList();
    List<String> columns = cells(lines.getFirst());
    List<String> wrong = new ArrayList<>();
    Set<WishTransition> seen = new TreeSet<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      WishTransition transition = WishTransition.valueOf(cells.getFirst());
      seen.add(transition);
      for (int column = 1; column < columns.size(); column++) {
        String said = onClaim(transition, columns.get(column));
        if (!said.equals(cells.get(column))) {
          wrong.add(
              transition
                  + " of a claim "
                  + columns.get(column)
                  + ": "
                  + said
                  + ", not "
                  + cells.get(column));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(seen)
        .as("commands on claims")
        .isEqualTo(
            Arrays.stream(WishTransition.values())
                .filter(WishTransition::isOnPart)
                .collect(Collectors.toSet()));
    assertThat(columns.subList(1, columns.size()))
        .as("states of claims")
        .containsAll(Arrays.stream(ClaimState.values()).map(Enum::name).toList());
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|")).map(String::strip).toList();
  }

  private static String onClaim(WishTransition transition, String column) {
    boolean delivered = column.equals("DELIVERED");
    ClaimState state = delivered ? ClaimState.ACTIVE : ClaimState.valueOf(column);
    InMemoryWish wish = InMemoryWish.shared(3).in(WishState.OPEN);
    InMemoryClaim claim = new InMemoryClaim(CLAIM, state);
    claim.started = delivered || transition == WishTransition.MARK_OVERDUE;
    claim.delivered = delivered;
    claim.contactBy = NOW.plus(Duration.ofDays(7));
    claim.completeBy = NOW.plus(Duration.ofDays(30));
    wish.claims.put(CLAIM, claim);
    wish.tally =
        switch (state) {
          case PENDING -> new Tally(0, 1, 0, 0, 0);
          case ACTIVE -> new Tally(1, 0, 1, claim.started ? 1 : 0, delivered ? 1 : 0);
          case COMPLETED, DECLINED, RELEASED, REVOKED, LAPSED -> Tally.NONE;
        };
    boolean late = transition == WishTransition.LAPSE || transition == WishTransition.MARK_OVERDUE;
    WishRole party = transition.roles().iterator().next();
    Refusal refusal =
        wish.carryOut(
            favourable(transition, party),
            CLAIM,
            wish.decide(favourable(transition, party), CLAIM, Set.of(party), late ? LATER : NOW),
            NOW);
    if (refusal != null) {
      return refusal.name();
    }
    return claim.state == state ? "same" : claim.state.name();
  }
}
