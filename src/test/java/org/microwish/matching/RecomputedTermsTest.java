package org.microwish.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.publication;
import static org.microwish.wish.WishApi.shared;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.matching.score.Openness;
import org.microwish.matching.score.Profile;
import org.microwish.matching.score.Reason;
import org.microwish.matching.score.Score;
import org.microwish.matching.score.Term;
import org.microwish.matching.score.Weights;
import org.microwish.matching.score.WishFacts;
import org.microwish.platform.Time;
import org.microwish.testing.Tokens;
import org.microwish.wish.lifecycle.Category;

/** Computes the terms of a ranking again from public ledger leaves alone, as an auditor can. */
@Tag("database")
@QuarkusTest
class RecomputedTermsTest {

  private final RankedStreet own = new RankedStreet();

  /** The facts of a claim that leaves show: the claimant's pseudonym, the day and the state. */
  private static final class SeenClaim {
    String claimant;
    LocalDate since;
    String state;
  }

  /** The facts of a wish that leaves show. */
  private static final class Seen {
    Category category;
    String community;
    LocalDate published;
    LocalDate claimBy;
    int round;
    Integer rating;
    final Map<String, SeenClaim> claims = new HashMap<>();
  }

  private static LocalDate day(String instant) {
    return instant == null ? null : LocalDate.ofInstant(Instant.parse(instant), Time.ZONE);
  }

  private static Seen read(String wish) {
    Seen seen = new Seen();
    JsonPath entries = ok(get(null, "/ledger/aggregates/WISH/" + wish + "/entries")).jsonPath();
    int leaves = entries.getList("items").size();
    for (int i = 0; i < leaves; i++) {
      JsonPath leaf = entries.setRootPath("items[" + i + "].leaf");
      LocalDate at = day(leaf.getString("occurredAt"));
      String type = leaf.getString("type");
      if (leaf.getString("facts.wish.category") != null) {
        seen.category = Category.valueOf(leaf.getString("facts.wish.category"));
        seen.community = leaf.getString("facts.wish.community");
      }
      for (String field : List.of("facts.wish.claimBy", "facts.deadlines.claimBy")) {
        LocalDate claimBy = day(leaf.getString(field));
        seen.claimBy = claimBy == null ? seen.claimBy : claimBy;
      }
      if (type.equals("WISH_PUBLISHED") || type.equals("WISH_REPUBLISHED")) {
        seen.published = at;
        seen.round = leaf.getInt("facts.round");
      }
      if (type.equals("CLAIM_REQUESTED")) {
        SeenClaim claim = new SeenClaim();
        claim.claimant = leaf.getString("facts.claim.claimant.id");
        claim.since = at;
        seen.claims.put(leaf.getString("facts.claim.id"), claim);
      }
      Map<String, List<String>> moved = leaf.getMap("facts.claims");
      if (moved != null) {
        moved.forEach((state, claims) -> claims.forEach(one -> seen.claims.get(one).state = state));
      }
      if (type.equals("WISH_CONFIRMED")) {
        seen.rating = leaf.getInt("facts.confirmation.rating");
      }
    }
    return seen;
  }

  private static Profile profile(String pseudonym, List<Seen> wishes, LocalDate today, int cap) {
    int live = 0;
    int recent = 0;
    int ratings = 0;
    int stars = 0;
    Map<Category, Integer> completed = new EnumMap<>(Category.class);
    String community = "";
    for (Seen wish : wishes) {
      for (SeenClaim claim : wish.claims.values()) {
        if (!claim.claimant.equals(pseudonym)) {
          continue;
        }
        community = wish.community;
        live += Set.of("PENDING", "ACTIVE").contains(claim.state) ? 1 : 0;
        if (Set.of("PENDING", "ACTIVE", "COMPLETED").contains(claim.state)
            && claim.since.isAfter(today.minusDays(28))) {
          recent++;
        }
        if (claim.state.equals("COMPLETED")) {
          completed.merge(wish.category, 1, Integer::sum);
          ratings++;
          stars += wish.rating;
        }
      }
    }
    // The member's own leaf would show its community; this test takes that of the claimed wishes.
    return new Profile(
        community,
        Set.of(),
        Set.of(),
        Set.of(),
        live,
        cap,
        recent,
        0,
        completed,
        ratings,
        stars,
        Openness.ALL);
  }

  @Test
  void recomputableTerms_followFromPublicLeaves() {
    String member = RankedStreet.member(own.rows.member(own.organisation(), own.community));
    String resident = Tokens.resident("rank-resident-" + own.path);
    String done = own.open(resident, draft("division", own.community));
    String claim = claim(member, done);
    ok(member, "/claims/" + claim + "/contact", none());
    ok(member, "/claims/" + claim + "/start", none());
    ok(member, "/claims/" + claim + "/deliver", delivery());
    ok(resident, "/wishes/" + done + "/confirm", map("rating", 5));
    String held = own.open(shared(2, "division", own.community));
    claim(member, held);
    String ends = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, Object> publication = new HashMap<>(publication());
    publication.put("claimBy", ends);
    String open = own.open(own.operator, draft("division", own.community), publication);
    Response answer = own.matches(member, "");
    assertThat(RankedStreet.ids(answer)).containsExactly(open);
    JsonPath json = answer.jsonPath();

    LocalDate today = LocalDate.parse(json.getString("day"));
    Map<String, Object> recorded =
        ok(get(null, "/ledger/aggregates/WEIGHTS/matching/entries?limit=100"))
            .jsonPath()
            .<Map<String, Object>>getList("items.leaf.facts.weights")
            .stream()
            .filter(
                one -> ((Number) one.get("version")).longValue() == json.getLong("weightsVersion"))
            .findFirst()
            .orElseThrow();
    Map<Term, Integer> points = new EnumMap<>(Term.class);
    of(recorded, "points").forEach((term, weight) -> points.put(Term.valueOf(term), weight));
    List<Seen> wishes = List.of(read(done), read(held), read(open));
    Seen wish = wishes.getLast();
    Profile claimant =
        profile(
            wishes.getFirst().claims.get(claim).claimant,
            wishes,
            today,
            of(recorded, "limits").get("MEMBER"));
    WishFacts facts =
        new WishFacts.Of(
            wish.community,
            wish.category,
            null,
            false,
            0,
            (int) wish.published.toEpochDay(),
            (int) wish.claimBy.toEpochDay(),
            wish.claims.isEmpty(),
            wish.round - 1);
    List<Reason> again =
        new Score(new Weights(0, points), claimant, (int) today.toEpochDay()).reasons(facts);
    assertThat(again).allMatch(Reason::recomputable);
    assertThat(again.stream().map(reason -> reason.term().name()))
        .containsExactlyInAnyOrder(
            "NEARNESS", "CAPACITY", "RECENT", "SATISFACTION", "DEADLINE", "EXPERIENCE");
    assertThat(json.getList("items[0].reasons.term"))
        .isEqualTo(again.stream().map(reason -> reason.term().name()).toList());
    assertThat(json.getList("items[0].reasons.points"))
        .isEqualTo(again.stream().map(Reason::points).toList());
    assertThat(json.<Boolean>getList("items[0].reasons.recomputable")).doesNotContain(false);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Integer> of(Map<String, Object> recorded, String name) {
    return (Map<String, Integer>) recorded.get(name);
  }
}
