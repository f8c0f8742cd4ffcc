package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.OnBehalf;
import org.microwish.problem.ProblemException;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.claim.ClaimService;
import org.microwish.wish.claiming.ClaimRecorder;
import org.microwish.wish.command.WishClosing;
import org.microwish.wish.command.WishConfirmation;
import org.microwish.wish.command.WishMoney;
import org.microwish.wish.command.WishReview;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/**
 * Records claims and wishes of the past in the running transaction. Each event becomes one command
 * on behalf of the party that acted, in the order in which the events happened.
 */
@ApplicationScoped
class PastRecorder {

  /** The reason that is recorded with late records: entry of past ledgers. */
  private static final String REASON = "补录历史台账";

  /** The pointer of the fault that reports an impossible time of an event. */
  static final String OCCURRED_AT = "/occurredAt";

  private final WishReview review;
  private final WishMoney money;
  private final WishConfirmation confirmation;
  private final WishClosing closing;
  private final ClaimRecorder claiming;
  private final ClaimService claims;

  PastRecorder(
      WishReview review,
      WishMoney money,
      WishConfirmation confirmation,
      WishClosing closing,
      ClaimRecorder claiming,
      ClaimService claims) {
    this.review = review;
    this.money = money;
    this.confirmation = confirmation;
    this.closing = closing;
    this.claiming = claiming;
    this.claims = claims;
  }

  /** Thrown if a service refuses an event; says in which row and column the event is. */
  static final class RowRefusedException extends RuntimeException {
    private final transient Row row;
    private final String column;

    RowRefusedException(Row row, String column, ProblemException problem) {
      super(problem);
      this.row = row;
      this.column = column;
    }

    Row row() {
      return row;
    }

    String column() {
      return column;
    }
  }

  /** The kinds of events. Events of the same time are recorded in the order of these constants. */
  private enum Kind {
    REVIEW("publishedAt"),
    /** The end of an earlier claim, whose place and money a new claim of the same time may take. */
    END_OF_EARLIER("endedAt"),
    CLAIM("claimedAt"),
    CONTACT("contactedAt"),
    START("claimedAt"),
    END("endedAt"),
    DELIVER("deliveredAt"),
    CLOSE("confirmedAt"),
    CONFIRM("confirmedAt"),
    RETURN("returnedAt");

    /** The name of the column with the event's time. */
    private final String time;

    Kind(String time) {
      this.time = time;
    }
  }

  private record Event(Instant at, Kind kind, Row row, String column, Runnable command) {

    private static final Comparator<Event> ORDER =
        Comparator.comparing(Event::at).thenComparing(Event::kind);

    void run() {
      try {
        command.run();
      } catch (ProblemException problem) {
        boolean untimely =
            problem.errors().stream().anyMatch(error -> error.name().equals(OCCURRED_AT));
        throw new RowRefusedException(row, untimely ? kind.time : column, problem);
      }
    }
  }

  /** Records the events of a wish after its submission. */
  void record(Caller operator, long wish, PastWish past) {
    Row row = past.row();
    if (past.reviewedAt() == null) {
      return;
    }
    if (past.publication() == null) {
      String reason = Objects.requireNonNullElse(row.get("remark"), REASON);
      new Event(
              past.reviewedAt(),
              Kind.REVIEW,
              row,
              "state",
              () -> review.reject(operator, wish, reason, past.reviewedAt()))
          .run();
      return;
    }
    new Event(
            past.reviewedAt(),
            Kind.REVIEW,
            row,
            "publishedAt",
            () -> review.publish(operator, wish, past.publication(), past.reviewedAt()))
        .run();
    List<Event> events = new ArrayList<>();
    boolean begun = row.choice("state", WishState.class) == WishState.IN_PROGRESS;
    past.claims().forEach(claim -> add(events, operator, wish, claim, begun));
    Instant confirmed = past.confirmedAt();
    if (confirmed != null) {
      long live =
          past.claims().stream().filter(claim -> claim.stays() && claim.claimant() != null).count();
      Integer places = past.draft().places();
      if (places != null && places > live) {
        events.add(
            new Event(
                confirmed,
                Kind.CLOSE,
                row,
                "confirmedAt",
                () -> closing.closeClaiming(operator, wish, REASON, confirmed)));
      }
      Caller resident = operator.onBehalfOf(new OnBehalf(OnBehalf.Type.RESIDENT, null, null));
      events.add(
          new Event(
              confirmed,
              Kind.CONFIRM,
              row,
              "confirmedAt",
              () ->
                  confirmation.confirm(
                      resident, wish, past.rating(), null, null, Set.of(), null, confirmed)));
    }
    run(events);
  }

  /**
   * Records claims and their events, for each wish in the order in which the events happened;
   * returns the ids of the claims.
   */
  List<Long> record(Caller operator, List<PastClaim> some) {
    // Record one wish after the other: a claim that ended early on one wish is then recorded as
    // ended, and does not count towards its claimant's limit of live claims on the next wish.
    Map<Long, List<Event>> byWish = new LinkedHashMap<>();
    List<Recorded> recorded = new ArrayList<>();
    for (PastClaim claim : some) {
      List<Event> events = byWish.computeIfAbsent(claim.wish(), wish -> new ArrayList<>());
      recorded.add(add(events, operator, claim.wish(), claim, false));
    }
    byWish.values().forEach(PastRecorder::run);
    return recorded.stream().map(one -> one.id).toList();
  }

  /** Runs the events in the order in which they happened. */
  private static void run(List<Event> events) {
    events.stream().sorted(Event.ORDER).forEach(Event::run);
  }

  /** Holds the id of a claim, which is known only after the claim is recorded. */
  private static final class Recorded {
    private long id;
  }

  /**
   * Adds the events of a claim.
   *
   * @param begun whether the work has begun; used only if the claim is neither delivered nor ended
   */
  private Recorded add(
      List<Event> events, Caller operator, long wish, PastClaim claim, boolean begun) {
    Recorded recorded = new Recorded();
    Row row = claim.row();
    Money funds = claim.money().pledged().getOrDefault(Form.PUBLIC_FUNDS, Money.ZERO);
    if (!funds.isZero()) {
      events.add(
          new Event(
              claim.claimedAt(),
              Kind.CLAIM,
              row,
              "pledged",
              () -> post(operator, wish, Movement.PLEDGE, funds, claim.claimedAt())));
    }
    if (claim.claimant() != null) {
      Caller claimant =
          operator.onBehalfOf(
              new OnBehalf(
                  claim.type() == ClaimantType.MEMBER
                      ? OnBehalf.Type.MEMBER
                      : OnBehalf.Type.ORGANISATION,
                  claim.claimant(),
                  REASON));
      addWork(events, operator, claimant, wish, claim, begun, recorded);
    }
    Instant delivered = claim.deliveredAt();
    Instant settled = delivered == null ? claim.endedAt() : delivered;
    if (settled != null && !funds.isZero()) {
      events.add(
          new Event(
              settled,
              delivered == null ? end(claim) : Kind.DELIVER,
              row,
              delivered == null ? "released" : "spent",
              () -> {
                post(operator, wish, Movement.SPEND, ofFunds(claim.money().spent()), settled);
                post(operator, wish, Movement.RELEASE, ofFunds(claim.money().released()), settled);
              }));
    }
    claim
        .money()
        .returned()
        .forEach(
            (form, amount) ->
                events.add(
                    new Event(
                        claim.returnedAt(),
                        claim.returnedAt().equals(delivered) ? Kind.DELIVER : Kind.RETURN,
                        row,
                        "returned",
                        () ->
                            money.refund(
                                operator,
                                wish,
                                form == Form.PUBLIC_FUNDS ? null : recorded.id,
                                amount,
                                form,
                                null,
                                claim.returnedAt()))));
    return recorded;
  }

  /** Returns the kind of the event that ends a claim early. */
  private static Kind end(PastClaim claim) {
    return claim.endedAt().isAfter(claim.begunAt()) ? Kind.END_OF_EARLIER : Kind.END;
  }

  private void addWork(
      List<Event> events,
      Caller operator,
      Caller claimant,
      long wish,
      PastClaim claim,
      boolean begun,
      Recorded recorded) {
    Row row = claim.row();
    String who = claim.type() == ClaimantType.MEMBER ? "member" : "organisation";
    Map<Form, Money> pledged = own(claim.money().pledged());
    Form first = pledged.isEmpty() ? null : pledged.keySet().iterator().next();
    events.add(
        new Event(
            claim.claimedAt(),
            Kind.CLAIM,
            row,
            who,
            () -> recorded.id = claimed(operator, claimant, wish, claim, first)));
    pledged.forEach(
        (form, amount) -> {
          if (form != first) {
            events.add(
                new Event(
                    claim.claimedAt(),
                    Kind.CLAIM,
                    row,
                    "pledged",
                    () -> claims.pledge(claimant, recorded.id, amount, form, claim.claimedAt())));
          }
        });
    if (claim.contactedAt() != null) {
      events.add(
          new Event(
              claim.contactedAt(),
              Kind.CONTACT,
              row,
              "contactedAt",
              () -> claims.contact(claimant, recorded.id, null, claim.contactedAt())));
    }
    Instant ended = claim.endedAt();
    if (begun && ended == null && claim.deliveredAt() == null) {
      // Record the start of the work: the claim then becomes overdue after its completion date; a
      // claim without started work would lapse.
      Instant started = claim.begunAt();
      events.add(
          new Event(
              started,
              Kind.START,
              row,
              "state",
              () -> claims.start(claimant, recorded.id, null, started)));
    }
    if (ended != null) {
      events.add(
          new Event(
              ended,
              end(claim),
              row,
              "endedAt",
              () -> {
                if (claim.state() == ClaimState.RELEASED) {
                  claims.release(claimant, recorded.id, claim.endReason(), REASON, ended);
                } else {
                  claims.revoke(operator, recorded.id, claim.endReason(), REASON, ended);
                }
              }));
    }
    if (claim.deliveredAt() != null) {
      events.add(
          new Event(
              claim.deliveredAt(),
              Kind.DELIVER,
              row,
              "spent",
              () ->
                  claims.deliver(
                      claimant,
                      recorded.id,
                      true,
                      own(claim.money().spent()),
                      REASON,
                      claim.deliveredAt())));
    }
  }

  /** Records the claim and approves it, because claims on paper were approved. Returns its id. */
  private long claimed(Caller operator, Caller claimant, long wish, PastClaim claim, Form form) {
    WishReceipt.ClaimPart made =
        claiming
            .claim(
                claimant,
                wish,
                form == null ? Money.ZERO : claim.money().pledged().get(form),
                form,
                claim.participants(),
                claim.claimedAt())
            .claim();
    if (made.state() == ClaimState.PENDING) {
      claims.approve(operator, made.id().value(), claim.claimedAt());
    }
    return made.id().value();
  }

  private void post(Caller operator, long wish, Movement movement, Money amount, Instant at) {
    if (!amount.isZero()) {
      money.postPublicFunds(operator, wish, movement, amount, null, at);
    }
  }

  private static Money ofFunds(Map<Form, Money> amounts) {
    return amounts.getOrDefault(Form.PUBLIC_FUNDS, Money.ZERO);
  }

  /** Returns the amounts of the claimant, without public funds. */
  private static Map<Form, Money> own(Map<Form, Money> amounts) {
    Map<Form, Money> own = new EnumMap<>(Form.class);
    own.putAll(amounts);
    own.remove(Form.PUBLIC_FUNDS);
    return own;
  }
}
