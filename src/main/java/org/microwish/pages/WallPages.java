package org.microwish.pages;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.microwish.ledger.EntryRow;
import org.microwish.ledger.LedgerReads;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.lifecycle.attachment.SignedImage;
import org.microwish.party.Division;
import org.microwish.platform.Time;
import org.microwish.platform.http.PageQuery;
import org.microwish.problem.Language;
import org.microwish.wish.Wish;
import org.microwish.wish.WishImages;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishView;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.wall.Wall;
import org.microwish.wish.wall.WallQuery;
import org.microwish.wish.wall.WallQuestions;
import org.microwish.wish.wall.WishSort;

/**
 * Reads what the wall, the page of a wish, the shop window and the posters show: only what the
 * public sees. All methods require a running transaction.
 */
@ApplicationScoped
class WallPages {

  /** How many wishes the shop window shows at once. */
  private static final int IN_WINDOW = 4;

  /** The maximum number of entries of a wish that its page lists. */
  private static final int ENTRIES = 200;

  /**
   * The states that a visitor looks for; withdrawn and expired wishes are found without a filter.
   */
  private static final List<WishState> STATES =
      List.of(
          WishState.OPEN,
          WishState.CLAIMED,
          WishState.IN_PROGRESS,
          WishState.DELIVERED,
          WishState.FULFILLED,
          WishState.ARCHIVED);

  /** What a resident would call "what was done", in the order of the ledger. */
  private static final Set<EntryType> DONE =
      EnumSet.of(
          EntryType.WISH_PUBLISHED,
          EntryType.WISH_REPUBLISHED,
          EntryType.WISH_EXPIRED,
          EntryType.WISH_WITHDRAWN,
          EntryType.WISH_CLAIMING_CLOSED,
          EntryType.WISH_EXTENDED,
          EntryType.CLAIM_REQUESTED,
          EntryType.CLAIM_APPROVED,
          EntryType.CLAIM_RELEASED,
          EntryType.CLAIM_REVOKED,
          EntryType.CLAIM_LAPSED,
          EntryType.CLAIM_CONTACTED,
          EntryType.CLAIM_ASSESSED,
          EntryType.CLAIM_STARTED,
          EntryType.CLAIM_PROGRESSED,
          EntryType.CLAIM_PARTLY_DELIVERED,
          EntryType.CLAIM_DELIVERED,
          EntryType.CLAIM_PLEDGED,
          EntryType.MONEY_POSTED,
          EntryType.MONEY_REFUNDED,
          EntryType.EVIDENCE_ADDED,
          EntryType.MEETING_HELD,
          EntryType.WISH_CONFIRMED,
          EntryType.WISH_DISSATISFIED,
          EntryType.WISH_REOPENED,
          EntryType.WISH_ARCHIVED,
          EntryType.FOLLOW_UP_MADE,
          EntryType.THANKS_PUBLISHED);

  private final Wall wall;
  private final WallQuestions questions;
  private final WishReads reads;
  private final WishImages images;
  private final LedgerReads ledger;
  private final Streets streets;
  private final Time time;

  WallPages(
      Wall wall,
      WallQuestions questions,
      WishReads reads,
      WishImages images,
      LedgerReads ledger,
      Streets streets,
      Time time) {
    this.wall = wall;
    this.questions = questions;
    this.reads = reads;
    this.images = images;
    this.ledger = ledger;
    this.streets = streets;
    this.time = time;
  }

  /**
   * A wish on the wall.
   *
   * @param daysLeft whole days until the claim-by date, 0 on that day; null if it is not open
   */
  record Card(WishView wish, Long daysLeft) {}

  /** Cards, and whether they may be cached, see {@link Wall.Shown}. */
  record Cards(List<Card> cards, String nextCursor, boolean complete) {}

  /** What the filters of the wall offer. */
  record Options(
      List<WishKind> kinds,
      List<Category> categories,
      List<WishState> states,
      List<WishSort> sorts,
      List<Division> places) {

    static Options of(List<Division> places) {
      return new Options(
          List.of(WishKind.values()),
          List.of(Category.values()),
          STATES,
          List.of(WishSort.values()),
          places);
    }
  }

  /**
   * A step on the way of a wish.
   *
   * @param key the key of its text
   * @param at null while it is not done
   */
  record Step(String key, Instant at) {}

  /** An event of a wish. */
  record Event(Instant at, EntryType type, Long leafIndex) {}

  /** What the page of a wish shows. */
  record WishPage(
      Card card, List<Step> steps, List<Event> events, Collection<SignedImage> photos) {}

  /** Returns a page of the wall. */
  Cards cards(WallQuery query, Language language, PageQuery page) {
    return cards(questions.ofForm(query), language, page);
  }

  /** Returns the open wishes of a street that the shop window shows after the cursor. */
  Cards window(Division street, Language language, WallQuery query, PageQuery page) {
    String asked = questions.of(null, query).divisionPath();
    String path = asked == null && street != null ? street.path : asked;
    return cards(Wall.Query.open(path), language, page.orSize(IN_WINDOW));
  }

  private Cards cards(Wall.Query query, Language language, PageQuery page) {
    Wall.Shown shown = wall.page(null, query, language, page);
    LocalDate today = time.today();
    return new Cards(
        shown.page().items().stream().map(wish -> card(wish, today)).toList(),
        shown.page().nextCursor(),
        shown.complete());
  }

  private static Card card(WishView wish, LocalDate today) {
    return new Card(
        wish,
        wish.state() != WishState.OPEN || wish.claimBy() == null
            ? null
            : Math.max(
                0, ChronoUnit.DAYS.between(today, wish.claimBy().atZone(Time.ZONE).toLocalDate())));
  }

  /** Returns what the filters of the wall offer. */
  Options options() {
    return Options.of(streets.places());
  }

  /** Returns a wish; throws NOT_FOUND if the public does not see it. */
  Card card(long id, Language language) {
    return card(reads.view(null, reads.require(null, id), language, null), time.today());
  }

  /** Returns what the page of a wish shows; throws NOT_FOUND if the public does not see it. */
  WishPage wish(long id, Language language) {
    Wish wish = reads.require(null, id);
    WishView view = reads.view(null, wish, language, null);
    return new WishPage(
        card(view, time.today()),
        List.of(
            new Step("stepPublished", view.firstPublishedAt()),
            new Step("stepClaimed", view.firstClaimedAt()),
            new Step("stepDelivered", view.deliveredAt()),
            new Step("stepFulfilled", view.fulfilledAt())),
        events(view),
        images.ofWish(id).values());
  }

  /** What happened before the publication is the office's own work. */
  private List<Event> events(WishView wish) {
    List<Event> events = new ArrayList<>();
    for (EntryRow row : ledger.versions(AggregateType.WISH, wish.id().toString(), 0, ENTRIES)) {
      Leaf leaf = Leaf.parse(row.bytes());
      if (DONE.contains(leaf.type())) {
        events.add(new Event(leaf.occurredAt(), leaf.type(), row.leafIndex()));
      }
    }
    return events;
  }
}
