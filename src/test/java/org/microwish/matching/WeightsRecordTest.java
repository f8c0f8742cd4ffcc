package org.microwish.matching;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.ok;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.Ledger;
import org.microwish.matching.score.Term;
import org.microwish.matching.score.Weights;
import org.microwish.platform.Ids;
import org.microwish.platform.Pump.Pause;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.wish.WishConfig;

/** Tests that the ledger contains the weights with which instances rank. */
@Tag("database")
@QuarkusTest
class WeightsRecordTest {

  private static final String ENTRIES = "/ledger/aggregates/WEIGHTS/matching/entries?limit=100";

  @Inject WishConfig claims;
  @Inject Ledger ledger;
  @Inject Transactions transactions;
  @Inject Pseudonyms pseudonyms;
  @Inject Ids ids;
  @Inject Time time;

  private record Config(Map<Term, Integer> weights) implements MatchingConfig {
    @Override
    public int claimants() {
      return 1;
    }

    @Override
    public Duration keepClaimants() {
      return Duration.ZERO;
    }
  }

  /** Creates an instance with these weights, which records them at its first ranking. */
  private CurrentWeights instance(Map<Term, Integer> weights) {
    return new CurrentWeights(
        new Config(weights), claims, ledger, transactions, pseudonyms, ids, time);
  }

  private static void ranks(CurrentWeights instance) {
    while (instance.round().equals(Pause.NONE)) {
      // Repeats while another instance writes an entry first.
    }
  }

  private static List<Map<String, Object>> recorded() {
    return ok(get(null, ENTRIES)).jsonPath().getList("items.leaf.facts.weights");
  }

  @Test
  void weightsOfARanking_areInTheLedger() {
    RankedStreet own = new RankedStreet();
    own.open(draft("division", own.community));
    String member = RankedStreet.member(own.rows.member(own.organisation(), own.community));
    long version = own.matches(member, "").jsonPath().getLong("weightsVersion");
    await()
        .untilAsserted(
            () ->
                assertThat(recorded())
                    .extracting(weights -> ((Number) weights.get("version")).longValue())
                    .contains(version));
    Map<String, Object> weights =
        recorded().stream()
            .filter(one -> ((Number) one.get("version")).longValue() == version)
            .findFirst()
            .orElseThrow();
    assertThat(weights.get("points"))
        .isEqualTo(
            Arrays.stream(Term.values())
                .collect(toMap(Term::name, Weights.standard().points()::get)));
    assertThat(weights.get("limits")).isEqualTo(Map.of("MEMBER", 5, "ORGANISATION", 20));
  }

  @Test
  void changedWeights_areRecordedOnce_byInstancesThatStartTogether() throws Exception {
    ranks(instance(Map.of()));
    int before = recorded().size();
    try (ExecutorService starting = Executors.newFixedThreadPool(6)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.add(starting.submit(() -> ranks(instance(Map.of(Term.SKILL, 90)))));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(recorded()).hasSize(before + 1);
    // An instance with other weights records them only once, whatever the others record later.
    CurrentWeights other = instance(Map.of(Term.SKILL, 91));
    ranks(other);
    ranks(instance(Map.of(Term.SKILL, 90)));
    ranks(other);
    assertThat(recorded()).hasSize(before + 3);
    assertThat(recorded().stream().skip(before).map(one -> points(one, Term.SKILL)))
        .containsExactly(90, 91, 90);
    assertThat(other.get().version()).isNotEqualTo(instance(Map.of()).get().version());
  }

  @SuppressWarnings("unchecked")
  private static int points(Map<String, Object> weights, Term term) {
    return ((Map<String, Integer>) weights.get("points")).get(term.name());
  }
}
