package org.microwish.wish.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.wish.lifecycle.Decision.Accepted;
import org.microwish.wish.lifecycle.Decision.Refused;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/** Tests each rule about claims, money, deadlines and confirmation. */
@Tag("fast")
class WishRulesTest {

  private static final Instant NOW = InMemoryWish.NOW;

  private static Money yuan(String text) {
    return Money.parse(text);
  }

  private static InMemoryWish open(int places) {
    return InMemoryWish.shared(places).in(WishState.OPEN);
  }

  private static InMemoryWish openProject(String budget) {
    return InMemoryWish.project(budget).in(WishState.OPEN);
  }

  private static WishCommand deliver(String cash) {
    return new WishCommand.Deliver(true, cash == null ? Map.of() : Map.of(Form.CASH, yuan(cash)));
  }

  private static void delivered(InMemoryWish wish, long... ids) {
    for (long id : ids) {
      assertThat(wish.give(deliver(null), id)).isNull();
    }
  }

  // claims -------------------------------------------------------------------------------------

  @Test
  void lastPlaceTaken_makesTheWishClaimed_andRefusesTheNextClaim() {
    InMemoryWish wish = open(2);
    assertThat(wish.claim(1)).isNull();
    assertThat(wish.state).isEqualTo(WishState.OPEN);
    assertThat(wish.claim(2)).isNull();
    assertThat(wish.state).isEqualTo(WishState.CLAIMED);
    assertThat(wish.claim(3)).isEqualTo(Refusal.FULL);
  }

  @Test
  void claimAfterClosing_isRefusedAsClosed() {
    InMemoryWish wish = open(2);
    wish.claim(1);
    assertThat(wish.give(WishTransition.CLOSE_CLAIMING)).isNull();
    assertThat(wish.state).isEqualTo(WishState.CLAIMED);
    assertThat(wish.claim(2)).isEqualTo(Refusal.CLAIMING_CLOSED);
  }

  @Test
  void claimingCannotBeClosedWhileNobodyHoldsAClaim() {
    assertThat(open(2).give(WishTransition.CLOSE_CLAIMING)).isEqualTo(Refusal.NO_ACTIVE_CLAIM);
  }

  @Test
  void afterTheClaimByDate_claimsAndApprovalsAreRefused_evenBeforeTheSweep() {
    InMemoryWish wish = open(2);
    wish.needsApproval = true;
    wish.claim(1);
    Instant after = wish.claimBy;
    assertThat(wish.give(new WishCommand.OnClaim(WishTransition.APPROVE), 1L, after))
        .isEqualTo(Refusal.CLAIMING_CLOSED);
    WishCommand claim = new WishCommand.Claim(2, InMemoryWish.WILLING, Money.ZERO, null);
    assertThat(wish.give(claim, null, after)).isEqualTo(Refusal.CLAIMING_CLOSED);
  }

  @Test
  void holdersMayDeliverWhileTheWishIsStillOpen() {
    InMemoryWish wish = open(2);
    wish.claim(1);
    delivered(wish, 1);
    assertThat(wish.state).isEqualTo(WishState.OPEN);
    assertThat(wish.give(WishTransition.CLOSE_CLAIMING)).isNull();
    assertThat(wish.state).isEqualTo(WishState.DELIVERED);
  }

  @Test
  void aClaimThatEndsEarlyGivesItsPlaceBack() {
    InMemoryWish wish = open(2);
    wish.claim(1);
    wish.claim(2);
    wish.give(WishTransition.START, 1);
    assertThat(wish.state).isEqualTo(WishState.IN_PROGRESS);
    assertThat(wish.give(WishTransition.RELEASE, 2)).isNull();
    assertThat(wish.state).isEqualTo(WishState.OPEN);
    assertThat(wish.claim(3)).isNull();
    assertThat(wish.state).isEqualTo(WishState.IN_PROGRESS);
  }

  @Test
  void endedClaim_reopensAClosedWish_onlyIfItWasTheLast() {
    InMemoryWish wish = open(3);
    wish.claim(1);
    wish.claim(2);
    wish.give(WishTransition.CLOSE_CLAIMING);
    wish.give(WishTransition.REVOKE, 1);
    assertThat(wish.state).isEqualTo(WishState.CLAIMED);
    wish.give(WishTransition.REVOKE, 2);
    assertThat(wish.state).isEqualTo(WishState.OPEN);
    assertThat(wish.closed).isFalse();
    assertThat(wish.claim(3)).isNull();
  }

  @Test
  void whenOnlyDeliveredClaimsRemain_theWishIsDelivered() {
    InMemoryWish wish = open(3);
    wish.claim(1);
    wish.claim(2);
    wish.give(WishTransition.CLOSE_CLAIMING);
    delivered(wish, 1);
    wish.give(WishTransition.RELEASE, 2);
    assertThat(wish.state).isEqualTo(WishState.DELIVERED);
  }

  @Test
  void fullWish_declinesPendingClaims() {
    InMemoryWish wish = open(1);
    wish.needsApproval = true;
    wish.claim(1);
    wish.claim(2);
    wish.claim(3);
    assertThat(wish.state).isEqualTo(WishState.OPEN);
    assertThat(wish.tally).isEqualTo(new Tally(0, 3, 0, 0, 0));
    assertThat(wish.give(WishTransition.APPROVE, 2)).isNull();
    assertThat(wish.state).isEqualTo(WishState.CLAIMED);
    assertThat(wish.ids(ClaimState.DECLINED)).containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void pendingClaims_areLimited() {
    InMemoryWish wish = open(2);
    wish.needsApproval = true;
    wish.tally = new Tally(0, InMemoryWish.LIMITS.pendingClaims(), 0, 0, 0);
    assertThat(wish.claim(1)).isEqualTo(Refusal.TOO_MANY_PENDING);
  }

  @Test
  void deliveredClaim_cannotBeReleasedRevokedOrLapsed() {
    InMemoryWish wish = open(2);
    wish.claim(1);
    delivered(wish, 1);
    Instant late = NOW.plus(Duration.ofDays(400));
    for (WishTransition end :
        List.of(WishTransition.RELEASE, WishTransition.REVOKE, WishTransition.LAPSE)) {
      assertThat(wish.give(new WishCommand.OnClaim(end), 1L, late))
          .as(end.name())
          .isEqualTo(Refusal.ALREADY_DELIVERED);
    }
  }

  /**
   * At first every condition refuses the claim. The test removes the conditions one after the
   * other; each refusal must name the first condition that remains.
   */
  @Test
  void ofSeveralReasons_theFirstInOrderIsReported() {
    InMemoryWish wish = openProject("100.00");
    wish.needsApproval = true;
    wish.tally = new Tally(0, 500, 0, 0, 0);
    wish.claimableBy = ClaimableBy.ORGANISATIONS;
    wish.closed = true;
    wish.amountTaken = wish.budget;
    boolean[] holds = {true};
    String[] path = {"110101001001"};
    boolean[] barred = {true};
    boolean[] atCap = {true};
    Runnable[] mending = {
      () -> wish.in(WishState.OPEN),
      () -> holds[0] = false,
      () -> wish.closed = false,
      () -> wish.amountTaken = Money.ZERO,
      () -> wish.claimableBy = ClaimableBy.BOTH,
      () -> path[0] = "440104013009",
      () -> barred[0] = false,
      () -> atCap[0] = false,
      () -> wish.tally = Tally.NONE
    };
    List<Refusal> order =
        List.of(
            Refusal.WRONG_STATE,
            Refusal.HOLDS_CLAIM,
            Refusal.CLAIMING_CLOSED,
            Refusal.FULL,
            Refusal.WRONG_CLAIMANT,
            Refusal.OUTSIDE_AREA,
            Refusal.BARRED,
            Refusal.TOO_MANY_CLAIMS,
            Refusal.TOO_MANY_PENDING,
            Refusal.OVER_BUDGET);
    wish.in(WishState.SUBMITTED);
    for (int mended = 0; mended <= mending.length; mended++) {
      Claimant claimant =
          new Claimant(ClaimantType.MEMBER, Set.of(path[0]), holds[0], barred[0], atCap[0]);
      WishCommand claim = new WishCommand.Claim(1, claimant, yuan("100.01"), Form.CASH);
      Refusal expected = order.get(mended);
      assertThat(wish.decide(claim, null, NOW))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.reason()).isEqualTo(expected));
      assertThat(wish.decide(claim, null, Set.of(WishRole.OPERATOR), NOW))
          .isEqualTo(Refused.because(Refusal.NOT_PERMITTED));
      if (mended < mending.length) {
        mending[mended].run();
      }
    }
    assertThat(order).hasSize(mending.length + 1);
  }

  @Test
  void refusalEnum_isInOrderOfPrecedence() {
    assertThat(
            EnumSet.of(
                Refusal.WRONG_CLAIMS,
                Refusal.PROXY_ROLE,
                Refusal.OVER_BUDGET,
                Refusal.OVER_SPENT,
                Refusal.OVER_COMMITMENT,
                Refusal.PROXY_CONFLICT))
        .containsExactly(
            Refusal.OVER_COMMITMENT,
            Refusal.OVER_SPENT,
            Refusal.OVER_BUDGET,
            Refusal.PROXY_CONFLICT,
            Refusal.PROXY_ROLE,
            Refusal.WRONG_CLAIMS);
  }

  @Test
  void claimableFrom_matchesHomeAndCheckInDivisions() {
    Set<String> paths = Set.of("440104020001", "440104013007");
    assertThat(ClaimableFrom.ANYWHERE.admits("440104013001", Set.of())).isTrue();
    assertThat(ClaimableFrom.STREET.admits("440104013001G02", paths)).isTrue();
    assertThat(ClaimableFrom.STREET.admits("440104013001", Set.of("440104020001"))).isFalse();
    assertThat(ClaimableFrom.COMMUNITY.admits("440104013001G02", paths)).isFalse();
    assertThat(ClaimableFrom.COMMUNITY.admits("440104013007B1", paths)).isTrue();
  }

  @Test
  void withdrawalRevokesLiveClaimsAndReleasesWhatIsNotSpent() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "60.00");
    wish.give(new WishCommand.Deliver(false, Map.of(Form.CASH, yuan("20.00"))), 1L);
    wish.give(new WishCommand.PostPublicFunds(Movement.PLEDGE, yuan("10.00")), null);
    assertThat(wish.give(WishTransition.WITHDRAW)).isNull();
    assertThat(wish.ids(ClaimState.REVOKED)).containsExactly(1L);
    assertThat(wish.balances.committed()).isEqualTo(Money.ZERO);
    assertThat(wish.balances.spent()).isEqualTo(yuan("20.00"));
  }

  private static WishCommand onWish(WishTransition transition) {
    return InMemoryWish.onWish(transition, WishKind.WISH);
  }

  @Test
  void afterTheFirstClaim_editsAreRefused_andCorrectionsAccepted() {
    InMemoryWish wish = open(2);
    assertThat(wish.give(WishTransition.EDIT)).isNull();
    assertThat(wish.give(WishTransition.CORRECT)).isEqualTo(Refusal.WRONG_STATE);
    wish.claim(1);
    wish.give(WishTransition.RELEASE, 1);
    assertThat(wish.give(WishTransition.EDIT)).isEqualTo(Refusal.FROZEN);
    assertThat(wish.give(WishTransition.CORRECT)).isNull();
  }

  // consent, moderation, edits and corrections -------------------------------------------------

  @Test
  void sensitiveWish_needsConsentToAdvance() {
    InMemoryWish wish = InMemoryWish.shared(1);
    wish.sensitivity = Sensitivity.MINOR;
    wish.consentGiven = false;
    assertThat(wish.give(WishTransition.EDIT)).isNull();
    assertThat(wish.give(WishTransition.SUBMIT)).isEqualTo(Refusal.CONSENT_REQUIRED);
    wish.in(WishState.SUBMITTED);
    assertThat(wish.give(WishTransition.EDIT)).isEqualTo(Refusal.CONSENT_REQUIRED);
    assertThat(wish.give(WishTransition.PUBLISH)).isEqualTo(Refusal.CONSENT_REQUIRED);
    wish.in(WishState.EXPIRED);
    assertThat(wish.give(new WishCommand.Republish(true, NOW), null))
        .isEqualTo(Refusal.CONSENT_REQUIRED);
    wish.consentGiven = true;
    assertThat(wish.in(WishState.DRAFT).give(WishTransition.SUBMIT)).isNull();
    assertThat(wish.give(WishTransition.PUBLISH)).isNull();
  }

  @Test
  void minorMark_needsGuardianConsentToSet_andStaffToRemove() {
    InMemoryWish wish = InMemoryWish.shared(1).in(WishState.SUBMITTED);
    wish.sensitivity = Sensitivity.OTHER;
    assertThat(wish.give(edit(Sensitivity.MINOR, false), null)).isEqualTo(Refusal.CONSENT_REQUIRED);
    assertThat(wish.give(edit(Sensitivity.MINOR, true), null)).isNull();
    wish.sensitivity = Sensitivity.MINOR;
    assertThat(wish.give(edit(Sensitivity.OTHER, true), null)).isNull();
    assertThat(
            wish.in(WishState.DRAFT)
                .decide(edit(Sensitivity.OTHER, true), null, Set.of(WishRole.RESIDENT), NOW))
        .isEqualTo(Refused.because(Refusal.MARKED_AS_MINOR));
  }

  private static WishCommand edit(Sensitivity sensitivity, boolean guardianConsented) {
    return new WishCommand.Edit(WishKind.WISH, true, sensitivity, guardianConsented, null, null, 1);
  }

  @Test
  void publication_isRefusedWithAnOpenFindingOrPastDates() {
    InMemoryWish wish = InMemoryWish.shared(1).in(WishState.SUBMITTED);
    Instant later = NOW.plusSeconds(1);
    assertThat(wish.give(new WishCommand.Publish(true, NOW, NOW), null))
        .isEqualTo(Refusal.MODERATION_OPEN);
    assertThat(wish.give(new WishCommand.Publish(false, NOW, NOW), null))
        .isEqualTo(Refusal.CLAIM_BY_PAST);
    assertThat(wish.give(new WishCommand.Publish(false, later, NOW), null))
        .isEqualTo(Refusal.COMPLETE_BY_PAST);
    wish.completeBy = NOW;
    assertThat(wish.give(new WishCommand.Publish(false, later, null), null))
        .isEqualTo(Refusal.COMPLETE_BY_PAST);
    assertThat(wish.give(new WishCommand.Publish(false, later, later), null)).isNull();
  }

  @Test
  void edit_keepsKindAndDivision_andTheBudgetCoversThePublicFunds() {
    InMemoryWish wish = openProject("100.00");
    wish.give(new WishCommand.PostPublicFunds(Movement.PLEDGE, yuan("60.00")), null);
    assertThat(wish.give(edit(WishKind.WISH, false, "50.00"), null))
        .isEqualTo(Refusal.KIND_CHANGED);
    assertThat(wish.give(edit(WishKind.PROJECT, false, "50.00"), null))
        .isEqualTo(Refusal.OUTSIDE_DIVISION);
    assertThat(wish.decide(edit(WishKind.PROJECT, true, "50.00"), null, NOW))
        .isEqualTo(refused(Refusal.BUDGET_TOO_SMALL, yuan("60.00"), null));
    assertThat(wish.give(edit(WishKind.PROJECT, true, "60.00"), null)).isNull();
    wish.claim(1, "10.00");
    assertThat(wish.decide(new WishCommand.Correct(true, yuan("60.00")), null, NOW))
        .isEqualTo(refused(Refusal.BUDGET_TOO_SMALL, yuan("70.00"), null));
    assertThat(wish.give(new WishCommand.Correct(false, null), null))
        .isEqualTo(Refusal.OUTSIDE_DIVISION);
  }

  private static WishCommand edit(WishKind kind, boolean inDivision, String budget) {
    return new WishCommand.Edit(kind, inDivision, null, true, yuan(budget), null, 1);
  }

  @Test
  void consentWithdrawal_endsAClaimedWish_andWorksOnlyOnce() {
    InMemoryWish wish = open(1);
    wish.claim(1);
    WishCommand back = new WishCommand.Withdraw(true, true);
    Set<WishRole> resident = Set.of(WishRole.RESIDENT);
    assertThat(wish.decide(back, null, resident, NOW)).isInstanceOf(Accepted.class);
    wish.consentGiven = false;
    assertThat(wish.decide(back, null, resident, NOW))
        .isEqualTo(Refused.because(Refusal.NO_CONSENT));
  }

  // deadlines ----------------------------------------------------------------------------------

  @Test
  void claimWithoutContact_lapsesAfterSevenDays() {
    InMemoryWish wish = open(1);
    wish.claim(1);
    WishCommand lapse = new WishCommand.OnClaim(WishTransition.LAPSE);
    Instant week = NOW.plus(Duration.ofDays(7));
    assertThat(wish.give(lapse, 1L, week.minusMillis(1))).isEqualTo(Refusal.NOT_DUE);
    InMemoryWish contacted = wish.copy();
    contacted.give(WishTransition.CONTACT, 1);
    assertThat(contacted.give(lapse, 1L, week)).isEqualTo(Refusal.NOT_DUE);
    InMemoryWish assessed = wish.copy();
    assessed.give(WishTransition.ASSESS, 1);
    assertThat(assessed.give(lapse, 1L, week)).isEqualTo(Refusal.NOT_DUE);
    assertThat(wish.give(lapse, 1L, week)).isNull();
    assertThat(wish.state).isEqualTo(WishState.OPEN);
  }

  @Test
  void atTheCompletionDateAClaimNotStartedLapsesAndAStartedOneIsOverdueOnce() {
    InMemoryWish wish = open(2);
    wish.completeBy = NOW.plus(Duration.ofDays(20));
    wish.claim(1);
    wish.claim(2);
    wish.give(WishTransition.CONTACT, 1);
    wish.give(WishTransition.START, 2);
    WishCommand lapse = new WishCommand.OnClaim(WishTransition.LAPSE);
    WishCommand overdue = new WishCommand.OnClaim(WishTransition.MARK_OVERDUE);
    Instant due = NOW.plus(Duration.ofDays(20));
    assertThat(wish.give(overdue, 2L, due.minusMillis(1))).isEqualTo(Refusal.NOT_DUE);
    assertThat(wish.give(lapse, 2L, due)).isEqualTo(Refusal.NOT_DUE);
    assertThat(wish.give(overdue, 1L, due)).isEqualTo(Refusal.NOT_DUE);
    assertThat(wish.give(overdue, 2L, due)).isNull();
    assertThat(wish.give(overdue, 2L, due)).isEqualTo(Refusal.NOT_DUE);
    assertThat(wish.give(lapse, 1L, due)).isNull();
  }

  @Test
  void extension_mustBeLater_andTheSecondNeedsAReason() {
    InMemoryWish wish = open(1);
    wish.claim(1);
    Instant first = NOW.plus(Duration.ofDays(40));
    assertThat(wish.give(new WishCommand.ExtendClaim(NOW.plus(Duration.ofDays(30)), true), 1L))
        .isEqualTo(Refusal.NOT_LATER);
    assertThat(wish.give(new WishCommand.ExtendClaim(first, false), 1L)).isNull();
    assertThat(wish.give(new WishCommand.ExtendClaim(first.plusSeconds(1), false), 1L))
        .isEqualTo(Refusal.REASON_REQUIRED);
    assertThat(wish.give(new WishCommand.ExtendClaim(first, true), 1L))
        .isEqualTo(Refusal.NOT_LATER);
    assertThat(wish.give(new WishCommand.ExtendClaim(first.plusSeconds(1), true), 1L)).isNull();
  }

  @Test
  void atTheClaimByDate_theWishExpiresOrCloses_andPendingClaimsEnd() {
    WishCommand expire = onWish(WishTransition.EXPIRE);
    WishCommand close = onWish(WishTransition.CLOSE_CLAIMING);
    Set<WishRole> sweeper = Set.of(WishRole.SWEEPER);
    InMemoryWish wish = open(3);
    wish.needsApproval = true;
    wish.claim(1);
    wish.claim(2);
    assertThat(wish.decide(expire, null, sweeper, NOW)).isEqualTo(Refused.because(Refusal.NOT_DUE));
    InMemoryWish unclaimed = wish.copy();
    assertThat(unclaimed.give(expire, null, unclaimed.claimBy)).isNull();
    assertThat(unclaimed.state).isEqualTo(WishState.EXPIRED);
    assertThat(unclaimed.ids(ClaimState.LAPSED)).hasSize(2);
    wish.give(WishTransition.APPROVE, 1);
    assertThat(wish.give(expire, null, wish.claimBy)).isEqualTo(Refusal.CLAIMED_ALREADY);
    assertThat(wish.decide(close, null, sweeper, NOW)).isEqualTo(Refused.because(Refusal.NOT_DUE));
    assertThat(wish.decide(close, null, sweeper, wish.claimBy)).isInstanceOf(Accepted.class);
    assertThat(wish.give(close, null, wish.claimBy)).isNull();
    assertThat(wish.ids(ClaimState.DECLINED)).containsExactly(2L);
  }

  @Test
  void theNextRoundNeedsALaterDate() {
    InMemoryWish wish = open(1);
    Instant old = wish.claimBy;
    wish.give(onWish(WishTransition.EXPIRE), null, old);
    assertThat(wish.give(new WishCommand.Republish(false, old), null, old))
        .isEqualTo(Refusal.NOT_LATER);
    Instant next = old.plus(Duration.ofDays(30));
    assertThat(wish.give(new WishCommand.Republish(false, next), null, old)).isNull();
    assertThat(wish.state).isEqualTo(WishState.OPEN);
  }

  @Test
  void aWishIsArchivedWhenItsNoticeIsOver() {
    InMemoryWish wish = fulfilled();
    WishCommand archive = onWish(WishTransition.ARCHIVE);
    Instant over = NOW.plus(Duration.ofDays(30));
    assertThat(wish.give(archive, null, over.minusMillis(1))).isEqualTo(Refusal.NOT_DUE);
    assertThat(wish.give(archive, null, over)).isNull();
  }

  private static InMemoryWish fulfilled() {
    InMemoryWish wish = open(2);
    wish.claim(1);
    wish.claim(2);
    delivered(wish, 1, 2);
    assertThat(wish.give(new WishCommand.Confirm(null), null)).isNull();
    assertThat(wish.state).isEqualTo(WishState.FULFILLED);
    assertThat(wish.ids(ClaimState.COMPLETED)).containsExactlyInAnyOrder(1L, 2L);
    return wish;
  }

  // confirmation -------------------------------------------------------------------------------

  private static Refusal confirm(InMemoryWish wish, WishRole party, Voice voice, Instant now) {
    return wish.decide(new WishCommand.Confirm(voice), null, Set.of(party), now)
            instanceof Refused refused
        ? refused.reason()
        : null;
  }

  @Test
  void proxyConfirmation_needsAnUninvolvedProxyAndAValidReason() {
    InMemoryWish wish = open(1);
    wish.claim(1);
    delivered(wish, 1);
    Instant soon = NOW.plus(Duration.ofDays(14)).minusMillis(1);
    Instant late = NOW.plus(Duration.ofDays(14));
    Proxy phone = new Proxy(ProxyReason.CANNOT_USE_PHONE, false, true);
    Proxy unproved = new Proxy(ProxyReason.CANNOT_USE_PHONE, false, false);
    Proxy involved = new Proxy(ProxyReason.CANNOT_USE_PHONE, true, true);
    Proxy silent = new Proxy(ProxyReason.NO_ANSWER, false, false);
    assertThat(confirm(wish, WishRole.RESIDENT, null, NOW)).isNull();
    assertThat(confirm(wish, WishRole.RESIDENT, phone, NOW)).isEqualTo(Refusal.PROXY_ROLE);
    assertThat(confirm(wish, WishRole.OPERATOR, null, NOW)).isEqualTo(Refusal.PROXY_ROLE);
    for (WishRole party : List.of(WishRole.OPERATOR, WishRole.COLLECTOR)) {
      assertThat(confirm(wish, party, phone, NOW)).isNull();
      assertThat(confirm(wish, party, unproved, NOW)).isEqualTo(Refusal.EVIDENCE_REQUIRED);
      assertThat(confirm(wish, party, involved, NOW)).isEqualTo(Refusal.PROXY_CONFLICT);
    }
    assertThat(confirm(wish, WishRole.COLLECTOR, silent, late)).isEqualTo(Refusal.PROXY_ROLE);
    assertThat(confirm(wish, WishRole.OPERATOR, silent, soon)).isEqualTo(Refusal.PROXY_TOO_EARLY);
    assertThat(confirm(wish, WishRole.OPERATOR, silent, late)).isNull();
  }

  @Test
  void onlyAProjectWithoutAResidentIsAccepted() {
    InMemoryWish wish = open(1);
    wish.claim(1);
    delivered(wish, 1);
    Acceptance good = new Acceptance(AcceptedBy.COMMITTEE, 1, false, false, true);
    assertThat(confirm(wish, WishRole.OPERATOR, good, NOW)).isEqualTo(Refusal.HAS_RESIDENT);
    wish.kind = WishKind.PROJECT;
    for (WishRole party : List.of(WishRole.OPERATOR, WishRole.COLLECTOR)) {
      assertThat(confirm(wish, party, good, NOW)).isNull();
    }
    assertThat(confirm(wish, WishRole.RESIDENT, good, NOW)).isEqualTo(Refusal.PROXY_ROLE);
    Acceptance owned = new Acceptance(AcceptedBy.COMMITTEE, 1, true, false, true);
    assertThat(confirm(wish, WishRole.OPERATOR, owned, NOW)).isEqualTo(Refusal.HAS_RESIDENT);
    Acceptance involved = new Acceptance(AcceptedBy.COMMITTEE, 1, false, true, true);
    assertThat(confirm(wish, WishRole.OPERATOR, involved, NOW)).isEqualTo(Refusal.PROXY_CONFLICT);
    Acceptance few = new Acceptance(AcceptedBy.REPRESENTATIVES, 2, false, false, true);
    assertThat(confirm(wish, WishRole.OPERATOR, few, NOW)).isEqualTo(Refusal.TOO_FEW_SIGNATURES);
    Acceptance unsigned = new Acceptance(AcceptedBy.REPRESENTATIVES, 3, false, false, false);
    assertThat(confirm(wish, WishRole.OPERATOR, unsigned, NOW)).isEqualTo(Refusal.SHEET_REQUIRED);
  }

  @Test
  void confirmationOnPaper_isTheResidents_recordedByAnOperator() {
    InMemoryWish wish = open(1);
    wish.claim(1);
    delivered(wish, 1);
    Proxy paper = new Proxy(ProxyReason.ON_PAPER, false, false);
    for (WishRole party : List.of(WishRole.RESIDENT, WishRole.COLLECTOR, WishRole.OPERATOR)) {
      assertThat(confirm(wish, party, paper, NOW)).isEqualTo(Refusal.PROXY_ROLE);
    }
    Set<WishRole> both = Set.of(WishRole.OPERATOR, WishRole.RESIDENT);
    assertThat(wish.decide(new WishCommand.Confirm(paper), null, both, NOW))
        .isInstanceOf(Accepted.class);
    Proxy involved = new Proxy(ProxyReason.ON_PAPER, true, false);
    assertThat(wish.decide(new WishCommand.Confirm(involved), null, both, NOW))
        .isInstanceOf(Refused.class);
  }

  @Test
  void lateRecordAfterALapseDeadline_needsAReason() {
    InMemoryWish wish = open(1);
    wish.claim(1);
    WishCommand progress = new WishCommand.OnClaim(WishTransition.PROGRESS);
    WishCommand start = new WishCommand.OnClaim(WishTransition.START);
    Instant silent = wish.claims.get(1L).contactBy;
    wish.unexplained = true;
    assertThat(wish.give(progress, 1L, silent.minusMillis(1))).isNull();
    assertThat(wish.give(progress, 1L, silent)).isEqualTo(Refusal.LAPSE_UNEXPLAINED);
    assertThat(wish.give(start, 1L, silent)).isEqualTo(Refusal.LAPSE_UNEXPLAINED);
    wish.unexplained = false;
    assertThat(wish.give(start, 1L, silent)).isNull();
    // A claim whose work has started cannot lapse, so a late record needs no reason.
    wish.unexplained = true;
    assertThat(wish.give(deliver(null), 1L, silent.plus(Duration.ofDays(90)))).isNull();
  }

  @Test
  void dissatisfactionNamesTheClaimsToRedo() {
    InMemoryWish wish = open(2);
    wish.claim(1);
    wish.claim(2);
    delivered(wish, 1, 2);
    assertThat(wish.give(new WishCommand.ReportDissatisfaction(Set.of(), null), null))
        .isEqualTo(Refusal.WRONG_CLAIMS);
    assertThat(wish.give(new WishCommand.ReportDissatisfaction(Set.of(1L, 9L), null), null))
        .isEqualTo(Refusal.WRONG_CLAIMS);
    assertThat(wish.give(new WishCommand.ReportDissatisfaction(Set.of(2L), null), null)).isNull();
    assertThat(wish.state).isEqualTo(WishState.IN_PROGRESS);
    assertThat(wish.claims.get(1L).delivered).isTrue();
    assertThat(wish.claims.get(2L).delivered).isFalse();
    delivered(wish, 2);
    assertThat(wish.state).isEqualTo(WishState.DELIVERED);
  }

  @Test
  void aReopenedWishResumesAllClaimsAndRedoesTheNamedOnes() {
    InMemoryWish wish = fulfilled();
    assertThat(wish.give(new WishCommand.Reopen(Set.of(7L)), null)).isEqualTo(Refusal.WRONG_CLAIMS);
    assertThat(wish.give(new WishCommand.Reopen(Set.of(2L)), null)).isNull();
    assertThat(wish.state).isEqualTo(WishState.IN_PROGRESS);
    assertThat(wish.tally).isEqualTo(new Tally(2, 0, 2, 2, 1));
    assertThat(wish.claim(3)).isEqualTo(Refusal.FULL);
    delivered(wish, 2);
    assertThat(wish.give(new WishCommand.Confirm(null), null)).isNull();
  }

  // money --------------------------------------------------------------------------------------

  @Test
  void pledgeAboveTheBudget_isRefusedWithTheFreeAmount() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "60.00");
    WishCommand more = new WishCommand.Claim(2, InMemoryWish.WILLING, yuan("40.01"), Form.CASH);
    assertThat(wish.decide(more, null, NOW))
        .isEqualTo(refused(Refusal.OVER_BUDGET, yuan("40.00"), null));
    assertThat(wish.decide(new WishCommand.Pledge(yuan("40.01"), Form.CASH), 1L, NOW))
        .isEqualTo(refused(Refusal.OVER_BUDGET, yuan("40.00"), null));
    assertThat(wish.claim(2)).isEqualTo(Refusal.PLEDGE_REQUIRED);
    assertThat(wish.give(new WishCommand.Pledge(yuan("40.00"), Form.GOODS), 1L)).isNull();
    assertThat(wish.state).isEqualTo(WishState.CLAIMED);
    assertThat(wish.claim(2, "0.01")).isEqualTo(Refusal.FULL);
  }

  @Test
  void withoutABudget_pledgesStopAtTheLargestAmount() {
    InMemoryWish wish = open(1);
    wish.claim(1, "5.00");
    wish.give(new WishCommand.Pledge(yuan("6.00"), Form.CASH), 1L);
    assertThat(wish.decide(reversal(last(wish, Movement.PLEDGE), "999999999999.99"), 1L, NOW))
        .isEqualTo(refused(Refusal.OVER_BUDGET, yuan("999999999994.99"), null));
    assertThat(wish.give(reversal(last(wish, Movement.PLEDGE), "999999999994.99"), 1L)).isNull();
    assertThat(wish.decide(new WishCommand.Pledge(yuan("0.01"), Form.CASH), 1L, NOW))
        .isEqualTo(refused(Refusal.OVER_BUDGET, Money.ZERO, null));
  }

  @Test
  void pendingClaim_commitsNoMoneyUntilApproval() {
    InMemoryWish wish = openProject("100.00");
    wish.needsApproval = true;
    wish.claim(1, "80.00");
    wish.claim(2, "80.00");
    assertThat(wish.balances.committed()).isEqualTo(Money.ZERO);
    assertThat(wish.give(WishTransition.APPROVE, 1)).isNull();
    assertThat(wish.balances.committed()).isEqualTo(yuan("80.00"));
    assertThat(wish.decide(new WishCommand.OnClaim(WishTransition.APPROVE), 2L, NOW))
        .isEqualTo(refused(Refusal.OVER_BUDGET, yuan("20.00"), null));
    assertThat(wish.ids(ClaimState.PENDING)).containsExactly(2L);
  }

  @Test
  void aDeliveryPostsWhatWasSpentAndReleasesTheRest() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "100.00");
    WishCommand overrun = deliver("100.01");
    assertThat(wish.decide(overrun, 1L, NOW))
        .isEqualTo(refused(Refusal.OVER_COMMITMENT, yuan("100.00"), Form.CASH));
    assertThat(
            wish.decide(new WishCommand.Deliver(true, Map.of(Form.GOODS, yuan("1.00"))), 1L, NOW))
        .isEqualTo(refused(Refusal.OVER_COMMITMENT, Money.ZERO, Form.GOODS));
    wish.give(new WishCommand.Deliver(false, Map.of(Form.CASH, yuan("30.00"))), 1L);
    assertThat(wish.balances.committed()).isEqualTo(yuan("70.00"));
    assertThat(wish.give(deliver("20.00"), 1L)).isNull();
    assertThat(wish.balances.committed()).isEqualTo(Money.ZERO);
    assertThat(wish.balances.spent()).isEqualTo(yuan("50.00"));
    assertThat(wish.balances.funding()).isEqualTo(yuan("50.00"));
    assertThat(wish.state).as("underspent, and not open again").isEqualTo(WishState.DELIVERED);
  }

  @Test
  void releasedPledge_isFreeForOthers() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "40.00");
    wish.claim(2, "60.00");
    assertThat(wish.state).isEqualTo(WishState.CLAIMED);
    wish.give(WishTransition.RELEASE, 1);
    assertThat(wish.state).isEqualTo(WishState.OPEN);
    assertThat(wish.amountTaken).isEqualTo(yuan("60.00"));
    assertThat(wish.claim(3, "40.00")).isNull();
    assertThat(wish.state).isEqualTo(WishState.CLAIMED);
  }

  @Test
  void revokedClaim_freesItsUnspentPledge() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "100.00");
    wish.give(deliver("60.00"), 1L);
    wish.give(new WishCommand.ReportDissatisfaction(Set.of(1L), null), null);
    assertThat(wish.give(WishTransition.REVOKE, 1)).isNull();
    assertThat(wish.state).isEqualTo(WishState.OPEN);
    assertThat(wish.amountTaken).isEqualTo(yuan("60.00"));
    assertThat(wish.claim(2, "40.00")).isNull();
    assertThat(wish.state).isEqualTo(WishState.CLAIMED);
  }

  private static WishCommand reversal(InMemoryWish.Booked posting, String right) {
    return new WishCommand.ReversePosting(
        posting.id(),
        posting.claimId(),
        posting.movement(),
        posting.amount(),
        posting.form(),
        false,
        yuan(right));
  }

  private static InMemoryWish.Booked last(InMemoryWish wish, Movement movement) {
    return wish.postings.stream()
        .filter(posting -> posting.movement() == movement)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void spendingOfADeliveredClaim_canBeCorrectedUpAndDown() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "80.00");
    wish.give(deliver("50.00"), 1L);
    InMemoryWish down = wish.copy();
    assertThat(down.give(reversal(last(down, Movement.SPEND), "20.00"), 1L)).isNull();
    assertThat(down.balances.spent()).isEqualTo(yuan("20.00"));
    assertThat(down.balances.committed()).isEqualTo(Money.ZERO);
    InMemoryWish up = wish.copy();
    assertThat(up.give(reversal(last(up, Movement.SPEND), "100.00"), 1L)).isNull();
    assertThat(up.balances.spent()).isEqualTo(yuan("100.00"));
    assertThat(up.balances.committed()).isEqualTo(Money.ZERO);
    assertThat(wish.decide(reversal(last(wish, Movement.SPEND), "100.01"), 1L, NOW))
        .isEqualTo(refused(Refusal.OVER_BUDGET, yuan("50.00"), null));
  }

  @Test
  void spendingCorrectedUpwards_usesCommittedMoneyFirst() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "100.00");
    wish.give(new WishCommand.Deliver(false, Map.of(Form.CASH, yuan("30.00"))), 1L);
    assertThat(wish.give(reversal(last(wish, Movement.SPEND), "50.00"), 1L)).isNull();
    assertThat(wish.balances.spent()).isEqualTo(yuan("50.00"));
    assertThat(wish.balances.committed()).isEqualTo(yuan("50.00"));
  }

  @Test
  void publicSpendingCorrectedAfterConfirmation_leavesNothingCommitted() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "50.00");
    wish.give(new WishCommand.PostPublicFunds(Movement.PLEDGE, yuan("50.00")), null);
    wish.give(new WishCommand.PostPublicFunds(Movement.SPEND, yuan("50.00")), null);
    InMemoryWish.Booked spent = last(wish, Movement.SPEND);
    wish.give(deliver("50.00"), 1L);
    wish.give(new WishCommand.Confirm(null), null);
    assertThat(wish.give(reversal(spent, "10.00"), null)).isNull();
    assertThat(wish.balances.committed()).isEqualTo(Money.ZERO);
    assertThat(wish.balances.spent()).isEqualTo(yuan("60.00"));
  }

  @Test
  void correctedPledge_keepsTheState_andFreesTheDifference() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "100.00");
    assertThat(wish.give(reversal(last(wish, Movement.PLEDGE), "70.00"), 1L)).isNull();
    assertThat(wish.state).isEqualTo(WishState.CLAIMED);
    assertThat(wish.claim(2, "30.00")).isEqualTo(Refusal.CLAIMING_CLOSED);
    assertThat(wish.give(new WishCommand.Pledge(yuan("30.00"), Form.LABOUR), 1L)).isNull();
    assertThat(wish.state).isEqualTo(WishState.CLAIMED);
  }

  @Test
  void refund_isLimitedToTheSpending_andItsReversalToTheFreeBudget() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "50.00");
    wish.give(deliver("50.00"), 1L);
    assertThat(wish.decide(new WishCommand.Refund(1L, yuan("50.01"), Form.CASH), 1L, NOW))
        .isEqualTo(refused(Refusal.OVER_SPENT, yuan("50.00"), Form.CASH));
    assertThat(wish.give(new WishCommand.Refund(1L, yuan("30.00"), Form.CASH), 1L)).isNull();
    assertThat(wish.balances.returned()).isEqualTo(yuan("30.00"));
    assertThat(wish.claim(2, "80.00")).isNull();
    assertThat(wish.decide(reversal(last(wish, Movement.REFUND), "10.00"), 1L, NOW))
        .isEqualTo(refused(Refusal.OVER_BUDGET, Money.ZERO, null));
    assertThat(wish.give(reversal(last(wish, Movement.REFUND), "30.00"), 1L)).isNull();
  }

  @Test
  void onlyPledgesSpendingsAndRefunds_areReversible_andOnlyOnce() {
    InMemoryWish wish = openProject("100.00");
    wish.claim(1, "50.00");
    wish.give(deliver("20.00"), 1L);
    assertThat(wish.give(reversal(last(wish, Movement.RELEASE), "0.00"), 1L))
        .isEqualTo(Refusal.NOT_REVERSIBLE);
    WishCommand again =
        new WishCommand.ReversePosting(
            1, 1L, Movement.PLEDGE, yuan("50.00"), Form.CASH, true, Money.ZERO);
    assertThat(wish.give(again, 1L)).isEqualTo(Refusal.ALREADY_DONE);
  }

  @Test
  void meetingsAreForProjects() {
    assertThat(open(1).give(WishTransition.HOLD_MEETING)).isEqualTo(Refusal.NOT_A_PROJECT);
    assertThat(openProject("1.00").give(WishTransition.HOLD_MEETING)).isNull();
  }

  private static Refused refused(Refusal reason, Money free, Form form) {
    return new Refused(reason, free, form, null);
  }
}
