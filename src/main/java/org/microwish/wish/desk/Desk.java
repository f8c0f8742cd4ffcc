package org.microwish.wish.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemException;
import org.microwish.wish.Wish;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishView;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.wall.Wall;

/**
 * Lists and counts the wishes of a division for its staff. Methods assume that the caller may see
 * the division, and run in the caller's transaction.
 *
 * <p>A list that may contain ended wishes, of which there are many, compares street and community
 * by equality: the indexes {@code ix_wish_street} and {@code ix_wish_community} then also provide
 * the order. A list of other states, with few wishes, selects a range of division paths with the
 * index {@code ix_wish_state_division}, and the database sorts the result.
 */
@ApplicationScoped
class Desk {

  /**
   * The number at which counting stops; a larger number would not help staff, who cannot work
   * through so many wishes.
   */
  static final int MOST_COUNTED = 10_000;

  /** The states in which something can be overdue. */
  private static final Set<WishState> PRESSING =
      EnumSet.of(
          WishState.SUBMITTED,
          WishState.OPEN,
          WishState.CLAIMED,
          WishState.IN_PROGRESS,
          WishState.DELIVERED);

  private final DeskQueries queries;
  private final WishReads reads;
  private final WishDeadlines deadlines;
  private final Time time;
  private final EntityManager entities;

  Desk(
      DeskQueries queries,
      WishReads reads,
      WishDeadlines deadlines,
      Time time,
      EntityManager entities) {
    this.queries = queries;
    this.reads = reads;
    this.deadlines = deadlines;
    this.time = time;
    this.entities = entities;
  }

  /**
   * The filters and the order of a list; null for no filter.
   *
   * @param divisionPath the path of a division; includes everything below it
   * @param collector the account that created the wish, or to which it was handed over
   */
  record Query(
      WishKind kind,
      Category category,
      Channel channel,
      Set<WishState> states,
      String divisionPath,
      String collector,
      boolean overdue,
      DeskSort sort) {}

  /** Returns a page of the wishes of a division. */
  Page<DeskWish> wishes(Caller caller, Query query, Language language, PageQuery page) {
    Instant now = time.now();
    Page<DeskRow> found = listing(query, now).page(entities, page);
    List<Wish> wishes = found.items().stream().map(DeskRow::wish).toList();
    Map<Long, ClaimsDue> due = new HashMap<>();
    if (!wishes.isEmpty()) {
      queries
          .due(wishes.stream().map(wish -> wish.id).toList(), ClaimState.ACTIVE, ClaimState.PENDING)
          .forEach(one -> due.put(one.wishId(), one));
    }
    Map<Long, WishView> views = new HashMap<>();
    reads
        .views(caller, wishes, language, Map.of())
        .forEach(view -> views.put(view.id().value(), view));
    return found.map(
        row -> view(row.wish(), views.get(row.wish().id), due.get(row.wish().id), now));
  }

  private Listing<DeskRow> listing(Query query, Instant now) {
    Listing<DeskRow> list =
        new Listing<>(
            DeskRow.class,
            "select new org.microwish.wish.desk.DeskRow(w, %s) from Wish w"
                .formatted(query.sort() == DeskSort.DEADLINE ? deadline(query) : "w.createdAt"));
    list.only("w.held = false")
        .filter("kind", query.kind(), "w.kind = :kind")
        .filter("category", query.category(), "w.category = :category")
        .filter("channel", query.channel(), "w.channel = :channel")
        .filter(
            "collector",
            query.collector(),
            "w.collector = :collector or w.collector is null and w.createdBy = :collector");
    if (query.states().size() == 1) {
      list.filter("state", query.states().iterator().next(), "w.state = :state");
    } else {
      list.filter("state", query.states(), "w.state in :state");
    }
    boolean few =
        query.overdue()
            || (!query.states().isEmpty() && query.states().stream().noneMatch(WishState::isEnded));
    if (few) {
      list.subtree("division", "w.divisionPath", query.divisionPath());
    } else {
      Wall.subtree(list, query.divisionPath());
    }
    if (query.overdue()) {
      list.filter("overdue", PRESSING, "w.state in :overdue")
          .only(
              "w.state <> SUBMITTED or w.submittedAt <= :reviewDue",
              "reviewDue",
              deadlines.reviewDue(now))
          .only(
              "w.state <> DELIVERED or w.deliveredAt <= :answerDue",
              "answerDue",
              deadlines.answerDue(now))
          .only(
              """
              w.state in (SUBMITTED, DELIVERED) or exists (from Claim c where c.wishId = w.id
                and (c.state = ACTIVE and c.overdue = true
                  or c.state = PENDING and c.claimedAt <= :approvalDue))""",
              "approvalDue",
              deadlines.approvalDue(now));
    }
    list.sorted(query.sort());
    return switch (query.sort()) {
      case OLDEST -> list.ascending("w.id", row -> row.wish().id);
      case NEWEST -> list.descending("w.id", row -> row.wish().id);
      case DEADLINE ->
          list.ascendingTime(deadline(query), DeskRow::key).ascending("w.id", row -> row.wish().id);
    };
  }

  /**
   * Returns the HQL expression that sorts the wishes of the selected state by deadline. For a
   * deadline that is counted in working days, the expression is the start of the period, which
   * gives the same order.
   */
  private static String deadline(Query query) {
    WishState state = query.states().size() == 1 ? query.states().iterator().next() : null;
    return switch (state) {
      case SUBMITTED -> "w.submittedAt";
      case OPEN -> "w.claimBy";
      case CLAIMED, IN_PROGRESS ->
          """
          (select min(c.dueAt) from Claim c
            where c.wishId = w.id and c.state = ACTIVE and c.deliveredAt is null)""";
      case DELIVERED -> "w.deliveredAt";
      case FULFILLED -> "w.noticeUntil";
      case null, default ->
          throw ProblemException.invalid(
              FieldError.query("state", FieldFault.REQUIRED)
                  .with(
                      "allowed",
                      List.of(
                          WishState.SUBMITTED,
                          WishState.OPEN,
                          WishState.CLAIMED,
                          WishState.IN_PROGRESS,
                          WishState.DELIVERED,
                          WishState.FULFILLED)));
    };
  }

  private DeskWish view(Wish wish, WishView view, ClaimsDue claims, Instant now) {
    Instant due =
        switch (wish.state) {
          case SUBMITTED -> deadlines.reviewBy(wish.submittedAt);
          case OPEN -> wish.claimBy;
          case CLAIMED, IN_PROGRESS -> claims == null ? null : claims.dueAt();
          case DELIVERED -> deadlines.answerBy(wish.deliveredAt);
          case FULFILLED -> wish.noticeUntil;
          case DRAFT, RETURNED, EXPIRED, REJECTED, REFERRED, WITHDRAWN, ARCHIVED -> null;
        };
    boolean awaited = wish.state == WishState.SUBMITTED || wish.state == WishState.DELIVERED;
    boolean late = awaited && !due.isAfter(now);
    if (claims != null && !awaited) {
      late =
          claims.overdue() > 0
              || (claims.pendingSince() != null
                  && !deadlines.approveBy(claims.pendingSince()).isAfter(now));
    }
    boolean over = wish.state.isEnded() || wish.state == WishState.FULFILLED;
    Instant since = wish.submittedAt == null ? wish.createdAt : wish.submittedAt;
    return new DeskWish(view, over ? null : Duration.between(since, now).toDays(), due, late);
  }

  /** Counts the wishes of a division by state; includes states without wishes. */
  List<DeskResource.StateCount> counts(String divisionPath) {
    return Arrays.stream(WishState.values())
        .map(
            state -> {
              long count = queries.count(state.name(), divisionPath + "%", MOST_COUNTED + 1);
              return new DeskResource.StateCount(
                  state, Math.min(count, MOST_COUNTED), count > MOST_COUNTED);
            })
        .toList();
  }
}
