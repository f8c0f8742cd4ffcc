package org.microwish.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.microwish.party.MemberKind;
import org.microwish.party.OrganisationKind;
import org.microwish.party.PartyType;
import org.microwish.party.Sector;
import org.microwish.platform.Time;

/** Plans the street's divisions, its organisations, their members, and who checks in where. */
final class PartyPlan {

  /** Members with a live check-in; the published figure. */
  private static final int CHECKED_IN_MEMBERS = 3463;

  /** Members who checked in and left again, which no figure counts. */
  private static final int CHECKED_OUT_MEMBERS = 12;

  /** Members who serve two communities, and count once. */
  private static final int SECOND_CHECK_INS = 30;

  /** Community party members in each community; they belong there and need no check-in. */
  private static final int COMMUNITY_MEMBERS = 5;

  private static final int GRIDS = 4;
  private static final int BUILDINGS = 6;

  /** The community of the water project, which serves 34 buildings. */
  private static final int LARGE_COMMUNITY = 7;

  private static final int BUILDINGS_IN_LARGE_COMMUNITY = 9;

  private final Dice dice;
  private final SampleTexts texts;
  private final List<SampleDivision> divisions = new ArrayList<>();
  private final List<String> communities = new ArrayList<>();
  private final Map<String, String> communityNames = new HashMap<>();
  private final Map<String, List<SampleDivision>> buildings = new HashMap<>();
  private final Map<String, SampleOrganisation> organisations = new LinkedHashMap<>();
  private final Map<String, List<SampleMember>> members = new LinkedHashMap<>();

  PartyPlan(Dice dice, SampleTexts texts) {
    this.dice = dice;
    this.texts = texts;
    planDivisions();
    planOrganisations();
    planMembers();
  }

  List<SampleDivision> divisions() {
    return List.copyOf(divisions);
  }

  /** The codes of the communities. */
  List<String> communities() {
    return communities;
  }

  /** A community's name without the mark. */
  String communityName(String community) {
    return communityNames.get(community);
  }

  /** The buildings of a community. */
  List<SampleDivision> buildings(String community) {
    return buildings.get(community);
  }

  List<SampleOrganisation> organisations() {
    return List.copyOf(organisations.values());
  }

  /** The keys of an organisation's members. */
  List<String> membersOf(String organisation) {
    return members.get(organisation).stream().map(SampleMember::key).toList();
  }

  /** The organisations that check in, by key. */
  List<String> guests() {
    return organisations.values().stream()
        .filter(organisation -> !organisation.isHost())
        .map(SampleOrganisation::key)
        .toList();
  }

  /** The organisations of the communities, by key. */
  List<String> communityOrganisations() {
    return organisations.values().stream()
        .filter(organisation -> organisation.isHost() && !organisation.key().equals("host-00"))
        .map(SampleOrganisation::key)
        .toList();
  }

  /** An invented name. */
  String name(boolean woman) {
    return dice.oneOf(texts.list("surnames")) + dice.oneOf(texts.list(woman ? "women" : "men"));
  }

  /** The members, each with the skills that the claims it leads need. */
  List<SampleMember> members(List<SampleWish> wishes) {
    Map<String, Set<String>> needed = new HashMap<>();
    for (SampleWish wish : wishes) {
      for (SampleStep step : wish.steps()) {
        if (wish.skill() != null && step instanceof SampleStep.Claim claim) {
          needed
              .computeIfAbsent(claim.participants().getFirst(), key -> new LinkedHashSet<>())
              .add(wish.skill());
        }
      }
    }
    List<SampleMember> all = new ArrayList<>();
    for (List<SampleMember> roll : members.values()) {
      for (SampleMember member : roll) {
        Set<String> skills = new LinkedHashSet<>(needed.getOrDefault(member.key(), Set.of()));
        if (skills.isEmpty() && dice.percent(30)) {
          skills.add(SampleTexts.parts(dice.oneOf(texts.list("skill")), '|').getFirst());
        }
        all.add(
            new SampleMember(
                member.key(),
                member.name(),
                member.phone(),
                member.organisation(),
                member.kind(),
                member.division(),
                List.copyOf(skills),
                member.showsName(),
                member.recordedAt()));
      }
    }
    return List.copyOf(all);
  }

  /** The check-ins, each before the first claim that its member takes part in. */
  List<SampleCheckIn> checkIns(List<SampleWish> wishes) {
    Map<String, Instant> firstClaims = firstClaims(wishes);
    List<SampleCheckIn> checkIns = new ArrayList<>();
    List<SampleMember> quiet = new ArrayList<>();
    for (SampleOrganisation organisation : organisations.values()) {
      if (organisation.isHost()) {
        continue;
      }
      List<SampleMember> roll = members.get(organisation.key());
      List<Instant> sessions = sessions(roll.getFirst().recordedAt());
      checkIns.add(
          checkIn(
              PartyType.ORGANISATION,
              organisation.key(),
              organisation.division(),
              sessions.getFirst()));
      for (SampleMember member : roll) {
        Instant first = firstClaims.get(member.key());
        Instant session = sessions.get(dice.percent(50) ? 0 : dice.below(sessions.size()));
        boolean late = first != null && !session.isBefore(first);
        checkIns.add(
            checkIn(
                PartyType.MEMBER,
                member.key(),
                member.division(),
                late ? sessions.getFirst() : session));
        if (first == null) {
          quiet.add(member);
        }
      }
    }
    List<SampleMember> shuffled = dice.shuffled(quiet);
    Map<String, Instant> leaving = new HashMap<>();
    for (SampleMember member : shuffled.subList(0, CHECKED_OUT_MEMBERS)) {
      Diary diary = new Diary(dice, LocalDate.of(2021, 12, 6).atTime(9, 0));
      leaving.put(member.key(), diary.office(0, 60));
    }
    checkIns.replaceAll(
        checkIn ->
            new SampleCheckIn(
                checkIn.key(),
                checkIn.type(),
                checkIn.subject(),
                checkIn.community(),
                checkIn.checkedInAt(),
                leaving.get(checkIn.subject())));
    for (SampleMember member :
        shuffled.subList(CHECKED_OUT_MEMBERS, CHECKED_OUT_MEMBERS + SECOND_CHECK_INS)) {
      int home = communities.indexOf(member.division());
      String other = communities.get((home + 1 + dice.below(communities.size() - 1)) % 12);
      checkIns.add(
          new SampleCheckIn(
              member.key() + "/2",
              PartyType.MEMBER,
              member.key(),
              other,
              new Diary(dice, LocalDate.of(2021, 12, 8).atTime(9, 0)).anyTime(0, 60),
              null));
    }
    checkIns.sort(
        Comparator.comparing(SampleCheckIn::checkedInAt).thenComparing(SampleCheckIn::key));
    return List.copyOf(checkIns);
  }

  private static SampleCheckIn checkIn(
      PartyType type, String subject, String community, Instant at) {
    return new SampleCheckIn(subject + "/1", type, subject, community, at, null);
  }

  /**
   * When the members of one organisation check in, together: soon after it came to the street,
   * before the first wish is claimed, and again and again over the year.
   */
  private List<Instant> sessions(Instant recordedAt) {
    LocalDate first = LocalDate.ofInstant(recordedAt, Time.ZONE).plusDays(1);
    List<Instant> sessions = new ArrayList<>();
    sessions.add(new Diary(dice, first.atTime(8, 0)).office(0, 2));
    for (int month = 2; month <= 11; month += dice.between(1, 3)) {
      LocalDate day = LocalDate.of(2021, month, dice.between(1, 26));
      sessions.add(new Diary(dice, day.atTime(8, 0)).office(0, 0));
    }
    return List.copyOf(sessions);
  }

  private static Map<String, Instant> firstClaims(List<SampleWish> wishes) {
    Map<String, Instant> first = new HashMap<>();
    for (SampleWish wish : wishes) {
      for (SampleStep step : wish.steps()) {
        if (step instanceof SampleStep.Claim claim) {
          for (String participant : claim.participants()) {
            first.merge(participant, claim.at(), PartyPlan::earlier);
          }
        }
      }
    }
    return first;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private void planDivisions() {
    divisions.add(new SampleDivision("440000000000", "广东省"));
    divisions.add(new SampleDivision("440100000000", "广州市"));
    divisions.add(new SampleDivision("440104000000", "越秀区"));
    divisions.add(new SampleDivision(SampleStreet.STREET, "梅花村街" + SampleStreet.MARK));
    List<SampleDivision> grids = new ArrayList<>();
    List<SampleDivision> houses = new ArrayList<>();
    List<String> names = texts.list("community");
    for (int i = 1; i <= names.size(); i++) {
      String community = SampleStreet.STREET_PATH + "%03d".formatted(i);
      String name = names.get(i - 1);
      communities.add(community);
      communityNames.put(community, name);
      divisions.add(new SampleDivision(community, name + "社区" + SampleStreet.MARK));
      List<SampleDivision> own = new ArrayList<>();
      int perGrid = i == LARGE_COMMUNITY ? BUILDINGS_IN_LARGE_COMMUNITY : BUILDINGS;
      for (int g = 1; g <= GRIDS; g++) {
        String grid = community + "G%02d".formatted(g);
        grids.add(new SampleDivision(grid, name + "社区第" + "一二三四".charAt(g - 1) + "网格"));
        for (int b = 1; b <= perGrid; b++) {
          int number = (g - 1) * perGrid + b;
          own.add(
              new SampleDivision(grid + "B%02d".formatted(b), "%s里%d号楼".formatted(name, number)));
        }
      }
      buildings.put(community, own);
      houses.addAll(own);
    }
    divisions.addAll(grids);
    divisions.addAll(houses);
  }

  private void planOrganisations() {
    int serial = 0;
    Diary diary = new Diary(dice, LocalDate.of(2021, 1, 4).atTime(9, 0));
    for (List<String> fields : texts.organisations()) {
      String key = fields.getFirst();
      Sector sector = Sector.valueOf(fields.get(2));
      serial++;
      organisation(
          key,
          fields.get(3),
          OrganisationKind.valueOf(fields.get(1)),
          sector,
          creditCode(sector, serial),
          key.equals("host-00")
              ? SampleStreet.STREET
              : communities.get((serial * 5) % communities.size()),
          diary.soon());
      if (key.equals("host-00")) {
        for (int i = 1; i <= communities.size(); i++) {
          String community = communities.get(i - 1);
          organisation(
              "host-%02d".formatted(i),
              communityNames.get(community) + "社区党委",
              OrganisationKind.COMMITTEE,
              Sector.COMMUNITY,
              null,
              community,
              diary.soon());
        }
      }
    }
  }

  private void organisation(
      String key,
      String name,
      OrganisationKind kind,
      Sector sector,
      String creditCode,
      String division,
      Instant at) {
    organisations.put(
        key,
        new SampleOrganisation(
            key, name + SampleStreet.MARK, kind, sector, creditCode, division, at));
  }

  /** Bodies that are registered have a code; its nine middle characters are nobody's. */
  private static String creditCode(Sector sector, int serial) {
    String registry =
        switch (sector) {
          case STATE_OWNED, TWO_NEW -> "91";
          case SCHOOL, HOSPITAL, PUBLIC_INSTITUTION -> "12";
          case GOVERNMENT, COMMUNITY, OTHER -> null;
        };
    if (registry == null) {
      return null;
    }
    String body = registry + "440104" + "%09d".formatted(serial);
    String characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int sum = 0;
    int weight = 1;
    for (int i = 0; i < body.length(); i++) {
      sum += characters.indexOf(body.charAt(i)) * weight;
      weight = weight * 3 % 31;
    }
    return body + characters.charAt((31 - sum % 31) % 31);
  }

  private void planMembers() {
    List<String> guests = guests();
    int total = CHECKED_IN_MEMBERS + CHECKED_OUT_MEMBERS;
    List<Integer> weights =
        guests.stream().map(key -> weight(organisations.get(key).kind())).toList();
    int sum = weights.stream().mapToInt(Integer::intValue).sum();
    Map<String, Integer> sizes = new HashMap<>();
    int given = 0;
    for (int i = 0; i < guests.size(); i++) {
      int size = total * weights.get(i) / sum;
      sizes.put(guests.get(i), size);
      given += size;
    }
    // What rounding left over goes one by one to the first.
    for (int i = 0; i < total - given; i++) {
      sizes.merge(guests.get(i), 1, Integer::sum);
    }
    int[] serial = {0};
    for (SampleOrganisation organisation : organisations.values()) {
      boolean host = organisation.isHost();
      int size =
          !host
              ? sizes.get(organisation.key())
              : organisation.key().equals("host-00") ? 0 : COMMUNITY_MEMBERS;
      Diary diary = new Diary(dice, LocalDate.of(2021, 1, 7).atTime(9, 0));
      Instant recorded = diary.office(0, 4);
      members.put(
          organisation.key(),
          IntStream.rangeClosed(1, size)
              .mapToObj(
                  number ->
                      new SampleMember(
                          "%s-%03d".formatted(organisation.key(), number),
                          name(dice.percent(48)),
                          "139000%05d".formatted(++serial[0]),
                          organisation.key(),
                          host ? MemberKind.COMMUNITY : MemberKind.IN_SERVICE,
                          host ? organisation.division() : dice.oneOf(communities),
                          List.of(),
                          dice.percent(40),
                          recorded))
              .toList());
    }
  }

  private int weight(OrganisationKind kind) {
    return switch (kind) {
      case BRANCH -> dice.between(22, 44);
      case GENERAL_BRANCH -> dice.between(45, 70);
      case COMMITTEE, WORKING_COMMITTEE -> dice.between(70, 110);
    };
  }
}
