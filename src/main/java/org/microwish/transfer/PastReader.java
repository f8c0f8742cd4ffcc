package org.microwish.transfer;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.microwish.ledger.EventTime;
import org.microwish.platform.Time;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemType;
import org.microwish.wish.EndReason;
import org.microwish.wish.command.Publication;
import org.microwish.wish.command.WishDraft;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * Reads rows about claims and wishes of the past, and checks that their values agree: times must be
 * in order, amounts must balance, each claimant and participant may occur only once, and the states
 * must agree with the other values. Adds every fault to its row and column.
 */
final class PastReader {

  /**
   * How long a past wish could be claimed after its last claim. An assumption, because files do not
   * contain the claim-by date.
   */
  private static final Duration CLAIMABLE = Duration.ofDays(30);

  private static final int MAX_RATING = 5;

  /** The columns that show that a row has a claim, and not only public funds. */
  private static final List<String> CLAIMANT =
      List.of("organisation", "member", "participants", "claimState", "contactedAt");

  private final PastNames.Found names;
  private final Instant now;

  PastReader(PastNames.Found names, Instant now) {
    this.names = names;
    this.now = now;
  }

  // Wishes ----------------------------------------------------------------------------------------

  /**
   * Reads all rows of a wish.
   *
   * @param rows the rows of the wish; the first row contains the values of the wish itself
   * @param terms creates the draft of the wish
   */
  PastWish wish(List<Row> rows, Terms terms) {
    Row first = rows.getFirst();
    rows.stream().skip(1).forEach(row -> compare(first, row));
    Instant collected = time(first, "collectedAt", EventTime.EARLIEST);
    Instant reviewed = time(first, "publishedAt", collected);
    WishState state = first.choice("state", WishState.class);
    boolean published = reviewed != null && state != WishState.REJECTED;
    Instant confirmed = time(first, "confirmedAt", reviewed);
    List<PastClaim> claims = new ArrayList<>();
    for (Row row : rows) {
      if (hasClaim(row)) {
        claims.add(claim(row, reviewed, confirmed, first.get("confirmedAt") != null));
      } else if (rows.size() > 1) {
        row.fault("organisation", FieldFault.REQUIRED);
      }
    }
    if (!claims.isEmpty() && !published) {
      first.fault(
          state == WishState.REJECTED ? "state" : "publishedAt",
          state == WishState.REJECTED ? FieldFault.CONTRADICTORY : FieldFault.REQUIRED);
    }
    checkOnce(claims);
    checkBudget(first, claims);
    confirmed = confirmation(first, claims, confirmed);
    checkState(first, state, reviewed, confirmed, claims);
    return new PastWish(
        first,
        terms.draft(first, places(claims)),
        reviewed,
        published ? publication(first, claims) : null,
        claims,
        confirmed,
        rating(first, confirmed));
  }

  /** Creates the draft of a wish. */
  interface Terms {

    /**
     * Creates the draft.
     *
     * @param places how many claims the wish had at the same time; at least 1
     */
    WishDraft draft(Row row, int places);
  }

  /** Adds a fault for each value of the wish that differs from the value in its first row. */
  private static void compare(Row first, Row row) {
    for (ImportColumn column : WishColumns.HISTORY) {
      if (!row.agrees(first, column)) {
        row.fault(column.name(), FieldFault.CONTRADICTORY, Map.of("row", first.number()));
      }
    }
  }

  private static Publication publication(Row row, List<PastClaim> claims) {
    String title = row.get(row.get("publicTitle") == null ? "title" : "publicTitle");
    if (title == null) {
      // The check of the draft reports the missing title.
      return null;
    }
    return new Publication(
        title,
        row.get("publicSummary"),
        true,
        claims.stream()
            .map(PastClaim::claimedAt)
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .map(last -> last.plus(CLAIMABLE))
            .orElse(null),
        null,
        null);
  }

  /** Returns the largest number of claims that a wish had at the same time, but at least 1. */
  private static int places(List<PastClaim> claims) {
    List<PastClaim> timed =
        claims.stream()
            .filter(claim -> claim.claimant() != null && claim.claimedAt() != null)
            .toList();
    return timed.stream()
        .mapToInt(
            claim ->
                (int)
                    timed.stream()
                        .filter(
                            other ->
                                !other.claimedAt().isAfter(claim.claimedAt())
                                    && (other.endedAt() == null
                                        || !other.endedAt().isBefore(claim.claimedAt())))
                        .count())
        .max()
        .orElse(1);
  }

  private Instant confirmation(Row row, List<PastClaim> claims, Instant confirmed) {
    Instant last =
        claims.stream()
            .flatMap(claim -> Stream.of(claim.deliveredAt(), claim.endedAt()))
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .orElse(null);
    if (confirmed != null
        && claims.stream().noneMatch(claim -> claim.stays() && claim.claimant() != null)) {
      row.fault("organisation", FieldFault.REQUIRED);
    }
    return confirmed == null ? null : time(row, "confirmedAt", last);
  }

  private static Integer rating(Row row, Instant confirmed) {
    Integer rating = row.integer("rating");
    if (rating == null && confirmed != null) {
      row.fault("rating", FieldFault.REQUIRED);
    } else if (rating != null && (rating < 1 || rating > MAX_RATING)) {
      row.fault("rating", FieldFault.OUT_OF_RANGE, Map.of("min", 1, "max", MAX_RATING));
    } else if (rating != null && confirmed == null) {
      row.fault("confirmedAt", FieldFault.REQUIRED);
    }
    return rating;
  }

  /** Adds a fault if a claimant or participant takes more than one place. */
  private static void checkOnce(List<PastClaim> claims) {
    Map<Object, Row> claimants = new HashMap<>();
    Map<Long, Row> people = new HashMap<>();
    for (PastClaim claim : claims) {
      if (!claim.stays() || claim.claimant() == null) {
        continue;
      }
      boolean member = claim.type() == ClaimantType.MEMBER;
      String column = member ? "member" : "organisation";
      once(claimants, List.of(claim.type(), claim.claimant()), claim.row(), column);
      if (member) {
        once(people, claim.claimant(), claim.row(), column);
      }
      claim.participants().stream()
          .filter(one -> !(member && one.equals(claim.claimant())))
          .forEach(one -> once(people, one, claim.row(), "participants"));
    }
  }

  private static <K> void once(Map<K, Row> seen, K what, Row row, String column) {
    Row earlier = seen.putIfAbsent(what, row);
    if (earlier != null) {
      row.fault(column, FieldFault.DUPLICATE, Map.of("row", earlier.number()));
    }
  }

  /** Adds a fault to the row whose pledge exceeds the rest of the budget. */
  private static void checkBudget(Row first, List<PastClaim> claims) {
    Money budget = first.money("budget");
    if (budget == null) {
      return;
    }
    long free = budget.fen();
    for (PastClaim claim : claims) {
      long pledged =
          claim.stays() ? claim.money().pledged().values().stream().mapToLong(Money::fen).sum() : 0;
      if (pledged > free) {
        claim.row().fault("pledged", ProblemType.BUDGET_EXCEEDED, Map.of("free", new Money(free)));
      }
      free = Math.max(0, free - pledged);
    }
  }

  private static void checkState(
      Row row, WishState state, Instant reviewed, Instant confirmed, List<PastClaim> claims) {
    if (state == null) {
      return;
    }
    switch (state) {
      case FULFILLED, ARCHIVED -> {
        if (confirmed == null) {
          row.fault("confirmedAt", FieldFault.REQUIRED);
        }
      }
      case REJECTED -> {
        if (reviewed == null) {
          row.fault("publishedAt", FieldFault.REQUIRED);
        }
      }
      case SUBMITTED, OPEN, EXPIRED, CLAIMED, IN_PROGRESS, DELIVERED -> {
        if (!possible(reviewed, confirmed, claims).contains(state)) {
          row.fault("state", FieldFault.CONTRADICTORY);
        }
      }
      case DRAFT, RETURNED, REFERRED, WITHDRAWN ->
          throw new IllegalArgumentException(state + " is not in the column's choice");
    }
  }

  private static Set<WishState> possible(
      Instant reviewed, Instant confirmed, List<PastClaim> claims) {
    if (confirmed != null) {
      return Set.of();
    }
    if (reviewed == null) {
      return Set.of(WishState.SUBMITTED);
    }
    List<PastClaim> live =
        claims.stream().filter(claim -> claim.stays() && claim.claimant() != null).toList();
    if (live.isEmpty()) {
      return Set.of(WishState.OPEN, WishState.EXPIRED);
    }
    return live.stream().allMatch(claim -> claim.deliveredAt() != null)
        ? Set.of(WishState.DELIVERED)
        : Set.of(WishState.CLAIMED, WishState.IN_PROGRESS);
  }

  // Claims ----------------------------------------------------------------------------------------

  /** Returns true if a row contains a claim or public funds. */
  private static boolean hasClaim(Row row) {
    return WishColumns.CLAIM.stream()
        .map(ImportColumn::name)
        .filter(Predicate.not("form"::equals))
        .anyMatch(name -> row.get(name) != null);
  }

  /** Reads a claim on a wish that is already recorded. */
  PastClaim claim(Row row) {
    return claim(row, names.latest(row), null, false);
  }

  /**
   * Reads a claim.
   *
   * @param published when the wish was published or, for a recorded wish, its latest event; null if
   *     the time is missing or faulty
   * @param confirmed when the wish was confirmed, or null; used as the time of delivery if the row
   *     has none
   * @param confirms true if the row states a time of confirmation, even a faulty one
   */
  private PastClaim claim(Row row, Instant published, Instant confirmed, boolean confirms) {
    ClaimState state = row.choice("claimState", ClaimState.class);
    boolean early = state == ClaimState.RELEASED || state == ClaimState.REVOKED;
    Instant claimed = required(row, "claimedAt", time(row, "claimedAt", published));
    Instant contacted = time(row, "contactedAt", claimed);
    Instant before = contacted == null ? claimed : contacted;
    Instant ended = time(row, "endedAt", before);
    if (early) {
      required(row, "endedAt", ended);
    } else if (row.get("endedAt") != null) {
      row.fault("claimState", FieldFault.CONTRADICTORY);
    }
    Instant delivered = time(row, "deliveredAt", before);
    if (early && row.get("deliveredAt") != null) {
      row.fault("deliveredAt", FieldFault.CONTRADICTORY);
    }
    if (row.get("deliveredAt") == null && confirmed != null && !early) {
      delivered = later(confirmed, before);
    }
    if (state == ClaimState.COMPLETED && !confirms) {
      row.fault("claimState", FieldFault.CONTRADICTORY);
    }
    PastMoney money = PastMoney.read(row, early, delivered != null || confirms);
    Instant backAt = time(row, "returnedAt", delivered);
    String claimant = row.get("member") == null ? "organisation" : "member";
    Long organisation = row.get("organisation") == null ? null : names.organisation(row);
    Long member = row.get("member") == null ? null : names.member(row, organisation);
    boolean named = row.get(claimant) != null;
    boolean publicOnly =
        CLAIMANT.stream().allMatch(column -> row.get(column) == null)
            && money.pledged().keySet().equals(Set.of(Form.PUBLIC_FUNDS));
    if (!named && !publicOnly) {
      row.fault("organisation", FieldFault.REQUIRED);
    }
    return new PastClaim(
        row,
        names.wish(row),
        row.get("member") == null ? ClaimantType.ORGANISATION : ClaimantType.MEMBER,
        row.get("member") == null ? organisation : member,
        row.isFaulty("organisation")
            ? List.of()
            : names.participants(
                row, organisation == null ? names.organisationOf(member) : organisation),
        Objects.requireNonNullElse(state, ClaimState.ACTIVE),
        claimed,
        contacted,
        delivered,
        early ? ended : null,
        Objects.requireNonNullElse(row.choice("endReason", EndReason.class), EndReason.OTHER),
        money,
        backAt == null ? delivered : backAt);
  }

  // Times -----------------------------------------------------------------------------------------

  private static Instant required(Row row, String column, Instant time) {
    if (row.get(column) == null) {
      row.fault(column, FieldFault.REQUIRED);
    }
    return time;
  }

  /**
   * Reads a time of the past; adds a fault if it is in the future or before an earlier event. A day
   * without a time agrees with any time of that day.
   *
   * @param notBefore when the earlier event was; null if that is not known
   */
  private Instant time(Row row, String column, Instant notBefore) {
    Instant time = row.time(column);
    if (time == null) {
      return null;
    }
    if (time.isAfter(now)) {
      row.fault(column, FieldFault.IN_FUTURE);
      return null;
    }
    if (notBefore == null || !time.isBefore(notBefore)) {
      return time;
    }
    if (isDay(time) && day(time).equals(day(notBefore))) {
      return notBefore;
    }
    row.fault(
        column,
        notBefore.equals(EventTime.EARLIEST) ? FieldFault.OUT_OF_RANGE : FieldFault.WRONG_ORDER);
    return null;
  }

  private static Instant later(Instant one, Instant other) {
    return other == null || one.isAfter(other) ? one : other;
  }

  private static boolean isDay(Instant time) {
    return time.atZone(Time.ZONE).toLocalTime().equals(LocalTime.MIDNIGHT);
  }

  private static LocalDate day(Instant time) {
    return time.atZone(Time.ZONE).toLocalDate();
  }
}
