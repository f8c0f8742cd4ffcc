package org.microwish.wish.wall;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.party.DivisionCode;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.problem.Language;
import org.microwish.wish.SearchWords;
import org.microwish.wish.Wish;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishView;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/**
 * Lists wishes: the public wall, all wishes of a division for its staff, and a caller's own wishes.
 */
@ApplicationScoped
public class Wall {

  private static final Set<WishState> PUBLIC_STATES = publicStates();

  private static final String PUBLIC =
      PUBLIC_STATES.stream().map(Enum::name).collect(Collectors.joining(", ", "(", ")"));

  private static final String SHOWN = "w.offWall = false and w.state in " + PUBLIC;

  /** Maximum number of wishes whose texts are compared first for a page of search results. */
  private static final int FIRST = 64;

  private final WishReads reads;
  private final SearchWords words;
  private final EntityManager entities;

  Wall(WishReads reads, SearchWords words, EntityManager entities) {
    this.reads = reads;
    this.words = words;
    this.entities = entities;
  }

  private static Set<WishState> publicStates() {
    EnumSet<WishState> states = EnumSet.allOf(WishState.class);
    states.removeIf(state -> !state.isPublic());
    return states;
  }

  /**
   * The filters of a list; null for no filter.
   *
   * @param number the serial number of a single wish
   * @param divisionPath the path of a division; includes everything below it
   * @param mine only wishes for which the caller is responsible, or whose resident or partner it is
   * @param organisationId only wishes with an ACTIVE or COMPLETED claim of this organisation or of
   *     one of its members
   * @param text only wishes with all words of this text in the public title or summary
   * @param reference the digest of an external reference; selects wishes of the caller's division
   *     or, with {@code mine}, the caller's own wishes
   * @param updatedSince only wishes that changed since this time
   * @param sort the order; newest first if null
   */
  public record Query(
      String number,
      WishKind kind,
      Category category,
      Channel channel,
      List<WishState> states,
      String divisionPath,
      Long organisationId,
      Instant publishedFrom,
      Instant publishedTo,
      String text,
      boolean mine,
      String reference,
      Instant updatedSince,
      WishSort sort) {

    /**
     * Returns the question for the open wishes, the newest first.
     *
     * @param divisionPath the path of a division; null for all
     */
    public static Query open(String divisionPath) {
      return new Query(
          null,
          null,
          null,
          null,
          List.of(WishState.OPEN),
          divisionPath,
          null,
          null,
          null,
          null,
          false,
          null,
          null,
          null);
    }
  }

  /**
   * A page of wishes.
   *
   * @param complete false if a serial number on the page is still missing, or if the list filters
   *     by number; the page must then not be cached
   */
  public record Shown(Page<WishView> page, boolean complete) {}

  /**
   * Returns a page of wishes.
   *
   * @param caller null for callers who are not logged in
   */
  public Shown page(Caller caller, Query query, Language language, PageQuery page) {
    Page<Wish> found = listing(caller, query).page(entities, page);
    // A list filtered by number is not cacheable: an unknown number may still be assigned to a
    // published wish.
    boolean complete =
        query.number() == null && found.items().stream().noneMatch(Wish::awaitsNumber);
    List<WishView> views = reads.views(caller, found.items(), language, Map.of());
    return new Shown(found.with(views), complete);
  }

  /**
   * Returns the newest open wishes of the public wall.
   *
   * @param divisionPath the path of a division; null for all
   */
  public List<Wish> newest(String divisionPath, int limit) {
    return listing(null, Query.open(divisionPath)).list(entities, limit);
  }

  /** Creates the query for the list, with all filters. */
  Listing<Wish> listing(Caller caller, Query query) {
    Listing<Wish> list = new Listing<>(Wish.class, "from Wish w");
    // Wishes on legal hold are never listed.
    visible(list.only("w.held = false"), caller, query);
    list.filter(
            "number",
            query.number(),
            """
            w.id = (select n.aggregateId from NumberedAggregate n
              where n.number = :number and n.aggregateType = WISH)""")
        .filter("kind", query.kind(), "w.kind = :kind")
        .filter("category", query.category(), "w.category = :category")
        .filter("channel", query.channel(), "w.channel = :channel");
    // An EnumSet has the same order in all instances, so that each instance accepts the cursors of
    // the others.
    Set<WishState> states = EnumSet.noneOf(WishState.class);
    states.addAll(query.states());
    if (states.size() == 1) {
      // With an equality, the index on (state, id) also provides the order.
      list.filter("state", states.iterator().next(), "w.state = :state");
    } else {
      list.filter("state", states, "w.state in :state");
    }
    subtree(list, query.divisionPath());
    list.filter("from", query.publishedFrom(), "w.firstPublishedAt >= :from")
        .filter("to", query.publishedTo(), "w.firstPublishedAt < :to")
        .filter(
            "organisation",
            query.organisationId(),
            """
            exists (from Claim c where c.wishId = w.id and c.organisationId = :organisation
              and c.state in (ACTIVE, COMPLETED))""");
    if (query.reference() != null) {
      list.filter("externalReference", query.reference(), "w.id in " + ExternalReferences.WISHES);
      if (!query.mine()) {
        list.within("w.divisionPath", caller.divisionPath());
      }
    }
    list.filter("updatedSince", query.updatedSince(), "w.updatedAt >= :updatedSince");
    contains(list, query.text());
    return sorted(list, query.sort());
  }

  private static Listing<Wish> sorted(Listing<Wish> list, WishSort sort) {
    return switch (sort) {
      case null -> list.descending("w.id", wish -> wish.id);
      case NEWEST -> list.descending("w.id", wish -> wish.id);
      case DEADLINE ->
          list.sorted(sort)
              .only("w.claimBy is not null")
              .ascendingTime("w.claimBy", wish -> wish.claimBy)
              .ascending("w.id", wish -> wish.id);
      case UPDATED ->
          list.sorted(sort)
              .ascendingTime("w.updatedAt", wish -> wish.updatedAt)
              .ascending("w.id", wish -> wish.id);
    };
  }

  /** Filters the list by the words of the public title and summary. */
  private void contains(Listing<Wish> list, String text) {
    if (text == null || text.isBlank()) {
      return;
    }
    int number = 0;
    for (String term : SearchWords.terms(text)) {
      String name = number == 0 ? "q" : "q" + number;
      list.filter(
          name,
          Listing.containing(term),
          "w.publicTitle like :%s escape '!' or w.publicSummary like :%s escape '!'"
              .formatted(name, name));
      number++;
    }
    list.among(words.candidates(text, FIRST));
  }

  /**
   * Filters a list of wishes {@code w} by division, including everything below the division.
   * Streets and communities are compared by equality, so that an index also provides the order by
   * id; other levels are filtered by a range of paths.
   */
  public static void subtree(Listing<?> list, String path) {
    if (path == null) {
      return;
    }
    String community = DivisionCode.communityPath(path);
    String street = DivisionCode.streetPath(path);
    if (community != null) {
      list.filter("community", community, "w.community = :community");
    } else if (street != null) {
      list.filter("street", street, "w.street = :street");
    }
    if (!path.equals(community) && !path.equals(street)) {
      list.subtree("division", "w.divisionPath", path);
    }
  }

  /**
   * Whether the list may contain wishes that are not public, because the caller is staff of a
   * division or asks for the caller's own wishes.
   */
  static boolean seesMore(Caller caller, Query query) {
    return query.mine()
        || (caller != null
            && caller.is(Role.OPERATOR, Role.AUDITOR, Role.COLLECTOR)
            && caller.divisionPath() != null);
  }

  private static void visible(Listing<Wish> list, Caller caller, Query query) {
    if (query.mine()) {
      list.filter(
          "mine",
          caller.account(),
          "w.createdBy = :mine and w.collector is null or w.collector = :mine"
              + " or w.resident = :mine or w.partner = :mine");
      onlySeen(list, caller);
    } else if (seesMore(caller, query)) {
      list.only(SHOWN + " or w.divisionPath like :own", "own", caller.divisionPath() + "%");
    } else {
      list.only("w.offWall = false");
      if (query.states().isEmpty() || !PUBLIC_STATES.containsAll(query.states())) {
        list.only("w.state in " + PUBLIC);
      }
    }
  }

  /**
   * Omits wishes that the caller could not read with {@code getWish}: the account may have recorded
   * them in another role, or in a division that the caller no longer has.
   */
  private static void onlySeen(Listing<Wish> list, Caller caller) {
    Object scope =
        switch (caller.role()) {
          case MEMBER -> caller.memberId();
          case COLLECTOR, OPERATOR, AUDITOR ->
              caller.divisionPath() == null ? null : caller.divisionPath() + "%";
          case RESIDENT, PARTNER -> caller.account();
          case STEWARD, ADMINISTRATOR, SYSTEM -> null;
        };
    if (scope == null) {
      list.only(SHOWN);
      return;
    }
    String privately =
        switch (caller.role()) {
          case MEMBER -> "w.authorMemberId = :seen and w.state in (DRAFT, SUBMITTED, RETURNED)";
          case COLLECTOR, OPERATOR, AUDITOR -> "w.divisionPath like :seen";
          case RESIDENT -> "w.resident = :seen";
          default -> "w.partner = :seen";
        };
    list.only(SHOWN + " or " + privately, "seen", scope);
  }
}
