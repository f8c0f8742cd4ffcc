package org.microwish.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.ending;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Members and organisations read their lists of matches at the same time and claim the first
 * wishes. {@code -Dmatching.lists=200} reads that many lists and prints the number of claims by
 * outcome.
 */
@Tag("database")
@QuarkusTest
class MatchListsTest {

  private static final int LISTS = Integer.getInteger("matching.lists", 8);
  private static final int FIRST = 20;
  private static final int WISHES = 30;
  private static final int AT_ONCE = 8;

  /** Maximum number of live claims of a member. */
  private static final int MEMBER_CLAIMS = 5;

  private final RankedStreet own = new RankedStreet();
  private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();

  @Test
  void concurrentReaders_claimTheFirstWishesOfTheirLists_withoutRefusal() throws Exception {
    for (int i = 0; i < WISHES; i++) {
      Map<String, Object> draft = draft("division", i % 3 == 0 ? own.neighbour : own.community);
      draft.put("claimPolicy", "SHARED");
      draft.put("places", 1_000);
      draft.put("category", i % 4 == 0 ? "GOODS" : "SERVICE");
      if (i % 5 == 0) {
        draft.put("neededSkill", "电工");
      }
      // Three wishes are for members only, three for organisations only.
      draft.put("claimableBy", i % 10 == 3 ? "MEMBERS" : i % 10 == 7 ? "ORGANISATIONS" : "BOTH");
      own.open(draft);
    }
    long organisation = own.organisation();
    own.matches(RankedStreet.steward(organisation), "");
    long begun = System.nanoTime();
    try (ExecutorService people = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < LISTS; i++) {
        all.add(people.submit(i % 2 == 0 ? member(organisation, i) : steward()));
      }
      for (Future<Void> one : all) {
        one.get();
      }
    }
    if (Integer.getInteger("matching.lists") != null) {
      System.out.printf(
          "%d lists: %s in %.1f s%n", LISTS, outcomes, (System.nanoTime() - begun) / 1e9);
    }
    assertThat(outcomes).containsExactly(Map.entry("claimed", LISTS * FIRST));
  }

  private Callable<Void> member(long organisation, int number) {
    long id = own.rows.member(organisation, number % 4 == 0 ? own.community : own.neighbour);
    if (number % 8 == 0) {
      own.rows.update("INSERT INTO member_skill (member_id, skill) VALUES (?, '电工')", id);
    }
    return claimant(RankedStreet.member(id), MEMBER_CLAIMS);
  }

  private Callable<Void> steward() {
    return claimant(RankedStreet.steward(own.organisation()), FIRST);
  }

  /**
   * Claims the first wishes of one list.
   *
   * @param most the maximum number of live claims; when it is reached, all are released
   */
  private Callable<Void> claimant(String token, int most) {
    return () -> {
      List<String> list = RankedStreet.ids(own.matches(token, "limit=" + FIRST));
      assertThat(Set.copyOf(list)).hasSize(FIRST);
      List<String> held = new ArrayList<>();
      for (String wish : list) {
        if (held.size() == most) {
          held.forEach(claim -> ok(token, "/claims/" + claim + "/release", ending("UNABLE")));
          held.clear();
        }
        Response claim = post(token, "/wishes/" + wish + "/claims", none());
        boolean claimed = claim.statusCode() == 201;
        outcomes.merge(claimed ? "claimed" : claim.path("code"), 1, Integer::sum);
        if (claimed) {
          held.add(claim.path("claim.id"));
        }
      }
      return null;
    };
  }
}
