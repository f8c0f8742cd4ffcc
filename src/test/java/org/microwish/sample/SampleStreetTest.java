package org.microwish.sample;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.party.DivisionCode;
import org.microwish.party.MemberKind;
import org.microwish.party.PartyType;
import org.microwish.platform.Time;
import org.microwish.sample.SampleStreet.CheckIn;
import org.microwish.sample.SampleStreet.Command;
import org.microwish.sample.SampleStreet.Division;
import org.microwish.sample.SampleStreet.GroupCommand;
import org.microwish.sample.SampleStreet.GroupStep;
import org.microwish.sample.SampleStreet.Member;
import org.microwish.sample.SampleStreet.Organisation;
import org.microwish.sample.SampleStreet.Revocation;
import org.microwish.sample.SampleStreet.Step;
import org.microwish.sample.SampleStreet.Subcategory;
import org.microwish.wish.Beneficiaries;
import org.microwish.wish.WishRequests.Amount;
import org.microwish.wish.command.WishDraft;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/**
 * Checks that the sample files give the published figures, exact to the fen and the person, and
 * look like those of a real street.
 */
@Tag("fast")
class SampleStreetTest {

  private static final SampleStreet STREET = SampleStreet.read();
  private static final Money TOTAL = Money.parse("97150.60");

  /** Suffix of every invented organisation's name. */
  private static final String MARK = "（示例）";

  private static final String STEWARD = "sample-steward-";
  private static final String MEMBER = "sample-member-";

  private final Map<String, Member> members = byKey(STREET.members(), Member::key);
  private final Map<String, Organisation> organisations =
      byKey(STREET.organisations(), Organisation::key);
  private final Map<String, Instant> revocations =
      STREET.revocations().stream().collect(toMap(Revocation::checkIn, Revocation::occurredAt));
  private final Map<String, List<CheckIn>> checkIns =
      STREET.checkIns().stream().collect(groupingBy(CheckIn::subject));
  private final List<Life> wishes = Life.all();

  /** All commands on one wish. */
  private record Life(String key, WishDraft draft, List<Step> steps) {

    static List<Life> all() {
      return STREET.wishes().stream()
          .collect(groupingBy(Step::wish, LinkedHashMap::new, Collectors.toList()))
          .values()
          .stream()
          .map(steps -> new Life(steps.getFirst().wish(), steps.getFirst().draft(), steps))
          .toList();
    }

    List<Step> steps(Command command) {
      return steps.stream().filter(step -> step.command() == command).toList();
    }

    Step first(Command command) {
      return steps(command).getFirst();
    }

    String title() {
      return first(Command.PUBLISH).publication().publicTitle();
    }

    String summary() {
      return first(Command.PUBLISH).publication().publicSummary();
    }

    /**
     * The claims that count at the end: they were not released, and were approved if the wish needs
     * approval.
     */
    List<Step> counted() {
      Set<String> gone = claims(Command.RELEASE);
      Set<String> approved = claims(Command.APPROVE);
      return steps(Command.CLAIM).stream()
          .filter(claim -> !gone.contains(claim.claim()))
          .filter(claim -> !draft.needsApproval() || approved.contains(claim.claim()))
          .toList();
    }

    private Set<String> claims(Command command) {
      return steps(command).stream().map(Step::claim).collect(toSet());
    }
  }

  private static boolean byOrganisation(Step claim) {
    return claim.by().startsWith(STEWARD);
  }

  /** The key of the claiming member or organisation. */
  private static String claimant(Step claim) {
    return claim.by().substring((byOrganisation(claim) ? STEWARD : MEMBER).length());
  }

  /** All who take part in a claim, the claiming member first. */
  private static List<String> team(Step claim) {
    return Stream.concat(
            byOrganisation(claim) ? Stream.of() : Stream.of(claimant(claim)),
            claim.participants().stream())
        .toList();
  }

  @Test
  void ninetyOrganisationsAnd3463MembersAreCheckedIn() {
    assertThat(subjects(PartyType.ORGANISATION, this::isLive)).hasSize(90);
    assertThat(subjects(PartyType.MEMBER, this::isLive)).hasSize(3463);
    assertThat(subjects(PartyType.MEMBER, Predicate.not(this::isLive))).hasSize(12);
  }

  @Test
  void someMembersServeTwoCommunitiesAndCountOnce() {
    assertThat(checkIns.values().stream().filter(list -> list.size() == 2)).hasSize(30);
    assertThat(checkIns.values())
        .allSatisfy(
            list -> assertThat(list.stream().map(CheckIn::community)).doesNotHaveDuplicates());
  }

  @Test
  void checkIns_nameKnownSubjectsAndCommunities() {
    Set<String> communities = STREET.divisions().stream().map(Division::code).collect(toSet());
    assertThat(STREET.checkIns())
        .allSatisfy(
            checkIn -> {
              assertThat(communities).contains(checkIn.community());
              switch (checkIn.subjectType()) {
                case MEMBER ->
                    assertThat(checkIn.occurredAt())
                        .isAfter(members.get(checkIn.subject()).occurredAt());
                case ORGANISATION -> {
                  assertThat(checkIn.subject()).doesNotStartWith("host-");
                  assertThat(checkIn.occurredAt())
                      .isAfter(organisations.get(checkIn.subject()).occurredAt());
                }
              }
              if (!isLive(checkIn)) {
                assertThat(revocations.get(checkIn.key())).isAfter(checkIn.occurredAt());
              }
            });
    assertThat(STREET.checkIns().stream().map(CheckIn::key))
        .doesNotHaveDuplicates()
        .containsAll(revocations.keySet());
  }

  @Test
  void membersAreRecordedAfterTheirOrganisation() {
    assertThat(STREET.members())
        .allSatisfy(
            member -> {
              if (member.organisation() == null) {
                assertThat(member.kind()).isEqualTo(MemberKind.VOLUNTEER);
                return;
              }
              assertThat(member.key()).matches(Pattern.quote(member.organisation()) + "-[0-9]+");
              assertThat(member.occurredAt())
                  .isAfter(organisations.get(member.organisation()).occurredAt());
            });
  }

  @Test
  void everySubcategoryIsListedOnceAndInItsCategory() {
    Map<String, Subcategory> byCode = byKey(STREET.subcategories(), Subcategory::code);
    assertThat(byCode).hasSameSizeAs(STREET.subcategories());
    for (Life wish : wishes) {
      assertThat(byCode).as(wish.key()).containsKey(wish.draft().subcategory());
      assertThat(byCode.get(wish.draft().subcategory()).category())
          .isEqualTo(wish.draft().category());
    }
    assertThat(wishes.stream().map(wish -> wish.draft().subcategory()).collect(toSet()))
        .isEqualTo(byCode.keySet());
  }

  @Test
  void divisionsFormTreesFromTheProvinceDown() {
    Set<String> seen = new HashSet<>();
    for (Division division : STREET.divisions()) {
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
    List<Life> projects = ofKind(WishKind.PROJECT);
    assertThat(projects).hasSize(25);
    assertThat(sum(projects.stream().map(project -> project.draft().budget()))).isEqualTo(TOTAL);
    Set<String> claimants = new HashSet<>();
    for (Life project : projects) {
      for (Step claim : project.counted()) {
        assertThat(byOrganisation(claim)).isTrue();
        claimants.add(claimant(claim));
      }
    }
    assertThat(claimants).hasSize(19);
  }

  @Test
  void projectsAreFundedAndSpentToTheFen() {
    Balance all = new Balance();
    for (Life project : ofKind(WishKind.PROJECT)) {
      Balance own = balance(project);
      assertThat(own.funding).as(project.key()).isEqualTo(project.draft().budget().fen());
      assertThat(own.committed).as(project.key()).isZero();
      assertThat(own.spent).as(project.key()).isEqualTo(project.draft().budget().fen());
      all.add(own);
    }
    assertThat(all.funding).isEqualTo(TOTAL.fen());
    assertThat(all.spent).isEqualTo(TOTAL.fen());
  }

  @Test
  void wishesSpendWhatWasPledgedOrReleaseIt() {
    for (Life wish : ofKind(WishKind.WISH)) {
      Balance balance = balance(wish);
      assertThat(balance.committed).as(wish.key()).isZero();
      assertThat(balance.funding).as(wish.key()).isEqualTo(balance.spent);
      assertThat(wish.draft().budget()).isNull();
    }
  }

  @Test
  void all271WishesAreClaimedBy447Members() {
    List<Life> all = ofKind(WishKind.WISH);
    assertThat(all).hasSize(271);
    Set<String> taking = new HashSet<>();
    for (Life wish : all) {
      List<Step> claims = wish.counted();
      Integer places = wish.draft().places();
      assertThat(claims).as(wish.key()).hasSize(places == null ? 1 : places);
      claims.forEach(claim -> taking.addAll(team(claim)));
    }
    assertThat(taking).hasSize(447);
  }

  @Test
  void uncountedClaims_includePeopleWithoutACountedClaim() {
    Set<String> uncounted = new HashSet<>();
    for (Life wish : wishes) {
      List<Step> counted = wish.counted();
      for (Step claim : wish.steps(Command.CLAIM)) {
        if (!counted.contains(claim)) {
          uncounted.addAll(team(claim));
        }
      }
    }
    assertThat(uncounted).isNotEmpty();
    for (Life wish : ofKind(WishKind.WISH)) {
      wish.counted().forEach(claim -> uncounted.removeAll(team(claim)));
    }
    assertThat(uncounted).isNotEmpty();
    assertThat(
            Stream.concat(STREET.wishes().stream(), STREET.current().stream())
                .map(Step::command)
                .collect(toSet()))
        .isEqualTo(EnumSet.allOf(Command.class));
  }

  @Test
  void everyWishEndsConfirmedBeforeTheFiguresOfFebruary2022() {
    Instant published = LocalDate.of(2022, 2, 28).atStartOfDay(Time.ZONE).toInstant();
    for (Life wish : wishes) {
      assertThat(wish.steps(Command.PUBLISH)).as(wish.key()).hasSize(1);
      List<Step> confirmed = wish.steps(Command.CONFIRM);
      assertThat(confirmed).as(wish.key()).hasSize(1);
      assertThat(confirmed.getFirst().occurredAt()).as(wish.key()).isBefore(published);
      assertThat(confirmed.getFirst().rating()).isBetween(3, 5);
      assertThat(wish.steps().getLast().command()).isEqualTo(Command.ARCHIVE);
    }
  }

  @Test
  void timesNeverRunBackwards() {
    for (Life wish : wishes) {
      Instant before = Instant.EPOCH;
      for (Step step : wish.steps()) {
        assertThat(step.occurredAt()).as("%s %s", wish.key(), step.command()).isAfter(before);
        before = step.occurredAt();
      }
    }
    assertThat(wishes.stream().map(wish -> wish.steps().getFirst().occurredAt())).isSorted();
  }

  @Test
  void steps_happenAtPlausibleHours() {
    Set<Command> staffs =
        EnumSet.of(
            Command.PUBLISH,
            Command.RETURN,
            Command.APPROVE,
            Command.HOLD_MEETING,
            Command.POST_PUBLIC_FUNDS,
            Command.FOLLOW_UP);
    for (Step step : STREET.wishes()) {
      LocalTime time = step.occurredAt().atZone(Time.ZONE).toLocalTime();
      // The service archives by itself, at any hour.
      if (step.command() != Command.ARCHIVE) {
        assertThat(time)
            .as("%s %s", step.wish(), step.command())
            .isBetween(LocalTime.of(8, 0), LocalTime.of(21, 30));
      }
      if (staffs.contains(step.command())) {
        assertThat(isWorkingDay(LocalDate.ofInstant(step.occurredAt(), Time.ZONE)))
            .as("%s %s", step.wish(), step.command())
            .isTrue();
        assertThat(time).isBetween(LocalTime.of(8, 0), LocalTime.of(18, 0));
      }
    }
  }

  /** Offices are closed on week-ends, in two Spring Festivals and on National Day 2021. */
  private static boolean isWorkingDay(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY
        && day.getDayOfWeek() != DayOfWeek.SUNDAY
        && !within(day, LocalDate.of(2021, 2, 11), LocalDate.of(2021, 2, 17))
        && !within(day, LocalDate.of(2021, 10, 1), LocalDate.of(2021, 10, 7))
        && !within(day, LocalDate.of(2022, 1, 31), LocalDate.of(2022, 2, 6));
  }

  private static boolean within(LocalDate day, LocalDate first, LocalDate last) {
    return !day.isBefore(first) && !day.isAfter(last);
  }

  @Test
  void eachClaimKeepsTheDeadlines() {
    for (Life wish : wishes) {
      Map<String, Instant> active = new HashMap<>();
      Set<String> contacted = new HashSet<>();
      for (Step step : wish.steps()) {
        if (step.command() == Command.CLAIM || step.command() == Command.APPROVE) {
          active.put(step.claim(), step.occurredAt());
        } else if (step.command() == Command.CONTACT) {
          contacted.add(step.claim());
          assertThat(Duration.between(active.get(step.claim()), step.occurredAt()))
              .as(step.claim())
              .isLessThan(Duration.ofDays(7));
        } else if (step.command() == Command.DELIVER) {
          assertThat(contacted).contains(step.claim());
        }
      }
    }
  }

  @Test
  void proxyConfirmations_meetTheRules() {
    List<ProxyReason> reasons = new ArrayList<>();
    for (Life wish : wishes) {
      Step confirm = wish.first(Command.CONFIRM);
      if (confirm.proxy() == null) {
        continue;
      }
      reasons.add(confirm.proxy());
      switch (confirm.proxy()) {
        case CANNOT_USE_PHONE ->
            assertThat(wish.steps(Command.ADD_EVIDENCE))
                .as(wish.key())
                .anyMatch(evidence -> evidence.claim() == null);
        case NO_ANSWER ->
            assertThat(
                    Duration.between(
                        wish.steps(Command.DELIVER).getLast().occurredAt(), confirm.occurredAt()))
                .isGreaterThan(Duration.ofDays(14));
        case ON_PAPER -> throw new AssertionError("the sample has no late records");
      }
    }
    assertThat(reasons).contains(ProxyReason.CANNOT_USE_PHONE, ProxyReason.NO_ANSWER);
    assertThat(reasons.size()).isBetween(20, 90);
  }

  @Test
  void claimantsBelongToTheStreetAndAreThereBeforeTheyClaim() {
    for (Life wish : wishes) {
      for (Step claim : wish.steps(Command.CLAIM)) {
        assertThat(team(claim)).isNotEmpty().doesNotHaveDuplicates();
        Set<String> homes =
            team(claim).stream().map(key -> members.get(key).organisation()).collect(toSet());
        assertThat(homes).as(claim.claim()).hasSize(1);
        if (byOrganisation(claim)) {
          assertThat(homes).containsExactly(claimant(claim));
          assertThat(checkIns.get(claimant(claim)).getFirst().occurredAt())
              .isBefore(claim.occurredAt());
        }
        for (String key : team(claim)) {
          Member member = members.get(key);
          assertThat(member.occurredAt()).isBefore(claim.occurredAt());
          if (member.kind() == MemberKind.IN_SERVICE) {
            CheckIn checkIn = checkIns.get(key).getFirst();
            assertThat(isLive(checkIn)).isTrue();
            assertThat(checkIn.occurredAt()).as(key).isBefore(claim.occurredAt());
          }
        }
      }
    }
  }

  @Test
  void noMemberTakesPartTwiceInOneWish() {
    for (Life wish : wishes) {
      assertThat(wish.counted().stream().flatMap(claim -> team(claim).stream()).toList())
          .as(wish.key())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aLeaderHasTheSkillThatTheWishAsksFor() {
    for (Life wish : wishes) {
      if (wish.draft().neededSkill() != null) {
        for (Step claim : wish.counted()) {
          assertThat(members.get(team(claim).getFirst()).skills())
              .contains(wish.draft().neededSkill());
        }
      }
    }
  }

  @Test
  void theTwoProjectsOfTheReportAreThere() {
    Life home = wish("project-home-repair");
    assertThat(home.title()).contains("独居老人", "换线", "改厕", "补墙", "厨房吊顶");
    String company = claimant(home.counted().getFirst());
    assertThat(organisations.get(company).name()).contains("公司党支部");

    Life water = wish("project-second-water");
    assertThat(water.title()).contains("二次供水", "十二台水泵", "三十四栋楼");
    assertThat(water.draft().beneficiaries()).isEqualTo(new Beneficiaries(34, 628, 1800));
    assertThat(water.steps(Command.HOLD_MEETING)).hasSize(4);
    assertThat(water.steps(Command.DELIVER_PART)).hasSize(1);
    assertThat(water.draft().capacity()).isEqualTo(Capacity.AMOUNT);
  }

  @Test
  void titlesDifferAndNoPublicWordNamesAPerson() {
    assertThat(wishes.stream().map(Life::title)).doesNotHaveDuplicates();
    for (Life wish : wishes) {
      WishDraft.PrivateWords words = wish.draft().words();
      assertThat(wish.title()).hasSizeBetween(4, 40).isEqualTo(words.title().value());
      assertThat(wish.summary()).hasSizeBetween(10, 200);
      for (String text : List.of(wish.title(), wish.summary(), words.details().value())) {
        assertThat(text).doesNotContain("{", "}", "null");
      }
      assertThat(wish.title() + wish.summary())
          .doesNotContain(words.contactName().value())
          .doesNotContain("号楼")
          .doesNotContainPattern("[0-9]{5,}");
    }
  }

  @Test
  void wishesUnderWay_areMovedToTheDaysBeforeTheLoad() {
    Instant last = lastOf(STREET.current());
    for (String day : List.of("2026-11-30", "2026-12-06", "2031-02-14")) {
      Instant load = LocalDate.parse(day).atTime(0, 1).atZone(Time.ZONE).toInstant();
      List<Step> moved = SampleStreet.current(load);
      Duration ago = Duration.between(lastOf(moved), load);
      assertThat(ago).as(day).isBetween(Duration.ZERO, Duration.ofDays(10));
      assertThat(Duration.between(last, lastOf(moved)).toDays() % 7).isZero();
      assertThat(moved).hasSameSizeAs(STREET.current());
      // The dates inside commands move, too.
      assertThat(
              moved.stream()
                  .filter(step -> step.publication() != null)
                  .map(step -> step.publication().claimBy())
                  .filter(java.util.Objects::nonNull))
          .isNotEmpty()
          .allMatch(claimBy -> claimBy.isAfter(load.plus(Duration.ofDays(60))));
    }
  }

  private static Instant lastOf(List<Step> steps) {
    return steps.stream().map(Step::occurredAt).max(Instant::compareTo).orElseThrow();
  }

  @Test
  void wishesUnderWay_areInTheirOwnStreetAndInvented() {
    Map<String, List<Step>> all =
        STREET.current().stream()
            .collect(groupingBy(Step::wish, LinkedHashMap::new, Collectors.toList()));
    Set<String> phones = new HashSet<>();
    STREET.members().forEach(member -> phones.add(member.phone()));
    wishes.forEach(wish -> phones.add(wish.draft().words().contactPhone().value()));
    all.forEach(
        (key, steps) -> {
          WishDraft draft = steps.getFirst().draft();
          assertThat(draft.division()).as(key).startsWith(SampleStreet.LAKE_PATH);
          assertThat(draft.words().address().value()).endsWith("（虚构地址）");
          assertThat(draft.words().contactPhone().value()).matches("139000[0-9]{5}");
          assertThat(phones.add(draft.words().contactPhone().value())).isTrue();
          Instant before = Instant.EPOCH;
          for (Step step : steps) {
            assertThat(step.occurredAt()).as("%s %s", key, step.command()).isAfter(before);
            before = step.occurredAt();
            if (step.publication() != null) {
              assertThat(step.publication().publicTitle() + step.publication().publicSummary())
                  .doesNotContain(draft.words().residentName().value())
                  .doesNotContainPattern("[0-9]{5,}");
            }
          }
        });
  }

  @Test
  void teamsHold2987And53Volunteers() {
    assertThat(teams(SampleStreet.WEST_PATH)).hasSize(131);
    assertThat(people(SampleStreet.WEST_PATH)).hasSize(2_987);
    assertThat(teams(SampleStreet.TOWNS_PATH)).hasSize(9);
    assertThat(people(SampleStreet.TOWNS_PATH))
        .hasSize(53)
        .allMatch(one -> members.get(one).kind() == MemberKind.COMMUNITY);
  }

  /** Proposals of the teams that were approved and not disbanded. */
  private static List<GroupStep> teams(String path) {
    Set<String> over = groups(GroupCommand.DISBAND);
    Set<String> approved = groups(GroupCommand.APPROVE);
    return STREET.groups().stream()
        .filter(step -> step.command() == GroupCommand.PROPOSE)
        .filter(step -> step.draft().division().startsWith(path))
        .filter(step -> approved.contains(step.group()) && !over.contains(step.group()))
        .toList();
  }

  private static Set<String> groups(GroupCommand command) {
    return STREET.groups().stream()
        .filter(step -> step.command() == command)
        .map(GroupStep::group)
        .collect(toSet());
  }

  private static Set<String> people(String path) {
    Set<String> people = new HashSet<>();
    for (GroupStep team : teams(path)) {
      people.add(team.leader() == null ? team.by().substring(MEMBER.length()) : team.leader());
      Set<String> own = new HashSet<>();
      for (GroupStep step : STREET.groups()) {
        if (step.group().equals(team.group())) {
          switch (step.command()) {
            case RECORD, ADMIT -> own.add(step.member());
            case LEAVE -> own.remove(step.member());
            default -> {}
          }
        }
      }
      people.addAll(own);
    }
    return people;
  }

  @Test
  void namesAddressesAndPhones_areMarkedAsInvented() {
    Pattern phone = Pattern.compile("139000[0-9]{5}");
    assertThat(STREET.organisations()).allMatch(one -> one.name().endsWith(MARK));
    List<String> phones = new ArrayList<>(STREET.members().stream().map(Member::phone).toList());
    for (Life wish : wishes) {
      phones.add(wish.draft().words().contactPhone().value());
      assertThat(wish.draft().words().address().value()).endsWith("（虚构地址）");
    }
    assertThat(phones).allMatch(one -> phone.matcher(one).matches()).doesNotHaveDuplicates();
  }

  @Test
  void channelsPoliciesAndClaimantsAreMixed() {
    List<Life> all = ofKind(WishKind.WISH);
    assertThat(all.stream().map(one -> one.draft().channel()).collect(toSet()))
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
    assertThat(all.stream().map(one -> one.draft().category()).collect(toSet())).hasSize(3);
    assertThat(all.stream().filter(one -> one.draft().claimPolicy() == ClaimPolicy.SHARED).count())
        .isBetween(60L, 140L);
    assertThat(all.stream().filter(one -> one.draft().needsApproval()).count()).isBetween(20L, 40L);
    assertThat(
            all.stream()
                .flatMap(one -> one.counted().stream())
                .filter(SampleStreetTest::byOrganisation)
                .count())
        .isBetween(15L, 60L);
    Set<String> months =
        all.stream()
            .map(
                one ->
                    one.steps()
                        .getFirst()
                        .occurredAt()
                        .atZone(Time.ZONE)
                        .toLocalDate()
                        .toString()
                        .substring(0, 7))
            .collect(toSet());
    assertThat(months).hasSizeGreaterThanOrEqualTo(12);
  }

  // ---------------------------------------------------------------------------------------------

  private boolean isLive(CheckIn checkIn) {
    return !revocations.containsKey(checkIn.key());
  }

  private static Set<String> subjects(PartyType type, Predicate<CheckIn> which) {
    return STREET.checkIns().stream()
        .filter(checkIn -> checkIn.subjectType() == type)
        .filter(which)
        .map(CheckIn::subject)
        .collect(toSet());
  }

  private List<Life> ofKind(WishKind kind) {
    return wishes.stream().filter(wish -> wish.draft().kind() == kind).toList();
  }

  private Life wish(String key) {
    return wishes.stream().filter(one -> one.key().equals(key)).findFirst().orElseThrow();
  }

  private static <T> Map<String, T> byKey(List<T> lines, Function<T, String> key) {
    return lines.stream().collect(toMap(key, Function.identity()));
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

  /** Computes the balances from the steps as double-entry postings would, per claim and form. */
  private static Balance balance(Life wish) {
    Map<String, Long> committed = new HashMap<>();
    Balance balance = new Balance();
    for (Step step : wish.steps()) {
      if (step.pledge() != null) {
        long fen = step.pledge().amount().fen();
        committed.merge(step.claim() + step.pledge().form(), fen, Long::sum);
        balance.funding += fen;
      }
      if (step.command() == Command.POST_PUBLIC_FUNDS) {
        long fen = step.amount().fen();
        boolean pledge = step.movement() == Movement.PLEDGE;
        committed.merge("public", pledge ? fen : -fen, Long::sum);
        balance.funding += pledge ? fen : 0;
        balance.spent += pledge ? 0 : fen;
      }
      for (Amount part : step.spent()) {
        committed.merge(step.claim() + part.form(), -part.amount().fen(), Long::sum);
        balance.spent += part.amount().fen();
      }
      if (step.command() == Command.DELIVER) {
        for (Map.Entry<String, Long> rest : committed.entrySet()) {
          if (rest.getKey().startsWith(step.claim())) {
            balance.funding -= rest.getValue();
            rest.setValue(0L);
          }
        }
      }
      assertThat(committed.values())
          .as("%s %s", wish.key(), step.command())
          .allMatch(fen -> fen >= 0);
    }
    balance.committed = committed.values().stream().mapToLong(Long::longValue).sum();
    return balance;
  }
}
