package org.microwish.matching;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.microwish.matching.score.Openness;
import org.microwish.matching.score.Profile;
import org.microwish.platform.Time;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.Rows;
import org.microwish.wish.WishConfig;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.ClaimantType;

/** Reads the facts that the score uses about claimants, in one round trip to the database. */
@ApplicationScoped
class ProfileReader {

  private final EntityManager entities;
  private final WishConfig config;

  ProfileReader(EntityManager entities, WishConfig config) {
    this.entities = entities;
    this.config = config;
  }

  /** The facts collected from the rows about one claimant. */
  private static final class Facts {
    String path;
    String account;
    final Set<String> checkIns = new HashSet<>();
    final Set<String> areas = new HashSet<>();
    final Set<String> skills = new HashSet<>();
    int live;
    int recent;
    int thisMonth;
    final Map<Category, Integer> completed = new EnumMap<>(Category.class);
    int ratings;
    int stars;
    Openness openness = Openness.ALL;
    Set<MessageKind> unwanted = Set.of();

    ClaimantProfile profile(ClaimantType type, long id, int cap) {
      return new ClaimantProfile(
          type,
          id,
          account,
          new Profile(
              path, checkIns, areas, skills, live, cap, recent, thisMonth, completed, ratings,
              stars, openness),
          unwanted);
    }
  }

  /**
   * Returns those of the claimants that may claim, in the order of the ids.
   *
   * @param ids at most 500
   */
  List<ClaimantProfile> read(ClaimantType type, Collection<Long> ids, Instant now) {
    boolean member = type == ClaimantType.MEMBER;
    Map<Long, Facts> facts = new TreeMap<>();
    ids.forEach(id -> facts.put(id, new Facts()));
    RoundTrip trip = new RoundTrip();
    if (member) {
      readMembers(trip, facts);
    } else {
      readOrganisations(trip, facts);
    }
    String party = Profiles.party(type).name();
    trip.read(
        "SELECT subject_id, division_path FROM check_in"
            + " WHERE live_key IS NOT NULL AND subject_type = ? AND subject_id IN (%s)",
        List.of(party), ids, row -> facts.get(row.getLong(1)).checkIns.add(row.getString(2)));
    readClaims(trip, type, facts, now.atZone(Time.ZONE).toLocalDate());
    trip.read(
        "SELECT party_id, categories, places_per_month, amount, paused_until, unwanted"
            + " FROM openness WHERE party_type = ? AND party_id IN (%s)",
        List.of(party),
        ids,
        row -> {
          StoredOpenness stored = new StoredOpenness();
          stored.categories = row.getString(2);
          stored.placesPerMonth = row.getObject(3, Integer.class);
          stored.amount = row.getBigDecimal(4);
          stored.pausedUntil = row.getObject(5, LocalDate.class);
          stored.unwanted = row.getString(6);
          Facts one = facts.get(row.getLong(1));
          one.openness = stored.openness();
          one.unwanted = stored.unwantedKinds();
          return stored;
        });
    // Write Hibernate's pending changes, such as the end of a claim, because the round trip reads
    // the tables directly.
    entities.flush();
    trip.send(entities);
    int cap = member ? config.memberClaims() : config.organisationClaims();
    return facts.entrySet().stream()
        .filter(one -> one.getValue().path != null)
        .map(one -> one.getValue().profile(type, one.getKey(), cap))
        .toList();
  }

  private static void readMembers(RoundTrip trip, Map<Long, Facts> facts) {
    trip.read(
            "SELECT m.id, m.division_path, m.account FROM member m"
                + " JOIN organisation o ON o.id = m.organisation_id"
                + " WHERE m.state = 'ACTIVE' AND NOT m.held AND o.state = 'ACTIVE'"
                + " AND m.id IN (%s)",
            List.of(),
            facts.keySet(),
            row -> {
              Facts one = facts.get(row.getLong(1));
              one.path = row.getString(2);
              one.account = row.getString(3);
              return one;
            })
        .read(
            "SELECT member_id, skill FROM member_skill WHERE member_id IN (%s)",
            List.of(),
            facts.keySet(),
            row -> facts.get(row.getLong(1)).skills.add(Profile.skill(row.getString(2))))
        .read(
            "SELECT member_id, division_path FROM member_service_area WHERE member_id IN (%s)",
            List.of(),
            facts.keySet(),
            row -> facts.get(row.getLong(1)).areas.add(row.getString(2)));
  }

  /** Reads the organisations and, as their skills, the skills of their members. */
  private static void readOrganisations(RoundTrip trip, Map<Long, Facts> facts) {
    trip.read(
            "SELECT id, division_path FROM organisation WHERE state = 'ACTIVE' AND id IN (%s)",
            List.of(),
            facts.keySet(),
            row -> {
              Facts one = facts.get(row.getLong(1));
              one.path = row.getString(2);
              return one;
            })
        .read(
            "SELECT DISTINCT m.organisation_id, s.skill FROM member m"
                + " JOIN member_skill s ON s.member_id = m.id"
                + " WHERE m.state = 'ACTIVE' AND NOT m.held AND m.organisation_id IN (%s)",
            List.of(),
            facts.keySet(),
            row -> facts.get(row.getLong(1)).skills.add(Profile.skill(row.getString(2))));
  }

  /**
   * Counts claims of whole days, so that a count changes only when the day changes or when a claim
   * does.
   */
  private static void readClaims(
      RoundTrip trip, ClaimantType type, Map<Long, Facts> facts, LocalDate today) {
    trip.read(
            "SELECT claimant_id, live_claims FROM claim_quota"
                + " WHERE claimant_type = ? AND claimant_id IN (%s)",
            List.of(type.name()),
            facts.keySet(),
            row -> facts.get(row.getLong(1)).live = row.getInt(2))
        .read(
            "SELECT c.claimant_id, w.category, SUM(c.state = 'COMPLETED'),"
                + " SUM(c.claimed_at >= ?), SUM(c.claimed_at >= ?)"
                + " FROM claim c JOIN wish w ON w.id = c.wish_id"
                + " WHERE c.state IN ('PENDING', 'ACTIVE', 'COMPLETED') AND c.claimant_type = ?"
                + " AND c.claimant_id IN (%s) GROUP BY c.claimant_id, w.category",
            List.of(
                since(today.minusDays(Profiles.RECENT_DAYS - 1)),
                since(today.withDayOfMonth(1)),
                type.name()),
            facts.keySet(),
            row -> {
              Facts one = facts.get(row.getLong(1));
              one.completed.put(Category.valueOf(row.getString(2)), row.getInt(3));
              one.recent += row.getInt(4);
              one.thisMonth += row.getInt(5);
              return one;
            })
        .read(
            "SELECT c.claimant_id, COUNT(*), SUM(r.stars) FROM claim c"
                + " JOIN rating r ON r.aggregate_type = 'WISH' AND r.aggregate_id = c.wish_id"
                + " WHERE c.state = 'COMPLETED' AND r.withdrawn_at IS NULL"
                + " AND c.claimant_type = ? AND c.claimant_id IN (%s) GROUP BY c.claimant_id",
            List.of(type.name()),
            facts.keySet(),
            row -> {
              Facts one = facts.get(row.getLong(1));
              one.ratings = row.getInt(2);
              one.stars = row.getInt(3);
              return one;
            });
  }

  private static Object since(LocalDate day) {
    return Rows.utc(day.atStartOfDay(Time.ZONE).toInstant());
  }
}
