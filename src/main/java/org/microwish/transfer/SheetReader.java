package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.microwish.ledger.LeafPositions;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.privacy.Masking;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.transfer.SheetQueries.FormOf;
import org.microwish.transfer.SheetQueries.Name;
import org.microwish.transfer.SheetQueries.Participant;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Form;

/**
 * Reads from the database the rows of the exported spreadsheet, page by page, sorted by division.
 * The caller must read each page in its own transaction, so that no transaction stays open between
 * pages while a slow client reads.
 */
@ApplicationScoped
class SheetReader {

  /** Maximum number of wishes per page, counting also those that do not match the filter. */
  static final int PAGE = 2_000;

  /** The fields of encrypted personal data that the sheet shows masked. */
  private static final Set<String> SHOWN =
      Set.of("residentName", "contactName", "contactPhone", "reporter", "name");

  /**
   * Selects the wishes of the spreadsheet.
   *
   * @param divisionPath the path of a division, whose whole subtree is selected; empty for all
   *     divisions
   * @param buildings true to show grids and buildings; false to show only their community, and to
   *     sort a page's wishes by it
   * @param from the start of the creation time, inclusive
   * @param to the end of the creation time, exclusive
   */
  record Filter(
      String divisionPath,
      boolean buildings,
      Collection<WishKind> kinds,
      Collection<WishState> states,
      Instant from,
      Instant to) {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /** Creates a filter; a null kind or time, or an empty collection of states, does not filter. */
    static Filter of(
        String divisionPath,
        boolean buildings,
        WishKind kind,
        Collection<WishState> states,
        Instant from,
        Instant to) {
      return new Filter(
          divisionPath,
          buildings,
          kind == null ? EnumSet.allOf(WishKind.class) : EnumSet.of(kind),
          states.isEmpty() ? EnumSet.allOf(WishState.class) : EnumSet.copyOf(states),
          from == null ? FIRST : from,
          to == null ? LAST : to);
    }
  }

  /**
   * A page of the spreadsheet; it has no rows if none of its wishes matches the filter.
   *
   * @param last the last wish of the page, whether or not it matches the filter; null if no wishes
   *     are left
   */
  record Page(List<SheetRow> rows, SheetQueries.Key last) {}

  private final SheetQueries queries;
  private final Divisions divisions;
  private final Vault vault;
  private final LeafPositions positions;

  SheetReader(SheetQueries queries, Divisions divisions, Vault vault, LeafPositions positions) {
    this.queries = queries;
    this.divisions = divisions;
    this.vault = vault;
    this.positions = positions;
  }

  /**
   * Reads the next page.
   *
   * @param after the last wish of the previous page; null for the first page
   */
  Page read(Filter filter, SheetQueries.Key after) {
    List<SheetQueries.Key> keys =
        queries.next(
            filter.divisionPath() + "%",
            after == null ? "" : after.divisionPath(),
            after == null ? 0 : after.wishId(),
            PAGE);
    if (keys.isEmpty()) {
      return new Page(List.of(), null);
    }
    List<SheetWish> wishes =
        queries.wishes(
            AggregateType.WISH,
            keys.stream().map(SheetQueries.Key::wishId).toList(),
            filter.kinds(),
            filter.states(),
            filter.from(),
            filter.to());
    if (!filter.buildings()) {
      // The order must not reveal which wishes are in the same building, either.
      wishes =
          wishes.stream()
              .sorted(
                  Comparator.comparing(
                          (SheetWish wish) -> DivisionCode.publicPath(wish.divisionPath()))
                      .thenComparing(SheetWish::id))
              .toList();
    }
    return new Page(
        wishes.isEmpty() ? List.of() : rows(wishes, filter.buildings()), keys.getLast());
  }

  private List<SheetRow> rows(List<SheetWish> wishes, boolean buildings) {
    List<Long> wishIds = wishes.stream().map(SheetWish::id).toList();
    List<SheetClaim> claims = queries.claims(AggregateType.WISH, wishIds);
    Map<Long, List<SheetClaim>> claimsByWish =
        claims.stream().collect(Collectors.groupingBy(SheetClaim::wishId));
    Rest rest = rest(wishes, wishIds, claims, buildings);
    List<SheetRow> rows = new ArrayList<>();
    for (SheetWish wish : wishes) {
      boolean first = true;
      for (SheetClaim claim : claimsByWish.getOrDefault(wish.id(), List.of())) {
        rows.add(rest.row(wish, claim, first));
        first = false;
      }
      if (first) {
        rows.add(rest.row(wish, null, true));
      }
    }
    return rows;
  }

  private Rest rest(
      List<SheetWish> wishes, List<Long> wishIds, List<SheetClaim> claims, boolean buildings) {
    List<Participant> participants =
        claims.isEmpty()
            ? List.of()
            : queries.participants(claims.stream().map(SheetClaim::id).toList());
    Set<Long> memberIds = new HashSet<>();
    participants.forEach(participant -> memberIds.add(participant.memberId()));
    claims.stream()
        .filter(claim -> claim.claimantType() == ClaimantType.MEMBER)
        .forEach(claim -> memberIds.add(claim.claimantId()));
    if (!memberIds.isEmpty()) {
      queries.held(memberIds).forEach(memberIds::remove);
    }
    return new Rest(
        participants.stream().collect(Collectors.groupingBy(Participant::claimId)),
        queries.forms(wishIds).stream().collect(Collectors.groupingBy(FormOf::wishId)),
        vault.read(SubjectType.WISH, wishIds, SHOWN),
        vault.read(SubjectType.MEMBER, memberIds, SHOWN),
        places(wishes, buildings),
        queries.subcategories().stream().collect(Collectors.toMap(Name::code, Name::name)),
        positions.of(
            AggregateType.WISH,
            wishes.stream()
                .collect(Collectors.toMap(wish -> Id.text(wish.id()), SheetWish::version))));
  }

  private Map<String, SheetRow.Place> places(List<SheetWish> wishes, boolean buildings) {
    Set<String> paths =
        wishes.stream().map(SheetWish::divisionPath).collect(Collectors.toCollection(HashSet::new));
    Set<String> shown = new HashSet<>(paths);
    for (String path : paths) {
      shown.add(DivisionCode.streetPath(path));
      shown.add(DivisionCode.communityPath(path));
    }
    shown.remove(null);
    Map<String, String> names = divisions.names(shown);
    return paths.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                path -> {
                  String seen = buildings ? path : DivisionCode.publicPath(path);
                  return new SheetRow.Place(
                      DivisionCode.ofPath(seen).text(),
                      names.get(seen),
                      names.get(DivisionCode.streetPath(path)),
                      names.get(DivisionCode.communityPath(path)));
                }));
  }

  /** The data that the rows of a page need in addition to that of their wishes and claims. */
  private record Rest(
      Map<Long, List<Participant>> participants,
      Map<Long, List<FormOf>> forms,
      Map<Long, Map<String, String>> wishWords,
      Map<Long, Map<String, String>> memberWords,
      Map<String, SheetRow.Place> places,
      Map<String, String> subcategories,
      Map<String, LeafPositions.Position> positions) {

    SheetRow row(SheetWish wish, SheetClaim claim, boolean first) {
      Map<String, String> words = wishWords.getOrDefault(wish.id(), Map.of());
      String reporter = words.get("reporter");
      boolean byMember = claim != null && claim.claimantType() == ClaimantType.MEMBER;
      return new SheetRow(
          wish,
          claim,
          first,
          places.get(wish.divisionPath()),
          subcategories.get(wish.subcategory()),
          Masking.name(words.getOrDefault("residentName", words.get("contactName"))),
          Masking.phone(words.get("contactPhone")),
          reporter == null ? wish.createdBy() : Masking.name(reporter),
          byMember ? memberName(claim.claimantId()) : null,
          claim == null ? List.of() : participants(claim.id()),
          forms(wish, claim, first),
          positions.get(Id.text(wish.id())));
    }

    private List<String> participants(long claimId) {
      return participants.getOrDefault(claimId, List.of()).stream()
          .map(participant -> memberName(participant.memberId()))
          .toList();
    }

    /**
     * Returns the member's masked name; {@code **} for a member who is erased or under a legal
     * hold.
     */
    private String memberName(long memberId) {
      String name = memberWords.getOrDefault(memberId, Map.of()).get("name");
      return name == null ? "**" : Masking.name(name);
    }

    private Set<Form> forms(SheetWish wish, SheetClaim claim, boolean first) {
      Set<Form> shown = EnumSet.noneOf(Form.class);
      for (FormOf form : forms.getOrDefault(wish.id(), List.of())) {
        boolean ofRow =
            form.claimId() == null ? first : claim != null && form.claimId() == claim.id();
        if (ofRow) {
          shown.add(form.form());
        }
      }
      return shown;
    }
  }
}
