package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.microwish.ledger.LeafPositions;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.Rows;
import org.microwish.privacy.Masking;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.wish.Claim;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Form;

/**
 * Reads the rows of the spreadsheet, some hundred wishes at a time, each step in a transaction of
 * the caller's: however long the sheet and however slow its reader, no connection and no more than
 * one step's rows are held. The sheet goes community by community, so that each step is the next
 * stretch of one index.
 */
@ApplicationScoped
class SheetRows {

  /** Wishes of one step: as many as one list of keys holds. */
  private static final int STEP = 500;

  /** Wishes that one step looks at, whatever it finds among them. */
  private static final int LOOKED_AT = 4000;

  /** Divisions that one step goes through. */
  private static final int PATHS = 300;

  /** What the sheet shows of people, masked. */
  private static final Set<String> SHOWN =
      Set.of("residentName", "contactName", "contactPhone", "reporter", "name");

  /**
   * Which wishes.
   *
   * @param divisionPath a subtree; empty for everywhere
   * @param kind null for both
   * @param states empty for all
   * @param from the first moment of creation, or null
   * @param to the moment after the last, or null
   */
  record Query(
      String divisionPath, WishKind kind, Collection<WishState> states, Instant from, Instant to) {

    /** Whether some of the wishes are left out. */
    boolean isSelective() {
      return kind != null || !states.isEmpty() || from != null || to != null;
    }
  }

  /** Where a step ended. */
  record Reached(String divisionPath, long wishId) {}

  /**
   * One stretch of the sheet.
   *
   * @param reached where the next step begins; null when this was the last
   */
  record Step(List<SheetRow> rows, Reached reached) {}

  private final EntityManager entities;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Vault vault;
  private final LeafPositions positions;

  SheetRows(
      EntityManager entities,
      Divisions divisions,
      Organisations organisations,
      Vault vault,
      LeafPositions positions) {
    this.entities = entities;
    this.divisions = divisions;
    this.organisations = organisations;
    this.vault = vault;
    this.positions = positions;
  }

  /**
   * The next rows; none where the step has looked at enough wishes that are not asked for.
   *
   * @param after where the step before ended; null for the first
   */
  Step read(Query query, Reached after) {
    List<Wish> wishes = new ArrayList<>();
    String path = after == null ? nextPath(query, null) : after.divisionPath();
    long last = after == null ? Long.MIN_VALUE : after.wishId();
    int looked = 0;
    int paths = 0;
    while (path != null) {
      List<Long> next = query.isSelective() ? ids(path, last, LOOKED_AT - looked) : List.of();
      long end = next.isEmpty() ? Long.MAX_VALUE : next.getLast();
      looked += next.size();
      paths++;
      wishes.addAll(wishes(query, path, last, end, STEP - wishes.size()));
      if (wishes.size() == STEP) {
        return new Step(rows(wishes), new Reached(path, wishes.getLast().id));
      }
      if (looked == LOOKED_AT) {
        return new Step(rows(wishes), new Reached(path, end));
      }
      path = nextPath(query, path);
      last = Long.MIN_VALUE;
      if (paths == PATHS && path != null) {
        return new Step(rows(wishes), new Reached(path, last));
      }
    }
    return new Step(rows(wishes), null);
  }

  private String nextPath(Query query, String after) {
    return Rows.list(
            entities,
            "SELECT MIN(division_path) FROM wish WHERE division_path "
                + (after == null ? ">=" : ">")
                + " ? AND division_path < ?",
            List.of(after == null ? query.divisionPath() : after, query.divisionPath() + "~"),
            row -> Optional.ofNullable(row.getString(1)))
        .getFirst()
        .orElse(null);
  }

  /** The next wishes of a division, whatever is asked for. */
  private List<Long> ids(String path, long after, int limit) {
    return Rows.list(
        entities,
        "SELECT id FROM wish WHERE division_path = ? AND id > ? ORDER BY id LIMIT ?",
        List.of(path, after, limit),
        row -> row.getLong(1));
  }

  private List<Wish> wishes(Query query, String path, long after, long end, int limit) {
    StringBuilder where =
        new StringBuilder(" WHERE division_path = ? AND id > ? AND id <= ? AND held = FALSE");
    List<Object> values = new ArrayList<>(List.of(path, after, end));
    if (query.kind() != null) {
      where.append(" AND kind = ?");
      values.add(query.kind().name());
    }
    if (!query.states().isEmpty()) {
      Set<WishState> states = Set.copyOf(query.states());
      where.append(" AND state IN (").append(Rows.placeholders(states.size())).append(")");
      states.forEach(state -> values.add(state.name()));
    }
    if (query.from() != null) {
      where.append(" AND created_at >= ?");
      values.add(Rows.utc(query.from()));
    }
    if (query.to() != null) {
      where.append(" AND created_at < ?");
      values.add(Rows.utc(query.to()));
    }
    values.add(limit);
    return Rows.list(
        entities,
        "SELECT " + SheetReads.WISH + " FROM wish" + where + " ORDER BY id LIMIT ?",
        values,
        SheetReads::wish);
  }

  // Everything beside the wishes, for all of a step at once ---------------------------------------

  private List<SheetRow> rows(List<Wish> wishes) {
    if (wishes.isEmpty()) {
      return List.of();
    }
    Beside beside = beside(wishes);
    List<SheetRow> rows = new ArrayList<>();
    for (Wish wish : wishes) {
      List<Claim> ofWish = beside.claims().getOrDefault(wish.id, List.of());
      if (ofWish.isEmpty()) {
        rows.add(beside.row(wish, null, true));
      }
      for (Claim claim : ofWish) {
        rows.add(beside.row(wish, claim, claim == ofWish.getFirst()));
      }
    }
    return rows;
  }

  private Beside beside(List<Wish> wishes) {
    List<Long> wishIds = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    Map<String, Long> versions = new HashMap<>();
    for (Wish wish : wishes) {
      wishIds.add(wish.id);
      paths.add(wish.divisionPath);
      versions.put(Id.text(wish.id), wish.version);
    }
    RoundTrip trip = new RoundTrip();
    Map<Long, List<Claim>> claims = claims(trip, wishIds);
    Map<String, String> subcategories = subcategories(trip);
    Map<Long, Set<Form>> forms = forms(trip, wishIds);
    Map<Long, Long> evidence = evidence(trip, wishIds);
    Map<Long, LocalDate> visits = visits(trip, wishIds);
    trip.send(entities);

    List<Claim> all = claims.values().stream().flatMap(List::stream).toList();
    Map<Long, List<Long>> participants = participants(all.stream().map(claim -> claim.id).toList());
    Set<Long> memberIds = new HashSet<>();
    participants.values().forEach(memberIds::addAll);
    Set<Long> organisationIds = new HashSet<>();
    for (Claim claim : all) {
      organisationIds.add(claim.organisationId);
      if (claim.claimantType == ClaimantType.MEMBER) {
        memberIds.add(claim.claimantId);
      }
    }
    return new Beside(
        claims,
        participants,
        vault.read(SubjectType.WISH, wishIds, SHOWN),
        vault.read(SubjectType.MEMBER, unheld(memberIds), SHOWN),
        organisations.names(organisationIds),
        places(paths),
        subcategories,
        forms,
        evidence,
        visits,
        positions.of(AggregateType.WISH, versions));
  }

  // Each of these is there when the trip has been made --------------------------------------------

  private static Map<Long, List<Claim>> claims(RoundTrip trip, List<Long> wishIds) {
    Map<Long, List<Claim>> byWish = new HashMap<>();
    trip.read(
        "SELECT " + SheetReads.CLAIM + " FROM claim WHERE wish_id IN (%s) ORDER BY wish_id, id",
        List.of(),
        wishIds,
        row -> {
          Claim claim = SheetReads.claim(row);
          return byWish.computeIfAbsent(claim.wishId, id -> new ArrayList<>()).add(claim);
        });
    return byWish;
  }

  private static Map<String, String> subcategories(RoundTrip trip) {
    Map<String, String> names = new HashMap<>();
    trip.read(
        "SELECT code, name_zh FROM subcategory",
        List.of(),
        row -> names.put(row.getString(1), row.getString(2)));
    return names;
  }

  /** By claim; under the wish's own id those of public funds. */
  private static Map<Long, Set<Form>> forms(RoundTrip trip, List<Long> wishIds) {
    Map<Long, Set<Form>> forms = new HashMap<>();
    trip.read(
        "SELECT DISTINCT COALESCE(claim_id, wish_id), form FROM posting WHERE wish_id IN (%s)"
            + " AND reverses IS NULL",
        List.of(),
        wishIds,
        row ->
            forms
                .computeIfAbsent(row.getLong(1), key -> EnumSet.noneOf(Form.class))
                .add(Form.valueOf(row.getString(2))));
    return forms;
  }

  /** By claim; under the wish's own id those of no claim. */
  private static Map<Long, Long> evidence(RoundTrip trip, List<Long> wishIds) {
    Map<Long, Long> counts = new HashMap<>();
    trip.read(
        "SELECT COALESCE(claim_id, wish_id), COUNT(*) FROM evidence WHERE wish_id IN (%s)"
            + " GROUP BY COALESCE(claim_id, wish_id)",
        List.of(), wishIds, row -> counts.put(row.getLong(1), row.getLong(2)));
    return counts;
  }

  private static Map<Long, LocalDate> visits(RoundTrip trip, List<Long> wishIds) {
    Map<Long, LocalDate> days = new HashMap<>();
    trip.read(
        "SELECT wish_id, MAX(visited_on) FROM follow_up WHERE wish_id IN (%s) GROUP BY wish_id",
        List.of(), wishIds, row -> days.put(row.getLong(1), row.getObject(2, LocalDate.class)));
    return days;
  }

  // Those who take part, and where ----------------------------------------------------------------

  /** The members of claims, by claim, in the order of their ids. */
  private Map<Long, List<Long>> participants(List<Long> claimIds) {
    Map<Long, List<Long>> byClaim = new HashMap<>();
    Rows.read(
        entities,
        "SELECT claim_id, member_id FROM claim_participant WHERE claim_id IN (%s)"
            + " ORDER BY claim_id, member_id",
        List.of(),
        claimIds,
        row ->
            byClaim.computeIfAbsent(row.getLong(1), id -> new ArrayList<>()).add(row.getLong(2)));
    return byClaim;
  }

  /** Those whom no legal hold keeps from being shown. */
  private Set<Long> unheld(Set<Long> memberIds) {
    Set<Long> shown = new HashSet<>(memberIds);
    Rows.read(
            entities,
            "SELECT id FROM member WHERE held = TRUE AND id IN (%s)",
            List.of(),
            memberIds,
            row -> row.getLong(1))
        .forEach(shown::remove);
    return shown;
  }

  private Map<String, SheetRow.Place> places(Set<String> paths) {
    Set<String> shown = new HashSet<>(paths);
    for (String path : paths) {
      addIfAny(shown, DivisionCode.streetPath(path));
      addIfAny(shown, DivisionCode.communityPath(path));
    }
    Map<String, String> names = divisions.names(shown);
    Map<String, SheetRow.Place> places = new HashMap<>();
    for (String path : paths) {
      String street = DivisionCode.streetPath(path);
      String community = DivisionCode.communityPath(path);
      places.put(
          path,
          new SheetRow.Place(
              DivisionCode.ofPath(path).text(),
              names.get(path),
              street == null ? null : names.get(street),
              community == null ? null : names.get(community)));
    }
    return places;
  }

  private static void addIfAny(Set<String> paths, String path) {
    if (path != null) {
      paths.add(path);
    }
  }

  /** What a step's rows take from other tables, each by id. */
  private record Beside(
      Map<Long, List<Claim>> claims,
      Map<Long, List<Long>> participants,
      Map<Long, Map<String, String>> wishWords,
      Map<Long, Map<String, String>> memberWords,
      Map<Long, String> organisations,
      Map<String, SheetRow.Place> places,
      Map<String, String> subcategories,
      Map<Long, Set<Form>> forms,
      Map<Long, Long> evidence,
      Map<Long, LocalDate> visits,
      Map<String, LeafPositions.Position> positions) {

    SheetRow row(Wish wish, Claim claim, boolean first) {
      Map<String, String> words = wishWords.getOrDefault(wish.id, Map.of());
      String reporter = words.get("reporter");
      Set<Form> of = EnumSet.noneOf(Form.class);
      long files = 0;
      if (claim != null) {
        of.addAll(forms.getOrDefault(claim.id, Set.of()));
        files += evidence.getOrDefault(claim.id, 0L);
      }
      if (first) {
        of.addAll(forms.getOrDefault(wish.id, Set.of()));
        files += evidence.getOrDefault(wish.id, 0L);
      }
      return new SheetRow(
          wish,
          claim,
          first,
          places.get(wish.divisionPath),
          subcategories.get(wish.subcategory),
          Masking.name(words.getOrDefault("residentName", words.get("contactName"))),
          Masking.phone(words.get("contactPhone")),
          reporter == null ? wish.createdBy : Masking.name(reporter),
          claim == null ? null : organisations.get(claim.organisationId),
          claim == null || claim.claimantType != ClaimantType.MEMBER
              ? null
              : memberName(claim.claimantId),
          claim == null
              ? List.of()
              : participants.getOrDefault(claim.id, List.of()).stream()
                  .map(this::memberName)
                  .toList(),
          of,
          files,
          visits.get(wish.id),
          positions.get(Id.text(wish.id)));
    }

    /** An erased member has no name any more, and one that a hold keeps shows none. */
    private String memberName(long memberId) {
      String name = memberWords.getOrDefault(memberId, Map.of()).get("name");
      return name == null ? "**" : Masking.name(name);
    }
  }
}
