package org.microwish.sample;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.sample.SampleTexts.Story;
import org.microwish.sample.SampleWish.Beneficiaries;
import org.microwish.sample.SampleWish.Contact;
import org.microwish.wish.Evidence;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/** Plans the street's wishes and projects, and who does what for them and when. */
final class WishPlan {

  /** In-service members who take part in wishes. */
  private static final int GUEST_MEMBERS = 417;

  /** Their organisations; the others of the 90 check in and wait for their turn. */
  private static final int GUEST_ORGANISATIONS = 78;

  /** Community party members who take part: with the above the published 447. */
  private static final int COMMUNITY_MEMBERS = 30;

  private static final int COMMUNITY_ORGANISATIONS = 10;

  /** Days of public notice after a confirmation, as configured by default. */
  private static final int NOTICE_DAYS = 30;

  private static final LocalDate FIRST_DAY = LocalDate.of(2021, 1, 18);

  /** Leaves time for the last wish to be confirmed before the figures of February 2022. */
  private static final LocalDate LAST_DAY = LocalDate.of(2022, 1, 12);

  private final Dice dice;
  private final SampleTexts texts;
  private final PartyPlan party;
  private final Crews crews;

  /** Members who take part in no wish: for claims that came to nothing, which no figure counts. */
  private final List<String> outsiders = new ArrayList<>();

  private int phones = 60_000;
  private int slotsLeft;

  /** A wish that has been chosen but not told. */
  private record Draft(
      Story story, String title, LocalDate day, boolean organisation, List<Integer> sizes) {
    int slots() {
      return sizes.stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** Somebody who asks: how the public and the staff call them. */
  private record Resident(String who, String name, String called, int age) {}

  WishPlan(Dice dice, SampleTexts texts, PartyPlan party) {
    this.dice = dice;
    this.texts = texts;
    this.party = party;
    Map<String, List<String>> active = new LinkedHashMap<>();
    choose(active, party.guests(), GUEST_ORGANISATIONS, GUEST_MEMBERS);
    choose(active, party.communityOrganisations(), COMMUNITY_ORGANISATIONS, COMMUNITY_MEMBERS);
    this.crews = new Crews(dice, active);
    Set<String> chosen = new HashSet<>();
    active.values().forEach(chosen::addAll);
    for (String organisation : party.guests()) {
      party.membersOf(organisation).stream()
          .filter(member -> !chosen.contains(member))
          .limit(2)
          .forEach(outsiders::add);
    }
  }

  /** Wishes and projects in the order in which they were written down. */
  List<SampleWish> wishes() {
    List<SampleWish> all = new ArrayList<>();
    List<Draft> drafts = drafts();
    slotsLeft = drafts.stream().mapToInt(Draft::slots).sum();
    Set<String> dissatisfied = new HashSet<>(Set.of("REPAIR", "CLOTHING"));
    int number = 0;
    for (Draft draft : drafts) {
      String key = "wish-%03d".formatted(++number);
      boolean redone = number > 60 && dissatisfied.remove(draft.story().header().get(1));
      all.add(wish(key, draft, number, redone));
    }
    if (crews.left() > 0) {
      throw new IllegalStateException(crews.left() + " members take part in nothing");
    }
    texts.projects().forEach(story -> all.add(project(story)));
    all.sort(Comparator.comparing(SampleWish::createdAt).thenComparing(SampleWish::key));
    return List.copyOf(all);
  }

  private void choose(
      Map<String, List<String>> active, List<String> from, int organisations, int members) {
    List<String> chosen = dice.shuffled(from).subList(0, organisations);
    int[] counts = new int[organisations];
    int given = 0;
    while (given < members) {
      // Every organisation sends at least three; some send many.
      int i = given < organisations * 3 ? given % organisations : dice.below(organisations);
      counts[i]++;
      given++;
    }
    for (int i = 0; i < organisations; i++) {
      active.put(
          chosen.get(i), dice.shuffled(party.membersOf(chosen.get(i))).subList(0, counts[i]));
    }
  }

  // Wishes -------------------------------------------------------------------------------------

  private List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>();
    for (Story story : texts.wishes()) {
      int places = Integer.parseInt(story.header().get(3));
      for (String title : story.titles()) {
        boolean organisation = places == 1 && dice.percent(22);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < places; i++) {
          sizes.add(organisation ? dice.between(2, 5) : size(places));
        }
        drafts.add(new Draft(story, title, day(title), organisation, sizes));
      }
    }
    List<Draft> shuffled = dice.shuffled(drafts);
    shuffled.sort(Comparator.comparing(Draft::day));
    return shuffled;
  }

  private int size(int places) {
    int roll = dice.below(100);
    if (places > 1) {
      return roll < 80 ? 1 : 2;
    }
    return roll < 60 ? 1 : roll < 88 ? 2 : 3;
  }

  private LocalDate day(String title) {
    for (String season : texts.list("season")) {
      List<String> fields = SampleTexts.parts(season, '|');
      if (title.contains(fields.getFirst())) {
        int first = Integer.parseInt(fields.get(1));
        int last = Integer.parseInt(fields.get(2));
        if (first == 1) {
          return LocalDate.of(2022, 1, 4).plusDays(dice.below(8));
        }
        return LocalDate.of(2021, dice.between(first, last), dice.between(1, 27));
      }
    }
    long days = LAST_DAY.toEpochDay() - FIRST_DAY.toEpochDay();
    return FIRST_DAY.plusDays(dice.below((int) days));
  }

  private SampleWish wish(String key, Draft draft, int number, boolean redone) {
    Story story = draft.story();
    List<String> header = story.header();
    String audience = header.get(2);
    boolean shared = audience.equals("public");
    String community = dice.oneOf(party.communities());
    SampleDivision building = dice.oneOf(party.buildings(community));
    Resident resident = resident(audience);
    String home =
        shared
            ? building.name()
            : "%s%d0%d房".formatted(building.name(), dice.between(1, 8), dice.between(1, 6));
    Channel channel = channel();
    String skill = header.get(5).equals("-") ? null : header.get(5);

    Diary diary = new Diary(dice, draft.day().atTime(8, 40));
    Instant created =
        channel == Channel.SELF_SERVICE || channel == Channel.RESIDENTS_GROUP_CHAT
            ? diary.anyTime(0, 0)
            : diary.office(0, 0);
    List<SampleStep> steps = new ArrayList<>();
    steps.add(new SampleStep.Submit(diary.soon()));
    if (number % 45 == 20) {
      steps.add(new SampleStep.Return(diary.office(0, 1), dice.oneOf(texts.list("return"))));
      steps.add(new SampleStep.Submit(diary.anyTime(0, 1)));
    }
    steps.add(new SampleStep.Publish(diary.office(0, 2)));
    boolean needsApproval = number % 9 == 4;
    List<SampleStep.Claim> claims = claims(key, draft, number, needsApproval, diary, steps);
    work(claims, story, diary, steps);
    if (redone) {
      redo(claims.getFirst(), story, diary, steps);
    }
    if (dice.percent(35)) {
      show(claims.getFirst().claim(), Evidence.Kind.PHOTO, diary, steps);
    }
    confirm(proxy(audience), rating(redone), audience, header.getFirst(), diary, steps);

    Contact contact =
        new Contact(
            resident.name(),
            phone(),
            "广州市越秀区梅花村街" + home + "（虚构地址）",
            reporter(channel, community, resident));
    return new SampleWish(
        key,
        WishKind.WISH,
        channel,
        Category.valueOf(header.getFirst()),
        header.get(1),
        building.code().substring(0, shared ? 15 : building.code().length()),
        contact,
        draft.title(),
        fill(story.summary(), resident, home),
        fill(story.details(), resident, home),
        skill,
        draft.sizes().size() > 1 ? ClaimPolicy.SHARED : ClaimPolicy.EXCLUSIVE,
        Capacity.PLACES,
        draft.sizes().size(),
        needsApproval,
        draft.organisation() ? ClaimableBy.BOTH : ClaimableBy.MEMBERS,
        null,
        shared
            ? new Beneficiaries(dice.between(1, 4), null, dice.between(3, 30) * 10)
            : new Beneficiaries(null, 1, audience.equals("family") ? dice.between(2, 5) : 1),
        created,
        List.copyOf(steps));
  }

  private List<SampleStep.Claim> claims(
      String key,
      Draft draft,
      int number,
      boolean needsApproval,
      Diary diary,
      List<SampleStep> steps) {
    List<SampleStep.Claim> claims = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    if (draft.sizes().size() == 1 && !draft.organisation() && !needsApproval && number % 60 == 7) {
      SampleStep.Claim given = outsider(key + "/released", diary.anyTime(0, 1));
      steps.add(given);
      steps.add(
          new SampleStep.Release(
              diary.anyTime(1, 2), given.claim(), dice.oneOf(texts.list("release"))));
    }
    for (int i = 0; i < draft.sizes().size(); i++) {
      int size = draft.sizes().get(i);
      List<String> crew = crews.pick(size, slotsLeft, taken, adepts(draft.story().header().get(5)));
      slotsLeft -= size;
      taken.addAll(crew);
      String organisation = Crews.organisationOf(crew.getFirst());
      // Communities' own organisations leave claiming in their name to their guests.
      boolean asOrganisation = draft.organisation() && !organisation.startsWith("host-");
      Money pledge = value(draft.story().header().get(4), draft.sizes().size());
      SampleStep.Claim claim =
          new SampleStep.Claim(
              i == 0 && number % 7 == 3 ? diary.soon() : diary.anyTime(0, i == 0 ? 3 : 1),
              "%s/%d".formatted(key, i + 1),
              asOrganisation ? ClaimantType.ORGANISATION : ClaimantType.MEMBER,
              asOrganisation ? organisation : crew.getFirst(),
              crew,
              pledge,
              pledge.isZero() ? null : form(draft.story().header().get(4)));
      steps.add(claim);
      claims.add(claim);
      if (needsApproval) {
        if (i + 1 == draft.sizes().size() && number % 5 == 0) {
          steps.add(outsider(key + "/late", diary.soon()));
        }
        steps.add(new SampleStep.Approve(diary.office(0, 1), claim.claim()));
      }
      // Soon, while the others are still to come: who does not call within a week loses the claim.
      List<String> calls = texts.list("contact." + draft.story().header().get(2));
      steps.add(new SampleStep.Contact(diary.anyTime(0, 1), claim.claim(), dice.oneOf(calls)));
    }
    return claims;
  }

  /** The organisations whose trade a skill is. */
  private List<String> adepts(String skill) {
    for (String line : texts.list("skill")) {
      List<String> fields = SampleTexts.parts(line, '|');
      if (fields.getFirst().equals(skill)) {
        return SampleTexts.parts(fields.get(1), ' ');
      }
    }
    return List.of();
  }

  private SampleStep.Claim outsider(String claim, Instant at) {
    String member = outsiders.remove(dice.below(outsiders.size()));
    return new SampleStep.Claim(
        at, claim, ClaimantType.MEMBER, member, List.of(member), Money.ZERO, null);
  }

  private void work(
      List<SampleStep.Claim> claims, Story story, Diary diary, List<SampleStep> steps) {
    String audience = story.header().get(2);
    int days = story.header().size() > 6 ? Integer.parseInt(story.header().get(6)) : 1;
    for (SampleStep.Claim claim : claims) {
      if (dice.percent(60)) {
        steps.add(
            new SampleStep.Assess(
                diary.anyTime(0, 2), claim.claim(), dice.oneOf(texts.list("assess." + audience))));
      }
    }
    for (SampleStep.Claim claim : claims) {
      steps.add(new SampleStep.Start(diary.anyTime(0, 1), claim.claim()));
    }
    if (dice.percent(25)) {
      steps.add(
          new SampleStep.Progress(
              diary.anyTime(0, 3),
              claims.getFirst().claim(),
              dice.oneOf(texts.list("progress." + story.header().getFirst()))));
    }
    for (SampleStep.Claim claim : claims) {
      boolean lead = claim.equals(claims.getFirst());
      Map<Form, Money> spent = new EnumMap<>(Form.class);
      if (!claim.pledge().isZero()) {
        // Now and then a bargain: what is left of the pledge is released.
        long saved = dice.percent(8) ? claim.pledge().fen() / 10 : 0;
        spent.put(claim.form(), new Money(claim.pledge().fen() - saved));
      }
      steps.add(
          new SampleStep.Deliver(
              lead ? diary.anyTime(days, days + 5) : diary.anyTime(0, 1),
              claim.claim(),
              spent,
              lead ? story.outcome() : dice.oneOf(texts.list("share"))));
    }
  }

  private void redo(SampleStep.Claim claim, Story story, Diary diary, List<SampleStep> steps) {
    int which = story.header().get(1).equals("REPAIR") ? 0 : 1;
    steps.add(
        new SampleStep.ReportDissatisfaction(
            diary.anyTime(1, 2), List.of(claim.claim()), texts.list("dissatisfied").get(which)));
    steps.add(
        new SampleStep.Deliver(
            diary.anyTime(1, 3), claim.claim(), Map.of(), texts.list("redo").get(which)));
  }

  private void show(String claim, Evidence.Kind kind, Diary diary, List<SampleStep> steps) {
    String note = dice.oneOf(texts.list("evidence." + kind));
    steps.add(new SampleStep.AddEvidence(diary.soon(), claim, kind, note));
  }

  private void confirm(
      ProxyReason proxy,
      int rating,
      String audience,
      String category,
      Diary diary,
      List<SampleStep> steps) {
    if (proxy == ProxyReason.CANNOT_USE_PHONE) {
      show(null, Evidence.Kind.NOTE, diary, steps);
    }
    Instant confirmed =
        switch (proxy) {
          case null -> diary.anyTime(0, 2);
          case CANNOT_USE_PHONE -> diary.office(0, 2);
          case NO_ANSWER -> diary.office(15, 16);
        };
    steps.add(
        new SampleStep.Confirm(
            confirmed, proxy, rating, dice.oneOf(texts.list("confirm." + audience))));
    if (dice.percent(60)) {
      Instant visited = diary.office(3, 20);
      steps.add(
          new SampleStep.FollowUp(
              visited, diary.today(), dice.oneOf(texts.list("follow-up." + category))));
    }
    steps.add(new SampleStep.Archive(diary.byClock(confirmed, NOTICE_DAYS)));
  }

  private ProxyReason proxy(String audience) {
    int roll = dice.below(100);
    boolean frail = audience.equals("elder") || audience.equals("disabled");
    if (frail && roll < 18) {
      return ProxyReason.CANNOT_USE_PHONE;
    }
    return roll >= 96 ? ProxyReason.NO_ANSWER : null;
  }

  private int rating(boolean redone) {
    int roll = dice.below(100);
    return redone ? 4 : roll < 72 ? 5 : roll < 95 ? 4 : 3;
  }

  private Channel channel() {
    int roll = dice.below(100);
    if (roll < 24) {
      return Channel.GRID_WORKER;
    }
    if (roll < 40) {
      return Channel.HOME_VISIT;
    }
    if (roll < 54) {
      return Channel.SOCIAL_WORK_STATION;
    }
    if (roll < 66) {
      return Channel.BUILDING_HEAD;
    }
    if (roll < 76) {
      return Channel.RESIDENTS_GROUP_CHAT;
    }
    if (roll < 82) {
      return Channel.PARTY_GROUP_CHAT;
    }
    if (roll < 87) {
      return Channel.CHECK_IN_SYSTEM;
    }
    return roll < 92 ? Channel.FIELD_VISIT : Channel.SELF_SERVICE;
  }

  private String reporter(Channel channel, String community, Resident resident) {
    String place = party.communityName(community) + "社区";
    return switch (channel) {
      case GRID_WORKER, HOME_VISIT, FIELD_VISIT -> place + "网格员";
      case SOCIAL_WORK_STATION -> "梅花村街社工站";
      case BUILDING_HEAD -> place + "楼长";
      case PARTY_GROUP_CHAT, CHECK_IN_SYSTEM -> place + "党委";
      case RESIDENTS_GROUP_CHAT, SELF_SERVICE -> resident.name();
      case PARTNER, IMPORT -> throw new IllegalStateException("no reporter of " + channel);
    };
  }

  private Resident resident(String audience) {
    boolean woman = dice.percent(56);
    String name = party.name(woman);
    String surname = name.substring(0, 1);
    String gender = woman ? "woman" : "man";
    return switch (audience) {
      case "elder" ->
          new Resident(
              dice.oneOf(texts.list("who.elder")),
              name,
              surname + dice.oneOf(texts.list("title.elder." + gender)),
              dice.between(68, 93));
      case "child" ->
          new Resident(
              dice.oneOf(texts.list("who.child")),
              name,
              surname + dice.oneOf(texts.list("title." + gender)),
              dice.between(6, 12));
      case "family", "disabled" ->
          new Resident(
              dice.oneOf(texts.list("who." + audience)),
              name,
              surname + dice.oneOf(texts.list("title." + gender)),
              dice.between(31, 64));
      case "public" -> new Resident("居民", name, surname + "楼长", dice.between(45, 70));
      case String other -> throw new IllegalStateException("no audience " + other);
    };
  }

  private String fill(String text, Resident resident, String home) {
    return text.replace("{who}", resident.who())
        .replace("{name}", resident.called())
        .replace("{age}", Integer.toString(resident.age()))
        .replace("{home}", home)
        .replace("{spot}", dice.oneOf(texts.list("spot.public")));
  }

  private String phone() {
    phones++;
    return "139000%05d".formatted(phones);
  }

  private static Form form(String header) {
    return Form.valueOf(SampleTexts.parts(header, ' ').getFirst());
  }

  private Money value(String header, int shares) {
    if (header.equals("-")) {
      return Money.ZERO;
    }
    List<String> bounds = SampleTexts.parts(SampleTexts.parts(header, ' ').get(1), '-');
    int low = Integer.parseInt(bounds.getFirst());
    int yuan = dice.between(low, Integer.parseInt(bounds.get(1))) / shares;
    int fen = dice.percent(70) ? 0 : dice.oneOf(List.of(50, 80, 90));
    return new Money(yuan * 100L + fen);
  }

  // Projects -----------------------------------------------------------------------------------

  /** What one organisation, or the public purse, gives to a project. */
  private record Part(String giver, Form form, Money amount) {}

  private SampleWish project(Story story) {
    List<String> header = story.header();
    String key = "project-" + header.getFirst();
    String community = party.communities().get(Integer.parseInt(header.get(3)) - 1);
    Money budget = Money.of(new BigDecimal(header.get(4)));
    List<String> counts = SampleTexts.parts(header.get(5), '/');
    LocalDate published = LocalDate.parse(header.get(6));
    int days = Integer.parseInt(header.get(7));
    List<Part> parts = new ArrayList<>();
    for (String part : SampleTexts.parts(header.get(8), ',')) {
      List<String> fields = SampleTexts.parts(part, ' ');
      parts.add(
          new Part(
              fields.getFirst(),
              Form.valueOf(fields.get(1)),
              Money.of(new BigDecimal(fields.get(2)))));
    }
    boolean byAmount = parts.stream().map(Part::giver).distinct().count() > 1;
    boolean alone = header.getFirst().equals("home-repair");

    String audience = alone ? "elder" : "public";

    Diary diary = new Diary(dice, published.minusDays(7).atTime(8, 40));
    Instant created = diary.office(0, 1);
    List<SampleStep> steps = new ArrayList<>();
    steps.add(new SampleStep.Submit(diary.soon()));
    diary.skipTo(published);
    steps.add(new SampleStep.Publish(diary.office(0, 0)));
    Map<String, Map<Form, Money>> given = fund(key, parts, diary, steps);
    List<String> claims = List.copyOf(given.keySet());
    for (String claim : claims) {
      steps.add(
          new SampleStep.Contact(
              diary.office(0, 1), claim, dice.oneOf(texts.list("contact." + audience))));
    }
    steps.add(
        new SampleStep.Assess(
            diary.office(0, 1), claims.getFirst(), dice.oneOf(texts.list("assess." + audience))));
    build(story, published, days, claims, given, diary, steps);
    diary.skipTo(published.plusDays(days));
    for (Part part : parts) {
      if (part.form() == Form.PUBLIC_FUNDS) {
        steps.add(
            new SampleStep.PostPublicFunds(diary.office(0, 0), Movement.SPEND, part.amount()));
      }
    }
    for (String claim : claims) {
      steps.add(
          new SampleStep.Deliver(diary.office(0, 1), claim, given.get(claim), story.outcome()));
      show(claim, Evidence.Kind.RECEIPT, diary, steps);
    }
    show(claims.getFirst(), Evidence.Kind.PHOTO, diary, steps);
    confirm(
        alone ? ProxyReason.CANNOT_USE_PHONE : null,
        dice.percent(80) ? 5 : 4,
        alone ? "elder" : "project",
        header.get(1),
        diary,
        steps);
    Contact contact =
        new Contact(
            party.name(dice.percent(50)),
            phone(),
            "广州市越秀区梅花村街" + party.communityName(community) + "里（虚构地址）",
            party.communityName(community) + "社区党委");
    return new SampleWish(
        key,
        WishKind.PROJECT,
        alone ? Channel.HOME_VISIT : Channel.FIELD_VISIT,
        Category.valueOf(header.get(1)),
        header.get(2),
        community,
        contact,
        story.titles().getFirst(),
        story.summary(),
        story.details(),
        null,
        byAmount ? ClaimPolicy.SHARED : ClaimPolicy.EXCLUSIVE,
        byAmount ? Capacity.AMOUNT : Capacity.PLACES,
        byAmount ? 0 : 1,
        false,
        ClaimableBy.ORGANISATIONS,
        budget,
        new Beneficiaries(count(counts.getFirst()), count(counts.get(1)), count(counts.get(2))),
        created,
        List.copyOf(steps));
  }

  /** Claims and pledges; answers what each claim has committed, by form. */
  private Map<String, Map<Form, Money>> fund(
      String key, List<Part> parts, Diary diary, List<SampleStep> steps) {
    for (Part part : parts) {
      if (part.form() == Form.PUBLIC_FUNDS) {
        steps.add(
            new SampleStep.PostPublicFunds(diary.office(0, 0), Movement.PLEDGE, part.amount()));
      }
    }
    Map<String, String> claimOf = new LinkedHashMap<>();
    Map<String, Map<Form, Money>> given = new LinkedHashMap<>();
    for (Part part : parts) {
      if (part.form() == Form.PUBLIC_FUNDS) {
        continue;
      }
      String claim = claimOf.get(part.giver());
      if (claim == null) {
        claim = "%s/%d".formatted(key, claimOf.size() + 1);
        claimOf.put(part.giver(), claim);
        given.put(claim, new EnumMap<>(Form.class));
        List<String> members = dice.shuffled(party.membersOf(part.giver()));
        steps.add(
            new SampleStep.Claim(
                diary.office(0, 2),
                claim,
                ClaimantType.ORGANISATION,
                part.giver(),
                List.copyOf(members.subList(0, dice.between(3, 7))),
                part.amount(),
                part.form()));
      } else {
        steps.add(new SampleStep.Pledge(diary.soon(), claim, part.amount(), part.form()));
      }
      given.get(claim).put(part.form(), part.amount());
    }
    return given;
  }

  /** Meetings and progress over the time that the work takes; long work is paid in two parts. */
  private void build(
      Story story,
      LocalDate published,
      int days,
      List<String> claims,
      Map<String, Map<Form, Money>> given,
      Diary diary,
      List<SampleStep> steps) {
    Map<Integer, Integer> meetings = new LinkedHashMap<>();
    for (int i = 0; i < story.meetings().size(); i++) {
      meetings.put(Integer.parseInt(story.meetings().get(i).getFirst()), i);
    }
    boolean started = false;
    int notes = 0;
    // The work begins a fifth into the time; notes and meetings share out the rest.
    for (int day = 5; day < days; day++) {
      if (meetings.containsKey(day)) {
        List<String> meeting = story.meetings().get(meetings.get(day));
        diary.skipTo(published.plusDays(day));
        steps.add(
            new SampleStep.HoldMeeting(
                diary.office(0, 0),
                Integer.parseInt(meeting.get(1)),
                meeting.get(2),
                meeting.get(3)));
      }
      if (!started && day >= days / 5 && day >= 5) {
        started = true;
        diary.skipTo(published.plusDays(day));
        for (String claim : claims) {
          steps.add(new SampleStep.Start(diary.office(0, 0), claim));
        }
      }
      boolean due =
          notes < story.progress().size()
              && day >= days * (notes + 1) / (story.progress().size() + 1);
      if (started && due) {
        diary.skipTo(published.plusDays(day));
        steps.add(
            new SampleStep.Progress(
                diary.office(0, 0), claims.getFirst(), story.progress().get(notes)));
        notes++;
        if (notes == 2 && days > 100) {
          payHalf(claims.getFirst(), given, diary, steps);
        }
      }
    }
  }

  private static void payHalf(
      String claim, Map<String, Map<Form, Money>> given, Diary diary, List<SampleStep> steps) {
    Map<Form, Money> rest = given.get(claim);
    Map<Form, Money> half = new EnumMap<>(Form.class);
    for (Map.Entry<Form, Money> part : Map.copyOf(rest).entrySet()) {
      Money paid = new Money(part.getValue().fen() / 2);
      half.put(part.getKey(), paid);
      rest.put(part.getKey(), part.getValue().minus(paid));
    }
    steps.add(new SampleStep.DeliverPart(diary.office(0, 1), claim, half, "首批六台水泵及管线配套已验收付款。"));
  }

  private static Integer count(String text) {
    int count = Integer.parseInt(text);
    return count == 0 ? null : count;
  }
}
