package org.microwish.statistics.fold;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.MoneyMove;

/**
 * Generates random histories of wishes in two streets and a village, from a seed. It emits the
 * leaves that the services would write, and keeps its own simple record of the events. The expected
 * statistics are computed from that record in the most direct way, as a reference for the fold.
 */
public final class RandomStreet {

  public static final List<String> COMMUNITIES =
      List.of("440104013001", "440104013002", "440104013003", "440104014001", "441900101001");

  private static final List<String> CATEGORIES = List.of("GOODS", "SERVICE", "PUBLIC_GOOD");
  private static final List<String> CHANNELS = List.of("GRID_WORKER", "HOME_VISIT", "PARTNER");
  private static final int ORGANISATIONS = 8;
  private static final int MEMBERS = 30;

  public final Leaves leaves;

  private final Random random;
  private final String prefix;
  private Instant now = Leaves.at("2021-10-01T08:00");
  private int made;

  private final List<Wish> wishes = new ArrayList<>();
  private final List<CheckIn> checkIns = new ArrayList<>();

  /**
   * @param prefix prefix of this street's aggregate ids, to distinguish them from another street's
   */
  public RandomStreet(long seed, String prefix, LongSupplier ids) {
    this.random = new Random(seed);
    this.prefix = prefix;
    this.leaves = new Leaves(ids);
  }

  private static final class Wish {
    String id;
    Map<String, Object> described;
    String state;
    int round;
    Instant published;
    Instant everClaimed;
    Instant fulfilled;
    long fulfilledLeaf;
    Integer rating;
    String ratedBy;
    int dissatisfiedSelf;
    int dissatisfiedProxy;
    int dissatisfiedAcceptance;
    final Map<String, Claim> claims = new LinkedHashMap<>();
    final List<Posting> postings = new ArrayList<>();

    CountedKind kind() {
      return CountedKind.valueOf((String) described.get("kind"));
    }

    String community() {
      return (String) described.get("community");
    }

    long budget() {
      return (Long) described.getOrDefault("budgetFen", 0L);
    }

    List<Claim> in(String... states) {
      return claims.values().stream()
          .filter(claim -> List.of(states).contains(claim.state))
          .toList();
    }

    List<Claim> counting() {
      return in("ACTIVE", "COMPLETED");
    }
  }

  private static final class Claim {
    String id;
    String state;
    boolean ownName;
    String organisation;
    Instant active;
    final Map<String, Instant> joined = new LinkedHashMap<>();
    final Map<String, Long> joinedLeaf = new HashMap<>();
    long committed;
    long spent;
  }

  private record Posting(Instant at, Claim claim, String from, String to, long fen) {}

  private static final class CheckIn {
    String id;
    boolean organisation;
    String subject;
    String belongsTo;
    String community;
    Instant at;
    boolean live;
  }

  // Generating events ----------------------------------------------------------------------------

  /** Generates events until there are at least this many leaves. */
  public RandomStreet live(int until) {
    while (leaves.next() < until) {
      now =
          now.plus(Duration.ofMinutes(random.nextInt(600))).plusNanos(random.nextInt(1000) * 1000L);
      int choice = random.nextInt(100);
      if (wishes.isEmpty() || choice < 14) {
        create();
      } else if (choice < 24) {
        checkIn();
      } else {
        act(pick(wishes));
      }
    }
    return this;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String organisation() {
    return prefix + "o" + random.nextInt(ORGANISATIONS);
  }

  private String member() {
    return prefix + "m" + random.nextInt(MEMBERS);
  }

  private void create() {
    Wish wish = new Wish();
    wish.id = prefix + "w" + ++made;
    wish.described = describe(random.nextInt(4) == 0 ? CountedKind.PROJECT : CountedKind.WISH);
    wishes.add(wish);
    emit(wish, EntryType.WISH_CREATED, "DRAFT", Map.of("wish", wish.described));
    if (random.nextInt(10) > 0) {
      publish(wish);
    }
  }

  private Map<String, Object> describe(CountedKind kind) {
    Map<String, Object> described = Leaves.described(kind, pick(COMMUNITIES));
    described.put("category", pick(CATEGORIES));
    described.put("channel", pick(CHANNELS));
    if (kind == CountedKind.PROJECT) {
      described.put("budgetFen", 1_000_000L + random.nextInt(1_000_000));
    }
    return described;
  }

  private void publish(Wish wish) {
    wish.round++;
    if (wish.published == null) {
      wish.published = now;
    }
    emit(
        wish,
        wish.round == 1 ? EntryType.WISH_PUBLISHED : EntryType.WISH_REPUBLISHED,
        "OPEN",
        Map.of("round", wish.round));
  }

  private void act(Wish wish) {
    switch (wish.state) {
      case "DRAFT" -> publish(wish);
      case "EXPIRED" -> {
        if (random.nextBoolean()) {
          publish(wish);
        } else {
          correct(wish);
        }
      }
      case "OPEN", "CLAIMED" -> {
        switch (random.nextInt(14)) {
          case 0, 1, 2 -> claim(wish, "ACTIVE");
          case 3 -> claim(wish, "PENDING");
          case 4 -> decide(wish);
          case 5 -> end(wish, pick(List.of("RELEASED", "REVOKED", "LAPSED")));
          case 6 -> participants(wish);
          case 7 -> pledge(wish);
          case 8 -> publicFunds(wish);
          case 9 -> correct(wish);
          case 10 -> {
            if (wish.in("ACTIVE").isEmpty()) {
              emit(wish, EntryType.WISH_EXPIRED, "EXPIRED", lapsePending(wish));
            }
          }
          case 11 -> {
            if (random.nextInt(6) == 0) {
              withdraw(wish);
            }
          }
          case 12, 13 -> deliver(wish);
          default -> throw new AssertionError();
        }
      }
      case "DELIVERED" -> {
        if (random.nextInt(4) == 0) {
          String by = List.of("SELF", "PROXY", "ACCEPTANCE").get(random.nextInt(3));
          switch (by) {
            case "SELF" -> wish.dissatisfiedSelf++;
            case "PROXY" -> wish.dissatisfiedProxy++;
            default -> wish.dissatisfiedAcceptance++;
          }
          emit(
              wish,
              EntryType.WISH_DISSATISFIED,
              "CLAIMED",
              Map.of("confirmation", Map.of("by", by), "progress", "REDO"));
        } else {
          confirm(wish);
        }
      }
      case "FULFILLED" -> {
        switch (random.nextInt(5)) {
          case 0 -> reopen(wish);
          case 1 -> emit(wish, EntryType.WISH_ARCHIVED, "ARCHIVED", Map.of());
          case 2 -> refund(wish);
          case 3 -> emit(wish, EntryType.FOLLOW_UP_MADE, null, Map.of());
          case 4 -> correct(wish);
          default -> throw new AssertionError();
        }
      }
      case "ARCHIVED", "WITHDRAWN" -> correct(wish);
      default -> throw new AssertionError(wish.state);
    }
  }

  private void claim(Wish wish, String state) {
    Claim claim = new Claim();
    claim.id = wish.id + "c" + (wish.claims.size() + 1);
    claim.state = state;
    claim.ownName = random.nextInt(3) == 0;
    claim.organisation = organisation();
    Set<String> members = new TreeSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.add(member());
    }
    String claimant = claim.ownName ? claim.organisation : member();
    if (!claim.ownName) {
      members.add(claimant);
    }
    join(claim, members);
    wish.claims.put(claim.id, claim);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(
        "claim",
        Leaves.claim(
            claim.id,
            claim.ownName ? "ORGANISATION" : "MEMBER",
            claimant,
            claim.organisation,
            List.copyOf(members)));
    facts.put("claims", Map.of(state, List.of(claim.id)));
    if ("ACTIVE".equals(state)) {
      activate(wish, claim);
    }
    emit(wish, EntryType.CLAIM_REQUESTED, "CLAIMED", facts);
  }

  private void join(Claim claim, Collection<String> members) {
    claim.joined.keySet().retainAll(members);
    for (String member : members) {
      if (claim.joined.putIfAbsent(member, now) == null) {
        claim.joinedLeaf.put(member, leaves.next());
      }
    }
  }

  private void activate(Wish wish, Claim claim) {
    claim.state = "ACTIVE";
    claim.active = now;
    claim.joined.replaceAll((member, since) -> now);
    claim.joinedLeaf.replaceAll((member, leaf) -> leaves.next());
    if (wish.everClaimed == null) {
      wish.everClaimed = now;
    }
  }

  private void decide(Wish wish) {
    List<Claim> pending = wish.in("PENDING");
    if (pending.isEmpty()) {
      return;
    }
    Claim claim = pick(pending);
    if (random.nextBoolean()) {
      activate(wish, claim);
      List<String> declined = new ArrayList<>();
      for (Claim other : wish.in("PENDING")) {
        if (random.nextBoolean()) {
          other.state = "DECLINED";
          declined.add(other.id);
        }
      }
      Map<String, Object> claims = new LinkedHashMap<>();
      claims.put("ACTIVE", List.of(claim.id));
      if (!declined.isEmpty()) {
        claims.put("DECLINED", declined);
      }
      emit(
          wish,
          EntryType.CLAIM_APPROVED,
          "CLAIMED",
          Map.of("claim", Map.of("id", claim.id), "claims", claims));
    } else {
      claim.state = "DECLINED";
      emit(
          wish,
          EntryType.CLAIM_DECLINED,
          null,
          Map.of("claim", Map.of("id", claim.id), "claims", Map.of("DECLINED", List.of(claim.id))));
    }
  }

  private void end(Wish wish, String state) {
    List<Claim> active = wish.in("ACTIVE");
    if (active.isEmpty()) {
      return;
    }
    Claim claim = pick(active);
    claim.state = state;
    List<MoneyMove> moves = release(wish, claim);
    emit(
        wish,
        EntryType.valueOf("CLAIM_" + state),
        "OPEN",
        Map.of("claim", Map.of("id", claim.id), "claims", Map.of(state, List.of(claim.id))),
        moves.toArray(MoneyMove[]::new));
  }

  private List<MoneyMove> release(Wish wish, Claim claim) {
    if (claim.committed == 0) {
      return List.of();
    }
    long rest = claim.committed;
    claim.committed = 0;
    return List.of(post(wish, claim, "COMMITTED", "FUNDING", rest));
  }

  private MoneyMove post(Wish wish, Claim claim, String from, String to, long fen) {
    wish.postings.add(new Posting(now, claim, from, to, fen));
    return Leaves.move(from, to, claim == null ? MoneyMove.NO_CLAIM : claim.id, fen);
  }

  private void participants(Wish wish) {
    List<Claim> live = wish.in("ACTIVE", "PENDING");
    if (live.isEmpty()) {
      return;
    }
    Claim claim = pick(live);
    List<String> members = new ArrayList<>(claim.joined.keySet());
    if (members.size() > 1 && random.nextBoolean()) {
      members.removeLast();
    }
    String another = member();
    if (!members.contains(another)) {
      members.add(another);
    }
    join(claim, members);
    emit(
        wish,
        EntryType.CLAIM_PARTICIPANTS_CHANGED,
        null,
        Map.of("claim", Map.of("id", claim.id, "participants", members)));
  }

  private void pledge(Wish wish) {
    List<Claim> active = wish.in("ACTIVE");
    if (active.isEmpty()) {
      return;
    }
    Claim claim = pick(active);
    long fen = 1L + random.nextInt(50_000);
    List<MoneyMove> moves = new ArrayList<>();
    moves.add(post(wish, claim, "FUNDING", "COMMITTED", fen));
    claim.committed += fen;
    if (random.nextInt(3) == 0) {
      long part = 1L + random.nextInt((int) claim.committed);
      moves.add(post(wish, claim, "COMMITTED", "SPENT", part));
      claim.committed -= part;
      claim.spent += part;
    }
    emit(
        wish,
        EntryType.CLAIM_PLEDGED,
        null,
        Map.of("claim", Map.of("id", claim.id)),
        moves.toArray(MoneyMove[]::new));
  }

  private void publicFunds(Wish wish) {
    long fen = 1L + random.nextInt(50_000);
    emit(
        wish,
        EntryType.MONEY_POSTED,
        null,
        Map.of(),
        post(wish, null, "FUNDING", "COMMITTED", fen));
  }

  private void correct(Wish wish) {
    wish.described = describe(wish.kind());
    emit(wish, EntryType.WISH_CORRECTED, null, Map.of("wish", wish.described));
  }

  private Map<String, Object> lapsePending(Wish wish) {
    List<String> lapsed = new ArrayList<>();
    for (Claim claim : wish.in("PENDING")) {
      claim.state = "LAPSED";
      lapsed.add(claim.id);
    }
    return lapsed.isEmpty() ? Map.of() : Map.of("claims", Map.of("LAPSED", lapsed));
  }

  private void withdraw(Wish wish) {
    List<String> revoked = new ArrayList<>();
    List<MoneyMove> moves = new ArrayList<>();
    for (Claim claim : wish.in("PENDING", "ACTIVE")) {
      claim.state = "REVOKED";
      revoked.add(claim.id);
      moves.addAll(release(wish, claim));
    }
    emit(
        wish,
        EntryType.WISH_WITHDRAWN,
        "WITHDRAWN",
        revoked.isEmpty() ? Map.of() : Map.of("claims", Map.of("REVOKED", revoked)),
        moves.toArray(MoneyMove[]::new));
  }

  private void deliver(Wish wish) {
    if (wish.in("ACTIVE").isEmpty()) {
      return;
    }
    List<MoneyMove> moves = new ArrayList<>();
    for (Claim claim : wish.in("ACTIVE")) {
      if (claim.committed > 0) {
        long part = 1L + random.nextInt((int) claim.committed);
        moves.add(post(wish, claim, "COMMITTED", "SPENT", part));
        claim.committed -= part;
        claim.spent += part;
        moves.addAll(release(wish, claim));
      }
    }
    emit(
        wish,
        EntryType.CLAIM_DELIVERED,
        "DELIVERED",
        Map.of("progress", "DELIVERED"),
        moves.toArray(MoneyMove[]::new));
  }

  private void confirm(Wish wish) {
    Map<String, Object> claims = new LinkedHashMap<>();
    List<String> completed = new ArrayList<>();
    for (Claim claim : wish.in("ACTIVE")) {
      claim.state = "COMPLETED";
      completed.add(claim.id);
    }
    claims.put("COMPLETED", completed);
    wish.rating = 1 + random.nextInt(5);
    wish.ratedBy = List.of("SELF", "SELF", "PROXY", "ACCEPTANCE").get(random.nextInt(4));
    wish.fulfilled = now;
    wish.fulfilledLeaf = leaves.next();
    emit(
        wish,
        EntryType.WISH_CONFIRMED,
        "FULFILLED",
        Map.of(
            "claims", claims, "confirmation", Map.of("by", wish.ratedBy, "rating", wish.rating)));
  }

  private void reopen(Wish wish) {
    List<String> active = new ArrayList<>();
    for (Claim claim : wish.in("COMPLETED")) {
      claim.state = "ACTIVE";
      active.add(claim.id);
    }
    wish.fulfilled = null;
    wish.rating = null;
    emit(wish, EntryType.WISH_REOPENED, "CLAIMED", Map.of("claims", Map.of("ACTIVE", active)));
  }

  private void refund(Wish wish) {
    List<Claim> spent = wish.in("COMPLETED").stream().filter(claim -> claim.spent > 0).toList();
    if (spent.isEmpty()) {
      return;
    }
    Claim claim = pick(spent);
    long part = 1L + random.nextInt((int) claim.spent);
    claim.spent -= part;
    emit(
        wish,
        EntryType.MONEY_REFUNDED,
        null,
        Map.of(),
        post(wish, claim, "SPENT", "RETURNED", part));
  }

  private void checkIn() {
    List<CheckIn> live = checkIns.stream().filter(checkIn -> checkIn.live).toList();
    if (!live.isEmpty() && random.nextInt(4) == 0) {
      CheckIn checkIn = pick(live);
      checkIn.live = false;
      emit(checkIn, EntryType.CHECK_IN_REVOKED);
      return;
    }
    CheckIn checkIn = new CheckIn();
    checkIn.id = prefix + "k" + (checkIns.size() + 1);
    checkIn.organisation = random.nextInt(3) == 0;
    checkIn.belongsTo = organisation();
    checkIn.subject = checkIn.organisation ? checkIn.belongsTo : member();
    checkIn.community = pick(COMMUNITIES);
    checkIn.at = now;
    checkIn.live = true;
    checkIns.add(checkIn);
    emit(checkIn, EntryType.CHECKED_IN);
  }

  private void emit(CheckIn checkIn, EntryType type) {
    String state = checkIn.live ? "LIVE" : "REVOKED";
    leaves.add(
        AggregateType.CHECK_IN,
        checkIn.id,
        type,
        now,
        state,
        Map.of(
            "checkIn",
            Map.of(
                "subject",
                Map.of(
                    "type",
                    checkIn.organisation ? "ORGANISATION" : "MEMBER",
                    "id",
                    checkIn.subject),
                "organisation",
                checkIn.belongsTo,
                "community",
                checkIn.community,
                "checkedInAt",
                org.microwish.ledger.leaf.Leaf.time(checkIn.at),
                "state",
                state)));
  }

  private void emit(
      Wish wish, EntryType type, String to, Map<String, Object> facts, MoneyMove... moves) {
    leaves.add(AggregateType.WISH, wish.id, type, now, to, facts, moves);
    wish.state = to == null ? wish.state : to;
  }

  // The reference results ------------------------------------------------------------------------

  private Stream<Wish> chosen(Selection selection) {
    return wishes.stream()
        .filter(wish -> wish.published != null)
        .filter(wish -> wish.community().startsWith(selection.division()))
        .filter(wish -> selection.kind() == null || wish.kind() == selection.kind())
        .filter(wish -> isWithin(selection, wish.published));
  }

  private Stream<CheckIn> chosenCheckIns(Selection selection) {
    return checkIns.stream()
        .filter(checkIn -> checkIn.live)
        .filter(checkIn -> checkIn.community.startsWith(selection.division()))
        .filter(checkIn -> isWithin(selection, checkIn.at));
  }

  private static boolean isWithin(Selection selection, Instant at) {
    LocalDate day = Shanghai.day(at);
    return (selection.from() == null || !day.isBefore(selection.from()))
        && (selection.to() == null || !day.isAfter(selection.to()));
  }

  /** Returns the expected overview of a selection. */
  public Overview overview(Selection selection) {
    return overview(chosen(selection).toList(), chosenCheckIns(selection).toList());
  }

  private static Overview overview(List<Wish> wishes, List<CheckIn> checkIns) {
    return new Overview(
        counts(wishes, CountedKind.WISH),
        counts(wishes, CountedKind.PROJECT),
        new CheckInCounts(
            distinct(checkIns.stream().filter(it -> it.organisation), it -> it.subject),
            distinct(checkIns.stream().filter(it -> !it.organisation), it -> it.subject)),
        GroupCounts.NONE,
        DemandCounts.NONE);
  }

  private static Counts counts(List<Wish> all, CountedKind kind) {
    List<Wish> wishes = all.stream().filter(wish -> wish.kind() == kind).toList();
    List<Claim> claims = wishes.stream().flatMap(wish -> wish.counting().stream()).toList();
    return new Counts(
        wishes.size(),
        wishes.stream().filter(wish -> !wish.counting().isEmpty()).count(),
        wishes.stream()
            .filter(wish -> "FULFILLED".equals(wish.state) || "ARCHIVED".equals(wish.state))
            .count(),
        claims.stream().flatMap(claim -> claim.joined.keySet().stream()).distinct().count(),
        distinct(claims.stream().filter(claim -> claim.ownName), claim -> claim.organisation),
        claims.stream().mapToLong(claim -> claim.joined.size()).sum(),
        wishes.stream().mapToLong(Wish::budget).sum(),
        money(wishes.stream().flatMap(wish -> wish.postings.stream())));
  }

  private static <T> long distinct(Stream<T> all, Function<T, String> by) {
    return all.map(by).distinct().count();
  }

  private static MoneyFen money(Stream<Posting> postings) {
    Map<String, Long> balances = new HashMap<>();
    postings.forEach(
        posting -> {
          balances.merge(posting.from(), -posting.fen(), Long::sum);
          balances.merge(posting.to(), posting.fen(), Long::sum);
        });
    return new MoneyFen(
        -balances.getOrDefault("FUNDING", 0L),
        balances.getOrDefault("COMMITTED", 0L),
        balances.getOrDefault("SPENT", 0L),
        balances.getOrDefault("RETURNED", 0L));
  }

  /** Returns the expected breakdown of a selection. */
  public Map<String, Overview> breakdown(Selection selection, Dimension by, int pathLength) {
    return switch (by) {
      case DIVISION ->
          cells(
              selection,
              wish -> wish.community().substring(0, pathLength),
              checkIn -> checkIn.community.substring(0, pathLength));
      case CATEGORY ->
          cells(selection, wish -> (String) wish.described.get("category"), checkIn -> null);
      case CHANNEL ->
          cells(selection, wish -> (String) wish.described.get("channel"), checkIn -> null);
      case ORGANISATION -> byOrganisation(selection);
      case MONTH -> byMonth(selection);
    };
  }

  private Map<String, Overview> cells(
      Selection selection, Function<Wish, String> of, Function<CheckIn, String> ofCheckIn) {
    Set<String> keys =
        Stream.concat(chosen(selection).map(of), chosenCheckIns(selection).map(ofCheckIn))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    Map<String, Overview> cells = new TreeMap<>();
    for (String key : keys) {
      cells.put(
          key,
          overview(
              chosen(selection).filter(wish -> of.apply(wish).equals(key)).toList(),
              chosenCheckIns(selection)
                  .filter(checkIn -> key.equals(ofCheckIn.apply(checkIn)))
                  .toList()));
    }
    return cells;
  }

  private Map<String, Overview> byOrganisation(Selection selection) {
    Map<String, Overview> cells = new TreeMap<>();
    for (int i = 0; i < ORGANISATIONS; i++) {
      String organisation = prefix + "o" + i;
      Overview cell =
          new Overview(
              ofOrganisation(selection, organisation, CountedKind.WISH),
              ofOrganisation(selection, organisation, CountedKind.PROJECT),
              overview(
                      List.of(),
                      chosenCheckIns(selection)
                          .filter(checkIn -> checkIn.belongsTo.equals(organisation))
                          .toList())
                  .checkIns(),
              GroupCounts.NONE,
              DemandCounts.NONE);
      if (!cell.equals(
          new Overview(
              Counts.NONE, Counts.NONE, CheckInCounts.NONE, GroupCounts.NONE, DemandCounts.NONE))) {
        cells.put(organisation, cell);
      }
    }
    return cells;
  }

  private Counts ofOrganisation(Selection selection, String organisation, CountedKind kind) {
    List<Wish> wishes = chosen(selection).filter(wish -> wish.kind() == kind).toList();
    List<Wish> claimed =
        wishes.stream()
            .filter(wish -> wish.counting().stream().anyMatch(isOf(organisation)))
            .toList();
    List<Claim> claims =
        claimed.stream()
            .flatMap(wish -> wish.counting().stream())
            .filter(isOf(organisation))
            .toList();
    return new Counts(
        claimed.size(),
        claimed.size(),
        claimed.stream()
            .filter(wish -> wish.fulfilled != null)
            .filter(wish -> wish.in("COMPLETED").stream().anyMatch(isOf(organisation)))
            .count(),
        claims.stream().flatMap(claim -> claim.joined.keySet().stream()).distinct().count(),
        claims.stream().anyMatch(claim -> claim.ownName) ? 1 : 0,
        claims.stream().mapToLong(claim -> claim.joined.size()).sum(),
        claimed.stream().mapToLong(Wish::budget).sum(),
        money(
            wishes.stream()
                .flatMap(wish -> wish.postings.stream())
                .filter(
                    posting ->
                        posting.claim() != null
                            && posting.claim().organisation.equals(organisation))));
  }

  private static Predicate<Claim> isOf(String organisation) {
    return claim -> claim.organisation.equals(organisation);
  }

  private Map<String, Overview> byMonth(Selection selection) {
    Map<String, Overview> cells = new TreeMap<>();
    for (YearMonth month = YearMonth.of(2021, 10);
        !month.isAfter(Shanghai.month(now));
        month = month.plusMonths(1)) {
      YearMonth of = month;
      List<CheckIn> made =
          chosenCheckIns(selection).filter(it -> Shanghai.month(it.at).equals(of)).toList();
      boolean any = !made.isEmpty();
      Map<CountedKind, Counts> counts = new EnumMap<>(CountedKind.class);
      for (CountedKind kind : CountedKind.values()) {
        List<Wish> wishes = chosen(selection).filter(wish -> wish.kind() == kind).toList();
        List<Wish> published =
            wishes.stream().filter(wish -> Shanghai.month(wish.published).equals(of)).toList();
        List<Claim> claims = wishes.stream().flatMap(wish -> wish.counting().stream()).toList();
        List<String> joined =
            claims.stream()
                .flatMap(claim -> claim.joined.entrySet().stream())
                .filter(entry -> Shanghai.month(entry.getValue()).equals(of))
                .map(Map.Entry::getKey)
                .toList();
        List<Posting> postings =
            wishes.stream()
                .flatMap(wish -> wish.postings.stream())
                .filter(posting -> Shanghai.month(posting.at()).equals(of))
                .toList();
        List<Claim> begun =
            claims.stream().filter(claim -> Shanghai.month(claim.active).equals(of)).toList();
        Counts cell =
            new Counts(
                published.size(),
                wishes.stream()
                    .map(RandomStreet::claimedAt)
                    .filter(at -> at != null && Shanghai.month(at).equals(of))
                    .count(),
                wishes.stream()
                    .filter(
                        wish -> wish.fulfilled != null && Shanghai.month(wish.fulfilled).equals(of))
                    .count(),
                new HashSet<>(joined).size(),
                distinct(begun.stream().filter(claim -> claim.ownName), it -> it.organisation),
                joined.size(),
                published.stream().mapToLong(Wish::budget).sum(),
                money(postings.stream()));
        counts.put(kind, cell);
        any |= !published.isEmpty() || !postings.isEmpty() || !joined.isEmpty() || !begun.isEmpty();
        any |= cell.claimed() + cell.fulfilled() > 0;
      }
      if (any) {
        cells.put(
            of.toString(),
            new Overview(
                counts.get(CountedKind.WISH),
                counts.get(CountedKind.PROJECT),
                overview(List.of(), made).checkIns(),
                GroupCounts.NONE,
                DemandCounts.NONE));
      }
    }
    return cells;
  }

  private static Instant claimedAt(Wish wish) {
    return wish.counting().stream()
        .map(claim -> claim.active)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Returns the expected paces of one kind. */
  public Pace pace(Selection selection, CountedKind kind) {
    List<Wish> wishes = chosen(selection).filter(wish -> wish.kind() == kind).toList();
    return new Pace(
        times(
            wishes.stream()
                .filter(wish -> wish.everClaimed != null)
                .map(wish -> Duration.between(wish.published, wish.everClaimed))),
        times(
            wishes.stream()
                .filter(wish -> wish.fulfilled != null)
                .map(wish -> Duration.between(wish.published, wish.fulfilled))));
  }

  private static DurationFigures times(Stream<Duration> values) {
    List<Duration> sorted = values.sorted().toList();
    return sorted.isEmpty()
        ? new DurationFigures(0, null, null)
        : new DurationFigures(sorted.size(), rank(sorted, 0.5), rank(sorted, 0.9));
  }

  private static Duration rank(List<Duration> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size() - 1e-9) - 1);
  }

  /** Returns the expected ratings of one kind. */
  public Ratings ratings(Selection selection, CountedKind kind, Confirmer by) {
    List<Wish> wishes = chosen(selection).filter(wish -> wish.kind() == kind).toList();
    List<Long> stars = new ArrayList<>();
    for (int star = 1; star <= 5; star++) {
      int of = star;
      stars.add(
          wishes.stream()
              .filter(wish -> Objects.equals(wish.rating, of) && by.name().equals(wish.ratedBy))
              .count());
    }
    return new Ratings(
        stars,
        wishes.stream()
            .mapToLong(
                wish ->
                    switch (by) {
                      case SELF -> wish.dissatisfiedSelf;
                      case PROXY -> wish.dissatisfiedProxy;
                      case ACCEPTANCE -> wish.dissatisfiedAcceptance;
                    })
            .sum());
  }

  /** Returns the expected leaderboard of the leaves from an index on. */
  public Board board(String division, YearMonth month, long firstLeaf) {
    List<Wish> wishes = chosen(new Selection(division, null, null, null)).toList();
    Set<String> members = new TreeSet<>();
    wishes.forEach(wish -> wish.counting().forEach(claim -> members.addAll(claim.joined.keySet())));
    Set<String> organisations = new TreeSet<>();
    wishes.forEach(wish -> wish.counting().forEach(claim -> organisations.add(claim.organisation)));
    return new Board(
        lines(
            wishes,
            organisations,
            (claim, id) -> claim.organisation.equals(id),
            true,
            month,
            firstLeaf),
        lines(
            wishes, members, (claim, id) -> claim.joined.containsKey(id), false, month, firstLeaf));
  }

  private interface Concerns {
    boolean test(Claim claim, String id);
  }

  private List<BoardStanding> lines(
      List<Wish> wishes,
      Set<String> ids,
      Concerns concerns,
      boolean everybody,
      YearMonth month,
      long firstLeaf) {
    List<BoardStanding> lines = new ArrayList<>();
    for (String id : ids) {
      List<Instant> fulfilments =
          wishes.stream()
              .filter(wish -> wish.fulfilled != null && wish.fulfilledLeaf >= firstLeaf)
              .filter(wish -> Shanghai.month(wish.fulfilled).equals(month))
              .filter(
                  wish -> wish.in("COMPLETED").stream().anyMatch(claim -> concerns.test(claim, id)))
              .map(wish -> wish.fulfilled)
              .sorted()
              .toList();
      long participations =
          wishes.stream()
              .flatMap(wish -> wish.counting().stream())
              .filter(claim -> concerns.test(claim, id))
              .flatMap(
                  claim ->
                      claim.joined.entrySet().stream()
                          .filter(entry -> everybody || entry.getKey().equals(id))
                          .filter(entry -> claim.joinedLeaf.get(entry.getKey()) >= firstLeaf)
                          .filter(entry -> Shanghai.month(entry.getValue()).equals(month)))
              .count();
      if (!fulfilments.isEmpty() || participations > 0) {
        lines.add(
            new BoardStanding(
                0,
                id,
                fulfilments.size(),
                participations,
                fulfilments.isEmpty() ? null : fulfilments.getFirst()));
      }
    }
    lines.sort(
        (a, b) -> {
          if (a.fulfilled() != b.fulfilled()) {
            return Long.compare(b.fulfilled(), a.fulfilled());
          }
          if (a.participations() != b.participations()) {
            return Long.compare(b.participations(), a.participations());
          }
          Instant first = a.earliestFulfilment() == null ? Instant.MAX : a.earliestFulfilment();
          Instant second = b.earliestFulfilment() == null ? Instant.MAX : b.earliestFulfilment();
          return first.equals(second) ? a.id().compareTo(b.id()) : first.compareTo(second);
        });
    List<BoardStanding> ranked = new ArrayList<>();
    for (BoardStanding line : lines.subList(0, Math.min(Board.SIZE, lines.size()))) {
      ranked.add(
          new BoardStanding(
              ranked.size() + 1,
              line.id(),
              line.fulfilled(),
              line.participations(),
              line.earliestFulfilment()));
    }
    return ranked;
  }

  /** Returns selections to test: divisions of every level, kinds, days. */
  public static List<Selection> selections() {
    List<Selection> selections = new ArrayList<>();
    for (String division :
        List.of("", "44", "4401", "440104", "440104013", "440104013002", "4419")) {
      for (CountedKind kind : new CountedKind[] {null, CountedKind.WISH, CountedKind.PROJECT}) {
        selections.add(new Selection(division, kind, null, null));
      }
      selections.add(new Selection(division, null, LocalDate.of(2021, 11, 3), null));
      selections.add(new Selection(division, null, null, LocalDate.of(2021, 12, 31)));
      selections.add(
          new Selection(division, null, LocalDate.of(2021, 11, 1), LocalDate.of(2021, 11, 30)));
    }
    return selections;
  }

  /** Checks statistics of all leaves against the reference results. */
  public void hold(Statistics statistics) {
    for (Selection selection : selections()) {
      check(selection, "overview", statistics.overview(selection), narrowed(selection));
      for (Dimension by : Dimension.values()) {
        for (int length : by == Dimension.DIVISION ? new int[] {4, 9, 12} : new int[] {12}) {
          check(
              selection,
              "by " + by + " " + length,
              statistics.breakdown(selection, by, length),
              breakdown(selection, by, length));
        }
      }
      statistics
          .paces(selection)
          .forEach((kind, pace) -> check(selection, "pace", pace, pace(selection, kind)));
      statistics
          .satisfaction(selection)
          .forEach(
              (kind, satisfaction) ->
                  check(
                      selection,
                      "satisfaction",
                      satisfaction,
                      new Satisfaction(
                          ratings(selection, kind, Confirmer.SELF),
                          ratings(selection, kind, Confirmer.PROXY),
                          ratings(selection, kind, Confirmer.ACCEPTANCE))));
    }
    for (String division : List.of("", "440104013", "440104013001")) {
      for (YearMonth month = YearMonth.of(2021, 9);
          !month.isAfter(Shanghai.month(now).plusMonths(1));
          month = month.plusMonths(1)) {
        check(
            division,
            "board " + month,
            statistics.board(division, month),
            board(division, month, 0));
        long half = leaves.next() / 2;
        check(
            division,
            "late " + month,
            statistics.late(
                new BoardFigures(
                    "b", 1, division, month, half, "e", now, new Board(List.of(), List.of()))),
            board(division, month, half));
      }
    }
  }

  private Overview narrowed(Selection selection) {
    Overview all = overview(selection);
    return selection.kind() == null
        ? all
        : new Overview(
            selection.kind() == CountedKind.WISH ? all.wishes() : Counts.NONE,
            selection.kind() == CountedKind.PROJECT ? all.projects() : Counts.NONE,
            all.checkIns(),
            GroupCounts.NONE,
            DemandCounts.NONE);
  }

  private static void check(Object asked, String what, Object actual, Object expected) {
    if (!actual.equals(expected)) {
      throw new AssertionError(
          "%s of %s%n  is      %s%n  must be %s".formatted(what, asked, actual, expected));
    }
  }
}
