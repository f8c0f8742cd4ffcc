package org.microwish.statistics.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.statistics.fold.Leaves.described;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.leaf.EntryType;

/** Tests what reports count, with the histories that determine it. */
@Tag("fast")
class PeriodReportTest {

  private static final String COMMUNITY = "440104013001";
  private static final String DUE = "2022-02-20T00:00:00Z";

  private final Leaves leaves = new Leaves();

  private PeriodReport of(int month) {
    YearMonth of = YearMonth.of(2022, month);
    return new PeriodReport(
        leaves.statistics(), new Selection("440104013", null, of.atDay(1), of.atEndOfMonth()));
  }

  private static PeriodCounts counts(
      long received,
      long inReview,
      long published,
      long claimed,
      long fulfilled,
      long onTime,
      long overdue,
      long publishedClaimed,
      long publishedFulfilled) {
    return new PeriodCounts(
        received,
        inReview,
        published,
        claimed,
        fulfilled,
        onTime,
        overdue,
        publishedClaimed,
        publishedFulfilled,
        InvitationCounts.NONE);
  }

  private Leaves submitted(String id, String at) {
    return leaves
        .wish(
            id,
            EntryType.WISH_CREATED,
            at,
            "DRAFT",
            Map.of("wish", described(CountedKind.WISH, COMMUNITY)))
        .wish(id, EntryType.WISH_SUBMITTED, at, "SUBMITTED", Map.of());
  }

  /** A wish with a claim of organisation o1 that is due on 20 February. */
  private void claimed(String id, String at) {
    submitted(id, at)
        .wish(id, EntryType.WISH_PUBLISHED, at, "OPEN", Map.of("round", 1))
        .wish(
            id,
            EntryType.CLAIM_REQUESTED,
            at,
            "CLAIMED",
            Map.of(
                "claim",
                Leaves.claim("c-" + id, "MEMBER", "m-" + id, "o1", List.of("m-" + id)),
                "claims",
                Map.of("ACTIVE", List.of("c-" + id)),
                "deadlines",
                Map.of("completeBy", DUE)));
  }

  private void step(String id, EntryType type, String at, String state, Map<String, Object> facts) {
    Map<String, Object> all = new java.util.HashMap<>(facts);
    all.put("claim", Map.of("id", "c-" + id));
    leaves.wish(id, type, at, state, all);
  }

  private void delivered(String id, String at) {
    step(id, EntryType.CLAIM_DELIVERED, at, "DELIVERED", Map.of("progress", "DELIVERED"));
  }

  @Test
  void wishesAreReceivedOnceAndInReviewUntilTheDecision() {
    submitted("w", "2022-01-30T09:00");
    leaves
        .wish("w", EntryType.WISH_RETURNED, "2022-02-02T09:00", "RETURNED", Map.of())
        .wish("w", EntryType.WISH_SUBMITTED, "2022-02-27T09:00", "SUBMITTED", Map.of())
        .wish("w", EntryType.WISH_REJECTED, "2022-03-01T09:00", "REJECTED", Map.of());
    assertThat(of(1).total()).isEqualTo(counts(1, 1, 0, 0, 0, 0, 0, 0, 0));
    assertThat(of(2).total()).isEqualTo(counts(0, 1, 0, 0, 0, 0, 0, 0, 0));
    assertThat(of(3).total()).isEqualTo(PeriodCounts.NONE);
    assertThat(of(4).total()).isEqualTo(PeriodCounts.NONE);
  }

  @Test
  void eventsCountInTheirOwnMonth_ratesFollowThePublication() {
    claimed("w", "2022-01-31T23:59");
    delivered("w", "2022-02-19T09:00");
    leaves.confirmed("w", "2022-03-01T00:00", 5, "SELF", "c-w");
    assertThat(of(1).total()).isEqualTo(counts(1, 0, 1, 1, 0, 0, 0, 1, 1));
    assertThat(of(2).total()).isEqualTo(PeriodCounts.NONE);
    assertThat(of(3).total()).isEqualTo(counts(0, 0, 0, 0, 1, 1, 0, 0, 0));
  }

  @Test
  void markedAsOverdue_isOverdueUntilTheDelivery_andNotOnTime() {
    claimed("w", "2022-02-01T09:00");
    step("w", EntryType.CLAIM_OVERDUE, "2022-02-20T08:05", null, Map.of());
    assertThat(of(2).total().overdue()).isEqualTo(1);
    assertThat(of(3).total().overdue()).isEqualTo(1);
    delivered("w", "2022-03-03T09:00");
    leaves.confirmed("w", "2022-03-04T00:00", 5, "SELF", "c-w");
    assertThat(of(2).total().overdue()).isEqualTo(1);
    assertThat(of(3).total()).isEqualTo(counts(0, 0, 0, 0, 1, 0, 0, 0, 0));
  }

  /** Histories are loaded late, so no sweeper has marked them. */
  @Test
  void deliveredAfterTheDate_isOverdueWithoutAMark() {
    claimed("w", "2022-02-01T09:00");
    delivered("w", "2022-03-03T09:00");
    leaves.confirmed("w", "2022-03-04T00:00", 5, "SELF", "c-w");
    assertThat(of(2).total().overdue()).isEqualTo(1);
    assertThat(of(3).total().overdue()).isZero();
    assertThat(of(3).total().onTime()).isZero();
  }

  @Test
  void anExtensionInTime_keepsTheWorkOnTime() {
    claimed("w", "2022-02-01T09:00");
    step(
        "w",
        EntryType.CLAIM_EXTENDED,
        "2022-02-19T09:00",
        null,
        Map.of("deadlines", Map.of("completeBy", "2022-03-10T00:00:00Z")));
    delivered("w", "2022-03-03T09:00");
    leaves.confirmed("w", "2022-03-04T00:00", 5, "SELF", "c-w");
    assertThat(of(2).total().overdue()).isZero();
    assertThat(of(3).total().onTime()).isEqualTo(1);
  }

  @Test
  void workToBeDoneAgain_hasADateOfItsOwn() {
    claimed("w", "2022-02-01T09:00");
    delivered("w", "2022-02-10T09:00");
    leaves.wish(
        "w",
        EntryType.WISH_DISSATISFIED,
        "2022-02-12T09:00",
        "IN_PROGRESS",
        Map.of(
            "confirmation", Map.of("by", "SELF"),
            "redo", List.of("c-w"),
            "deadlines", Map.of("completeBy", "2022-03-14T00:00:00Z")));
    assertThat(of(2).total().overdue()).isZero();
    delivered("w", "2022-03-20T09:00");
    leaves.confirmed("w", "2022-04-04T00:00", 5, "SELF", "c-w");
    assertThat(of(3).total().overdue()).isZero();
    assertThat(of(4).total().fulfilled()).isEqualTo(1);
    assertThat(of(4).total().onTime()).isZero();
  }

  @Test
  void anOverdueClaimThatEnds_isNotOverdueAnyMore() {
    claimed("w", "2022-02-01T09:00");
    step("w", EntryType.CLAIM_OVERDUE, "2022-02-20T08:05", null, Map.of());
    step(
        "w",
        EntryType.CLAIM_REVOKED,
        "2022-03-05T09:00",
        "OPEN",
        Map.of("claims", Map.of("REVOKED", List.of("c-w"))));
    leaves.claimed("w", "c2", "o2", "2022-03-06T09:00", "m2");
    leaves.confirmed("w", "2022-03-07T00:00", 5, "SELF", "c2");
    assertThat(of(2).total().overdue()).isEqualTo(1);
    assertThat(of(3).total().overdue()).isZero();
    Map<String, PeriodCounts> march = of(3).by(ReportBy.ORGANISATION, 0);
    // The resident waited, but the second organisation did its own work in time.
    assertThat(of(3).total().onTime()).isZero();
    assertThat(march).isEqualTo(Map.of("o2", counts(0, 0, 0, 1, 1, 1, 0, 0, 0)));
    assertThat(of(2).by(ReportBy.ORGANISATION, 0))
        .isEqualTo(Map.of("o1", counts(0, 0, 0, 0, 0, 0, 1, 0, 0)));
  }

  @Test
  void linesHaveTheKeysOfTheirDimension() {
    claimed("w", "2022-02-01T09:00");
    PeriodReport report = of(2);
    for (Map.Entry<ReportBy, String> each :
        Map.of(
                ReportBy.DIVISION, COMMUNITY,
                ReportBy.KIND, "WISH",
                ReportBy.CATEGORY, "SERVICE",
                ReportBy.SUBCATEGORY, "",
                ReportBy.CHANNEL, "GRID_WORKER")
            .entrySet()) {
      assertThat(report.by(each.getKey(), 12))
          .as(each.getKey().name())
          .isEqualTo(Map.of(each.getValue(), report.total()));
    }
    assertThat(report.by(ReportBy.DIVISION, 9)).containsOnlyKeys("440104013");
    assertThat(
            new PeriodReport(leaves.statistics(), new Selection("440105", null, null, null))
                .total())
        .isEqualTo(PeriodCounts.NONE);
  }

  @Test
  void work_countsWhatAMemberAndAnOrganisationDid() {
    claimed("w", "2022-02-01T09:00");
    delivered("w", "2022-02-10T09:00");
    leaves.confirmed("w", "2022-03-04T00:00", 5, "SELF", "c-w");
    claimed("v", "2022-03-05T09:00");
    Selection march = new Selection("", null, YearMonth.of(2022, 3).atDay(1), null);
    List<Work> member = Work.ofMember(leaves.statistics(), "m-w");
    assertThat(member).hasSize(1);
    assertThat(member.getFirst().leaf()).isEqualTo(3);
    assertThat(member.getFirst().wish().fulfilledLeaf()).isEqualTo(5);
    assertThat(WorkTotals.of(member, march)).isEqualTo(new WorkTotals(0, 1, 1, 1, 1, 0));
    List<Work> organisation = Work.ofOrganisation(leaves.statistics(), "o1");
    assertThat(WorkTotals.of(organisation, march)).isEqualTo(new WorkTotals(1, 1, 1, 2, 2, 0));
    assertThat(Work.ofMember(leaves.statistics(), "m-x")).isEmpty();
  }

  @Test
  void invitationsAndOffers_countWhenTheyHappened_whoOnlyWaitedDoesNot() {
    submitted("w", "2022-01-30T09:00")
        .wish("w", EntryType.WISH_PUBLISHED, "2022-01-31T09:00", "OPEN", Map.of("round", 1));
    moved("2022-01-31T10:00", EntryType.CLAIMANT_INVITED, Map.of("INVITED", List.of("i1")));
    moved("2022-01-31T11:00", EntryType.CLAIMANT_INVITED, Map.of("INVITED", List.of("i2")));
    moved("2022-01-31T12:00", EntryType.WAITING_LIST_JOINED, Map.of("WAITING", List.of("i3")));
    moved("2022-01-31T13:00", EntryType.WAITING_LIST_JOINED, Map.of("WAITING", List.of("i4")));
    moved("2022-02-01T09:00", EntryType.INVITATION_DECLINED, Map.of("DECLINED", List.of("i1")));
    // The first in line had left, so the place was offered to the next.
    moved(
        "2022-02-02T09:00",
        EntryType.PLACE_OFFERED,
        Map.of("INVITED", List.of("i4"), "EXPIRED", List.of("i3")));
    moved("2022-03-01T09:00", EntryType.CLAIM_REQUESTED, Map.of("ACCEPTED", List.of("i4")));
    moved("2022-03-02T09:00", EntryType.WISH_WITHDRAWN, Map.of("WITHDRAWN", List.of("i2")));
    assertThat(of(1).total().invitations()).isEqualTo(new InvitationCounts(2, 0, 0, 0, 0, 0));
    assertThat(of(2).total().invitations()).isEqualTo(new InvitationCounts(0, 1, 0, 1, 0, 0));
    assertThat(of(3).by(ReportBy.DIVISION, 12))
        .extractingByKey(COMMUNITY)
        .extracting(PeriodCounts::invitations)
        .isEqualTo(new InvitationCounts(0, 0, 1, 0, 0, 1));
  }

  private void moved(String at, EntryType type, Map<String, Object> states) {
    leaves.wish("w", type, at, "OPEN", Map.of("invitations", states));
  }
}
