package org.microwish.statistics.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.microwish.statistics.fold.Leaves.at;
import static org.microwish.statistics.fold.Leaves.claim;
import static org.microwish.statistics.fold.Leaves.described;
import static org.microwish.statistics.fold.Leaves.move;
import static org.microwish.statistics.fold.Leaves.with;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.MoneyMove;

/** Tests each figure of the statistics with the event histories that determine it. */
@Tag("fast")
class FoldTest {

  private static final String COMMUNITY = "440104013001";
  private static final String NEIGHBOUR = "440104013002";
  private static final String ELSEWHERE = "440105001001";

  private final Leaves leaves = new Leaves();

  private Counts wishes() {
    return leaves.statistics().overview(Selection.ALL).wishes();
  }

  private Counts projects() {
    return leaves.statistics().overview(Selection.ALL).projects();
  }

  @Test
  void draft_isNotCountedAsPublished() {
    leaves.wish(
        "w",
        EntryType.WISH_CREATED,
        "2022-02-01T09:00",
        "DRAFT",
        Map.of("wish", described(CountedKind.WISH, COMMUNITY)));
    assertThat(wishes()).isEqualTo(Counts.NONE);
  }

  @Test
  void republishedWish_countsAsPublishedOnce() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .wish("w", EntryType.WISH_EXPIRED, "2022-03-01T09:00", "EXPIRED", Map.of())
        .wish("w", EntryType.WISH_REPUBLISHED, "2022-03-05T09:00", "OPEN", Map.of("round", 2));
    assertThat(wishes().published()).isEqualTo(1);
    assertThat(leaves.figures("w").publishedAt()).isEqualTo(at("2022-02-01T09:00"));
    assertThat(leaves.figures("w").round()).isEqualTo(2);
  }

  @Test
  void withdrawnWish_staysPublished_andIsNotClaimed() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w", "c", "o", "2022-02-02T09:00", "m1", "m2")
        .wish(
            "w",
            EntryType.WISH_WITHDRAWN,
            "2022-02-03T09:00",
            "WITHDRAWN",
            Map.of("claims", Map.of("REVOKED", List.of("c"))));
    assertThat(wishes()).isEqualTo(new Counts(1, 0, 0, 0, 0, 0, 0, MoneyFen.ZERO));
  }

  /** Unpublished or amended: the wish and its claims count as before. */
  @Test
  void unpublishedWish_isCountedAsBefore() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w", "c", "o", "2022-02-02T09:00", "m1", "m2");
    Counts before = wishes();
    leaves
        .wish("w", EntryType.WISH_UNPUBLISHED, "2022-02-03T09:00", null, Map.of())
        .wish("w", EntryType.WISH_WORDS_AMENDED, "2022-02-04T09:00", null, Map.of());
    assertThat(before.published()).isEqualTo(1);
    assertThat(wishes()).isEqualTo(before);
  }

  @Test
  void membersOrganisationsAndParticipations_areCountedSeparately() {
    leaves
        .published("w1", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .published("w2", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .published("w3", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w1", "c1", "o1", "2022-02-02T09:00", "m1", "m2", "m3")
        .claimed("w2", "c2", "o2", "2022-02-02T09:00", "m1")
        .claimedBy("w3", "c3", "o3", "2022-02-02T09:00", "m2");
    assertThat(wishes()).isEqualTo(new Counts(3, 3, 0, 3, 1, 5, 0, MoneyFen.ZERO));
  }

  @Test
  void claimingMember_isCounted_evenIfNotListedAsParticipant() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .wish(
            "w",
            EntryType.CLAIM_REQUESTED,
            "2022-02-02T09:00",
            "CLAIMED",
            Map.of(
                "claim",
                Map.of(
                    "id", "c",
                    "claimant", Map.of("type", "MEMBER", "id", "m1"),
                    "organisation", "o"),
                "claims",
                Map.of("ACTIVE", List.of("c"))));
    assertThat(wishes().claimingMembers()).isEqualTo(1);
    assertThat(wishes().participations()).isEqualTo(1);
  }

  @Test
  void pendingClaim_isNotCountedUntilApproved() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .wish(
            "w",
            EntryType.CLAIM_REQUESTED,
            "2022-02-02T09:00",
            "OPEN",
            Map.of(
                "claim", claim("c", "MEMBER", "m1", "o", List.of("m1", "m2")),
                "claims", Map.of("PENDING", List.of("c"))));
    assertThat(wishes()).isEqualTo(new Counts(1, 0, 0, 0, 0, 0, 0, MoneyFen.ZERO));

    leaves.wish(
        "w",
        EntryType.CLAIM_APPROVED,
        "2022-02-04T09:00",
        "CLAIMED",
        Map.of(
            "claim", claim("c", "MEMBER", "m1", "o", List.of("m1", "m2")),
            "claims", Map.of("ACTIVE", List.of("c"), "DECLINED", List.of("other"))));
    assertThat(wishes()).isEqualTo(new Counts(1, 1, 0, 2, 0, 2, 0, MoneyFen.ZERO));
    assertThat(leaves.figures("w").claims()).hasSize(1);
    assertThat(leaves.figures("w").claims().getFirst().participations())
        .allMatch(participation -> participation.since().equals(at("2022-02-04T09:00")));
  }

  @Test
  void releasedClaim_isNoLongerCounted() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w", "c1", "o1", "2022-02-02T09:00", "m1")
        .wish(
            "w",
            EntryType.CLAIM_RELEASED,
            "2022-02-03T09:00",
            "OPEN",
            Map.of("claim", Map.of("id", "c1"), "claims", Map.of("RELEASED", List.of("c1"))));
    assertThat(wishes()).isEqualTo(new Counts(1, 0, 0, 0, 0, 0, 0, MoneyFen.ZERO));
    assertThat(leaves.figures("w").claims()).isEmpty();
  }

  @Test
  void changedParticipants_areCountedFromTheirJoining() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w", "c", "o", "2022-02-02T09:00", "m1", "m2")
        .wish(
            "w",
            EntryType.CLAIM_PARTICIPANTS_CHANGED,
            "2022-03-02T09:00",
            null,
            Map.of("claim", Map.of("id", "c", "participants", List.of("m1", "m3", "m4"))));
    assertThat(wishes().claimingMembers()).isEqualTo(3);
    assertThat(leaves.figures("w").claims().getFirst().participations())
        .containsExactly(
            new Participation("m1", at("2022-02-02T09:00"), 2, false),
            new Participation("m3", at("2022-03-02T09:00"), 3, false),
            new Participation("m4", at("2022-03-02T09:00"), 3, false));
  }

  @Test
  void whoTookPartInADelivery_counts_afterHavingLeft() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w", "c", "o", "2022-02-02T09:00", "m1", "m2", "m3");
    participants("2022-02-03T09:00", "m1", "m2");
    leaves.wish(
        "w",
        EntryType.CLAIM_DELIVERED,
        "2022-02-04T09:00",
        "DELIVERED",
        Map.of("claim", Map.of("id", "c"), "progress", "DELIVERED"));
    // After dissatisfaction, other members do the work again. One of them, m5, leaves before the
    // new delivery and does not count.
    participants("2022-02-06T09:00", "m4", "m5");
    participants("2022-02-07T09:00", "m4");
    assertThat(wishes().claimingMembers()).isEqualTo(3);
    assertThat(leaves.figures("w").claims().getFirst().participations())
        .containsExactlyInAnyOrder(
            new Participation("m1", at("2022-02-02T09:00"), 2, true),
            new Participation("m2", at("2022-02-02T09:00"), 2, true),
            new Participation("m4", at("2022-02-06T09:00"), 5, false));
  }

  private void participants(String when, String... members) {
    leaves.wish(
        "w",
        EntryType.CLAIM_PARTICIPANTS_CHANGED,
        when,
        null,
        Map.of("claim", Map.of("id", "c", "participants", List.of(members))));
  }

  @Test
  void reopenedWish_isNotFulfilledUntilConfirmedAgain() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w", "c", "o", "2022-02-02T09:00", "m")
        .confirmed("w", "2022-02-10T09:00", 5, "SELF", "c")
        .wish(
            "w",
            EntryType.WISH_REOPENED,
            "2022-02-12T09:00",
            "IN_PROGRESS",
            Map.of("claims", Map.of("ACTIVE", List.of("c"))));
    assertThat(wishes()).isEqualTo(new Counts(1, 1, 0, 1, 0, 1, 0, MoneyFen.ZERO));
    assertThat(leaves.figures("w").rating()).isZero();
    assertThat(leaves.figures("w").claims().getFirst().activeSince())
        .isEqualTo(at("2022-02-02T09:00"));

    leaves.confirmed("w", "2022-03-01T09:00", 4, "PROXY", "c");
    assertThat(wishes().fulfilled()).isEqualTo(1);
    assertThat(leaves.figures("w").fulfilledAt()).isEqualTo(at("2022-03-01T09:00"));
    assertThat(leaves.figures("w").ratedBy()).isEqualTo(Confirmer.PROXY);
  }

  @Test
  void archivedWish_staysFulfilledSinceItsConfirmation() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w", "c", "o", "2022-02-02T09:00", "m")
        .confirmed("w", "2022-02-10T09:00", 5, "SELF", "c")
        .wish("w", EntryType.WISH_ARCHIVED, "2022-03-12T09:00", "ARCHIVED", Map.of());
    assertThat(wishes().fulfilled()).isEqualTo(1);
    assertThat(leaves.figures("w").fulfilledAt()).isEqualTo(at("2022-02-10T09:00"));
    assertThat(leaves.figures("w").fulfilledLeaf()).isEqualTo(3);
  }

  @Test
  void correction_movesTheWishInEveryStatistic() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w", "c", "o", "2022-02-02T09:00", "m")
        .wish(
            "w",
            EntryType.WISH_CORRECTED,
            "2022-03-01T09:00",
            null,
            Map.of("wish", with(described(CountedKind.WISH, NEIGHBOUR), "category", "GOODS")));
    Statistics statistics = leaves.statistics();
    assertThat(statistics.overview(new Selection(COMMUNITY, null, null, null)).wishes())
        .isEqualTo(Counts.NONE);
    assertThat(statistics.overview(new Selection(NEIGHBOUR, null, null, null)).wishes())
        .isEqualTo(new Counts(1, 1, 0, 1, 0, 1, 0, MoneyFen.ZERO));
    assertThat(statistics.breakdown(Selection.ALL, Dimension.CATEGORY, 12))
        .containsOnlyKeys("GOODS");
  }

  @Test
  void runningCounts_areUpdatedWhenAWishChanges() {
    leaves
        .published("w", CountedKind.PROJECT, COMMUNITY, "2022-02-01T09:00")
        .claimed("w", "c", "o", "2022-02-02T09:00", "m");
    Statistics statistics = new Statistics();
    WishFigures before = leaves.figures("w");
    leaves.wish(
        "w",
        EntryType.WISH_CORRECTED,
        "2022-03-01T09:00",
        null,
        Map.of("wish", with(described(CountedKind.PROJECT, ELSEWHERE), "budgetFen", 5000L)));
    statistics.put(before);
    statistics.put(leaves.figures("w"));
    assertThat(statistics.overview(new Selection("4401", null, null, null)).projects())
        .isEqualTo(new Counts(1, 1, 0, 1, 0, 1, 5000, MoneyFen.ZERO));
    assertThat(statistics.overview(new Selection("440104", null, null, null)).projects())
        .isEqualTo(Counts.NONE);
  }

  @Test
  void money_isTheBalanceOfPostings_includingReversals() {
    leaves
        .wish(
            "p",
            EntryType.WISH_CREATED,
            "2022-01-01T09:00",
            "DRAFT",
            Map.of("wish", with(described(CountedKind.PROJECT, COMMUNITY), "budgetFen", 100_000L)))
        .wish("p", EntryType.WISH_PUBLISHED, "2022-01-02T09:00", "OPEN", Map.of("round", 1))
        .claimedBy("p", "c", "o", "2022-01-03T09:00", "m")
        .wish(
            "p",
            EntryType.CLAIM_PLEDGED,
            "2022-01-04T09:00",
            null,
            Map.of("claim", Map.of("id", "c")),
            move("FUNDING", "COMMITTED", "c", 60_000))
        .wish(
            "p",
            EntryType.MONEY_POSTED,
            "2022-01-05T09:00",
            null,
            Map.of(),
            move("FUNDING", "COMMITTED", MoneyMove.NO_CLAIM, 40_000))
        .wish(
            "p",
            EntryType.CLAIM_DELIVERED,
            "2022-02-05T09:00",
            "DELIVERED",
            Map.of("claim", Map.of("id", "c"), "progress", "DELIVERED"),
            move("COMMITTED", "SPENT", "c", 55_000),
            move("COMMITTED", "FUNDING", "c", 5_000))
        .wish(
            "p",
            EntryType.MONEY_REFUNDED,
            "2022-02-06T09:00",
            null,
            Map.of(),
            move("SPENT", "RETURNED", "c", 1_000))
        .wish(
            "p",
            EntryType.MONEY_REVERSED,
            "2022-03-06T09:00",
            null,
            Map.of(),
            move("COMMITTED", "FUNDING", MoneyMove.NO_CLAIM, 40_000));
    assertThat(projects().budgetFen()).isEqualTo(100_000);
    assertThat(projects().money()).isEqualTo(new MoneyFen(55_000, 0, 54_000, 1_000));

    Map<String, Overview> months =
        leaves.statistics().breakdown(Selection.ALL, Dimension.MONTH, 12);
    assertThat(months.get("2022-01").projects().money())
        .isEqualTo(new MoneyFen(100_000, 100_000, 0, 0));
    assertThat(months.get("2022-02").projects().money())
        .isEqualTo(new MoneyFen(-5_000, -60_000, 54_000, 1_000));
    assertThat(months.get("2022-03").projects().money())
        .isEqualTo(new MoneyFen(-40_000, -40_000, 0, 0));
    assertThat(months.get("2022-01").projects().budgetFen()).isEqualTo(100_000);
    assertThat(months.get("2022-02").projects().budgetFen()).isZero();

    Map<String, Overview> organisations =
        leaves.statistics().breakdown(Selection.ALL, Dimension.ORGANISATION, 12);
    assertThat(organisations.get("o").projects().money())
        .isEqualTo(new MoneyFen(55_000, 0, 54_000, 1_000));
  }

  @Test
  void endedClaim_spentMoneyStaysWithItsOrganisation() {
    leaves
        .published("p", CountedKind.PROJECT, COMMUNITY, "2022-01-02T09:00")
        .claimedBy("p", "c", "o", "2022-01-03T09:00", "m")
        .wish(
            "p",
            EntryType.CLAIM_PLEDGED,
            "2022-01-04T09:00",
            null,
            Map.of("claim", Map.of("id", "c")),
            move("FUNDING", "COMMITTED", "c", 100),
            move("COMMITTED", "SPENT", "c", 30))
        .wish(
            "p",
            EntryType.CLAIM_REVOKED,
            "2022-01-09T09:00",
            "OPEN",
            Map.of("claims", Map.of("REVOKED", List.of("c"))),
            move("COMMITTED", "FUNDING", "c", 70));
    assertThat(projects()).isEqualTo(new Counts(1, 0, 0, 0, 0, 0, 0, new MoneyFen(30, 0, 30, 0)));
    assertThat(
            leaves
                .statistics()
                .breakdown(Selection.ALL, Dimension.ORGANISATION, 12)
                .get("o")
                .projects())
        .isEqualTo(new Counts(0, 0, 0, 0, 0, 0, 0, new MoneyFen(30, 0, 30, 0)));
  }

  @Test
  void dayRange_isInShanghaiTime_andIncludesBothEnds() {
    leaves
        .published("w1", CountedKind.WISH, COMMUNITY, "2022-01-31T23:59:59.999999")
        .published("w2", CountedKind.WISH, COMMUNITY, "2022-02-01T00:00")
        .published("w3", CountedKind.WISH, COMMUNITY, "2022-02-28T23:59:59.999999")
        .published("w4", CountedKind.WISH, COMMUNITY, "2022-03-01T00:00");
    Selection february =
        new Selection("", null, LocalDate.of(2022, 2, 1), LocalDate.of(2022, 2, 28));
    assertThat(leaves.statistics().overview(february).wishes().published()).isEqualTo(2);
    Selection since = new Selection("", null, LocalDate.of(2022, 2, 28), null);
    assertThat(leaves.statistics().overview(since).wishes().published()).isEqualTo(2);
    Selection until = new Selection("", null, null, LocalDate.of(2022, 1, 31));
    assertThat(leaves.statistics().overview(until).wishes().published()).isEqualTo(1);
  }

  @Test
  void dayRange_selectsByFirstPublication_andShowsTheCurrentState() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-01-31T12:00")
        .claimed("w", "c", "o", "2022-03-02T09:00", "m")
        .confirmed("w", "2022-04-10T09:00", 5, "SELF", "c");
    Selection january =
        new Selection("", null, LocalDate.of(2022, 1, 1), LocalDate.of(2022, 1, 31));
    assertThat(leaves.statistics().overview(january).wishes())
        .isEqualTo(new Counts(1, 1, 1, 1, 0, 1, 0, MoneyFen.ZERO));
  }

  @Test
  void monthBreakdown_countsEachEventInItsOwnMonth() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-01-31T12:00")
        .claimed("w", "c", "o", "2022-03-02T09:00", "m1")
        .wish(
            "w",
            EntryType.CLAIM_PARTICIPANTS_CHANGED,
            "2022-04-01T09:00",
            null,
            Map.of("claim", Map.of("id", "c", "participants", List.of("m1", "m2"))))
        .confirmed("w", "2022-05-10T09:00", 5, "SELF", "c");
    Map<String, Overview> months =
        leaves.statistics().breakdown(Selection.ALL, Dimension.MONTH, 12);
    assertThat(months).containsOnlyKeys("2022-01", "2022-03", "2022-04", "2022-05");
    assertThat(months.get("2022-01").wishes())
        .isEqualTo(new Counts(1, 0, 0, 0, 0, 0, 0, MoneyFen.ZERO));
    assertThat(months.get("2022-03").wishes())
        .isEqualTo(new Counts(0, 1, 0, 1, 0, 1, 0, MoneyFen.ZERO));
    assertThat(months.get("2022-04").wishes())
        .isEqualTo(new Counts(0, 0, 0, 1, 0, 1, 0, MoneyFen.ZERO));
    assertThat(months.get("2022-05").wishes())
        .isEqualTo(new Counts(0, 0, 1, 0, 0, 0, 0, MoneyFen.ZERO));
  }

  @Test
  void distinctCounts_areComputedPerCell() {
    leaves
        .published("w1", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .published("w2", CountedKind.WISH, NEIGHBOUR, "2022-02-01T09:00")
        .claimed("w1", "c1", "o", "2022-02-02T09:00", "m1", "m2")
        .claimed("w2", "c2", "o", "2022-02-02T09:00", "m1");
    Map<String, Overview> communities =
        leaves.statistics().breakdown(Selection.ALL, Dimension.DIVISION, 12);
    assertThat(communities.get(COMMUNITY).wishes().claimingMembers()).isEqualTo(2);
    assertThat(communities.get(NEIGHBOUR).wishes().claimingMembers()).isEqualTo(1);
    Map<String, Overview> streets =
        leaves.statistics().breakdown(Selection.ALL, Dimension.DIVISION, 9);
    assertThat(streets).containsOnlyKeys("440104013");
    assertThat(streets.get("440104013").wishes().claimingMembers()).isEqualTo(2);
    assertThat(streets.get("440104013").wishes().participations()).isEqualTo(3);
  }

  @Test
  void organisationBreakdown_includesMembersClaims_butCountsOwnClaimsAsClaiming() {
    leaves
        .published("w1", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .published("w2", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w1", "c1", "o1", "2022-02-02T09:00", "m1", "m2")
        .claimedBy("w2", "c2", "o2", "2022-02-02T09:00", "m3")
        .confirmed("w2", "2022-02-09T09:00", 5, "SELF", "c2");
    Map<String, Overview> cells =
        leaves.statistics().breakdown(Selection.ALL, Dimension.ORGANISATION, 12);
    assertThat(cells.get("o1").wishes()).isEqualTo(new Counts(1, 1, 0, 2, 0, 2, 0, MoneyFen.ZERO));
    assertThat(cells.get("o2").wishes()).isEqualTo(new Counts(1, 1, 1, 1, 1, 1, 0, MoneyFen.ZERO));
  }

  @Test
  void checkIns_countDistinctSubjectsWithALiveCheckIn() {
    leaves
        .add(
            AggregateType.CHECK_IN,
            "1",
            EntryType.CHECKED_IN,
            at("2022-01-05T09:00"),
            "LIVE",
            checkIn("ORGANISATION", "o1", COMMUNITY, "2022-01-05T01:00:00.000000Z", "LIVE"))
        .add(
            AggregateType.CHECK_IN,
            "2",
            EntryType.CHECKED_IN,
            at("2022-01-06T09:00"),
            "LIVE",
            checkIn("ORGANISATION", "o1", NEIGHBOUR, "2022-01-06T01:00:00.000000Z", "LIVE"))
        .add(
            AggregateType.CHECK_IN,
            "3",
            EntryType.CHECKED_IN,
            at("2022-02-06T09:00"),
            "LIVE",
            checkIn("MEMBER", "m1", NEIGHBOUR, "2022-02-06T01:00:00.000000Z", "LIVE"))
        .add(
            AggregateType.CHECK_IN,
            "4",
            EntryType.CHECKED_IN,
            at("2022-02-07T09:00"),
            "LIVE",
            checkIn("MEMBER", "m2", COMMUNITY, "2022-02-07T01:00:00.000000Z", "LIVE"))
        .add(
            AggregateType.CHECK_IN,
            "4",
            EntryType.CHECK_IN_REVOKED,
            at("2022-02-08T09:00"),
            "REVOKED",
            checkIn("MEMBER", "m2", COMMUNITY, "2022-02-07T01:00:00.000000Z", "REVOKED"));
    Statistics statistics = leaves.statistics();
    assertThat(statistics.overview(Selection.ALL).checkIns()).isEqualTo(new CheckInCounts(1, 1));
    assertThat(statistics.overview(new Selection(COMMUNITY, null, null, null)).checkIns())
        .isEqualTo(new CheckInCounts(1, 0));
    Selection february =
        new Selection("", null, LocalDate.of(2022, 2, 1), LocalDate.of(2022, 2, 28));
    assertThat(statistics.overview(february).checkIns()).isEqualTo(new CheckInCounts(0, 1));
    Map<String, Overview> months = statistics.breakdown(Selection.ALL, Dimension.MONTH, 12);
    assertThat(months.get("2022-01").checkIns()).isEqualTo(new CheckInCounts(1, 0));
    assertThat(statistics.breakdown(Selection.ALL, Dimension.CHANNEL, 12)).isEmpty();
  }

  private static Map<String, Object> checkIn(
      String type, String subject, String community, String at, String state) {
    return Map.of(
        "checkIn",
        Map.of(
            "subject", Map.of("type", type, "id", subject),
            "organisation", "o1",
            "community", community,
            "checkedInAt", at,
            "state", state));
  }

  @Test
  void kinds_areCountedSeparately() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .published("p", CountedKind.PROJECT, COMMUNITY, "2022-02-01T09:00");
    Overview projects =
        leaves.statistics().overview(new Selection("", CountedKind.PROJECT, null, null));
    assertThat(projects.projects().published()).isEqualTo(1);
    assertThat(projects.wishes()).isEqualTo(Counts.NONE);
  }

  @Test
  void times_areNearestRankPercentiles() {
    for (int i = 1; i <= 10; i++) {
      leaves
          .published("w" + i, CountedKind.WISH, COMMUNITY, "2022-02-01T00:00")
          .claimed("w" + i, "c" + i, "o", "2022-02-%02dT00:00".formatted(i), "m")
          .confirmed("w" + i, "2022-02-%02dT12:00".formatted(10 + i), 5, "SELF", "c" + i);
    }
    Pace pace = leaves.statistics().paces(Selection.ALL).get(CountedKind.WISH);
    assertThat(pace.toClaim())
        .isEqualTo(new DurationFigures(10, Duration.ofDays(4), Duration.ofDays(8)));
    assertThat(pace.toFulfilment().median()).isEqualTo(Duration.ofDays(14).plusHours(12));
    assertThat(leaves.statistics().paces(Selection.ALL).get(CountedKind.PROJECT).toClaim())
        .isEqualTo(new DurationFigures(0, null, null));
  }

  @Test
  void timeToFirstClaim_staysEvenIfThatClaimEnds() {
    leaves
        .published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w", "c1", "o1", "2022-02-02T09:00", "m1")
        .wish(
            "w",
            EntryType.CLAIM_LAPSED,
            "2022-02-09T09:00",
            "OPEN",
            Map.of("claims", Map.of("LAPSED", List.of("c1"))))
        .claimed("w", "c2", "o2", "2022-02-12T09:00", "m2");
    assertThat(leaves.statistics().paces(Selection.ALL).get(CountedKind.WISH).toClaim().median())
        .isEqualTo(Duration.ofDays(1));
    assertThat(leaves.figures("w").claimedAt()).isEqualTo(at("2022-02-12T09:00"));
  }

  @Test
  void satisfaction_separatesProxyConfirmations() {
    leaves
        .published("w1", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w1", "c1", "o", "2022-02-02T09:00", "m")
        .wish(
            "w1",
            EntryType.WISH_DISSATISFIED,
            "2022-02-05T09:00",
            "IN_PROGRESS",
            Map.of("confirmation", Map.of("by", "SELF"), "redo", List.of("c1")))
        .confirmed("w1", "2022-02-10T09:00", 4, "SELF", "c1")
        .published("w2", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w2", "c2", "o", "2022-02-02T09:00", "m")
        .confirmed("w2", "2022-02-10T09:00", 5, "SELF", "c2")
        .published("w3", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w3", "c3", "o", "2022-02-02T09:00", "m")
        .confirmed("w3", "2022-02-10T09:00", 3, "PROXY", "c3");
    Satisfaction satisfaction =
        leaves.statistics().satisfaction(Selection.ALL).get(CountedKind.WISH);
    assertThat(satisfaction.self()).isEqualTo(new Ratings(List.of(0L, 0L, 0L, 1L, 1L), 1));
    assertThat(satisfaction.self().mean()).isEqualByComparingTo("4.50");
    assertThat(satisfaction.proxy()).isEqualTo(new Ratings(List.of(0L, 0L, 1L, 0L, 0L), 0));
    assertThat(new Ratings(List.of(0L, 0L, 0L, 0L, 0L), 0).mean()).isNull();
  }

  @Test
  void leaderboard_ranksByFulfilledThenParticipationsThenEarliestThenId() {
    for (String wish : List.of("w1", "w2", "w3", "w4")) {
      leaves.published(wish, CountedKind.WISH, COMMUNITY, "2022-02-01T09:00");
    }
    leaves
        .claimed("w1", "c1", "o1", "2022-02-02T09:00", "m1", "m2")
        .claimed("w2", "c2", "o2", "2022-02-02T09:00", "m3", "m4")
        .claimed("w3", "c3", "o3", "2022-02-02T09:00", "m4")
        .claimed("w4", "c4", "o3", "2022-02-02T09:00", "m5")
        .confirmed("w1", "2022-02-20T09:00", 5, "SELF", "c1")
        .confirmed("w2", "2022-02-19T09:00", 5, "SELF", "c2");
    Board board = leaves.statistics().board(COMMUNITY, YearMonth.of(2022, 2));
    assertThat(board.members())
        .containsExactly(
            new BoardStanding(1, "m4", 1, 2, at("2022-02-19T09:00")),
            new BoardStanding(2, "m3", 1, 1, at("2022-02-19T09:00")),
            new BoardStanding(3, "m1", 1, 1, at("2022-02-20T09:00")),
            new BoardStanding(4, "m2", 1, 1, at("2022-02-20T09:00")),
            new BoardStanding(5, "m5", 0, 1, null));
    assertThat(board.organisations())
        .containsExactly(
            new BoardStanding(1, "o2", 1, 2, at("2022-02-19T09:00")),
            new BoardStanding(2, "o1", 1, 2, at("2022-02-20T09:00")),
            new BoardStanding(3, "o3", 0, 2, null));
    assertThat(leaves.statistics().board(ELSEWHERE, YearMonth.of(2022, 2)).members()).isEmpty();
    assertThat(leaves.statistics().board(COMMUNITY, YearMonth.of(2022, 3)).members()).isEmpty();
  }

  @Test
  void frozenLeaderboard_isUnchanged_andLaterLeavesAreLate() {
    leaves
        .published("w1", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .published("w2", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00")
        .claimed("w1", "c1", "o1", "2022-02-02T09:00", "m1")
        .confirmed("w1", "2022-02-20T09:00", 5, "SELF", "c1");
    YearMonth february = YearMonth.of(2022, 2);
    Board before = leaves.statistics().board(COMMUNITY, february);
    leaves.add(
        AggregateType.LEADERBOARD,
        BoardFigures.id(COMMUNITY, february),
        EntryType.LEADERBOARD_FROZEN,
        at("2022-03-04T00:10"),
        "FROZEN",
        BoardFigures.facts(COMMUNITY, february, leaves.next(), before));
    leaves
        .claimed("w2", "c2", "o2", "2022-02-03T09:00", "m2")
        .confirmed("w2", "2022-02-21T09:00", 5, "SELF", "c2");

    Statistics statistics = leaves.statistics();
    BoardFigures frozen = statistics.frozen(COMMUNITY, february);
    assertThat(frozen.board()).isEqualTo(before);
    assertThat(frozen.treeSize()).isEqualTo(6);
    assertThat(statistics.late(frozen).members())
        .containsExactly(new BoardStanding(1, "m2", 1, 1, at("2022-02-21T09:00")));
    assertThat(statistics.late(frozen).organisations())
        .containsExactly(new BoardStanding(1, "o2", 1, 1, at("2022-02-21T09:00")));
    assertThat(statistics.frozen("440104013", february)).isNull();
  }

  @Test
  void name_isShownOnlyWithConsent() {
    leaves
        .add(
            AggregateType.MEMBER,
            "m1",
            EntryType.MEMBER_RECORDED,
            at("2022-01-05T09:00"),
            "ACTIVE",
            Map.of("member", Map.of("organisation", "o", "showsName", true)))
        .add(
            AggregateType.MEMBER,
            "m2",
            EntryType.MEMBER_RECORDED,
            at("2022-01-05T09:00"),
            "ACTIVE",
            Map.of("member", Map.of("organisation", "o", "showsName", true)))
        .add(
            AggregateType.MEMBER,
            "m2",
            EntryType.MEMBER_CHANGED,
            at("2022-01-06T09:00"),
            null,
            Map.of("member", Map.of("organisation", "o", "showsName", false)))
        .add(
            AggregateType.MEMBER,
            "m3",
            EntryType.MEMBER_RECORDED,
            at("2022-01-05T09:00"),
            "ACTIVE",
            Map.of("member", Map.of("organisation", "o", "showsName", true)))
        .add(
            AggregateType.MEMBER,
            "m3",
            EntryType.SUBJECT_ERASED,
            at("2022-01-07T09:00"),
            null,
            Map.of());
    assertThat(leaves.statistics().showsName("m1")).isTrue();
    assertThat(leaves.statistics().showsName("m2")).isFalse();
    assertThat(leaves.statistics().showsName("m3")).isFalse();
    assertThat(leaves.statistics().showsName("nobody")).isFalse();
  }

  @Test
  void malformedFact_isRefused() {
    leaves.wish("w", EntryType.WISH_CREATED, "2022-02-01T09:00", "DRAFT", Map.of("wish", "text"));
    assertThatThrownBy(() -> leaves.figures("w"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another form");
  }

  @Test
  void versionGap_isAFault() {
    leaves.published("w", CountedKind.WISH, COMMUNITY, "2022-02-01T09:00");
    assertThat(Fold.fault(null, Leaves.leaf(leaves.drafts.get(0)))).isEmpty();
    assertThat(Fold.fault(null, Leaves.leaf(leaves.drafts.get(1))))
        .contains("version 2 where 1 was due");
  }
}
