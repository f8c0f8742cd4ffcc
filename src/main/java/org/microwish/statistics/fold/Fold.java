package org.microwish.statistics.fold;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;

/**
 * Folds one leaf into the figures of its aggregate and returns the new figures. {@code
 * src/docs/ledger-leaf.md} describes the facts in leaves. An event counts on the day and in the
 * month of its {@code occurredAt}, and a check-in of its {@code checkedInAt}; the time of recording
 * does not matter. Longer than 400 lines because it has one short method for each kind of fact that
 * counts.
 */
public final class Fold {

  private static final int MONTH_LENGTH = "2024-01".length();
  private static final String SUBMITTED = "SUBMITTED";

  private Fold() {}

  /**
   * Folds one leaf into the figures of its aggregate.
   *
   * @param before the aggregate's figures so far; null before its first leaf
   * @param index the leaf's index
   * @return the figures after the leaf; empty for aggregate types without statistics
   * @throws IllegalArgumentException when a fact does not have the form that the schema requires
   */
  public static Optional<Figures> apply(Figures before, long index, Leaf leaf) {
    try {
      return switch (leaf.aggregateType()) {
        case WISH -> Optional.of(new WishFold((WishFigures) before, index, leaf).fold());
        case CHECK_IN -> Optional.of(checkIn((CheckInFigures) before, leaf));
        case MEMBER -> Optional.of(member((MemberFigures) before, leaf));
        case LEADERBOARD -> Optional.of(board(leaf));
        case GROUP -> Optional.of(group((GroupFigures) before, leaf));
        case DEMAND -> Optional.of(demand((DemandFigures) before, leaf));
        case ORGANISATION,
            DIVISION,
            ACCOUNT,
            CLIENT,
            READ,
            SUBCATEGORY,
            FINDING,
            ERASURE,
            HOLD,
            CALENDAR,
            REPORT,
            WEIGHTS,
            DUTY,
            STATION ->
            Optional.empty();
      };
    } catch (ClassCastException | NullPointerException | DateTimeException malformed) {
      throw new IllegalArgumentException("a fact of another form", malformed);
    }
  }

  /**
   * Checks that the leaf is the next version of its aggregate. Versions have no gaps, so any other
   * version is a fault in the ledger; callers should report the fault and continue.
   *
   * @return a description of the fault; empty when there is none
   */
  public static Optional<String> fault(Figures before, Leaf leaf) {
    long expected = before == null ? 1 : before.version() + 1;
    return leaf.version() == expected
        ? Optional.empty()
        : Optional.of("version " + leaf.version() + " where " + expected + " was due");
  }

  private static CheckInFigures checkIn(CheckInFigures before, Leaf leaf) {
    Map<String, Object> facts = object(leaf.facts().get("checkIn"));
    if (facts == null) {
      return before == null
          ? new CheckInFigures(
              leaf.aggregateId(), leaf.version(), false, null, null, null, null, false)
          : new CheckInFigures(
              before.id(),
              leaf.version(),
              before.organisation(),
              before.subject(),
              before.organisationId(),
              before.community(),
              before.checkedInAt(),
              "LIVE".equals(leaf.transition().to()));
    }
    Map<String, Object> subject = required(object(facts.get("subject")));
    boolean organisation = isOrganisation(subject);
    String id = required((String) subject.get("id"));
    String belongsTo = (String) facts.get("organisation");
    String checkedInAt = (String) facts.get("checkedInAt");
    return new CheckInFigures(
        leaf.aggregateId(),
        leaf.version(),
        organisation,
        id,
        organisation && belongsTo == null ? id : belongsTo,
        required((String) facts.get("community")),
        // A check-in that moves to another community keeps its day.
        checkedInAt != null
            ? Leaf.timeOfFact(checkedInAt)
            : before == null ? leaf.occurredAt() : before.checkedInAt(),
        // Leaves of schema 1 have the state among the facts.
        "LIVE".equals(facts.getOrDefault("state", leaf.transition().to())));
  }

  private static MemberFigures member(MemberFigures before, Leaf leaf) {
    Map<String, Object> facts = object(leaf.facts().get("member"));
    boolean showsName = before != null && before.showsName();
    if (facts != null) {
      showsName = Boolean.TRUE.equals(facts.get("showsName"));
    }
    if (leaf.type() == EntryType.SUBJECT_ERASED) {
      showsName = false;
    }
    return new MemberFigures(leaf.aggregateId(), leaf.version(), showsName);
  }

  private static GroupFigures group(GroupFigures before, Leaf leaf) {
    Map<String, Object> facts = object(leaf.facts().get("group"));
    Map<String, Object> membership = object(leaf.facts().get("membership"));
    String state = leaf.transition().to();
    Map<String, String> people = before == null ? Map.of() : before.people();
    if ("DISBANDED".equals(state)) {
      people = Map.of();
    } else if (membership != null) {
      people = people(people, membership);
    }
    boolean approved = leaf.type() == EntryType.GROUP_APPROVED;
    return new GroupFigures(
        leaf.aggregateId(),
        leaf.version(),
        facts != null ? (String) facts.get("kind") : before == null ? null : before.kind(),
        facts != null
            ? (String) facts.get("community")
            : before == null ? null : before.community(),
        approved ? leaf.occurredAt() : before == null ? null : before.approvedAt(),
        state,
        people);
  }

  /**
   * Returns a group's members after a membership leaf, by membership id; returns the same map when
   * nothing changes.
   */
  private static Map<String, String> people(
      Map<String, String> before, Map<String, Object> membership) {
    String id = required((String) membership.get("id"));
    boolean belongs = "IN".equals(membership.get("state"));
    if (belongs == before.containsKey(id)) {
      return before;
    }
    Map<String, String> after = new TreeMap<>(before);
    if (belongs) {
      after.put(id, required((String) membership.get("member")));
    } else {
      after.remove(id);
    }
    return after;
  }

  private static DemandFigures demand(DemandFigures before, Leaf leaf) {
    Map<String, Object> facts = object(leaf.facts().get("demand"));
    if (facts == null) {
      // A leaf about a support, which changes no figure but the version.
      return before == null
          ? new DemandFigures(
              leaf.aggregateId(),
              leaf.version(),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null)
          : new DemandFigures(
              before.id(),
              leaf.version(),
              before.kind(),
              before.category(),
              before.level(),
              before.hall(),
              before.community(),
              before.state(),
              before.submittedAt(),
              before.answerBy(),
              before.answeredAt(),
              before.days(),
              before.satisfied(),
              before.adopted());
    }
    boolean answered = leaf.type() == EntryType.DEMAND_ANSWERED;
    boolean again =
        leaf.type() == EntryType.DEMAND_OBJECTED || leaf.type() == EntryType.DEMAND_REOPENED;
    DemandFigures kept = again ? null : before;
    String answerBy = (String) facts.get("answerBy");
    return new DemandFigures(
        leaf.aggregateId(),
        leaf.version(),
        required((String) facts.get("kind")),
        required((String) facts.get("category")),
        (String) facts.get("level"),
        (String) facts.get("hall"),
        required((String) facts.get("community")),
        leaf.transition().to(),
        before == null ? leaf.occurredAt() : before.submittedAt(),
        answerBy == null ? null : Instant.parse(answerBy),
        answered ? leaf.occurredAt() : kept == null ? null : kept.answeredAt(),
        answered ? (Long) leaf.facts().get("days") : kept == null ? null : kept.days(),
        leaf.type() == EntryType.DEMAND_EVALUATED
            ? (Boolean) leaf.facts().get("satisfied")
            : kept == null ? null : kept.satisfied(),
        answered ? (Boolean) leaf.facts().get("adopted") : kept == null ? null : kept.adopted());
  }

  private static BoardFigures board(Leaf leaf) {
    Map<String, Object> facts = required(object(leaf.facts().get("board")));
    return new BoardFigures(
        leaf.aggregateId(),
        leaf.version(),
        required((String) facts.get("division")),
        month((String) facts.get("month")),
        (Long) facts.get("treeSize"),
        leaf.entryId(),
        leaf.recordedAt(),
        new Board(standings(facts.get("organisations")), standings(facts.get("members"))));
  }

  /**
   * Reads a month whose year has four digits. Refuses later years, because callers add a month,
   * which would fail after the last month that Java knows.
   */
  private static YearMonth month(String text) {
    if (text.length() != MONTH_LENGTH) {
      throw new IllegalArgumentException("not a month: " + text);
    }
    return YearMonth.parse(text);
  }

  private static List<BoardStanding> standings(Object lines) {
    List<BoardStanding> standings = new ArrayList<>();
    for (Object line : (List<?>) lines) {
      Map<String, Object> facts = required(object(line));
      String earliest = (String) facts.get("earliestFulfilment");
      standings.add(
          new BoardStanding(
              ((Long) facts.get("rank")).intValue(),
              required((String) facts.get("id")),
              (Long) facts.get("fulfilled"),
              (Long) facts.get("participations"),
              earliest == null ? null : Leaf.timeOfFact(earliest)));
    }
    return standings;
  }

  private static boolean isOrganisation(Map<String, Object> party) {
    return switch (required((String) party.get("type"))) {
      case "ORGANISATION" -> true;
      case "MEMBER" -> false;
      default -> throw new IllegalArgumentException("neither ORGANISATION nor MEMBER");
    };
  }

  private static <T> T required(T value) {
    return java.util.Objects.requireNonNull(value);
  }

  @SuppressWarnings("unchecked") // CanonicalJson.parse makes string keys only.
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) (Map<?, ?>) value;
  }

  /** Folds one leaf into a wish. */
  private static final class WishFold {
    private final WishFigures before;
    private final long index;
    private final Leaf leaf;
    private final Map<String, ClaimFold> claims = new LinkedHashMap<>();

    private final List<Overdue> overdue;

    private Instant firstClaimedAt;

    WishFold(WishFigures before, long index, Leaf leaf) {
      this.before = before == null ? unknown(leaf.aggregateId()) : before;
      this.index = index;
      this.leaf = leaf;
      this.overdue = new ArrayList<>(this.before.overdue());
    }

    WishFigures fold() {
      for (ClaimFigures claim : before.claims()) {
        claims.put(claim.id(), new ClaimFold(claim));
      }
      firstClaimedAt = before.firstClaimedAt();

      Map<String, Object> facts = leaf.facts();
      detail(object(facts.get("claim")));
      deliver(object(facts.get("claim")));
      move(object(facts.get("claims")));
      due(facts);
      MoneyFen moved = post();

      String state = leaf.transition().to() == null ? before.state() : leaf.transition().to();
      boolean fulfilled = "FULFILLED".equals(state) || "ARCHIVED".equals(state);
      boolean isNew = fulfilled && before.fulfilledAt() == null;
      boolean opens = before.publishedAt() == null && "OPEN".equals(state);

      CountedKind kind = before.kind();
      String category = before.category();
      String subcategory = before.subcategory();
      String channel = before.channel();
      String community = before.community();
      long budgetFen = before.budgetFen();
      boolean sample = before.sample();
      Map<String, Object> wish = object(facts.get("wish"));
      if (wish != null) {
        kind = CountedKind.valueOf((String) wish.get("kind"));
        category = (String) wish.get("category");
        subcategory = (String) wish.get("subcategory");
        channel = (String) wish.get("channel");
        community = (String) wish.get("community");
        budgetFen = wish.get("budgetFen") instanceof Long fen ? fen : 0;
        sample = Boolean.TRUE.equals(wish.get("sample"));
      }

      // A reopened wish has no rating until it is confirmed again.
      int rating = fulfilled ? before.rating() : 0;
      Confirmer ratedBy = fulfilled ? before.ratedBy() : null;
      int dissatisfiedSelf = before.dissatisfiedSelf();
      int dissatisfiedProxy = before.dissatisfiedProxy();
      int dissatisfiedAcceptance = before.dissatisfiedAcceptance();
      Map<String, Object> confirmation = object(facts.get("confirmation"));
      if (confirmation != null) {
        Confirmer by = Confirmer.valueOf((String) confirmation.get("by"));
        if (leaf.type() == EntryType.WISH_DISSATISFIED) {
          dissatisfiedSelf += by == Confirmer.SELF ? 1 : 0;
          dissatisfiedProxy += by == Confirmer.PROXY ? 1 : 0;
          dissatisfiedAcceptance += by == Confirmer.ACCEPTANCE ? 1 : 0;
        } else if (fulfilled && confirmation.get("rating") instanceof Long stars) {
          if (stars < 1 || stars > 5) {
            throw new IllegalArgumentException("rating outside 1 to 5: " + stars);
          }
          rating = stars.intValue();
          ratedBy = by;
        }
      }

      return new WishFigures(
          before.id(),
          leaf.version(),
          kind,
          category,
          subcategory,
          channel,
          community,
          budgetFen,
          sample,
          state,
          facts.get("round") instanceof Long round ? round.intValue() : before.round(),
          before.receivedAt() == null && SUBMITTED.equals(state)
              ? leaf.occurredAt()
              : before.receivedAt(),
          reviews(state),
          overdue,
          opens ? leaf.occurredAt() : before.publishedAt(),
          firstClaimedAt,
          fulfilled ? (isNew ? leaf.occurredAt() : before.fulfilledAt()) : null,
          fulfilled ? (isNew ? index : before.fulfilledLeaf()) : -1,
          rating,
          ratedBy,
          dissatisfiedSelf,
          dissatisfiedProxy,
          dissatisfiedAcceptance,
          before.money().plus(moved),
          monthly(moved),
          invitations(object(facts.get("invitations"))),
          claims.values().stream()
              .map(ClaimFold::figures)
              .filter(claim -> !claim.hasEnded() || !claim.money().isZero())
              .toList());
    }

    /** Applies the leaf's facts of one claim: claimant, organisation and participants. */
    private void detail(Map<String, Object> facts) {
      if (facts == null) {
        return;
      }
      ClaimFold claim = claim(required((String) facts.get("id")));
      Map<String, Object> claimant = object(facts.get("claimant"));
      Set<String> members = null;
      if (facts.get("participants") instanceof List<?> list) {
        members = new LinkedHashSet<>();
        for (Object member : list) {
          members.add(required((String) member));
        }
      }
      if (claimant != null) {
        claim.inOwnName = isOrganisation(claimant);
        claim.organisation = (String) facts.get("organisation");
        String id = required((String) claimant.get("id"));
        if (claim.inOwnName) {
          claim.organisation = claim.organisation == null ? id : claim.organisation;
        } else {
          claim.claimant = id;
        }
      }
      if (members != null || claim.claimant != null) {
        claim.hold(members, leaf.occurredAt(), index);
      }
    }

    /**
     * Marks the participants of a delivered claim as counted for ever, even if they leave the claim
     * later.
     */
    private void deliver(Map<String, Object> facts) {
      boolean delivers =
          leaf.type() == EntryType.CLAIM_DELIVERED
              || leaf.type() == EntryType.CLAIM_PARTLY_DELIVERED;
      if (delivers && facts != null) {
        claim(required((String) facts.get("id"))).deliver();
      }
    }

    /**
     * Applies the leaf's state changes of claims.
     *
     * @param facts the ids of the claims that enter a state, by state
     */
    private void move(Map<String, Object> facts) {
      if (facts == null) {
        return;
      }
      facts.forEach(
          (state, ids) -> {
            for (Object id : (List<?>) ids) {
              claim(required((String) id)).enter(state, leaf.occurredAt(), index);
            }
            if (ClaimFigures.ACTIVE.equals(state)
                && firstClaimedAt == null
                && !((List<?>) ids).isEmpty()) {
              firstClaimedAt = leaf.occurredAt();
            }
          });
    }

    /**
     * Returns the invitations and offers after the leaf. A claimant who only waited in the waiting
     * list has none.
     *
     * @param facts the ids of the invitations that enter a state, by state
     */
    private List<InvitationFigures> invitations(Map<String, Object> facts) {
      if (facts == null) {
        return before.invitations();
      }
      Map<String, InvitationFigures> after = new LinkedHashMap<>();
      before.invitations().forEach(one -> after.put(one.id(), one));
      facts.forEach(
          (state, ids) -> {
            for (Object id : (List<?>) ids) {
              InvitationFigures one = after.get(required((String) id));
              if (state.equals("INVITED")) {
                boolean offered = leaf.type() == EntryType.PLACE_OFFERED;
                after.put(
                    (String) id,
                    new InvitationFigures((String) id, offered, leaf.occurredAt(), state, null));
              } else if (one != null) {
                after.put(
                    one.id(),
                    new InvitationFigures(
                        one.id(), one.offered(), one.invitedAt(), state, leaf.occurredAt()));
              }
            }
          });
      return List.copyOf(after.values());
    }

    /** Applies the completion dates that the leaf sets, and its facts about overdue claims. */
    private void due(Map<String, Object> facts) {
      Map<String, Object> detail = object(facts.get("claim"));
      ClaimFold claim = detail == null ? null : claim(required((String) detail.get("id")));
      if (leaf.type() == EntryType.CLAIM_OVERDUE && claim != null) {
        overdue.add(claim.overdue(claim.dueAt == null ? leaf.occurredAt() : claim.dueAt, null));
      } else if (leaf.type() == EntryType.CLAIM_DELIVERED && claim != null) {
        inTimeOrLate(claim);
        claim.dueAt = null;
      }
      Map<String, Object> deadlines = object(facts.get("deadlines"));
      if (deadlines != null && deadlines.get("completeBy") instanceof String date) {
        Instant dueAt = Instant.parse(date);
        if (facts.get("redo") instanceof List<?> redo) {
          redo.forEach(id -> claim((String) id).dueAt = dueAt);
        } else if (claim != null) {
          inTimeOrLate(claim);
          claim.dueAt = dueAt;
        }
      }
      claims.values().stream().filter(ClaimFold::hasEnded).forEach(ended -> endOverdue(ended.id));
    }

    /**
     * Ends the period in which the claim was overdue. If no leaf has marked the claim as overdue,
     * because its work was recorded late, adds the whole period.
     */
    private void inTimeOrLate(ClaimFold claim) {
      if (!endOverdue(claim.id) && claim.dueAt != null && leaf.occurredAt().isAfter(claim.dueAt)) {
        overdue.add(claim.overdue(claim.dueAt, leaf.occurredAt()));
      }
    }

    private boolean endOverdue(String claim) {
      boolean ended = false;
      for (int i = 0; i < overdue.size(); i++) {
        Overdue each = overdue.get(i);
        if (each.claim().equals(claim) && each.span().until() == null) {
          Span span = new Span(each.span().since(), leaf.occurredAt());
          overdue.set(i, new Overdue(claim, each.organisation(), span));
          ended = true;
        }
      }
      return ended;
    }

    /**
     * Returns the times in which the wish was in review: begins a new one, or ends the last one, if
     * the leaf changes whether the wish is in review.
     */
    private List<Span> reviews(String state) {
      List<Span> reviews = before.reviews();
      boolean was = !reviews.isEmpty() && reviews.getLast().until() == null;
      if (was == SUBMITTED.equals(state)) {
        return reviews;
      }
      List<Span> after = new ArrayList<>(reviews);
      if (was) {
        after.add(new Span(after.removeLast().since(), leaf.occurredAt()));
      } else {
        after.add(new Span(leaf.occurredAt(), null));
      }
      return after;
    }

    /**
     * Posts the leaf's money on the claims that it names and returns the change of the wish's
     * accounts.
     */
    private MoneyFen post() {
      MoneyFen moved = MoneyFen.ZERO;
      for (MoneyMove move : leaf.postings()) {
        for (Map.Entry<String, Long> part : move.fenByClaim().entrySet()) {
          moved = moved.after(move.from(), move.to(), part.getValue());
          ClaimFold claim = claims.get(part.getKey());
          if (claim != null) {
            claim.money = claim.money.after(move.from(), move.to(), part.getValue());
          }
        }
      }
      return moved;
    }

    private List<MonthlyMoney> monthly(MoneyFen moved) {
      if (moved.isZero()) {
        return before.monthly();
      }
      Map<YearMonth, MoneyFen> months = new TreeMap<>();
      before.monthly().forEach(month -> months.put(month.month(), month.change()));
      months.merge(Shanghai.month(leaf.occurredAt()), moved, MoneyFen::plus);
      return months.entrySet().stream()
          .map(month -> new MonthlyMoney(month.getKey(), month.getValue()))
          .toList();
    }

    private ClaimFold claim(String id) {
      return claims.computeIfAbsent(id, ClaimFold::new);
    }

    private static WishFigures unknown(String id) {
      return new WishFigures(
          id,
          0,
          null,
          null,
          null,
          null,
          null,
          0,
          false,
          null,
          0,
          null,
          List.of(),
          List.of(),
          null,
          null,
          null,
          -1,
          0,
          null,
          0,
          0,
          0,
          MoneyFen.ZERO,
          List.of(),
          List.of(),
          List.of());
    }
  }

  /** The mutable state of a claim while one leaf is folded. */
  private static final class ClaimFold {
    private final String id;
    private String state = ClaimFigures.PENDING;
    private boolean inOwnName;
    private String organisation;
    private String claimant;
    private Instant activeSince;
    private Instant dueAt;
    private MoneyFen money = MoneyFen.ZERO;
    private List<Participation> participations = List.of();

    ClaimFold(String id) {
      this.id = id;
    }

    ClaimFold(ClaimFigures figures) {
      this.id = figures.id();
      this.state = figures.state();
      this.inOwnName = figures.inOwnName();
      this.organisation = figures.organisation();
      this.activeSince = figures.activeSince();
      this.dueAt = figures.dueAt();
      this.money = figures.money();
      this.participations = figures.participations();
    }

    /**
     * Sets the members who take part in the claim. Members who took part before keep the start of
     * their participation. Members who took part in a delivery stay.
     *
     * @param members all members who take part; null keeps the present ones. A claiming member whom
     *     the leaf names is added in both cases.
     * @param since the start of the participation of new members
     * @param index the index of the leaf
     */
    void hold(Set<String> members, Instant since, long index) {
      Map<String, Participation> kept = new LinkedHashMap<>();
      participations.forEach(participation -> kept.put(participation.member(), participation));
      Set<String> now = new LinkedHashSet<>(members == null ? kept.keySet() : members);
      if (claimant != null) {
        now.add(claimant);
      }
      kept.values().stream().filter(Participation::delivered).forEach(one -> now.add(one.member()));
      participations =
          now.stream()
              .map(
                  member ->
                      kept.getOrDefault(member, new Participation(member, since, index, false)))
              .toList();
    }

    void enter(String entered, Instant at, long index) {
      boolean begins = ClaimFigures.ACTIVE.equals(entered) && ClaimFigures.PENDING.equals(state);
      state = entered;
      if (begins) {
        activeSince = at;
        participations =
            participations.stream()
                .map(participation -> new Participation(participation.member(), at, index, false))
                .toList();
      }
    }

    void deliver() {
      participations =
          participations.stream()
              .map(one -> new Participation(one.member(), one.since(), one.leaf(), true))
              .toList();
    }

    boolean hasEnded() {
      return figures(null, List.of()).hasEnded();
    }

    Overdue overdue(Instant since, Instant until) {
      return new Overdue(id, organisation, new Span(since, until));
    }

    private ClaimFigures figures(Instant due, List<Participation> people) {
      return new ClaimFigures(id, state, inOwnName, organisation, activeSince, due, money, people);
    }

    ClaimFigures figures() {
      ClaimFigures figures = figures(dueAt, participations);
      return figures.hasEnded() ? figures(null, List.of()) : figures;
    }
  }
}
