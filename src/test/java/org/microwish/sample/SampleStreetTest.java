package org.microwish.sample;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.microwish.party.DivisionCode;
import org.microwish.party.MemberKind;
import org.microwish.party.PartyType;
import org.microwish.platform.Time;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/** The plan holds the published figures to the fen and the person, and reads like a real street. */
class SampleStreetTest {

  private static final SampleStreet STREET = SampleStreet.plan();
  private static final Money TOTAL = Money.parse("97150.60");

  private final Map<String, SampleMember> members = new HashMap<>();
  private final Map<String, SampleOrganisation> organisations = new HashMap<>();
  private final Map<String, List<SampleCheckIn>> checkIns =
      STREET.checkIns().stream().collect(groupingBy(SampleCheckIn::subject));

  SampleStreetTest() {
    STREET.members().forEach(member -> members.put(member.key(), member));
    STREET.organisations().forEach(one -> organisations.put(one.key(), one));
  }

  @Test
  void everyCallGivesTheSamePlan() {
    SampleStreet again = SampleStreet.plan();
    assertThat(again).isEqualTo(STREET);
    assertThat(again.fingerprint()).isEqualTo(STREET.fingerprint()).hasSize(64);
  }

  @Test
  void ninetyOrganisationsAnd3463MembersAreCheckedIn() {
    assertThat(subjects(PartyType.ORGANISATION, checkIn -> checkIn.revokedAt() == null))
        .hasSize(90);
    assertThat(subjects(PartyType.MEMBER, checkIn -> checkIn.revokedAt() == null)).hasSize(3463);
    assertThat(subjects(PartyType.MEMBER, checkIn -> checkIn.revokedAt() != null)).hasSize(12);
  }

  @Test
  void someMembersServeTwoCommunitiesAndCountOnce() {
    assertThat(checkIns.values().stream().filter(list -> list.size() == 2)).hasSize(30);
    assertThat(checkIns.values())
        .allSatisfy(
            list ->
                assertThat(list.stream().map(SampleCheckIn::community)).doesNotHaveDuplicates());
  }

  @Test
  void nobodyChecksInWhoIsNotInThePlan() {
    Set<String> communities =
        STREET.divisions().stream().map(SampleDivision::code).collect(toSet());
    assertThat(STREET.checkIns())
        .allSatisfy(
            checkIn -> {
              assertThat(communities).contains(checkIn.community());
              switch (checkIn.type()) {
                case MEMBER -> {
                  SampleMember member = members.get(checkIn.subject());
                  assertThat(checkIn.checkedInAt()).isAfter(member.recordedAt());
                }
                case ORGANISATION -> {
                  SampleOrganisation organisation = organisations.get(checkIn.subject());
                  assertThat(organisation.isHost()).isFalse();
                  assertThat(checkIn.checkedInAt()).isAfter(organisation.recordedAt());
                }
              }
              if (checkIn.revokedAt() != null) {
                assertThat(checkIn.revokedAt()).isAfter(checkIn.checkedInAt());
              }
            });
  }

  @Test
  void membersAreRecordedAfterTheirOrganisation() {
    assertThat(STREET.members())
        .allSatisfy(
            member ->
                assertThat(member.recordedAt())
                    .isAfter(organisations.get(member.organisation()).recordedAt()));
  }

  @Test
  void everySubcategoryIsListedOnceAndInItsCategory() {
    Map<String, SampleSubcategory> byCode = new HashMap<>();
    STREET.subcategories().forEach(one -> assertThat(byCode.put(one.code(), one)).isNull());
    for (SampleWish wish : STREET.wishes()) {
      assertThat(byCode).as(wish.title()).containsKey(wish.subcategory());
      assertThat(byCode.get(wish.subcategory()).category()).isEqualTo(wish.category());
    }
    assertThat(STREET.wishes().stream().map(SampleWish::subcategory).collect(toSet()))
        .isEqualTo(byCode.keySet());
  }

  @Test
  void divisionsFormOneTreeFromTheProvinceDown() {
    Set<String> seen = new HashSet<>();
    for (SampleDivision division : STREET.divisions()) {
      DivisionCode code = DivisionCode.parse(division.code());
      code.parent().ifPresent(parent -> assertThat(seen).contains(parent.text()));
      assertThat(seen.add(division.code())).isTrue();
    }
    assertThat(DivisionCode.parse(SampleStreet.STREET).path()).isEqualTo(SampleStreet.STREET_PATH);
    assertThat(seen).contains("440000000000", "440100000000", "440104000000", "440104013000");
    assertThat(seen.stream().filter(code -> code.startsWith("440104013007G") && code.contains("B")))
        .as("buildings of the water project's community")
        .hasSizeGreaterThanOrEqualTo(34);
  }

  @Test
  void twentyFiveProjectsAreWorth9715060AndClaimedBy19Organisations() {
    List<SampleWish> projects = ofKind(WishKind.PROJECT);
    assertThat(projects).hasSize(25);
    assertThat(sum(projects.stream().map(SampleWish::budget))).isEqualTo(TOTAL);
    Set<String> claimants = new HashSet<>();
    for (SampleWish project : projects) {
      for (SampleStep.Claim claim : counted(project)) {
        assertThat(claim.type()).isEqualTo(ClaimantType.ORGANISATION);
        claimants.add(claim.claimant());
      }
    }
    assertThat(claimants).hasSize(19);
  }

  @Test
  void projectsAreFundedAndSpentToTheFen() {
    Balance all = new Balance();
    for (SampleWish project : ofKind(WishKind.PROJECT)) {
      Balance own = balance(project);
      assertThat(own.funding).as(project.key()).isEqualTo(project.budget().fen());
      assertThat(own.committed).as(project.key()).isZero();
      assertThat(own.spent).as(project.key()).isEqualTo(project.budget().fen());
      all.add(own);
    }
    assertThat(all.funding).isEqualTo(TOTAL.fen());
    assertThat(all.spent).isEqualTo(TOTAL.fen());
  }

  @Test
  void wishesSpendWhatWasPledgedOrReleaseIt() {
    for (SampleWish wish : ofKind(WishKind.WISH)) {
      Balance balance = balance(wish);
      assertThat(balance.committed).as(wish.key()).isZero();
      assertThat(balance.funding).as(wish.key()).isEqualTo(balance.spent);
      assertThat(wish.budget()).isNull();
    }
  }

  @Test
  void all271WishesAreClaimedBy447Members() {
    List<SampleWish> wishes = ofKind(WishKind.WISH);
    assertThat(wishes).hasSize(271);
    Set<String> taking = new HashSet<>();
    for (SampleWish wish : wishes) {
      List<SampleStep.Claim> claims = counted(wish);
      assertThat(claims).as(wish.key()).hasSize(wish.places());
      claims.forEach(claim -> taking.addAll(claim.participants()));
    }
    assertThat(taking).hasSize(447);
  }

  @Test
  void claimsThatCameToNothingAreByOthers() {
    Set<String> counted = new HashSet<>();
    Set<String> uncounted = new HashSet<>();
    for (SampleWish wish : STREET.wishes()) {
      Set<String> stays = counted(wish).stream().map(SampleStep.Claim::claim).collect(toSet());
      for (SampleStep.Claim claim : steps(wish, SampleStep.Claim.class)) {
        (stays.contains(claim.claim()) ? counted : uncounted).addAll(claim.participants());
      }
    }
    assertThat(uncounted).isNotEmpty();
    for (SampleWish wish : ofKind(WishKind.WISH)) {
      counted(wish).forEach(claim -> uncounted.removeAll(claim.participants()));
    }
    assertThat(uncounted).isNotEmpty();
    assertThat(STREET.wishes().stream().flatMap(wish -> wish.steps().stream()))
        .hasAtLeastOneElementOfType(SampleStep.Release.class)
        .hasAtLeastOneElementOfType(SampleStep.Return.class)
        .hasAtLeastOneElementOfType(SampleStep.ReportDissatisfaction.class);
  }

  @Test
  void everyWishEndsConfirmedBeforeTheFiguresOfFebruary2022() {
    Instant published = Diary.instant(LocalDate.of(2022, 2, 28).atStartOfDay());
    for (SampleWish wish : STREET.wishes()) {
      assertThat(steps(wish, SampleStep.Publish.class)).as(wish.key()).hasSize(1);
      List<SampleStep.Confirm> confirmed = steps(wish, SampleStep.Confirm.class);
      assertThat(confirmed).as(wish.key()).hasSize(1);
      assertThat(confirmed.getFirst().at()).as(wish.key()).isBefore(published);
      assertThat(confirmed.getFirst().rating()).isBetween(3, 5);
      assertThat(wish.steps().getLast()).isInstanceOf(SampleStep.Archive.class);
    }
  }

  @Test
  void timesNeverRunBackwards() {
    for (SampleWish wish : STREET.wishes()) {
      Instant before = wish.createdAt();
      for (SampleStep step : wish.steps()) {
        assertThat(step.at()).as("%s %s", wish.key(), step).isAfter(before);
        before = step.at();
      }
    }
    assertThat(STREET.wishes())
        .isSortedAccordingTo((a, b) -> a.createdAt().compareTo(b.createdAt()));
  }

  @Test
  void peopleActAtHoursAtWhichPeopleAct() {
    for (SampleWish wish : STREET.wishes()) {
      for (SampleStep step : wish.steps()) {
        LocalTime time = step.at().atZone(Time.ZONE).toLocalTime();
        LocalDate day = LocalDate.ofInstant(step.at(), Time.ZONE);
        boolean byClock = step instanceof SampleStep.Archive;
        boolean byStaff =
            step instanceof SampleStep.Publish
                || step instanceof SampleStep.Return
                || step instanceof SampleStep.Approve
                || step instanceof SampleStep.HoldMeeting
                || step instanceof SampleStep.PostPublicFunds
                || step instanceof SampleStep.FollowUp;
        if (!byClock) {
          assertThat(time)
              .as("%s %s", wish.key(), step)
              .isBetween(LocalTime.of(8, 0), LocalTime.of(21, 30));
        }
        if (byStaff) {
          assertThat(Diary.isWorkingDay(day)).as("%s %s", wish.key(), step).isTrue();
          assertThat(time).isBetween(LocalTime.of(8, 0), LocalTime.of(18, 0));
        }
      }
    }
  }

  @Test
  void eachClaimKeepsTheDeadlines() {
    for (SampleWish wish : STREET.wishes()) {
      Map<String, Instant> active = new HashMap<>();
      Set<String> contacted = new HashSet<>();
      for (SampleStep step : wish.steps()) {
        switch (step) {
          case SampleStep.Claim claim -> active.put(claim.claim(), claim.at());
          case SampleStep.Approve approve -> active.put(approve.claim(), approve.at());
          case SampleStep.Contact contact -> {
            contacted.add(contact.claim());
            assertThat(Duration.between(active.get(contact.claim()), contact.at()))
                .as("%s %s", wish.key(), contact)
                .isLessThan(Duration.ofDays(7));
          }
          case SampleStep.Deliver deliver -> assertThat(contacted).contains(deliver.claim());
          case SampleStep.Submit submitted -> {}
          case SampleStep.Return returned -> {}
          case SampleStep.Publish published -> {}
          case SampleStep.Pledge pledge -> {}
          case SampleStep.Release release -> {}
          case SampleStep.Assess assess -> {}
          case SampleStep.Start start -> {}
          case SampleStep.Progress progress -> {}
          case SampleStep.HoldMeeting meeting -> {}
          case SampleStep.PostPublicFunds funds -> {}
          case SampleStep.DeliverPart part -> {}
          case SampleStep.AddEvidence evidence -> {}
          case SampleStep.Confirm confirm -> {}
          case SampleStep.ReportDissatisfaction report -> {}
          case SampleStep.FollowUp followUp -> {}
          case SampleStep.Archive archive -> {}
        }
      }
    }
  }

  @Test
  void proxiesHaveWhatTheRulesAskFor() {
    List<ProxyReason> reasons = new ArrayList<>();
    for (SampleWish wish : STREET.wishes()) {
      SampleStep.Confirm confirm = steps(wish, SampleStep.Confirm.class).getFirst();
      if (confirm.proxy() == null) {
        continue;
      }
      reasons.add(confirm.proxy());
      switch (confirm.proxy()) {
        case CANNOT_USE_PHONE ->
            assertThat(steps(wish, SampleStep.AddEvidence.class))
                .as(wish.key())
                .anyMatch(evidence -> evidence.claim() == null);
        case NO_ANSWER ->
            assertThat(
                    Duration.between(
                        steps(wish, SampleStep.Deliver.class).getLast().at(), confirm.at()))
                .isGreaterThan(Duration.ofDays(14));
      }
    }
    assertThat(reasons).contains(ProxyReason.CANNOT_USE_PHONE, ProxyReason.NO_ANSWER);
    assertThat(reasons.size()).isBetween(20, 90);
  }

  @Test
  void claimantsBelongToTheStreetAndAreThereBeforeTheyClaim() {
    for (SampleWish wish : STREET.wishes()) {
      for (SampleStep.Claim claim : steps(wish, SampleStep.Claim.class)) {
        assertThat(claim.participants()).isNotEmpty().doesNotHaveDuplicates();
        Set<String> homes =
            claim.participants().stream()
                .map(key -> members.get(key).organisation())
                .collect(toSet());
        assertThat(homes).as(claim.claim()).hasSize(1);
        switch (claim.type()) {
          case MEMBER -> assertThat(claim.participants()).contains(claim.claimant());
          case ORGANISATION -> {
            assertThat(homes).containsExactly(claim.claimant());
            assertThat(checkIns.get(claim.claimant()).getFirst().checkedInAt())
                .isBefore(claim.at());
          }
        }
        for (String key : claim.participants()) {
          SampleMember member = members.get(key);
          assertThat(member.recordedAt()).isBefore(claim.at());
          if (member.kind() == MemberKind.IN_SERVICE) {
            SampleCheckIn checkIn = checkIns.get(key).getFirst();
            assertThat(checkIn.revokedAt()).isNull();
            assertThat(checkIn.checkedInAt()).as(key).isBefore(claim.at());
          }
        }
      }
    }
  }

  @Test
  void noMemberTakesPartTwiceInOneWish() {
    for (SampleWish wish : STREET.wishes()) {
      assertThat(counted(wish).stream().flatMap(claim -> claim.participants().stream()).toList())
          .as(wish.key())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aLeaderHasTheSkillThatTheWishAsksFor() {
    for (SampleWish wish : STREET.wishes()) {
      if (wish.skill() != null) {
        for (SampleStep.Claim claim : counted(wish)) {
          assertThat(members.get(claim.participants().getFirst()).skills()).contains(wish.skill());
        }
      }
    }
  }

  @Test
  void theTwoProjectsOfTheReportAreThere() {
    SampleWish home = wish("project-home-repair");
    assertThat(home.title()).contains("独居老人", "换线", "改厕", "补墙", "厨房吊顶");
    String company = counted(home).getFirst().claimant();
    assertThat(organisations.get(company).name()).contains("公司党支部");

    SampleWish water = wish("project-second-water");
    assertThat(water.title()).contains("二次供水", "十二台水泵", "三十四栋楼");
    assertThat(water.beneficiaries()).isEqualTo(new SampleWish.Beneficiaries(34, 628, 1800));
    assertThat(steps(water, SampleStep.HoldMeeting.class)).hasSize(4);
    assertThat(steps(water, SampleStep.DeliverPart.class)).hasSize(1);
    assertThat(water.capacity()).isEqualTo(Capacity.AMOUNT);
  }

  @Test
  void titlesDifferAndNoPublicWordNamesAPerson() {
    assertThat(STREET.wishes().stream().map(SampleWish::title)).doesNotHaveDuplicates();
    for (SampleWish wish : STREET.wishes()) {
      assertThat(wish.title()).hasSizeBetween(4, 40);
      assertThat(wish.summary()).hasSizeBetween(10, 200);
      for (String text : List.of(wish.title(), wish.summary(), wish.details())) {
        assertThat(text).doesNotContain("{", "}", "null");
      }
      assertThat(wish.title() + wish.summary())
          .doesNotContain(wish.contact().name())
          .doesNotContain("号楼")
          .doesNotContainPattern("[0-9]{5,}");
    }
  }

  @Test
  void everythingSaysThatItIsASample() {
    Pattern phone = Pattern.compile("139000[0-9]{5}");
    assertThat(STREET.organisations()).allMatch(one -> one.name().endsWith(SampleStreet.MARK));
    assertThat(STREET.members()).allMatch(one -> phone.matcher(one.phone()).matches());
    assertThat(STREET.wishes()).allMatch(one -> phone.matcher(one.contact().phone()).matches());
    assertThat(STREET.wishes()).allMatch(one -> one.contact().address().endsWith("（虚构地址）"));
    assertThat(
            Stream.concat(
                STREET.members().stream().map(SampleMember::phone),
                STREET.wishes().stream().map(one -> one.contact().phone())))
        .doesNotHaveDuplicates();
  }

  @Test
  void channelsPoliciesAndClaimantsAreMixed() {
    List<SampleWish> wishes = ofKind(WishKind.WISH);
    assertThat(wishes.stream().map(SampleWish::channel).collect(toSet()))
        .contains(
            Channel.GRID_WORKER,
            Channel.HOME_VISIT,
            Channel.SOCIAL_WORK_STATION,
            Channel.BUILDING_HEAD,
            Channel.RESIDENTS_GROUP_CHAT,
            Channel.PARTY_GROUP_CHAT,
            Channel.CHECK_IN_SYSTEM,
            Channel.FIELD_VISIT,
            Channel.SELF_SERVICE);
    assertThat(wishes.stream().map(SampleWish::category).collect(toSet())).hasSize(3);
    assertThat(wishes.stream().filter(one -> one.policy() == ClaimPolicy.SHARED).count())
        .isBetween(60L, 140L);
    assertThat(wishes.stream().filter(SampleWish::needsApproval).count()).isBetween(20L, 40L);
    assertThat(
            wishes.stream()
                .flatMap(one -> counted(one).stream())
                .filter(claim -> claim.type() == ClaimantType.ORGANISATION)
                .count())
        .isBetween(15L, 60L);
    Set<String> months =
        wishes.stream()
            .map(one -> one.createdAt().atZone(Time.ZONE).toLocalDate().toString().substring(0, 7))
            .collect(toSet());
    assertThat(months).hasSizeGreaterThanOrEqualTo(12);
  }

  // ---------------------------------------------------------------------------------------------

  private static Set<String> subjects(
      PartyType type, java.util.function.Predicate<SampleCheckIn> which) {
    return STREET.checkIns().stream()
        .filter(checkIn -> checkIn.type() == type)
        .filter(which)
        .map(SampleCheckIn::subject)
        .collect(toSet());
  }

  private static List<SampleWish> ofKind(WishKind kind) {
    return STREET.wishes().stream().filter(wish -> wish.kind() == kind).toList();
  }

  private static SampleWish wish(String key) {
    return STREET.wishes().stream().filter(one -> one.key().equals(key)).findFirst().orElseThrow();
  }

  private static <T extends SampleStep> List<T> steps(SampleWish wish, Class<T> type) {
    return wish.steps().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The claims that stand at the end: not released, and approved where that was needed. */
  private static List<SampleStep.Claim> counted(SampleWish wish) {
    Set<String> gone = new HashSet<>();
    steps(wish, SampleStep.Release.class).forEach(release -> gone.add(release.claim()));
    Set<String> approved = new HashSet<>();
    steps(wish, SampleStep.Approve.class).forEach(approve -> approved.add(approve.claim()));
    return steps(wish, SampleStep.Claim.class).stream()
        .filter(claim -> !gone.contains(claim.claim()))
        .filter(claim -> !wish.needsApproval() || approved.contains(claim.claim()))
        .toList();
  }

  private static Money sum(Stream<Money> amounts) {
    return amounts.reduce(Money.ZERO, Money::plus);
  }

  private static final class Balance {
    long funding;
    long committed;
    long spent;

    void add(Balance other) {
      funding += other.funding;
      committed += other.committed;
      spent += other.spent;
    }
  }

  /** Walks through the steps as the double entry would, claim by claim and form by form. */
  private static Balance balance(SampleWish wish) {
    Map<String, Long> committed = new HashMap<>();
    Balance balance = new Balance();
    for (SampleStep step : wish.steps()) {
      if (step instanceof SampleStep.Claim claim && !claim.pledge().isZero()) {
        committed.merge(claim.claim() + claim.form(), claim.pledge().fen(), Long::sum);
        balance.funding += claim.pledge().fen();
      } else if (step instanceof SampleStep.Pledge pledge) {
        committed.merge(pledge.claim() + pledge.form(), pledge.amount().fen(), Long::sum);
        balance.funding += pledge.amount().fen();
      } else if (step instanceof SampleStep.PostPublicFunds funds) {
        boolean pledge = funds.movement() == Movement.PLEDGE;
        committed.merge("public", (pledge ? 1 : -1) * funds.amount().fen(), Long::sum);
        balance.funding += pledge ? funds.amount().fen() : 0;
        balance.spent += pledge ? 0 : funds.amount().fen();
      } else if (step instanceof SampleStep.DeliverPart part) {
        part.spent()
            .forEach(
                (form, money) -> {
                  committed.merge(part.claim() + form, -money.fen(), Long::sum);
                  balance.spent += money.fen();
                });
      } else if (step instanceof SampleStep.Deliver deliver) {
        deliver
            .spent()
            .forEach(
                (form, money) -> {
                  committed.merge(deliver.claim() + form, -money.fen(), Long::sum);
                  balance.spent += money.fen();
                });
        for (Map.Entry<String, Long> rest : committed.entrySet()) {
          if (rest.getKey().startsWith(deliver.claim())) {
            balance.funding -= rest.getValue();
            rest.setValue(0L);
          }
        }
      }
      assertThat(committed.values()).as("%s %s", wish.key(), step).allMatch(fen -> fen >= 0);
    }
    balance.committed = committed.values().stream().mapToLong(Long::longValue).sum();
    return balance;
  }
}
